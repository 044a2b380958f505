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
  max_ratio_enabled: z.boolean().default(false),
  max_seeding_time_enabled: z.boolean().default(false),
  /** Since 4.6. */
  max_inactive_seeding_time_enabled: z.boolean().default(false),
  /** At any of these limits: 0 stops, 1 removes, 2 super-seeds, 3 removes with the files. */
  max_ratio_act: z.number().default(0),
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
  const settings = preferences.safeParse((await session.call("app/preferences", { signal })).json());
  const known = categories.safeParse((await session.call("torrents/categories", { signal })).json());
  if (!settings.success || !known.success) {
    throw reject("qBittorrent describes its settings in a way that cannot be read. Check its address.");
  }
  const { folder, fallback } = findSaveFolder(settings.data, known.data[category]?.savePath || category);
  const check = (path: string) => checkSaveFolder(path, places, QBITTORRENT);
  const saves = await check(folder).catch((error: unknown) => {
    if (fallback === null) throw error;
    return check(fallback);
  });
  return { version, message: `Answers as qBittorrent ${version}. ${saves}${warnOfLimits(settings.data)}` };
}

/**
 * @param own the category's folder, absolute or below the general one.
 * @returns where it will save, as it calls it; and what to look at instead when that is made with the first torrent only.
 */
function findSaveFolder(settings: z.infer<typeof preferences>, own: string) {
  const general = normalisePath(settings.save_path);
  const usesCategory = settings.auto_tmm_enabled || settings.use_category_paths_in_manual_mode;
  if (!usesCategory) return { folder: general, fallback: null };
  const folder = isAbsolutePath(own) ? normalisePath(own) : `${general}/${own}`;
  return { folder, fallback: isInside(folder, general) ? general : null };
}

/** Where an indexer names no seeding goal, the general limits hold, and may take a download away before it is imported. */
function warnOfLimits(settings: z.infer<typeof preferences>): string {
  const isLimited =
    settings.max_ratio_enabled || settings.max_seeding_time_enabled || settings.max_inactive_seeding_time_enabled;
  if (!isLimited || (settings.max_ratio_act !== 1 && settings.max_ratio_act !== 3)) return "";
  const files = settings.max_ratio_act === 3 ? ", with their files" : "";
  return ` It removes torrents at its share limits${files}. Have it stop them instead (Options, BitTorrent), or a download may be gone before it is imported.`;
}

function reject(message: string): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: QBITTORRENT });
}
