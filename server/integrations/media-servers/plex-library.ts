/** Which of Plex's libraries holds the books, and what it calls a folder of ours. */
import { UpstreamRejectedError } from "../../errors.ts";
import { isInside, normalisePath } from "../path-mappings.ts";
import type { PlexLibrary } from "./plex-api.ts";
import { PLEX } from "./plex-document.ts";

/**
 * @param wanted its name or number; empty when there is but one.
 * @throws UpstreamRejectedError when that names none of them, or more than one.
 */
export function chooseLibrary(libraries: readonly PlexLibrary[], wanted: string): PlexLibrary {
  const isWanted = ({ key, title }: PlexLibrary) => key === wanted || title.toLowerCase() === wanted.toLowerCase();
  const fitting = wanted === "" ? libraries : libraries.filter(isWanted);
  if (fitting.length === 1) return fitting[0]!;
  const all = libraries.map(({ key, title }) => `${title} (${key})`).join(", ");
  const message =
    libraries.length === 0
      ? `The ${PLEX} has no music library, which is where it keeps audiobooks. Add one there.`
      : fitting.length === 0
        ? `The ${PLEX} has no music library ${wanted}; it has ${all}. Enter one of them under Settings.`
        : `The ${PLEX} has several such music libraries: ${all}. Enter the number of the one with the audiobooks under Settings.`;
  throw new UpstreamRejectedError(message, { integration: PLEX });
}

/**
 * @param toOurs what this program calls a path of Plex's.
 * @throws UpstreamRejectedError for a path outside of the library: Plex would say yes to it, and do nothing.
 */
export function toTheirPath(library: PlexLibrary, path: string, toOurs: (path: string) => string): string {
  const ours = normalisePath(path).normalize("NFC");
  const folder = library.folders.find((each) => isInside(ours, toOurs(each)));
  if (folder !== undefined) {
    const below = ours.slice(toOurs(folder).replace(/\/$/, "").length);
    return folder.replace(/[\\/]+$/, "") + (folder.includes("\\") ? below.replaceAll("/", "\\") : below);
  }
  const message = `Plex looks for the books of its library ${library.title} in ${library.folders.join(", ")}, and ${path} is not in there. Change the media library or the path mappings under Settings.`;
  throw new UpstreamRejectedError(message, { integration: PLEX });
}

/** Whether the folder of new books lies in the library. */
export function holds(library: PlexLibrary, libraryDir: string, toOurs: (path: string) => string): boolean {
  return library.folders.some((folder) => isInside(normalisePath(libraryDir), toOurs(folder)));
}

/**
 * Before what a library shows is taken for all there is: when the one with the audiobooks was deleted, the only one that
 * is left may be anything.
 * @throws UpstreamRejectedError
 */
export function assertHoldsBooks(library: PlexLibrary, libraryDir: string, toOurs: (path: string) => string): void {
  if (holds(library, libraryDir, toOurs)) return;
  const message = `The ${PLEX}'s only music library is ${library.title}, in ${library.folders.join(", ")}, and new books are put into ${libraryDir}. Enter the name of the library with the audiobooks under Settings, or change the media library or the path mappings.`;
  throw new UpstreamRejectedError(message, { integration: PLEX });
}
