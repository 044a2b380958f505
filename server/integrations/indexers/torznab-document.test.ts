import { describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import { readCapabilities, readReleases } from "./torznab-document.ts";
import { readTorznabDocument } from "./torznab-xml.ts";

const BASE = new URL("http://indexer.example:9117/torznab/api");
const HASH = "0123456789abcdef0123456789abcdef01234567";

const answer = (body: string | Uint8Array): HttpAnswer => {
  const bytes = Buffer.from(body);
  return { status: 200, headers: new Headers(), bytes, text: () => bytes.toString(), json: () => null };
};
const document = (body: string, expected: "caps" | "rss" = "rss") => readTorznabDocument(answer(body), expected, "");
const feed = async (items: string) =>
  readReleases(await document(`<rss><channel>${items}</channel></rss>`), BASE, "fallback");
const item = async (inside: string) =>
  (await feed(`<item><title>A book</title><link>http://t.example/1</link>${inside}</item>`))[0];
const attribute = (name: string, value: string) => `<torznab:attr name="${name}" value="${value}"/>`;

describe("an item", () => {
  it("tells all it knows, in the shape of Jackett", async () => {
    const found = await feed(`<item>
      <title><![CDATA[Rock & Röll]]> &#8211; part&amp;amp;parcel</title>
      <guid isPermaLink="true">https://t.example/details.php?id=1</guid>
      <jackettindexer id="t">The tracker</jackettindexer>
      <pubDate>Sat, 14 Mar 2015 17:10:42 -0400</pubDate>
      <size>1</size><category>3030</category><category>Audio books</category>
      <link>http://t.example/dl?a=1&amp;b=2</link>
      <enclosure url="http://t.example/dl?a=1&amp;b=2" length="2538463390" type="application/x-bittorrent"/>
      ${attribute("category", "3000")}${attribute("category", "3030")}${attribute("category", "100013")}
      ${attribute("seeders", "7")}${attribute("peers", "9")}${attribute("infohash", HASH.toUpperCase())}
      ${attribute("minimumratio", "1.5")}${attribute("minimumseedtime", "172800")}
      ${attribute("downloadvolumefactor", "0")}${attribute("booktitle", "B")}${attribute("author", "A")}
    </item>`);
    expect(found).toEqual([
      {
        guid: "https://t.example/details.php?id=1",
        title: "Rock & Röll – part&parcel",
        indexerName: "The tracker",
        indexerPriority: null,
        sizeBytes: 2538463390,
        seeders: 7,
        leechers: 2,
        publishedAt: new Date("2015-03-14T21:10:42Z"),
        torrentUrl: "http://t.example/dl?a=1&b=2",
        magnetLink: null,
        infoHash: HASH,
        categories: [3000, 3030, 100013],
        downloadVolumeFactor: 0,
        minimumRatio: 1.5,
        minimumSeedSeconds: 172800,
        bookTitle: "B",
        author: "A",
        language: null,
      },
    ]);
  });

  it("says null for what it does not tell, and for values without sense", async () => {
    const bare = await item("");
    const odd = await item(
      ["seeders", "peers", "size", "minimumratio", "downloadvolumefactor", "infohash"]
        .map((name) => attribute(name, "-1"))
        .join(""),
    );
    for (const found of [bare, odd]) {
      expect(found).toMatchObject({ seeders: null, leechers: null, sizeBytes: null, minimumRatio: null });
      expect(found).toMatchObject({ downloadVolumeFactor: null, infoHash: null, publishedAt: null, categories: [] });
      expect(found?.indexerName).toBe("fallback");
    }
  });

  it("takes attributes of the Newznab namespace, and the language from an element", async () => {
    const found = await item('<newznab:attr name="Size" value="42"/><language>English</language>');
    expect(found).toMatchObject({ sizeBytes: 42, language: "English" });
  });

  it.each([
    [`${attribute("size", "3")}<enclosure url="/x" length="2"/><size>1</size>`, 3],
    ['<enclosure url="/x" length="2"/><size>1</size>', 2],
    ['<enclosure url="/x" length="0"/><size>1</size>', 1],
    ["<size>1.2 GiB</size>", null],
  ])("takes its size from the attribute, then the enclosure, then the element (%#)", async (inside, size) => {
    expect((await item(inside))?.sizeBytes).toBe(size);
  });

  it("never has fewer leechers than none", async () => {
    expect((await item(attribute("seeders", "5") + attribute("peers", "3")))?.leechers).toBe(0);
    expect((await item(attribute("seeders", "5") + attribute("leechers", "4")))?.leechers).toBe(4);
    expect((await item(attribute("peers", "3")))?.leechers).toBeNull();
  });

  const magnet = `magnet:?xt=urn:btih:${HASH}&amp;dn=x`;
  it.each([
    ["attribute", `<link>http://t.example/1</link>${attribute("magneturl", magnet)}`, "http://t.example/1"],
    ["link", `<link>${magnet}</link>`, null],
    ["enclosure", `<enclosure url="${magnet}" type="application/x-bittorrent"/>`, null],
    ["guid", `<guid>${magnet}</guid>`, null],
  ])("finds the magnet link in its %s, and the info hash in that", async (_, inside, torrentUrl) => {
    const [found] = await feed(`<item><title>A</title>${inside}</item>`);
    expect(found).toMatchObject({ magnetLink: `magnet:?xt=urn:btih:${HASH}&dn=x`, infoHash: HASH, torrentUrl });
  });

  it("reads an info hash in base32", async () => {
    const base32 = "AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH";
    expect((await item(attribute("infohash", base32)))?.infoHash).toBe(HASH);
  });

  it("resolves relative links against the feed", async () => {
    expect((await feed("<item><title>A</title><link>/dl/1?x=y</link></item>"))[0]?.torrentUrl).toBe(
      "http://indexer.example:9117/dl/1?x=y",
    );
  });

  it.each([
    ["<guid>opaque-1</guid>", "opaque-1"],
    [attribute("infohash", HASH), HASH],
    ["<guid>http://t.example/dl?passkey=hidden</guid>", expect.stringMatching(/^[0-9a-f]{64}$/)],
    ["<guid>http://t.example/1</guid>", expect.stringMatching(/^[0-9a-f]{64}$/)], // the download link itself
    ["", expect.stringMatching(/^[0-9a-f]{64}$/)],
  ])("has an id that holds no key (%#)", async (inside, guid) => {
    expect((await item(inside))?.guid).toEqual(guid);
    expect((await item(inside))?.guid).toBe((await item(inside))?.guid);
  });

  it("is left out when it cannot be downloaded, and costs the others nothing", async () => {
    const good = "<item><title>Good</title><link>http://t.example/1</link></item>";
    const broken = [
      "<item/>",
      "<item>text</item>",
      "<item><title>No link</title></item>",
      "<item><title>Odd link</title><link>ftp://t.example/1</link></item>",
      "<item><link>http://t.example/no-name</link></item>",
      '<item><title>Usenet</title><link>http://t.example/2</link><enclosure url="http://t.example/2" type="application/x-nzb"/></item>',
      `<item><title>v2 magnet</title><link>magnet:?xt=urn:btmh:1220${HASH}</link></item>`,
    ];
    expect((await feed(good + broken.join(good) + good)).map(({ title }) => title)).toEqual(Array(8).fill("Good"));
  });
});

describe("a document", () => {
  it("is read to its thousandth item", async () => {
    const many = "<item><title>A book</title><link>/1</link></item>".repeat(1_200);
    expect(await feed(many)).toHaveLength(1_000);
  });

  it("may have no items, and an encoding of its own", async () => {
    expect(await feed("")).toEqual([]);
    const text =
      '<?xml version="1.0" encoding="windows-1251"?><rss><channel><item><title>\xcc\xe8\xf0</title><link>/1</link></item></channel></rss>';
    const root = await readTorznabDocument(answer(Buffer.from(text, "latin1")), "rss", "");
    expect(readReleases(root, BASE, "x")[0]?.title).toBe("Мир");
  });

  it.each([
    ["", "an empty answer"],
    ["  <!DOCTYPE html><html></html>", "a web page"],
    ["<rss><channel><item><title>half", "a damaged document"],
    ["<rss><channel>a & b <b></channel></rss>", "a damaged document"],
    ["not xml", "a damaged document"],
    ["<feed/>", "not Torznab"],
    ['<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]><rss>&a;</rss>', "a damaged document"],
    ['<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "a damaged document"],
    [`<rss>${"<a>".repeat(1000)}${"</a>".repeat(1000)}</rss>`, "a damaged document"],
  ])("that is no feed is refused in a sentence (%#)", async (body, sentence) => {
    await expect(document(body)).rejects.toThrow(UpstreamRejectedError);
    await expect(document(body)).rejects.toThrow(sentence);
  });

  it("tells how long a limit lasts, where it says so", async () => {
    const limit = async (description: string) => {
      try {
        return await document(`<error code="500" description="${description}"/>`);
      } catch (error) {
        return (error as UpstreamUnavailableError).facts.retryAfterSeconds;
      }
    };
    expect(await limit("Request limit reached. Retry in 12 minutes")).toBe(720);
    expect(await limit("Request limit reached (100/100), retry in 1 hour")).toBe(3600);
    expect(await limit("Request limit reached")).toBeUndefined();
  });
});

describe("capabilities", () => {
  it("are assumed where a document leaves them out", async () => {
    expect(readCapabilities(await document("<caps/>", "caps"))).toEqual({
      name: null,
      hasTextSearch: true,
      bookSearchParameters: [],
      maxLimit: null,
      categories: [],
    });
    const book = await document('<caps><searching><book-search available="yes"/></searching></caps>', "caps");
    expect(readCapabilities(book).bookSearchParameters).toEqual(["q"]);
  });
});
