/**
 * What Prowlarr's search says of a release, in the words of the port. Its links lead to Prowlarr itself, which hands out
 * the torrent or redirects to the tracker or to a magnet link: even `magnetUrl` is such a link. Usenet is left out.
 */
import { z } from "zod";
import { list, listOrNone, number, text } from "../lenient-json.ts";
import { readFeedDate } from "./feed-date.ts";
import type { FoundRelease } from "./indexer.ts";
import { readInfoHash, readMagnetInfoHash } from "./info-hash.ts";
import { toReleaseGuid } from "./release-guid.ts";

const category = z.union([z.object({ id: number }).transform(({ id }) => id), number]);

/** One release of `GET /api/v1/search` (ReleaseResource, Prowlarr 0.1 to 2.5). */
const prowlarrRelease = z.object({
  title: text.pipe(z.string()),
  guid: text,
  indexer: text,
  indexerId: number,
  size: number,
  seeders: number,
  leechers: number,
  publishDate: text,
  downloadUrl: text,
  magnetUrl: text,
  infoHash: text,
  /** "torrent" or "usenet"; older ones say 2 or 1. */
  protocol: text,
  categories: listOrNone(category),
  indexerFlags: listOrNone(text),
  downloadVolumeFactor: number,
});

/** The list that a search answers. */
export const prowlarrReleases = list(prowlarrRelease);

/**
 * @param base what relative links start from.
 * @param priorities of its indexers, by their numbers.
 * @returns null for what this program cannot download.
 */
export function readRelease(
  release: z.infer<typeof prowlarrRelease>,
  base: URL,
  priorities: ReadonlyMap<number, number>,
): FoundRelease | null {
  const { title, guid, publishDate, downloadUrl, magnetUrl } = release;
  if (release.protocol !== null && !/^(torrent|2)$/i.test(release.protocol)) return null;
  const links = [downloadUrl, magnetUrl, guid].filter((link) => link !== null);
  const magnetLink = links.find((link) => readMagnetInfoHash(link) !== null) ?? null;
  const torrentUrl = [downloadUrl, magnetUrl].map((link) => resolveHttp(link, base)).find((link) => link !== null);
  if (!torrentUrl && !magnetLink) return null;

  const infoHash = readInfoHash(release.infoHash ?? "") ?? readMagnetInfoHash(magnetLink ?? "");
  const published = readFeedDate(publishDate ?? "");
  return {
    guid: toReleaseGuid(guid ?? "", infoHash, torrentUrl ?? magnetLink ?? ""),
    title,
    indexerName: release.indexer ?? "Prowlarr",
    indexerPriority: priorities.get(release.indexerId ?? 0) ?? null,
    // 0 stands for "the tracker does not say", and so does the year 1.
    sizeBytes: release.size || null,
    publishedAt: published && published.getUTCFullYear() > 1 ? published : null,
    seeders: release.seeders,
    leechers: release.leechers,
    torrentUrl: torrentUrl ?? null,
    magnetLink,
    infoHash,
    categories: [...new Set(release.categories.filter((id) => id !== null))],
    downloadVolumeFactor: release.downloadVolumeFactor ?? readFlags(release.indexerFlags),
    // Prowlarr knows the tracker's seeding goals, but its JSON does not tell them; its Torznab feeds do.
    minimumRatio: null,
    minimumSeedSeconds: null,
    bookTitle: null,
    author: null,
    language: null,
  };
}

/** Prowlarr names its flags; the numbers are those of Sonarr and Radarr. A release without a flag costs what it weighs. */
function readFlags(flags: readonly (string | null)[]): number | null {
  if (flags.some((flag) => /^(free[ _-]?leech|1)$/i.test(flag ?? ""))) return 0;
  return flags.some((flag) => /^(half[ _-]?leech|2)$/i.test(flag ?? "")) ? 0.5 : null;
}

function resolveHttp(link: string | null, base: URL): string | null {
  const url = link ? URL.parse(link, base.href) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}
