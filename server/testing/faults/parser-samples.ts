/**
 * Answers of vendors as bytes, and how the program reads each: over its HTTP client, through its parser, to the values
 * that the rest works with. They are recorded from the fakes; a folder of answers recorded from real ones may be added.
 */
import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import parseTorrent from "parse-torrent";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { findMetadataFault, pathsOnDisk } from "../../integrations/download-clients/embedded-metadata.ts";
import { createHttpClient, withConfiguredOrigins, type HttpAnswer } from "../../integrations/http-client.ts";
import { fetchReleaseLink } from "../../integrations/indexers/release-link.ts";
import { readCapabilities, readReleases } from "../../integrations/indexers/torznab-document.ts";
import { readTorznabDocument } from "../../integrations/indexers/torznab-xml.ts";
import { list, readShape } from "../../integrations/lenient-json.ts";
import { plexAlbum, plexSection, plexTrack, readContainer } from "../../integrations/media-servers/plex-document.ts";
import { startPlexFake } from "../fakes/plex.ts";
import { makeTorrent, startTorznabFake } from "../fakes/torznab.ts";
import { startVendorServer } from "../fakes/vendor-server.ts";

type Kind = "torznab feed" | "torznab capabilities" | "Plex" | "torrent file";

/** An answer, and what it is an answer of. */
export interface Sample {
  readonly kind: Kind;
  readonly bytes: Buffer;
}

/** Serves bytes as a vendor would, and reads them as the program does. */
export interface ParserStage {
  readonly samples: readonly Sample[];
  /** @throws whatever is not one of the errors that say to a person what is wrong. */
  read(kind: Kind, bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

const { signal } = new AbortController();

/** @param folder of further answers: `.xml`, `.json` and `.torrent`, however deep. */
export async function openParserStage(folder?: string): Promise<ParserStage> {
  let served: Uint8Array = Buffer.alloc(0);
  const vendor = await startVendorServer(() => ({ body: served }));
  const plain = createHttpClient({ userAgent: "ReadMeABook/test" });
  const http = withConfiguredOrigins(plain, async () => new Set([vendor.url]));
  const samples = [...(await recordFakes()), ...(folder === undefined ? [] : readRecorded(folder))];

  async function readAs(kind: Kind): Promise<unknown> {
    if (kind === "torrent file")
      return readTorrent(await fetchReleaseLink({ torrentUrl: vendor.url, magnetLink: null }, http, signal));
    const answer = await http.request(vendor.url, { integration: kind });
    if (kind === "Plex") return readPlex(answer);
    if (kind === "torznab feed")
      return readReleases(await readTorznabDocument(answer, "rss", "key"), new URL(vendor.url), "x");
    return readCapabilities(await readTorznabDocument(answer, "caps", "key"));
  }

  return {
    samples,
    async read(kind, bytes) {
      served = bytes;
      try {
        await readAs(kind);
      } catch (error) {
        if (!(error instanceof UpstreamRejectedError || error instanceof UpstreamUnavailableError)) throw error;
      }
    },
    close: () => vendor.close(),
  };
}

/** As the embedded client goes on with it, up to the names on the disk. */
async function readTorrent(source: object): Promise<void> {
  if (!("torrent" in source)) return;
  const parsed = await parseTorrent(source.torrent as Uint8Array);
  if (findMetadataFault(parsed)) return;
  const paths = pathsOnDisk((parsed.files ?? []).map(({ path }) => path));
  const isOutside = (path: string) => path.split(sep).some((name) => ["", ".", ".."].includes(name));
  if (paths.some(isOutside)) throw new Error(`It would be kept outside of its folder: ${paths.find(isOutside)}`);
}

async function readPlex(answer: HttpAnswer): Promise<void> {
  const { elements } = await readContainer(answer);
  for (const shape of [plexSection, plexAlbum, plexTrack]) {
    try {
      readShape(elements, list<unknown>(shape), "Plex", "a list");
    } catch (error) {
      if (!(error instanceof UpstreamRejectedError)) throw error;
    }
  }
}

async function recordFakes(): Promise<Sample[]> {
  const [indexer, plex] = await Promise.all([startTorznabFake(), startPlexFake()]);
  indexer.releases = Array.from({ length: 20 }, (_, index) => ({
    title: `Ana Lühr – Winter & Frost, Book ${index} [M4B 64 kbit/s]`,
    author: "Ana Lühr",
    indexerName: "The tracker",
    sizeBytes: 300_000_000 + index,
    seeders: index,
    leechers: 1,
    publishedAt: new Date(Date.UTC(2026, 0, 1 + index)),
    infoHash: index.toString(16).padStart(40, "a"),
    magnetLink: `magnet:?xt=urn:btih:${index.toString(16).padStart(40, "b")}`,
    torrent: makeTorrent("Winter"),
  }));
  plex.albums = Array.from({ length: 10 }, (_, index) => ({
    title: `Winter & Frost ${index}`,
    author: "Ana Lühr",
    guid: `com.plexapp.agents.audnexus://B0${String(index).padStart(8, "0")}_us`,
    styles: ["Ray Porter"],
    files: [{ path: `/data/books/Ana Lühr/Winter ${index}/Winter.m4b`, minutes: 600 }],
  }));
  const client = createHttpClient({ userAgent: "ReadMeABook/test" });
  const record = async (kind: Kind, url: string, headers: Record<string, string> = {}): Promise<Sample> => {
    const { bytes } = await client.request(url, { integration: "fake", headers });
    return { kind, bytes: Buffer.from(bytes) };
  };
  const key = `?apikey=${indexer.apiKey}`;
  const all = `${plex.url}/library/sections/2/all?type=`;
  const ofPlex = [`${plex.url}/identity`, `${plex.url}/library/sections`, `${all}9&includeGuids=1`, `${all}10`];
  try {
    return [
      await record("torznab capabilities", `${indexer.feedUrl}${key}&t=caps`),
      await record("torznab feed", `${indexer.feedUrl}${key}&t=search&q=Winter`),
      ...(await Promise.all(
        ofPlex.flatMap((url) =>
          ["application/json", "application/xml"].map((accept) =>
            record("Plex", url, { accept, "x-plex-token": plex.token }),
          ),
        ),
      )),
      { kind: "torrent file", bytes: Buffer.from(makeTorrent("Winter & Frost.m4b", 3_000_000)) },
      { kind: "torrent file", bytes: Buffer.from(SEVERAL_FILES, "latin1") },
    ];
  } finally {
    await Promise.all([indexer.close(), plex.close()]);
  }
}

const SEVERAL_FILES = `d8:announce24:http://tracker.example/a13:creation datei1767225600e4:infod5:filesl${[
  1, 2, 3, 4, 5,
]
  .map((track) => `d6:lengthi20000e4:pathl3:CD16:0${track}.mp3ee`)
  .join("")}e4:name6:Winter12:piece lengthi65536e6:pieces40:${"p".repeat(40)}7:privatei1eee`;

function readRecorded(folder: string): Sample[] {
  return globSync("**/*.{xml,json,torrent}", { cwd: folder }).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    if (name.endsWith(".torrent")) return { kind: "torrent file", bytes };
    if (bytes.includes("MediaContainer")) return { kind: "Plex", bytes };
    if (bytes.includes("<caps")) return { kind: "torznab capabilities", bytes };
    return bytes.includes("<rss") ? { kind: "torznab feed", bytes } : [];
  });
}
