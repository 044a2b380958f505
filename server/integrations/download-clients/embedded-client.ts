/**
 * The download client over webtorrent. It runs in a thread of its own (embedded-client.worker.ts), and one process at a
 * time has it. Invariants: a record is on the disk before add() resolves; what is written and deleted lies in
 * `<downloads folder>/<info hash>`.
 */
import { access, constants, rm } from "node:fs/promises";
import { join } from "node:path";
import parseTorrent from "parse-torrent";
import WebTorrent from "webtorrent";
import { UpstreamRejectedError } from "../../errors.ts";
import type { IntegrationRuntime } from "../integration.ts";
import type { DownloadClient, NewDownload } from "./download-client.ts";
import { startEngine, stopEngine } from "./embedded-engine.ts";
import { openTorrentRecords, type TorrentRecord } from "./embedded-records.ts";
import { createTorrent, type EmbeddedTorrent } from "./embedded-torrent.ts";
import { EMBEDDED_CLIENT, type EmbeddedSettings } from "./embedded-settings.ts";

const COUNT_SEEDING_MS = 5_000;
/** A crash forgets at most this much of what was seeded. */
const SAVE_MS = 60_000;

/** What the client needs from the process that has it. */
export interface EmbeddedClientOptions {
  readonly settings: EmbeddedSettings;
  /** Where its records are kept; nobody else writes there. */
  readonly recordsDir: string;
  readonly downloadsDir: string;
  log: IntegrationRuntime["log"];
  /** The engine has given up (its port was lost): nothing works until the client is opened again. */
  onBroken(error: Error): void;
}

/**
 * Opens the port, and after it, one by one, every download that is remembered: there may be hundreds, and whoever asks has
 * an answer meanwhile, in which they are queued. Pieces on the disk are checked, not fetched again.
 * @throws {UpstreamRejectedError} when the port cannot be opened.
 */
export async function openEmbeddedClient(options: EmbeddedClientOptions): Promise<DownloadClient> {
  const { settings, downloadsDir, log } = options;
  const records = await openTorrentRecords(options.recordsDir);
  const engine = await startEngine(settings);
  engine.on("error", options.onBroken);
  const torrents = new Map<string, EmbeddedTorrent>();
  const inTurn = oneAtATime();

  const folderOf = (infoHash: string) => join(downloadsDir, infoHash);
  function remember(record: TorrentRecord): EmbeddedTorrent {
    const torrent = createTorrent(record, { engine, records, folder: folderOf(record.infoHash), log });
    torrents.set(record.infoHash, torrent);
    return torrent;
  }
  async function openAll(): Promise<void> {
    for (const torrent of torrents.values()) await torrent.open();
  }

  const damaged = (file: string) => log("warn", "A download's record is damaged and was skipped.", { file });
  // Those that somebody waits for go first.
  const isDone = ({ completedAt }: TorrentRecord) => Number(completedAt !== null);
  const remembered = (await records.readAll(damaged)).toSorted((one, other) => isDone(one) - isDone(other));
  remembered.forEach(remember);
  void openAll();

  const count = setInterval(() => torrents.forEach((torrent) => torrent.countSeeding()), COUNT_SEEDING_MS);
  const save = setInterval(() => torrents.forEach((torrent) => void torrent.save()), SAVE_MS);

  return {
    add: (download) =>
      inTurn(async () => {
        if (torrents.has(download.infoHash)) return;
        const name = await readName(download);
        if (download.torrent) await records.writeTorrent(download.infoHash, download.torrent);
        const record = newRecord(download, name);
        await records.write(record);
        await remember(record).open();
      }),
    list: async () => [...torrents.values()].map((torrent) => torrent.report()),
    remove: (id, { deleteFiles }) =>
      inTurn(async () => {
        const torrent = torrents.get(id);
        if (!torrent) return;
        await torrent.stop();
        if (deleteFiles) await rm(folderOf(id), { recursive: true, force: true });
        await records.remove(id);
        torrents.delete(id);
      }),
    async check() {
      await assertWritable(downloadsDir);
      const count = `${torrents.size} ${torrents.size === 1 ? "download" : "downloads"}`;
      const message = `The embedded client holds ${count} and listens on port ${engine.address()?.port}.`;
      return { version: `webtorrent ${WebTorrent.VERSION}`, message };
    },
    close: () =>
      inTurn(async () => {
        clearInterval(count);
        clearInterval(save);
        for (const torrent of torrents.values()) torrent.countSeeding();
        await Promise.all([...torrents.values()].map((torrent) => torrent.save()));
        await stopEngine(engine);
      }),
  };
}

/** Reads what is to be added. @throws {UpstreamRejectedError} when it is no torrent, or another one than was said. */
async function readName({ infoHash, torrent, magnetLink }: NewDownload): Promise<string> {
  const parsed = await parseTorrent(torrent ?? magnetLink ?? "").catch(() => null);
  if (!/^[0-9a-f]{40}$/.test(infoHash) || parsed?.infoHash !== infoHash) {
    const what = parsed ? "another torrent than the release says" : "not a torrent";
    const message = `What the indexer sent is ${what}. Choose another release.`;
    throw new UpstreamRejectedError(message, { integration: EMBEDDED_CLIENT });
  }
  return parsed.name ?? infoHash;
}

function newRecord(
  { infoHash, torrent, magnetLink, seedRatio, seedSeconds }: NewDownload,
  name: string,
): TorrentRecord {
  return {
    infoHash,
    name,
    magnetLink: torrent ? null : (magnetLink ?? null),
    sizeBytes: null,
    contentName: null,
    seedRatio: seedRatio ?? null,
    seedSeconds: seedSeconds ?? null,
    uploadedBytes: 0,
    seededSeconds: 0,
    completedAt: null,
    seedingEnded: false,
  };
}

async function assertWritable(folder: string): Promise<void> {
  try {
    // With the trailing slash a file of that name is refused too.
    await access(join(folder, "/"), constants.W_OK | constants.X_OK);
  } catch (cause) {
    const isMissing = ["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "");
    const message = isMissing
      ? `There is no downloads folder at ${folder}. Create it, or correct its path under Settings.`
      : `This server may not write to the downloads folder ${folder}. Give its user the right to.`;
    throw new UpstreamRejectedError(message, { integration: EMBEDDED_CLIENT }, { cause });
  }
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}
