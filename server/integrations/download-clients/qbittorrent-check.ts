import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { IntegrationCheck } from "../integration.ts";
import { isAbsolutePath, isInside, normalisePath } from "../path-mappings.ts";
import { notQbittorrent, QBITTORRENT, type QbittorrentSession } from "./qbittorrent-session.ts";
import { checkSaveFolder, type SavePlaces } from "./save-folder.ts";

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
  { category, host, ...places }: { category: string; host: string } & SavePlaces,
  signal: AbortSignal,
): Promise<IntegrationCheck> {
  const ask = async (method: string) => {
    const answer = await session.call(method, { signal, expectStatus: [404, 405] });
    return answer.status < 400 ? answer.text().trim() : "";
  };
  const version = (await ask("app/version")).replace(/^v/, "");
  const api = await ask("app/webapiVersion");
  if (!/^\d+\.\d/.test(version) || !/^\d+\.\d/.test(api)) {
    throw notQbittorrent(host);
  }
  const [major, minor] = api.split(".").map(Number) as [number, number];
  if (major < LEAST_API[0] || (major === LEAST_API[0] && minor < LEAST_API[1])) {
    throw reject(
      `qBittorrent ${version} is too old: update it to a version with Web API ${LEAST_API.join(".")} or later.`,
    );
  }
  const { folder, fallback } = await findSaveFolder(session, category, signal);
  const check = (path: string) => checkSaveFolder(path, places, QBITTORRENT);
  const saves = await check(folder).catch((error: unknown) => {
    if (fallback === null) throw error;
    return check(fallback);
  });
  return { version, message: `Answers as qBittorrent ${version}. ${saves}` };
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
