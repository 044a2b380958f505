/**
 * What Torznab documents say, in the words of the port. An item that cannot be downloaded (no usable link, Usenet, no name)
 * is left out; a value that makes no sense counts as not said. One odd item never costs the others.
 */
import { createHash } from "node:crypto";
import { readFeedDate } from "./feed-date.ts";
import type { FoundRelease } from "./indexer.ts";
import { readInfoHash, readMagnetInfoHash } from "./info-hash.ts";
import { attributeOf, children, textOf } from "./torznab-xml.ts";

/** What an indexer says it can do. */
export interface TorznabCapabilities {
  readonly name: string | null;
  /** Whether `t=search` is offered. */
  readonly hasTextSearch: boolean;
  /** Parameters of `t=book`; empty when it is not offered. */
  readonly bookSearchParameters: readonly string[];
  /** Most releases it lists at once. */
  readonly maxLimit: number | null;
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

/** Ten times what is asked for: there are indexers that know no limit, and some that know no end. */
const MOST_ITEMS = 1_000;

/** @param caps the root of a `t=caps` document. */
export function readCapabilities(caps: unknown): TorznabCapabilities {
  const [searching] = children(caps, "searching");
  const [search] = children(searching, "search");
  const [book] = children(searching, "book-search");
  const main = children(caps, "categories").flatMap((list) => children(list, "category"));
  return {
    name: attributeOf(children(caps, "server")[0], "title") || null,
    hasTextSearch: attributeOf(search, "available") !== "no",
    bookSearchParameters:
      attributeOf(book, "available") === "yes"
        ? (attributeOf(book, "supportedParams") || "q").split(",").map((name) => name.trim().toLowerCase())
        : [],
    maxLimit: number(attributeOf(children(caps, "limits")[0], "max"), 1),
    categories: main
      .flatMap((category) => [category, ...children(category, "subcat")])
      .map((category) => ({ id: Number(attributeOf(category, "id")), name: attributeOf(category, "name") }))
      .filter(({ id }) => Number.isInteger(id) && id > 0),
  };
}

/**
 * @param rss the root of a feed.
 * @param base what relative links start from.
 * @param indexerName for items that do not name their tracker.
 */
export function readReleases(rss: unknown, base: URL, indexerName: string): FoundRelease[] {
  return children(rss, "channel")
    .flatMap((channel) => children(channel, "item"))
    .slice(0, MOST_ITEMS)
    .map((item) => readRelease(item, base, indexerName))
    .filter((release) => release !== null);
}

function readRelease(item: unknown, base: URL, indexerName: string): FoundRelease | null {
  const element = (name: string) => textOf(children(item, name)[0]);
  const attributes = readAttributes(item);
  const attribute = (name: string) => attributes.get(name)?.[0] ?? "";

  const enclosures = children(item, "enclosure");
  const torrents = enclosures.filter((enclosure) => !/nzb/i.test(attributeOf(enclosure, "type")));
  if (enclosures.length > 0 && torrents.length === 0) return null;

  // Some indexers encode twice (seen: "A &amp;amp; B").
  const title = element("title").replaceAll("&amp;", "&");
  const links = [...torrents.map((enclosure) => attributeOf(enclosure, "url")), element("link")];
  const torrentUrl = links.map((link) => resolveHttp(link, base)).find((link) => link !== null) ?? null;
  const magnets = [attribute("magneturl"), ...links, element("guid")];
  const magnetLink = magnets.find((link) => readMagnetInfoHash(link) !== null) ?? null;
  if (!title || (!torrentUrl && !magnetLink)) return null;

  const infoHash = readInfoHash(attribute("infohash")) ?? readMagnetInfoHash(magnetLink ?? "");
  const seeders = number(attribute("seeders"));
  const peers = number(attribute("peers"));
  return {
    guid: stableId(element("guid"), infoHash, torrentUrl ?? magnetLink ?? ""),
    title,
    indexerName: element("jackettindexer") || element("prowlarrindexer") || indexerName,
    indexerPriority: null,
    sizeBytes:
      [attribute("size"), ...torrents.map((enclosure) => attributeOf(enclosure, "length")), element("size")]
        .map((size) => number(size, 1))
        .find((size) => size !== null) ?? null,
    seeders,
    leechers:
      number(attribute("leechers")) ?? (peers !== null && seeders !== null ? Math.max(0, peers - seeders) : null),
    publishedAt: readFeedDate(element("pubDate")),
    torrentUrl,
    magnetLink,
    infoHash,
    categories: readCategories([...(attributes.get("category") ?? []), ...children(item, "category").map(textOf)]),
    downloadVolumeFactor: number(attribute("downloadvolumefactor"), 0, "fraction"),
    minimumRatio: number(attribute("minimumratio"), 0, "fraction"),
    minimumSeedSeconds: number(attribute("minimumseedtime")),
    bookTitle: attribute("booktitle") || null,
    author: attribute("author") || null,
    language: attribute("language") || element("language") || null,
  };
}

/** Attributes are elements of their own, `<torznab:attr name value/>`, and under any prefix: Newznab feeds carry them too. */
function readAttributes(item: unknown): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, string[]>();
  for (const tag of Object.keys(typeof item === "object" && item !== null ? item : {})) {
    if (!/(^|:)attr$/.test(tag)) continue;
    for (const one of children(item, tag)) {
      const name = attributeOf(one, "name").toLowerCase();
      const value = attributeOf(one, "value");
      if (!value) continue;
      const values = attributes.get(name);
      if (values) values.push(value);
      else attributes.set(name, [value]);
    }
  }
  return attributes;
}

/** The id is shown and logged, and a link may hold a key: then its hash stands for it. */
function stableId(guid: string, infoHash: string | null, link: string): string {
  const mayHoldKey = guid === link || /^magnet:|(key|pass|auth|token)\w*=|\/[0-9a-f]{32,}\b/i.test(guid);
  if (guid && !mayHoldKey) return guid;
  return (
    infoHash ??
    createHash("sha256")
      .update(guid || link)
      .digest("hex")
  );
}

function resolveHttp(link: string, base: URL): string | null {
  const url = link ? URL.parse(link, base.href) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

function readCategories(texts: readonly string[]): number[] {
  return [...new Set(texts.map((text) => number(text, 1)).filter((id) => id !== null))];
}

/** @returns null for what is not a plain number from `least` up: "-1" and "unknown" both say nothing. */
function number(text: string, least = 0, kind: "whole" | "fraction" = "whole"): number | null {
  if (!(kind === "whole" ? /^\d{1,15}$/ : /^\d{1,9}([.,]\d{1,9})?$/).test(text)) return null;
  const value = Number(text.replace(",", "."));
  return value >= least ? value : null;
}
