/** Reads what qBittorrent says of a torrent, in the words of 4.x and of 5.x. */
import { z } from "zod";
import type { Download } from "./download-client.ts";
import { isAbsolutePath, isInside, normalisePath, toOurPath, type PathMapping } from "../path-mappings.ts";

/** Seconds, 100 days: what it says when it has no idea. */
const UNKNOWN_ETA = 8_640_000;

/** What is used of an entry of `torrents/info`. */
export const qbittorrentTorrent = z.object({
  hash: z.string(),
  /** Since 4.4. Of a torrent that is v1 and v2 at once, `hash` is the shortened v2 hash. */
  infohash_v1: z.string().default(""),
  name: z.string(),
  state: z.string(),
  category: z.string().default(""),
  progress: z.number(),
  /** Of the wanted files; -1 or 0 until the metadata is there. */
  size: z.number(),
  dlspeed: z.number().default(0),
  eta: z.number().default(UNKNOWN_ETA),
  num_seeds: z.number().default(0),
  /** In the swarm, as the tracker says; -1: it does not say. */
  num_complete: z.number().default(-1),
  save_path: z.string().default(""),
  content_path: z.string().default(""),
  /** Since 4.4: where unfinished torrents are kept; empty when that is the same place. */
  download_path: z.string().default(""),
});

/** An entry of `torrents/info`. */
export type QbittorrentTorrent = z.infer<typeof qbittorrentTorrent>;

/** pausedUP and pausedDL are stoppedUP and stoppedDL since 5.0. */
const seeding = new Set(["uploading", "stalledUP", "queuedUP", "forcedUP", "pausedUP", "stoppedUP"]);
/** stalledDL is not among them: a quick download may be nothing else from its begin to its end. */
const waiting = new Set([
  "metaDL",
  "forcedMetaDL",
  "queuedDL",
  "pausedDL",
  "stoppedDL",
  "allocating",
  "checkingDL",
  "checkingUP",
  "checkingResumeData",
]);
const failures: Readonly<Record<string, string>> = {
  error:
    "qBittorrent reports an error of this torrent, often a full disk or a folder that it may not write to. Its log says which.",
  missingFiles: "qBittorrent cannot find this torrent's files any more: they were moved or deleted.",
};

/** Its v1 info hash in lower case: the id by which this program knows it. */
export function readId({ hash, infohash_v1 }: QbittorrentTorrent): string {
  return (infohash_v1 || hash).toLowerCase();
}

/** The download that it is to this program. */
export function readDownload(torrent: QbittorrentTorrent, mappings: readonly PathMapping[]): Download {
  const path = readContentPath(torrent);
  const isDone = torrent.progress === 1 && seeding.has(torrent.state) && !isInTemporaryFolder(torrent);
  // Of several files without a folder of their own.
  const isLoose = path === normalisePath(torrent.save_path);
  const error =
    failures[torrent.state] ??
    (isDone && isLoose
      ? "Its files lie loose in qBittorrent's folder, among those of other torrents, and cannot be told from them."
      : null);
  const status = error ? "failed" : isDone ? "completed" : waiting.has(torrent.state) ? "queued" : "downloading";
  return {
    id: readId(torrent),
    name: torrent.name,
    status,
    progress: Math.min(1, Math.max(0, torrent.progress)),
    bytesPerSecond: status === "downloading" ? torrent.dlspeed : 0,
    secondsLeft: status === "downloading" && torrent.eta >= 0 && torrent.eta < UNKNOWN_ETA ? torrent.eta : null,
    sizeBytes: torrent.size > 0 ? torrent.size : null,
    seeders:
      torrent.num_seeds === 0 && torrent.num_complete < 0 ? null : Math.max(torrent.num_seeds, torrent.num_complete),
    contentPath: path === null || isLoose ? null : toOurPath(path, mappings),
    error,
  };
}

/** @returns null while it is not known, or a bare name: so it begins right after adding (seen in 4.5.2). */
function readContentPath({ content_path: path }: QbittorrentTorrent): string | null {
  return isAbsolutePath(path) ? normalisePath(path) : null;
}

/** A torrent may be complete for a moment before it leaves the folder of unfinished ones, which may lie within the other. */
function isInTemporaryFolder({ content_path, save_path, download_path }: QbittorrentTorrent): boolean {
  if (download_path === "") return false;
  const [content, saved, temporary] = [content_path, save_path, download_path].map(normalisePath) as [
    string,
    string,
    string,
  ];
  return isInside(content, temporary) && !(isInside(content, saved) && saved.length >= temporary.length);
}
