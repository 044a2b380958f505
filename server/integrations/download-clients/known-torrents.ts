/**
 * Remembers which torrents were asked for through an adapter, in a folder of its own: one small file each, so that several
 * processes may write at once. It finds those again that a person has put into another category or had before us; whose
 * they are is what the client itself says.
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Info hashes that outlive the process. */
export interface KnownTorrents {
  list(): Promise<string[]>;
  add(infoHash: string): Promise<void>;
  forget(infoHash: string): Promise<void>;
}

/** Whether it is an info hash as this program writes them: 40 lower-case hex digits. */
export function isInfoHash(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** @param folder absolute; it is made when the first is added. */
export function openKnownTorrents(folder: string): KnownTorrents {
  return {
    async list() {
      try {
        return (await readdir(folder)).filter(isInfoHash);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    },
    async add(infoHash) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, infoHash), "");
    },
    async forget(infoHash) {
      await rm(join(folder, infoHash), { force: true });
    },
  };
}
