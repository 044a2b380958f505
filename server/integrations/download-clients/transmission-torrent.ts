/** Reads what Transmission says of a torrent, in the names of its JSON-RPC. */
import { z } from "zod";
import type { Download } from "./download-client.ts";
import { normalisePath, toOurPath, type PathMapping } from "../path-mappings.ts";

const trackerStats = z.array(z.object({ seeder_count: z.number().default(-1) }));

/** What is used of an entry of `torrent_get`; its keys are the fields to ask for. */
export const transmissionTorrent = z.object({
  hash_string: z.string(),
  name: z.string(),
  status: z.number(),
  /** 1 tracker warning, 2 tracker error, 3 local error. */
  error: z.number(),
  error_string: z.string(),
  /** Of the wanted files. */
  percent_done: z.number(),
  left_until_done: z.number(),
  size_when_done: z.number(),
  metadata_percent_complete: z.number(),
  rate_download: z.number(),
  /** Seconds; -1 unknown, -2 no idea. */
  eta: z.number(),
  download_dir: z.string(),
  peers_sending_to_us: z.number(),
  tracker_stats: trackerStats,
});

/** An entry of `torrent_get`. */
export type TransmissionTorrent = z.infer<typeof transmissionTorrent>;

const status = { stopped: 0, queuedToSeed: 5, seeding: 6, downloading: 4 } as const;
const LOCAL_ERROR = 3;
/** 100 days: whatever is above that is as good as unknown (Transmission has shown centuries). */
const LONGEST_ETA = 8_640_000;

/** The download that it is to this program. */
export function readDownload(torrent: TransmissionTorrent, mappings: readonly PathMapping[]): Download {
  const hasMetadata = torrent.metadata_percent_complete === 1;
  const isAtRest = [status.stopped, status.queuedToSeed, status.seeding].some((each) => each === torrent.status);
  const isDone = isAtRest && hasMetadata && torrent.size_when_done > 0 && torrent.left_until_done === 0;
  // With its files gone or its folder unusable a torrent is stopped and looks complete. Trackers' errors pass.
  const error =
    torrent.error === LOCAL_ERROR ? `Transmission reports: ${torrent.error_string.replace(/\.?$/, ".")}` : null;
  const isMoving = torrent.status === status.downloading && hasMetadata;
  const state = error ? "failed" : isDone ? "completed" : isMoving ? "downloading" : "queued";
  const isEtaKnown = state === "downloading" && torrent.eta >= 0 && torrent.eta < LONGEST_ETA;
  return {
    id: torrent.hash_string.toLowerCase(),
    name: torrent.name,
    status: state,
    progress: Math.min(1, Math.max(0, torrent.percent_done)),
    bytesPerSecond: state === "downloading" ? torrent.rate_download : 0,
    secondsLeft: isEtaKnown ? torrent.eta : null,
    sizeBytes: torrent.size_when_done > 0 ? torrent.size_when_done : null,
    seeders: readSeeders(torrent),
    // While it is not complete, a single file is called `name.part`.
    contentPath: hasMetadata ? toOurPath(`${normalisePath(torrent.download_dir)}/${torrent.name}`, mappings) : null,
    error,
  };
}

/** A tracker that does not say counts -1. */
function readSeeders({ peers_sending_to_us: sending, tracker_stats: trackers }: TransmissionTorrent): number | null {
  const most = Math.max(sending, ...trackers.map((tracker) => tracker.seeder_count));
  return most === 0 && trackers.every((tracker) => tracker.seeder_count < 0) ? null : most;
}
