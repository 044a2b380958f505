/** Keeps every path that is written to or deleted inside the library's root, whatever links lie in it. */
import { lstat, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { LibraryUnusableError } from "./import-errors.ts";
import { codeOf } from "./take-file.ts";

/**
 * The library's root with all links resolved.
 * @throws LibraryUnusableError when it is not there; it is never created, because then a disk is not mounted
 */
export async function resolveRoot(libraryDir: string): Promise<string> {
  return realpath(libraryDir).catch((cause: unknown) => {
    throw new LibraryUnusableError(
      `The library folder ${libraryDir} cannot be opened. Is its disk mounted, and may ReadMeABook read it?`,
      { path: libraryDir },
      { cause },
    );
  });
}

/**
 * Where those folders lie below the root, links resolved as far as they exist.
 * @param root as resolveRoot gave it
 * @throws LibraryUnusableError when a link among them leads out of the root or nowhere
 */
export async function resolveInside(root: string, segments: readonly string[]): Promise<string> {
  let at = root;
  for (const [index, segment] of segments.entries()) {
    if (!isOneName(segment)) throw new LibraryUnusableError(`${segment} is no name for a folder in the library.`);
    const next = join(at, segment);
    const found = await lstat(next).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    if (!found) return join(at, ...segments.slice(index).filter(isOneName));
    if (found.isFile()) throw new LibraryUnusableError(`${next} is a file, where the library needs a folder.`);
    at = found.isSymbolicLink() ? await realpath(next).catch(() => "") : next;
    if (at === "" || (at !== root && !at.startsWith(root + sep))) {
      throw new LibraryUnusableError(`${next} is a link that leads out of the library. Nothing is written through it.`);
    }
  }
  return at;
}

/** The same place as the library's own path has it, without its links resolved. */
export function asConfigured(libraryDir: string, root: string, path: string): string {
  return join(libraryDir, relative(root, path));
}

/** Whether it names something in a folder, and neither the folder itself nor something elsewhere. */
export function isOneName(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== ".." && !/[/\\\0]/.test(segment);
}
