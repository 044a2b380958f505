/** Takes a book out of the library again, by the path that was stored when it was put there. */
import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ConflictError } from "../errors.ts";
import { discNumber } from "../integrations/audio-files.ts";
import { LibraryUnusableError } from "./import-errors.ts";
import { isOneName, resolveInside, resolveRoot } from "./library-root.ts";

/**
 * Deletes the folder of one book: the files in it and in its disc folders. Folders above it that are empty then go too,
 * up to the library's root. Nothing happens when it is gone already.
 * @param path absolute, as importFiles gave it
 * @throws LibraryUnusableError when it is not below the library
 * @throws ConflictError when the folder holds other folders, as an author's does; nothing is deleted then
 */
export async function removeImported(libraryDir: string, path: string): Promise<void> {
  const root = await resolveRoot(libraryDir);
  const segments = relative(libraryDir, path).split("/");
  if (!segments.every(isOneName))
    throw new LibraryUnusableError(`${path} is not in the library ${libraryDir}.`, { path });
  const folder = join(await resolveInside(root, segments.slice(0, -1)), segments.at(-1)!);
  const found = await lstat(folder).catch(() => null);
  if (found) {
    if (!found.isDirectory()) throw new ConflictError(`${path} is no folder of a book.`, { path });
    const inside = await readdir(folder, { withFileTypes: true, recursive: true });
    const foreign = inside.find(
      (entry) => entry.isDirectory() && (entry.parentPath !== folder || discNumber(entry.name) === null),
    );
    if (foreign)
      throw new ConflictError(`${path} holds the folder ${foreign.name} too. Nothing was deleted.`, { path });
    await rm(folder, { recursive: true });
  }
  for (let above = dirname(folder); above !== root; above = dirname(above)) {
    const isGone = await rmdir(above).then(
      () => true,
      () => false,
    );
    if (!isGone) break;
  }
}
