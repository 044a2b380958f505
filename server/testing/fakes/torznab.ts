/**
 * An indexer that speaks Torznab the way Prowlarr does, in process. A search finds the releases whose title, author and
 * book title hold every word of `q`; a download link serves the torrent's bytes or redirects to the magnet link.
 */
import { toTorrentFile } from "parse-torrent";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** A release that the fake lists. What is left out is not said; without `torrent` and `redirectTo` it cannot be downloaded. */
export interface FakeRelease {
  readonly title: string;
  /** Default: made of the title. */
  readonly guid?: string;
  readonly author?: string;
  readonly bookTitle?: string;
  readonly language?: string;
  /** Behind an aggregator: the tracker's name. */
  readonly indexerName?: string;
  readonly sizeBytes?: number;
  readonly seeders?: number;
  readonly leechers?: number;
  readonly publishedAt?: Date;
  /** Default [3030]. */
  readonly categories?: readonly number[];
  readonly infoHash?: string;
  /** Listed as an attribute. */
  readonly magnetLink?: string;
  readonly downloadVolumeFactor?: number;
  readonly minimumRatio?: number;
  readonly minimumSeedSeconds?: number;
  /** Served under the download link. */
  readonly torrent?: Uint8Array;
  /** The download link redirects here: a magnet link, or any address. */
  readonly redirectTo?: string;
}

/** A running fake. Change `releases` at any time; `requests` tells what it was asked. */
export interface TorznabFake extends VendorServer {
  readonly apiKey: string;
  /** The address to enter in the settings. */
  readonly feedUrl: string;
  releases: FakeRelease[];
}

/** Picks the questions of one kind for `fault`: capabilities, searches or downloads. */
export const only = {
  caps: (url: URL) => url.searchParams.get("t") === "caps",
  search: (url: URL) => ["search", "book"].includes(url.searchParams.get("t") ?? ""),
  download: (url: URL) => url.pathname.startsWith("/download/"),
};

/** @param capabilities replaces the document that `t=caps` answers. */
export async function startTorznabFake(capabilities = CAPABILITIES): Promise<TorznabFake> {
  const apiKey = "fake-key-Zq7XwRt2";
  const state = { releases: [] as FakeRelease[] };
  const server = await startVendorServer((url) => {
    if (url.searchParams.get("apikey") !== apiKey) return { status: 401 };
    if (only.download(url)) return download(state.releases[Number(url.pathname.split("/")[2])]);
    if (url.pathname !== "/1/api") return { status: 404 };
    if (only.caps(url)) return xml(capabilities);
    if (only.search(url)) return xml(feed(state.releases, url, apiKey));
    return xml(`<error code="202" description="No such function (${escape(url.searchParams.get("t"))})"/>`, 400);
  });
  return Object.assign(state, { ...server, apiKey, feedUrl: `${server.url}/1/api` });
}

/** @returns a well-formed torrent file of one file full of zeros; nobody seeds it. */
export function makeTorrent(name: string, length = 1024): Uint8Array {
  const info = { name, "piece length": 1 << 18, pieces: Buffer.alloc(20 * Math.ceil(length / (1 << 18))), length };
  return toTorrentFile({ info, infoHash: "", announce: ["http://127.0.0.1:9/announce"], urlList: [] });
}

const CAPABILITIES = `<?xml version="1.0" encoding="UTF-8"?>
<caps>
  <server title="Fake indexer"/>
  <limits default="50" max="80"/>
  <searching>
    <search available="yes" supportedParams="q"/>
    <book-search available="yes" supportedParams="q,author,title"/>
  </searching>
  <categories>
    <category id="3000" name="Audio"><subcat id="3010" name="Audio/MP3"/><subcat id="3030" name="Audio/Audiobook"/></category>
    <category id="7000" name="Books"><subcat id="7020" name="Books/EBook"/></category>
  </categories>
</caps>`;

function feed(releases: readonly FakeRelease[], url: URL, apiKey: string): string {
  const asked = ["q", "author", "title"].map((name) => url.searchParams.get(name) ?? "").join(" ");
  const categories = (url.searchParams.get("cat") ?? "").split(",").filter(Boolean).map(Number);
  const items = releases.flatMap((release, index) => {
    const words = toWords(`${release.title} ${release.author ?? ""} ${release.bookTitle ?? ""}`);
    const listed = release.categories ?? [3030];
    const isWanted = categories.length === 0 || categories.some((id) => listed.includes(id));
    const link = `${url.origin}/download/${index}?apikey=${apiKey}`;
    return isWanted && toWords(asked).every((word) => words.includes(word)) ? [item(release, link, url.origin)] : [];
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="1.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:torznab="http://torznab.com/schemas/2015/feed">
<channel><atom:link rel="self" type="application/rss+xml"/><title>Fake indexer</title>${items.join("")}</channel></rss>`;
}

function item(release: FakeRelease, link: string, origin: string): string {
  const { title, seeders, leechers, sizeBytes = 0, publishedAt, indexerName, categories = [3030] } = release;
  const attributes: [string, string | number | undefined][] = [
    ...categories.map((id): [string, number] => ["category", id]),
    ["seeders", seeders],
    ["peers", seeders === undefined || leechers === undefined ? undefined : seeders + leechers],
    ["infohash", release.infoHash],
    ["magneturl", release.magnetLink],
    ["author", release.author],
    ["booktitle", release.bookTitle],
    ["language", release.language],
    ["downloadvolumefactor", release.downloadVolumeFactor],
    ["minimumratio", release.minimumRatio],
    ["minimumseedtime", release.minimumSeedSeconds],
  ];
  const length = sizeBytes ? `length="${sizeBytes}"` : "";
  return `<item><title>${escape(title)}</title>
<guid>${escape(release.guid ?? `${origin}/details/${encodeURIComponent(title)}`)}</guid>
${indexerName ? `<prowlarrindexer id="1" type="private">${escape(indexerName)}</prowlarrindexer>` : ""}
${publishedAt ? `<pubDate>${publishedAt.toUTCString()}</pubDate>` : ""}
<link>${escape(link)}</link><enclosure url="${escape(link)}" ${length} type="application/x-bittorrent"/>
${attributes.map(([name, value]) => (value === undefined ? "" : `<torznab:attr name="${name}" value="${escape(value)}"/>`)).join("")}
</item>`;
}

function download(release: FakeRelease | undefined): VendorAnswer {
  if (release?.redirectTo) return { status: 301, headers: { location: release.redirectTo } };
  if (!release?.torrent) return xml('<error code="410" description="Torrent no longer available"/>', 410);
  return { headers: { "content-type": "application/x-bittorrent" }, body: release.torrent };
}

const xml = (body: string, status = 200): VendorAnswer => ({
  status,
  headers: { "content-type": "application/rss+xml; charset=utf-8" },
  body,
});

const escape = (value: unknown): string =>
  String(value ?? "").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const toWords = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
