import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { ImportOptions } from "./import-files.ts";
import type { ImportPlan } from "./import-plan.ts";

/** In memory where there is such a file system: flushing every file to a disk makes these tests slow. */
export const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A download of three files, and where they go below the book's folder. */
const downloaded = [
  { name: "CD1/01.mp3", to: "Disc 1/01.mp3", bytes: Buffer.alloc(2_500_000, "one") },
  { name: "CD2/01.mp3", to: "Disc 2/01.mp3", bytes: Buffer.alloc(5000, "two") },
  { name: "art.jpg", to: "cover.jpg", bytes: Buffer.from("picture") },
];

/** The three files by their place below the book's folder, with the digests of their bytes. */
export const whole: Readonly<Record<string, string>> = Object.fromEntries(
  downloaded.map(({ to, bytes }) => [to, digest(bytes)]),
);

/** Made anew before each test: a folder with a download and an empty library in it, and the plan of its import. */
export interface ImportPlace {
  dir: string;
  libraryDir: string;
  plan: ImportPlan;
  options(change?: Partial<ImportOptions>): ImportOptions;
}

/** To be called once at the top of a test file. */
export function useImportPlace(): ImportPlace {
  const place = { options: (change) => ({ ...defaults(), ...change }) } as ImportPlace;
  const defaults = () => ({ libraryDir: place.libraryDir, stageName: "stage-1", hardlink: true });
  beforeEach(async () => {
    place.dir = await realpath(await mkdtemp(join(memory, "import-files-")));
    place.libraryDir = join(place.dir, "library");
    await mkdir(place.libraryDir);
    for (const folder of ["CD1", "CD2"]) await mkdir(join(place.dir, "download", folder), { recursive: true });
    const files = downloaded.map(({ name, to, bytes }) => ({
      from: join(place.dir, "download", name),
      to,
      sizeBytes: bytes.length,
    }));
    for (const { name, bytes } of downloaded) await writeFile(join(place.dir, "download", name), bytes);
    place.plan = {
      folder: ["Ana Lühr", "Winter"],
      otherNames: ["Winter {Ray}", "Winter (2)"],
      files,
      format: "mp3",
      totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    };
  });
  afterEach(() => rm(place.dir, { recursive: true, force: true }));
  return place;
}

/** Everything below a folder that is no folder, with the digest of its bytes. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory()) found[path.slice(folder.length + 1)] = digest(await readFile(path));
  }
  return found;
}

/** What contentOf gives of a library that holds the whole book in that folder. */
export function wholeAt(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(whole).map(([name, content]) => [`${folder}/${name}`, content]));
}

export function digest(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
