/**
 * One download of the embedded client: the engine's torrent, and the record of it that outlives the process.
 * A torrent's error ends that download with a sentence and touches no other.
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import parseTorrent from "parse-torrent";
import type WebTorrent from "webtorrent";
import type { Torrent } from "webtorrent";
import type { IntegrationRuntime } from "../integration.ts";
import type { Download } from "./download-client.ts";
import { closeInEngine, openInEngine } from "./embedded-engine.ts";
import { contentName } from "./embedded-metadata.ts";
import type { TorrentRecord, TorrentRecords } from "./embedded-records.ts";

/** Goals where none are given: one of the two is enough. */
const DEFAULT_SEED_RATIO = 1;
const DEFAULT_SEED_SECONDS = 24 * 60 * 60;

/** What a download is opened in. */
export interface TorrentSurroundings {
  readonly engine: WebTorrent;
  readonly records: TorrentRecords;
  /** The folder that holds this download and nothing else. */
  readonly folder: string;
  log: IntegrationRuntime["log"];
}

/** A download that is remembered, whether or not the engine has it open. */
export interface EmbeddedTorrent {
  /**
   * Opens it in the engine, once, unless its seeding goals are met. Never throws: what is wrong is in its report, and is
   * not remembered, so that the next process tries again.
   */
  open(): Promise<void>;
  report(): Download;
  /** Counts what was seeded since the last call, and stops seeding when a goal is met. */
  countSeeding(): void;
  /** Writes down what was counted. */
  save(): Promise<void>;
  /** Closes it in the engine; resolves when its files are closed. */
  stop(): Promise<void>;
}

/** What is remembered of a download, which the engine does not have open yet. */
export function createTorrent(record: TorrentRecord, surroundings: TorrentSurroundings): EmbeddedTorrent {
  const { engine, records, folder, log } = surroundings;
  let torrent: Torrent | null = null;
  let opening: Promise<void> | null = null;
  let isStopped = false;
  let failure: string | null = null;
  let isComplete = record.seedingEnded;
  let countedUpload = 0;
  let countedAt = performance.now();
  let saving = Promise.resolve();

  function save(): Promise<void> {
    saving = saving
      .then(() => records.write(record))
      .catch((error) => log("warn", describeFailure(error, "the data folder"), { infoHash: record.infoHash }));
    return saving;
  }

  function fail(error: unknown): void {
    if (failure) return;
    failure = describeFailure(error, folder);
    log("warn", "A download of the embedded client failed.", { infoHash: record.infoHash, reason: failure });
    void stop();
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await opening;
    const stopping = torrent;
    torrent = null;
    if (stopping) await closeInEngine(stopping);
    await saving;
  }

  async function keepMetadata(): Promise<void> {
    const torrentFile = torrent?.torrentFile;
    if (torrentFile && !(await records.readTorrent(record.infoHash))) {
      await records.writeTorrent(record.infoHash, torrentFile);
    }
    await save();
  }

  async function onDone(files: readonly { path: string }[]): Promise<void> {
    for (const file of files) await flushFile(join(folder, file.path));
    if (!torrent) return;
    record.completedAt ??= new Date().toISOString();
    await save();
    countedAt = performance.now();
    isComplete = true;
    countSeeding();
  }

  function countSeeding(): void {
    if (!torrent || !isComplete) return;
    const now = performance.now();
    record.seededSeconds += (now - countedAt) / 1000;
    record.uploadedBytes += torrent.uploaded - countedUpload;
    countedAt = now;
    countedUpload = torrent.uploaded;
    if (!hasMetSeedingGoals(record)) return;
    record.seedingEnded = true;
    void save().then(stop);
  }

  async function openInside(): Promise<void> {
    const source = (await records.readTorrent(record.infoHash)) ?? record.magnetLink ?? "";
    const parsed = await parseTorrent(source);
    if (isStopped || engine.destroyed) return;
    const opened = openInEngine(engine, parsed, {
      folder,
      wasComplete: record.completedAt !== null,
      onMetadata(parsed, paths) {
        record.name = parsed.name ?? record.name;
        record.sizeBytes = parsed.length ?? null;
        record.contentName = contentName(paths);
      },
      onFault: fail,
    });
    torrent = opened;
    opened.on("error", fail);
    opened.on("metadata", () => void keepMetadata().catch(fail));
    opened.on("done", () => void onDone([...opened.files]).catch(fail));
    opened.on("ready", () => {
      // Otherwise it would fetch again what somebody moved away on purpose.
      if (record.completedAt && opened.progress < 1) {
        fail(new Error(`The finished files are no longer in ${folder}. Remove this download to fetch them again.`));
      }
    });
  }

  return {
    open: () => (opening ??= record.seedingEnded || isStopped ? Promise.resolve() : openInside().catch(fail)),
    report() {
      const isReady = torrent?.ready ?? false;
      const status = failure ? "failed" : isComplete ? "completed" : isReady ? "downloading" : "queued";
      const secondsLeft = (torrent?.timeRemaining ?? Infinity) / 1000;
      return {
        id: record.infoHash,
        name: record.name,
        status,
        progress: isComplete ? 1 : (torrent?.progress ?? 0),
        bytesPerSecond: isComplete ? 0 : Math.round(torrent?.downloadSpeed ?? 0),
        secondsLeft: isComplete ? 0 : Number.isFinite(secondsLeft) ? Math.ceil(secondsLeft) : null,
        sizeBytes: record.sizeBytes,
        seeders: torrent?.numPeers ?? null,
        contentPath: record.contentName === null ? null : join(folder, record.contentName),
        error: failure,
      };
    },
    countSeeding,
    save,
    stop,
  };
}

function hasMetSeedingGoals(record: TorrentRecord): boolean {
  const isUngoverned = record.seedRatio === null && record.seedSeconds === null;
  const ratio = isUngoverned ? DEFAULT_SEED_RATIO : record.seedRatio;
  const seconds = isUngoverned ? DEFAULT_SEED_SECONDS : record.seedSeconds;
  const seededRatio = record.uploadedBytes / (record.sizeBytes || 1);
  return (ratio !== null && seededRatio >= ratio) || (seconds !== null && record.seededSeconds >= seconds);
}

async function flushFile(path: string): Promise<void> {
  // An empty file is never written, so it may not be there.
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
}

/** The sentence for a person: what the disk said, and what to do. */
function describeFailure(error: unknown, folder: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return `The disk is full: nothing more can be written to ${folder}. Make room, then try again.`;
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return `This server may not write to ${folder}. Give its user the right to, then try again.`;
  }
  if (code) return `Writing to ${folder} failed (${code}). Look at what is there, then try again.`;
  return message;
}
