/**
 * Asks a Plex Media Server, and says in words what it refuses. Knows sections, albums and tracks, and nothing of books.
 * It reads and asks for scans; it never changes or deletes anything in Plex.
 */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpClient, HttpRequest } from "../http-client.ts";
import { list, readShape } from "../lenient-json.ts";
import { PLEX, plexAlbum, plexSection, plexTrack, readContainer } from "./plex-document.ts";
import type { PlexAlbum, PlexTrack } from "./plex-document.ts";

/** Plex's numbers for what a library holds. */
const TYPES = { album: 9, track: 10 } as const;
/** A track is about 1.5 kB: room for some thousand, where a server ignores the size of a page. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Big libraries on slow disks take seconds for a page. */
const LIST_TIMEOUT_MS = 60_000;
/** A page grows no further than it could still take so long if each element took its time: half of the time-out. */
const GROWN_PAGE_SECONDS = 30;

/** A music library. */
export interface PlexLibrary {
  readonly key: string;
  readonly title: string;
  /** As the server sees them. */
  readonly folders: readonly string[];
}

/** How to read a list. */
export interface PlexListing {
  readonly pageSize: number;
  /** So far pages may grow where each of them takes long. */
  readonly mostPageSize: number;
  readonly sort: "addedAt:asc" | "addedAt:desc";
}

/** A server and the token to ask it with. Every call throws UpstreamUnavailableError or UpstreamRejectedError. */
export type PlexApi = ReturnType<typeof openPlexApi>;

/** @param clientIdentifier by which Plex tells one app from another; empty: made of the address, so it stays the same. */
export function openPlexApi(
  http: HttpClient,
  { url, token, clientIdentifier }: { url: string; token: string; clientIdentifier: string },
) {
  const base = readBase(url);
  const headers = {
    accept: "application/json",
    "x-plex-token": token,
    "x-plex-client-identifier":
      clientIdentifier || `readmeabook-${createHash("sha256").update(base).digest("hex").slice(0, 16)}`,
    "x-plex-product": "ReadMeABook",
    "x-plex-platform": "Node.js",
    "x-plex-device": "Server",
    "x-plex-device-name": "ReadMeABook",
  };

  async function ask(path: string, signal: AbortSignal, { expectStatus = [], ...more }: Partial<HttpRequest> = {}) {
    const request = { integration: PLEX, headers, signal, maxBytes: MAX_BYTES, ...more };
    const answer = await http.request(`${base}${path}`, { ...request, expectStatus: [401, 403, ...expectStatus] });
    const rejected = (what: string) => new UpstreamRejectedError(what, { integration: PLEX, status: answer.status });
    if (answer.status === 401) throw rejected(`The ${PLEX} refused the token (401). Enter a new one under Settings.`);
    if (answer.status === 403) {
      throw rejected(
        `The ${PLEX} does not let this token do that (403). Enter the token of the server's owner under Settings.`,
      );
    }
    return answer;
  }

  /** All of a library's albums or tracks, page by page. What is added meanwhile comes last when the oldest come first. */
  async function* pages<Element>(
    library: PlexLibrary,
    type: keyof typeof TYPES,
    element: z.ZodType<Element>,
    { pageSize, mostPageSize, sort }: PlexListing,
    signal: AbortSignal,
  ): AsyncGenerator<Element[]> {
    let total = 0;
    let size = pageSize;
    for (let start = 0; start === 0 || start < total;) {
      const askedAt = performance.now();
      const answer = await ask(`/library/sections/${encodeURIComponent(library.key)}/all`, signal, {
        query: {
          type: TYPES[type],
          sort,
          includeGuids: 1,
          // Most of an album's bytes.
          excludeFields: "summary",
          "X-Plex-Container-Start": start,
          "X-Plex-Container-Size": size,
        },
        timeoutMs: LIST_TIMEOUT_MS,
      });
      const { elements, totalSize } = await readContainer(answer);
      const now = totalSize ?? elements.length;
      if (now < total) {
        // The pages that follow have moved up: something would be missed, and taken for gone.
        const message = `The library ${library.title} of the ${PLEX} became smaller while it was read. It is read again later.`;
        throw new UpstreamUnavailableError(message, { integration: PLEX });
      }
      total = now;
      if (elements.length === 0) return;
      const seconds = (performance.now() - askedAt) / 1000;
      if (seconds > 1) {
        // There are servers that look at the whole library for each page: then few big ones are read.
        const inBytes = (0.75 * MAX_BYTES * elements.length) / answer.bytes.length;
        const inTime = (size * GROWN_PAGE_SECONDS) / seconds;
        size = Math.max(size, Math.floor(Math.min(inBytes, inTime, mostPageSize)));
      }
      yield readShape(elements, list(element), PLEX, "a list");
      start += elements.length;
    }
  }

  return {
    /** Needs no token. @throws UpstreamRejectedError when it is no Plex server. */
    async identity(signal: AbortSignal): Promise<{ machineIdentifier: string; version: string | null }> {
      const { machineIdentifier, version } = await readContainer(await ask("/identity", signal, { timeoutMs: 10_000 }));
      if (machineIdentifier !== null) return { machineIdentifier, version };
      const message = `What answers at this address is not a ${PLEX}. Check it under Settings.`;
      throw new UpstreamRejectedError(message, { integration: PLEX });
    },

    async musicLibraries(signal: AbortSignal): Promise<PlexLibrary[]> {
      const { elements } = await readContainer(await ask("/library/sections", signal));
      return readShape(elements, list(plexSection), PLEX, "a list of libraries")
        .filter(({ type }) => type === "artist")
        .map(({ key, title, Location }) => ({ key, title, folders: Location.map(({ path }) => path) }));
    },

    albums: (library: PlexLibrary, listing: PlexListing, signal: AbortSignal) =>
      pages<PlexAlbum>(library, "album", plexAlbum, listing, signal),

    tracks: (library: PlexLibrary, listing: PlexListing, signal: AbortSignal) =>
      pages<PlexTrack>(library, "track", plexTrack, listing, signal),

    /** @returns null when it is gone. */
    async album(ratingKey: string, signal: AbortSignal): Promise<{ album: PlexAlbum; tracks: PlexTrack[] } | null> {
      const path = `/library/metadata/${encodeURIComponent(ratingKey)}`;
      const [found, children] = await Promise.all([
        ask(path, signal, { query: { includeGuids: 1 }, expectStatus: [404] }),
        ask(`${path}/children`, signal, { expectStatus: [404], timeoutMs: LIST_TIMEOUT_MS }),
      ]);
      if (found.status === 404 || children.status === 404) return null;
      const [album] = readShape((await readContainer(found)).elements, list(plexAlbum), PLEX, "an album");
      const tracks = readShape((await readContainer(children)).elements, list(plexTrack), PLEX, "a list of tracks");
      return album ? { album, tracks } : null;
    },

    /** @returns how many albums it has. */
    async countAlbums(library: PlexLibrary, signal: AbortSignal): Promise<number> {
      const answer = await ask(`/library/sections/${encodeURIComponent(library.key)}/all`, signal, {
        query: { type: TYPES.album, "X-Plex-Container-Start": 0, "X-Plex-Container-Size": 0 },
      });
      const { totalSize, elements } = await readContainer(answer);
      return totalSize ?? elements.length;
    },

    /** @throws UpstreamRejectedError when the token is not that of somebody who may ask for scans: the server's owner. */
    async assertMayScan(library: PlexLibrary, signal: AbortSignal): Promise<void> {
      try {
        // A folder outside of the library: the server looks at the token, and does nothing.
        await this.scan(library, "/readmeabook-asks-whether-it-may-scan", signal);
      } catch (cause) {
        if (!(cause instanceof UpstreamRejectedError) || ![401, 403].includes(cause.facts.status as number))
          throw cause;
        const message = `This token may read the library ${library.title} of the ${PLEX}, but not ask for scans: new books would not show by themselves. Enter the token of the server's owner under Settings.`;
        throw new UpstreamRejectedError(
          message,
          { integration: PLEX, status: cause.facts.status as number },
          { cause },
        );
      }
    },

    /** @param folder as the server sees it. Outside of the library's folders the server answers 200 and does nothing. */
    async scan(library: PlexLibrary, folder: string, signal: AbortSignal): Promise<void> {
      const path = `/library/sections/${encodeURIComponent(library.key)}/refresh`;
      await ask(path, signal, { query: { path: folder } });
    },
  };
}

/** People also paste what the browser shows: http://plex:32400/web/index.html#!/settings */
function readBase(url: string): string {
  const base = new URL(url);
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/web(\/.*)?$/, "");
  return base.href.replace(/\/+$/, "");
}
