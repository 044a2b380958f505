import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { IntegrationCheck } from "../integration.ts";
import { isAbsolutePath, isInside, normalisePath, type PathMapping } from "../path-mappings.ts";
import { QBITTORRENT, type QbittorrentSession } from "./qbittorrent-session.ts";
import { checkSaveFolder } from "./save-folder.ts";

/** With 2.8 came limits for the seeding of a torrent that is added. */
const LEAST_API = [2, 8] as const;

const preferences = z.object({
  save_path: z.string(),
  auto_tmm_enabled: z.boolean().default(false),
  /** Since 4.4. */
  use_category_paths_in_manual_mode: z.boolean().default(false),
});
/** `savePath` in all versions that are supported; relative to the general one, which is also where "" leads. */
const categories = z.record(z.string(), z.object({ savePath: z.string().default("") }));

/**
 * Asks for version and folders, and changes nothing.
 * @throws {UpstreamRejectedError} when it is something else, too old, or saves where this server cannot read.
 */
export async function checkQbittorrent(
  session: QbittorrentSession,
  { category, mappings, host }: { category: string; mappings: readonly PathMapping[]; host: string },
  signal: AbortSignal,
): Promise<IntegrationCheck> {
  const version = (await session.call("app/version", { signal })).text().trim().replace(/^v/, "");
  const api = (await session.call("app/webapiVersion", { signal })).text().trim();
  if (!/^\d+\.\d/.test(version) || !/^\d+\.\d/.test(api)) {
    throw reject(`What answers at ${host} is not qBittorrent. Check its address under Configuration.`);
  }
  const [major, minor] = api.split(".").map(Number) as [number, number];
  if (major < LEAST_API[0] || (major === LEAST_API[0] && minor < LEAST_API[1])) {
    throw reject(
      `qBittorrent ${version} is too old: update it to a version with Web API ${LEAST_API.join(".")} or later.`,
    );
  }
  const { folder, fallback } = await findSaveFolder(session, category, signal);
  const path = await checkSaveFolder(folder, mappings, QBITTORRENT).catch((error: unknown) => {
    if (fallback === null) throw error;
    return checkSaveFolder(fallback, mappings, QBITTORRENT);
  });
  return { version, message: `Answers as qBittorrent ${version}, and this server can read where it saves: ${path}.` };
}

/** @returns where it will save, as it calls it; and what to look at instead when that is made with the first torrent only. */
async function findSaveFolder(session: QbittorrentSession, category: string, signal: AbortSignal) {
  const settings = preferences.safeParse((await session.call("app/preferences", { signal })).json());
  const known = categories.safeParse((await session.call("torrents/categories", { signal })).json());
  if (!settings.success || !known.success) {
    throw reject("qBittorrent describes its settings in a way that cannot be read. Check its address.");
  }
  const general = normalisePath(settings.data.save_path);
  const usesCategory = settings.data.auto_tmm_enabled || settings.data.use_category_paths_in_manual_mode;
  if (!usesCategory) return { folder: general, fallback: null };
  const own = known.data[category]?.savePath || category;
  const folder = isAbsolutePath(own) ? normalisePath(own) : `${general}/${own}`;
  return { folder, fallback: isInside(folder, general) ? general : null };
}

function reject(message: string): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: QBITTORRENT });
}
