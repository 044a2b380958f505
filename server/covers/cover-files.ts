import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The pictures that were made, on the disk. Several processes may share the folder. */
export interface CoverFiles {
  /** @returns null when it is not there, or cannot be read. */
  read(name: string): Promise<Buffer | null>;
  /** It is there whole, or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

const unfinished = ".part";
/** Nobody still writes a file that is older. */
const ABANDONED_MS = 10 * 60_000;

/** @param mostBytes what all of them together may take; the oldest make room. */
export function openCoverFiles(folder: string, mostBytes: number): CoverFiles {
  // The first file that is written makes it look at what is there already.
  let written = mostBytes;
  let tidying: Promise<void> | null = null;
  return {
    read: (name) => readFile(join(folder, name)).catch(() => null),
    async write(name, bytes) {
      await mkdir(folder, { recursive: true });
      const part = join(folder, `${name}.${randomBytes(6).toString("hex")}${unfinished}`);
      await writeFile(part, bytes, { flush: true });
      await rename(part, join(folder, name));
      written += bytes.byteLength;
      if (written < mostBytes / 20) return;
      written = 0;
      await (tidying ??= makeRoom(folder, mostBytes * 0.9).finally(() => (tidying = null)));
    },
  };
}

async function makeRoom(folder: string, mostBytes: number): Promise<void> {
  const files: { path: string; size: number; time: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found) continue;
    if (!name.endsWith(unfinished)) files.push({ path, size: found.size, time: found.mtimeMs });
    else if (Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
  let total = 0;
  for (const { path, size } of files.toSorted((one, other) => other.time - one.time)) {
    total += size;
    if (total > mostBytes) await rm(path, { force: true });
  }
}
