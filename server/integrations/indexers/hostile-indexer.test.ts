/** An indexer that an admin configured, and that has fallen into the wrong hands. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { Indexer } from "./indexer.ts";
import { torznab } from "./torznab.ts";

const { signal } = new AbortController();
const caps = { body: '<caps><searching><search available="yes"/></searching></caps>' };
const item = (inside: string) => `<rss><channel><item><title>A book</title>${inside}</item></channel></rss>`;
const sound = { body: item("<link>/1</link>") };

describe("a hostile indexer", () => {
  let server: VendorServer;
  let elsewhere: VendorServer;
  let indexer: Indexer;
  let impatient: Indexer;
  let feed: VendorAnswer;
  beforeAll(async () => {
    elsewhere = await startVendorServer(() => sound);
    server = await startVendorServer(({ searchParams }) => (searchParams.get("t") === "caps" ? caps : feed));
    const settings = torznab.settings.parse({ url: server.url, api_key: "hidden-key" });
    indexer = await torznab.open(settings, makeIntegrationRuntime());
    impatient = await torznab.open(settings, makeIntegrationRuntime(300));
  });
  afterAll(() => Promise.all([server.close(), elsewhere.close()]));
  beforeEach(() => void (feed = sound));
  const search = (asked = indexer) => asked.search({ title: "Dune" }, signal);
  const failure = (asked = indexer) =>
    search(asked).then(
      () => expect.unreachable("it was expected to fail"),
      (error: Error) => error,
    );

  it.each<[string, VendorAnswer, string]>([
    [
      "an XML bomb",
      { body: `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>` },
      "damaged document",
    ],
    [
      "an entity of a file",
      { body: `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${item("<link>&a;</link>")}` },
      "damaged document",
    ],
    ["100 MB of attributes", { body: Buffer.alloc(100_000_000, '<rss a="1"') }, "sent more than 5120 KiB"],
    ["5 MB of attributes", { body: `<rss${' attr="v"'.repeat(550_000)}/>` }, "damaged document"],
    [
      "100 MB of attributes in 100 kB",
      { headers: { "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(100_000_000, ' a="1"')) },
      "sent more than 5120 KiB",
    ],
    ["half a document", { body: sound.body.slice(0, 40) }, "damaged document (XML that is not well-formed"],
    [
      "half of what it compressed",
      { headers: { "content-encoding": "gzip" }, body: gzipSync(sound.body).subarray(0, 20) },
      "damaged document",
    ],
  ])("sends %s, and its next answer is read", async (_, answer, sentence) => {
    feed = answer;
    expect((await failure()).message).toContain(sentence);
    feed = sound;
    expect(await search()).toHaveLength(1);
  });

  it.each(["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "elsewhere", "file:///etc/passwd", ""])(
    "sends the search to “%s”, and it does not go there",
    async (location) => {
      feed = { status: 302, headers: { location: location === "elsewhere" ? elsewhere.url : location } };
      const error = await failure();
      expect(error).toBeInstanceOf(UpstreamRejectedError);
      expect(error.message).toContain("points to another address");
      expect(error.message).not.toContain("hidden-key");
      expect(elsewhere.requests).toEqual([]);
    },
  );

  it.each(["oversized", "slow_body", "silent", "dropped"] as const)(
    "has no end, or none that comes (%s)",
    async (fault) => {
      server.fault(fault, { only: ({ searchParams }) => searchParams.get("t") !== "caps" });
      const error = await failure(fault === "oversized" ? indexer : impatient);
      expect(error).toBeInstanceOf(fault === "oversized" ? UpstreamRejectedError : UpstreamUnavailableError);
    },
  );

  it("names what is no release of its own, and none of that is taken for an address", async () => {
    const links = [
      "file:///etc/passwd",
      "unix:/var/run/docker.sock",
      "gopher://127.0.0.1/",
      "data:text/plain,x",
      "jar:http://x!/",
    ];
    feed = {
      body: `<rss><channel>${links.map((link) => `<item><title>x</title><link>${link}</link></item>`).join("")}</channel></rss>`,
    };
    expect(await search()).toEqual([]);
  });
});
