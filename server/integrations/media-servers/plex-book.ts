/** A book out of what Plex has: an album, and where its tracks lie. Pure; paths are as this program sees them. */
import { isInside } from "../path-mappings.ts";
import type { MediaServerItem } from "./media-server.ts";
import type { PlexAlbum, PlexTrack } from "./plex-document.ts";

/** The files of an album, counted together. */
export interface BookFiles {
  /** The only file, or the folder that holds them all. */
  readonly path: string;
  readonly count: number;
  readonly durationMs: number;
}

/** Every file of a track, as Plex sees it. */
export function filesOf({ Media }: PlexTrack): string[] {
  return Media.flatMap(({ Part }) => Part.map(({ file }) => file));
}

/**
 * Adds the files of tracks to those of an album.
 * @param files so far; undefined for none.
 * @param toOurs what this program calls a path of Plex's.
 * @param isWanted leaves out other files; all are taken unless told.
 * @returns undefined while there is none.
 */
export function gather(
  tracks: readonly PlexTrack[],
  files: BookFiles | undefined,
  toOurs: (path: string) => string,
  isWanted: (file: string) => boolean = () => true,
): BookFiles | undefined {
  let all = files;
  for (const track of tracks) {
    // The same minutes, in another format or in parts.
    let durationMs = track.duration ?? 0;
    for (const file of filesOf(track).map(toOurs).filter(isWanted)) {
      all = all
        ? { ...join(all, file), durationMs: all.durationMs + durationMs }
        : { path: file, count: 1, durationMs };
      durationMs = 0;
    }
  }
  return all;
}

function join({ path, count }: BookFiles, file: string) {
  return { path: commonFolder(count === 1 ? parentOf(path) : path, parentOf(file)), count: count + 1 };
}

/** @returns the keys of the albums that lie below a folder. */
export function albumsBelow(places: ReadonlyMap<string, BookFiles> | undefined, folder: string): string[] {
  return [...(places ?? [])].filter(([, { path }]) => isInside(path, folder)).map(([key]) => key);
}

/** Texts are bounded, because they are stored. */
export function toMediaServerItem(album: PlexAlbum, files: BookFiles, libraryId: string): MediaServerItem {
  const guids = [album.guid, ...album.Guid.map(({ id }) => id)].filter((guid) => guid !== null);
  const own = guids.find((guid) => bookAgent.test(guid));
  const narrators = own ? album.Style.map(({ tag }) => tag).filter((tag) => tag !== null) : [];
  return {
    id: album.ratingKey,
    guid: album.guid && album.guid.length <= 255 ? album.guid : `local://${album.ratingKey}`,
    libraryId,
    title: album.title.slice(0, 500),
    author: album.parentTitle?.slice(0, 255) ?? null,
    // The audiobook agents keep narrators as styles; those of other agents are styles of music.
    narrator: narrators.join(", ").slice(0, 255) || null,
    asin: (own && bookAgent.exec(own)?.[1]?.toUpperCase()) ?? asinInPath(files.path),
    durationMinutes: files.durationMs > 0 ? Math.round(files.durationMs / 60_000) : null,
    path: files.path,
  };
}

/** The agents Audnexus.bundle and Audiobooks.bundle name a book by its ASIN, which for older books is an ISBN-10. */
const bookAgent = /^com\.plexapp\.agents\.(?:audnexus|audiobooks):\/\/(B0[0-9A-Z]{8}|\d{9}[\dX])(?![0-9A-Z])/i;

/** Plex's own agent knows no ASIN; people and programs write it into the names of folders and files. */
function asinInPath(path: string): string | null {
  const names = path.split("/").slice(-2).join("/");
  return /(?:^|[/\s[({_])(B0[0-9A-Z]{8})(?=$|[/\s\])}_.])/.exec(names)?.[1] ?? null;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || "/";
}

/** @returns the nearest folder that holds both, or is both. */
export function commonFolder(one: string, other: string): string {
  const [left, right] = [one.split("/"), other.split("/")];
  const different = left.findIndex((name, index) => name !== right[index]);
  return different === -1 ? one : left.slice(0, different).join("/") || "/";
}
