/**
 * A Plex Media Server in process, with libraries of albums whose tracks tell where they lie. Like the real one it pages
 * only when it is asked to, takes a scan of a folder outside of a library without doing anything, answers a wrong token
 * with a web page, and speaks XML to whoever does not ask for JSON.
 */
import { setTimeout as delay } from "node:timers/promises";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** A book as Plex has it. */
export interface FakeAlbum {
  readonly title: string;
  readonly author: string;
  readonly guid?: string;
  /** Further names of it, shown with includeGuids=1. */
  readonly guids?: readonly string[];
  /** Where the audiobook agent puts its narrators. */
  readonly styles?: readonly string[];
  readonly files: readonly { readonly path: string; readonly minutes?: number }[];
  /** Seconds since 1970. Default: in the order of the list. */
  readonly addedAt?: number;
}

/** A library; audiobooks are in those of type "artist". */
export interface FakeSection {
  readonly key: string;
  readonly title: string;
  readonly type?: string;
  readonly folders: readonly string[];
}

/** A running fake. Change what it has at any time. */
export interface PlexFake extends VendorServer {
  /** The owner's. Another one takes its place when it is revoked. */
  token: string;
  /** May read, but not ask for scans. */
  readonly sharedToken: string;
  sections: FakeSection[];
  /** What the library shows; keys are made of the places in this list. */
  albums: FakeAlbum[];
  /** What lies on disk: a scan of its folder moves it to `albums`. */
  unscanned: FakeAlbum[];
  /** XML whatever it is asked for. */
  isXmlOnly: boolean;
  /** How long it thinks before each answer. */
  delayMs: number;
}

type Json = Record<string, unknown>;

export async function startPlexFake(root = "/data/books"): Promise<PlexFake> {
  const sharedToken = "shared-token-Yw8";
  const state = {
    token: "fake-token-PlX3kQ9v",
    sharedToken,
    sections: [
      { key: "1", title: "Films", type: "movie", folders: ["/data/films"] },
      { key: "2", title: "Audiobooks", folders: [root] },
    ] as FakeSection[],
    albums: [] as FakeAlbum[],
    unscanned: [] as FakeAlbum[],
    isXmlOnly: false,
    delayMs: 0,
  };
  const server = await startVendorServer(async (url, request) => {
    if (state.delayMs > 0) await delay(state.delayMs);
    const wantsJson = !state.isXmlOnly && /json/.test(request.headers.accept ?? "");
    const send = (container: Json): VendorAnswer =>
      wantsJson
        ? { headers: { "content-type": "application/json" }, body: JSON.stringify({ MediaContainer: container }) }
        : { headers: { "content-type": "text/xml;charset=utf-8" }, body: toXml("MediaContainer", container) };
    const given = request.headers["x-plex-token"];
    if (url.pathname === "/identity") {
      return send({ size: 0, claimed: true, machineIdentifier: "b9f3c2a1d4e5", version: "1.41.6.9685-d301f511a" });
    }
    if (given !== state.token && given !== sharedToken) return page(401, "Unauthorized");
    if (url.pathname === "/library/sections") return send({ size: 2, Directory: state.sections.map(toSection) });

    const [, section, what] = /^\/library\/sections\/(\d+)\/(all|refresh)$/.exec(url.pathname) ?? [];
    if (what === "refresh") {
      if (given === sharedToken) return page(403, "Forbidden");
      scan(state, section!, url.searchParams.get("path") ?? "");
      return {};
    }
    if (what === "all") return send(list(state.albums, url.searchParams));
    const [, key, children] = /^\/library\/metadata\/(\d+)(\/children)?$/.exec(url.pathname) ?? [];
    const album = state.albums[Number(key) - FIRST_KEY];
    if (!album) return page(404, "Not Found");
    const index = Number(key) - FIRST_KEY;
    return send({ size: 1, Metadata: children ? toTracks(album, index) : [toAlbum(album, index)] });
  });
  return Object.assign(state, server);
}

const FIRST_KEY = 100;

const page = (status: number, title: string): VendorAnswer => ({
  status,
  headers: { "content-type": "text/html" },
  body: `<html><head><title>${title}</title></head><body><h1>${status} ${title}</h1></body></html>`,
});

function scan(state: Pick<PlexFake, "sections" | "albums" | "unscanned">, key: string, folder: string): void {
  const isBelow = (path: string, parent: string) => `${path}/`.startsWith(`${parent}/`);
  const roots = state.sections.find((section) => section.key === key)?.folders ?? [];
  if (!roots.some((root) => isBelow(folder, root))) return;
  const found = state.unscanned.filter(({ files }) => files.some(({ path }) => isBelow(path, folder)));
  state.albums = [...state.albums, ...found];
  state.unscanned = state.unscanned.filter((album) => !found.includes(album));
}

function list(albums: readonly FakeAlbum[], query: URLSearchParams): Json {
  const entries = albums.map((album, index) => ({ album, index, addedAt: album.addedAt ?? index }));
  entries.sort((one, other) => one.addedAt - other.addedAt);
  if (query.get("sort") === "addedAt:desc") entries.reverse();
  const isTracks = query.get("type") === "10";
  const all = isTracks
    ? entries.flatMap(({ album, index }) => album.files.map((file) => () => toTrack(album, index, file)))
    : entries.map(
        ({ album, index }) =>
          () =>
            toAlbum(album, index, query.get("includeGuids") === "1"),
      );
  if (!query.has("X-Plex-Container-Size")) return { size: all.length, Metadata: all.map((make) => make()) };
  const start = Number(query.get("X-Plex-Container-Start"));
  const shown = all.slice(start, start + Number(query.get("X-Plex-Container-Size"))).map((make) => make());
  const frame = { size: shown.length, totalSize: all.length, offset: start };
  return shown.length > 0 ? { ...frame, Metadata: shown } : frame;
}

const toSection = ({ key, title, type = "artist", folders }: FakeSection): Json => ({
  key,
  type,
  title,
  agent: "com.plexapp.agents.audnexus",
  refreshing: false,
  Location: folders.map((path, index) => ({ id: index + 1, path })),
});

const toAlbum = ({ title, author, guid, guids, styles }: FakeAlbum, index: number, hasGuids = true): Json => ({
  ratingKey: String(FIRST_KEY + index),
  key: `/library/metadata/${FIRST_KEY + index}/children`,
  guid: guid ?? `local://${FIRST_KEY + index}`,
  type: "album",
  title,
  parentTitle: author,
  index: 1,
  addedAt: index,
  ...(guids && hasGuids ? { Guid: guids.map((id) => ({ id })) } : {}),
  ...(styles ? { Style: styles.map((tag) => ({ tag })) } : {}),
});

const toTracks = (album: FakeAlbum, index: number): Json[] => album.files.map((file) => toTrack(album, index, file));

const toTrack = (album: FakeAlbum, index: number, { path, minutes }: FakeAlbum["files"][number]): Json => ({
  ratingKey: "7",
  parentRatingKey: String(FIRST_KEY + index),
  type: "track",
  title: album.title,
  ...(minutes === undefined ? {} : { duration: minutes * 60_000 }),
  Media: [{ id: 1, container: "mp4", Part: [{ id: 1, file: path, size: 1 }] }],
});

/** As Plex does it: values are attributes, true is 1, and Metadata is called after its type. */
function toXml(name: string, value: Json): string {
  const escape = (text: string) => text.replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
  const entries = Object.entries(value);
  const attributes = entries.filter(([, each]) => !Array.isArray(each));
  const children = entries.flatMap(([key, each]) =>
    (Array.isArray(each) ? (each as Json[]) : []).map((child) =>
      toXml(key === "Metadata" ? (child["type"] === "track" ? "Track" : "Directory") : key, child),
    ),
  );
  const texts = attributes.map(
    ([key, each]) => ` ${key}="${escape(String(typeof each === "boolean" ? +each : each))}"`,
  );
  return `<${name}${texts.join("")}>${children.join("")}</${name}>`;
}
