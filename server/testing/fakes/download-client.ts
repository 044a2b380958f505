/** A download client in memory: a test says what becomes of each torrent. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createGate, type Gate } from "../gate.ts";
import type { Download, DownloadClient, NewDownload } from "../../integrations/download-clients/download-client.ts";

/** The files that a torrent turns out to hold: path below its folder → bytes. */
export type TorrentContent = Readonly<Record<string, Uint8Array>>;

/** A running fake. */
export interface FakeDownloadClient extends DownloadClient {
  /** Info hashes in the order in which they were added, each once. */
  readonly added: readonly string[];
  /** What it was asked to add, oldest first. */
  readonly asked: readonly NewDownload[];
  readonly removed: readonly string[];
  /** When it was asked for the list, in milliseconds since 1970. */
  readonly listedAt: readonly number[];
  /** Changes what `list` says of a torrent; `content` is written to the disk first and completes it. */
  tell(infoHash: string, state: Partial<Download> & { content?: TorrentContent }): Promise<void>;
  /** What every torrent holds that is added from now on: it completes at once. null: it stays queued. */
  instantContent: TorrentContent | null;
  /** Every call throws this, until it is null again. */
  fault: Error | null;
  /** Lists nothing, as a client does that has just started; what it holds goes on. */
  hides: boolean;
  /** Only `add` throws this, until it is null again. */
  addFault: Error | null;
  /** Every add passes it before it is done, every list before it looks. */
  readonly addGate: Gate;
  readonly listGate: Gate;
}

/** @param folder where content is written to. Absolute. */
export function createFakeDownloadClient(folder: string): FakeDownloadClient {
  const downloads = new Map<string, Download>();
  const added: string[] = [];
  const asked: NewDownload[] = [];
  const removed: string[] = [];
  const listedAt: number[] = [];
  const fake: FakeDownloadClient = {
    added,
    asked,
    removed,
    listedAt,
    instantContent: null,
    fault: null,
    hides: false,
    addFault: null,
    addGate: createGate(),
    listGate: createGate(),
    async add(download) {
      const { infoHash } = download;
      asked.push(download);
      await fake.addGate.pass();
      answer();
      if (fake.addFault) throw fake.addFault;
      if (downloads.has(infoHash)) return;
      added.push(infoHash);
      downloads.set(infoHash, {
        id: infoHash,
        name: infoHash,
        status: "queued",
        progress: 0,
        bytesPerSecond: 0,
        secondsLeft: null,
        sizeBytes: null,
        seeders: 0,
        contentPath: null,
        error: null,
      });
      if (fake.instantContent) await fake.tell(infoHash, { content: fake.instantContent });
    },
    async list() {
      listedAt.push(Date.now());
      await fake.listGate.pass();
      answer();
      return fake.hides ? [] : [...downloads.values()];
    },
    async remove(id) {
      answer();
      if (downloads.delete(id)) removed.push(id);
    },
    async check() {
      answer();
      return { version: null, message: "A fake." };
    },
    async close() {},
    async tell(infoHash, { content, ...state }) {
      const before = downloads.get(infoHash);
      if (!before) throw new Error(`No torrent ${infoHash} was added.`);
      const contentPath = join(folder, infoHash);
      if (content) await write(contentPath, content);
      downloads.set(infoHash, {
        ...before,
        ...(content ? { status: "completed", progress: 1, contentPath } : {}),
        ...state,
      } as Download);
    },
  };
  function answer(): void {
    if (fake.fault) throw fake.fault;
  }
  return fake;
}

async function write(folder: string, content: TorrentContent): Promise<void> {
  for (const [path, bytes] of Object.entries(content)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
