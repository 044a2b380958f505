/**
 * What the embedded client remembers about its downloads, one JSON file each, and beside it the .torrent once it is
 * known. A file is replaced as a whole and is on the disk before the promise resolves, so that a crash at any moment
 * leaves the old record or the new one.
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const torrentRecord = z.object({
  infoHash: z.string().regex(/^[0-9a-f]{40}$/),
  /** Given instead of a .torrent; still kept when the metadata is known. */
  magnetLink: z.string().nullable(),
  name: z.string(),
  sizeBytes: z.number().nullable(),
  /** File or folder inside the download's own folder; "" is that folder itself; null until the metadata is known. */
  contentName: z.string().nullable(),
  /** Uploaded bytes by downloaded bytes. */
  seedRatio: z.number().nullable(),
  seedSeconds: z.number().nullable(),
  uploadedBytes: z.number(),
  seededSeconds: z.number(),
  /** When the last piece was checked and on the disk. */
  completedAt: z.iso.datetime().nullable(),
  /** Whether its seeding goals are met: it is not opened any more. */
  seedingEnded: z.boolean(),
});

/** One download, as it is remembered over restarts. */
export type TorrentRecord = z.infer<typeof torrentRecord>;

/** The records of one folder. */
export interface TorrentRecords {
  /** All that can be read; a damaged one is reported to `onDamaged` and left where it is. */
  readAll(onDamaged: (file: string) => void): Promise<TorrentRecord[]>;
  write(record: TorrentRecord): Promise<void>;
  writeTorrent(infoHash: string, torrent: Uint8Array): Promise<void>;
  /** null when only the magnet link is known. */
  readTorrent(infoHash: string): Promise<Uint8Array | null>;
  remove(infoHash: string): Promise<void>;
}

/** Opens the folder, readable by this user only: .torrent files hold the passkeys of private trackers. */
export async function openTorrentRecords(folder: string): Promise<TorrentRecords> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const recordPath = (infoHash: string) => join(folder, `${infoHash}.json`);
  const torrentPath = (infoHash: string) => join(folder, `${infoHash}.torrent`);

  return {
    async readAll(onDamaged) {
      const records: TorrentRecord[] = [];
      for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json"))) {
        try {
          records.push(torrentRecord.parse(JSON.parse(await readFile(join(folder, file), "utf8"))));
        } catch {
          onDamaged(join(folder, file));
        }
      }
      return records;
    },
    write: (record) => replaceFile(folder, recordPath(record.infoHash), JSON.stringify(record, null, 2)),
    writeTorrent: (infoHash, torrent) => replaceFile(folder, torrentPath(infoHash), torrent),
    async readTorrent(infoHash) {
      return readFile(torrentPath(infoHash)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
    },
    async remove(infoHash) {
      // The record last: while it is there, the removal can be done again.
      await rm(torrentPath(infoHash), { force: true });
      await rm(recordPath(infoHash), { force: true });
    },
  };
}

async function replaceFile(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
