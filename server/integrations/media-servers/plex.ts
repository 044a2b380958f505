/**
 * Plex, which keeps audiobooks in a music library: a book is an album, its author the artist, its files are tracks.
 *
 * Only tracks tell where they lie. So everything is read in two passes, tracks and then albums, in pages. What lies below
 * a folder is looked for among the newest tracks and among the places that the last full reading saw: a new book is in
 * the first page of the newest, whatever Plex calls it. Only when both say nothing, all tracks are read, and
 * at most once in a quarter of an hour: some scanners date what they add by its files.
 */
import { z } from "zod";
import { isInside, normalisePath, pathMappingsSetting, toOurPath } from "../path-mappings.ts";
import type { Integration } from "../integration.ts";
import { foldersToScan, gatherScans } from "./gather-scans.ts";
import { assertTakesBooks } from "./library-folder.ts";
import type { MediaServer, MediaServerItem } from "./media-server.ts";
import { openPlexApi, type PlexApi, type PlexLibrary } from "./plex-api.ts";
import { albumsBelow, filesOf, gather, toMediaServerItem, type BookFiles } from "./plex-book.ts";
import { assertHoldsBooks, chooseLibrary, holds, toTheirPath } from "./plex-library.ts";

const everything = { pageSize: 500, mostPageSize: 10_000, sort: "addedAt:asc" } as const;
const newest = { pageSize: 200, mostPageSize: 200, sort: "addedAt:desc" } as const;
const newestPages = 5;
const fullReadingEveryMs = 15 * 60_000;
/** More albums than that below one folder are not asked for one by one. */
const mostAlbums = 50;

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description: "Where the Plex Media Server answers, such as http://plex:32400.",
  }),
  auth_token: z.string().trim().min(1, "Enter the token of the server's owner.").meta({
    label: "Token",
    secret: true,
    description: "The X-Plex-Token of the server's owner: only that one may ask for scans.",
  }),
  library: z.string().trim().default("").meta({
    label: "Library",
    description: "Name or number of the music library with the audiobooks. May be left empty when there is only one.",
  }),
  client_identifier: z
    .string()
    .trim()
    .regex(/^[\w.-]*$/, "Use letters, digits, dots and dashes only.")
    .default("")
    .meta({
      label: "Client identifier",
      description: "By which Plex knows this server among its devices. Made of the address when it is left empty.",
    }),
  path_mappings: pathMappingsSetting.meta({
    label: "Path mappings",
    description:
      "When Plex sees its library under another path than this server: /data/books => /mnt/media/books; /other => /mnt/other.",
  }),
});

export type PlexSettings = z.infer<typeof settings>;

export const plex: Integration<PlexSettings, MediaServer> = {
  label: "Plex",
  settings,
  async open({ url, auth_token: token, library: wanted, client_identifier: clientIdentifier, path_mappings }, runtime) {
    const api = openPlexApi(runtime.http, { url, token, clientIdentifier });
    const toOurs = (path: string) => toOurPath(path, path_mappings).normalize("NFC");
    /** Where each album was when all were read last. */
    let known: { at: number; places: ReadonlyMap<string, BookFiles> } | undefined;

    const findLibrary = async (signal: AbortSignal) => chooseLibrary(await api.musicLibraries(signal), wanted);

    async function readPlaces(library: PlexLibrary, signal: AbortSignal): Promise<ReadonlyMap<string, BookFiles>> {
      const places = new Map<string, BookFiles>();
      for await (const page of api.tracks(library, everything, signal)) {
        for (const track of page) {
          const files = gather([track], places.get(track.parentRatingKey), toOurs);
          if (files) places.set(track.parentRatingKey, files);
        }
      }
      known = { at: Date.now(), places };
      return places;
    }

    /** @returns the keys of albums with a file below the folder. */
    async function findAlbums(library: PlexLibrary, folder: string, signal: AbortSignal): Promise<Set<string>> {
      const found = new Set(albumsBelow(known?.places, folder));
      let pages = 0;
      for await (const page of api.tracks(library, newest, signal)) {
        const below = page.filter((track) => filesOf(track).some((file) => isInside(toOurs(file), folder)));
        for (const { parentRatingKey } of below) found.add(parentRatingKey);
        if (below.length > 0 || ++pages === newestPages) break;
      }
      const isDue = !known || Date.now() - known.at > fullReadingEveryMs;
      return found.size > 0 || !isDue ? found : new Set(albumsBelow(await readPlaces(library, signal), folder));
    }

    const requestScan = gatherScans(async (paths, signal) => {
      const library = await findLibrary(signal);
      const isOurs = (path: string) => library.folders.some((folder) => isInside(path, toOurs(folder)));
      const plain = new Map(paths.map((path) => [path, normalisePath(path).normalize("NFC")]));
      const folders = foldersToScan([...plain.values()].filter(isOurs), library.folders.map(toOurs));
      const scan = async (folder: string) => api.scan(library, toTheirPath(library, folder, toOurs), signal);
      const scans = new Map(folders.map((folder) => [folder, scan(folder)]));
      return Promise.allSettled(
        paths.map((path) => {
          const folder = folders.find((each) => isInside(plain.get(path)!, each));
          // What lies outside is refused with a sentence.
          return folder === undefined ? scan(path) : scans.get(folder)!;
        }),
      );
    });

    return {
      requestScan,

      async itemsUnder(path, signal) {
        const folder = normalisePath(path).normalize("NFC");
        const library = await findLibrary(signal);
        const items: MediaServerItem[] = [];
        for (const key of [...(await findAlbums(library, folder, signal))].slice(0, mostAlbums)) {
          const found = await api.album(key, signal);
          // Plex makes one album of two editions; here it is the one that lies below the folder.
          const files = found && gather(found.tracks, undefined, toOurs, (file) => isInside(file, folder));
          if (files) items.push(toMediaServerItem(found.album, files, library.key));
        }
        return items;
      },

      async *items(signal) {
        const library = await findLibrary(signal);
        if (wanted === "") assertHoldsBooks(library, runtime.libraryDir, toOurs);
        const places = await readPlaces(library, signal);
        const given = new Set<string>();
        for await (const page of api.albums(library, everything, signal)) {
          const items: MediaServerItem[] = [];
          for (const album of page) {
            // An album without files was added a moment ago, and comes with the next reading.
            const files = places.get(album.ratingKey);
            if (!files || given.has(album.ratingKey)) continue;
            given.add(album.ratingKey);
            items.push(toMediaServerItem(album, files, library.key));
          }
          if (items.length > 0) yield items;
        }
      },

      machineIdentifier: async (signal) => (await api.identity(signal)).machineIdentifier,

      check: (signal) => check(api, wanted, runtime.libraryDir, toOurs, signal),
    };
  },
};

async function check(
  api: PlexApi,
  wanted: string,
  libraryDir: string,
  toOurs: (path: string) => string,
  signal: AbortSignal,
) {
  const { version } = await api.identity(signal);
  const library = chooseLibrary(await api.musicLibraries(signal), wanted);
  const count = await api.countAlbums(library, signal);
  await api.assertMayScan(library, signal);
  await assertTakesBooks(libraryDir);
  const answers = `Answers, and its library ${library.title} holds ${count} ${count === 1 ? "book" : "books"}`;
  const isSeen = holds(library, libraryDir, toOurs);
  const folders = library.folders.map(toOurs).join(", ");
  const unseen = `, but Plex looks for them in ${folders}, and new books are put into ${libraryDir}: change the media library, or the path mappings.`;
  return { version, message: isSeen ? `${answers}.` : answers + unseen };
}
