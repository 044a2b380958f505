import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startPlexFake, type FakeAlbum, type PlexFake } from "../fakes/plex.ts";

/** The fake of Plex on a real folder: as with the real one, a scan finds what lies there by then, and nothing shows before. */
export async function startPlexOf(library: string): Promise<PlexFake> {
  const plex = await startPlexFake(library);
  const findUnscanned = (): FakeAlbum[] => {
    const scanned = plex.albums.flatMap(({ files }) => files.map(({ path }) => path));
    const tracks = readdirSync(library, { recursive: true, withFileTypes: true })
      .filter(({ name, parentPath }) => name.endsWith(".mp3") && !parentPath.includes("/."))
      .filter(({ name, parentPath }) => !scanned.includes(join(parentPath, name)));
    return [...new Set(tracks.map(({ parentPath }) => parentPath))].map((folder) => ({
      title: "The Time Machine",
      author: "H. G. Wells",
      files: tracks
        .filter(({ parentPath }) => parentPath === folder)
        .map(({ name, parentPath }) => ({ path: join(parentPath, name) })),
    }));
  };
  // The scan takes away what it has found: here that follows from what has been scanned.
  return Object.defineProperty(plex, "unscanned", { get: findUnscanned, set() {} });
}
