import { mkdtemp, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { UpstreamRejectedError } from "../../errors.ts";

/**
 * Makes a hidden folder in the media library and removes it again: permissions alone do not tell (a read-only mount, a
 * network share with its own mind).
 * @throws UpstreamRejectedError when finished books could not be put there.
 */
export async function assertTakesBooks(libraryDir: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(libraryDir, ".readmeabook-check-")));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    const message = sentences[code]?.(libraryDir) ?? `The media library ${libraryDir} cannot be written to (${code}).`;
    throw new UpstreamRejectedError(message, { integration: "Media library" }, { cause });
  }
}

const notAllowed = (folder: string) =>
  `This server may not write to the media library ${folder}. Let the user that it runs as (${process.getuid?.() ?? "see its service"}) create folders there.`;

const sentences: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) =>
    `The media library ${folder} does not exist, as this server sees it. Create it, mount its disk, or choose another folder under Settings.`,
  ENOTDIR: (folder) => `The media library ${folder} is not a folder. Choose another one under Settings.`,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: (folder) => `The media library ${folder} is mounted read-only. Mount it so that this server may write to it.`,
  ENOSPC: (folder) => `The disk of the media library ${folder} is full.`,
};
