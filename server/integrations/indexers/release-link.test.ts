import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { makeTorrent } from "../../testing/fakes/torznab.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { withConfiguredOrigins } from "../http-client.ts";
import { fetchReleaseLink } from "./release-link.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const MAGNET = `magnet:?xt=urn:btih:${HASH}&dn=A book`;
const torrent = makeTorrent("Dune");
const { signal } = new AbortController();
const configured = new Set<string>();
const http = withConfiguredOrigins(makeIntegrationRuntime(300).http, async () => configured);

describe("a release's link", () => {
  let tracker: VendorServer;
  const pages: Record<string, VendorAnswer> = {};
  const redirect = (location: string, status = 301): VendorAnswer => ({ status, headers: { location } });

  beforeAll(async () => {
    tracker = await startVendorServer(({ pathname }) => pages[pathname] ?? { status: 404 });
    configured.add(tracker.url);
    Object.assign(pages, {
      "/torrent": { body: torrent },
      "/to-magnet": redirect(MAGNET),
      "/relative": redirect("/torrent?passkey=1", 307),
      "/loop": redirect("/loop", 302),
      "/to-file": redirect("file:///etc/passwd"),
      "/nowhere": { status: 302 },
      "/page": { body: " \n<!DOCTYPE html><p>Sign in" },
      "/error": { body: '<?xml version="1.0"?><error code="429"/>' },
      "/gone": { status: 410 },
      "/forbidden": { status: 403 },
      "/nothing": {},
      "/v2": { body: "d4:infod9:file treede12:meta versioni2e4:name1:a12:piece lengthi16384eee" },
      "/v2-magnet": redirect(`magnet:?xt=urn:btmh:1220${HASH}`),
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((hop) => [`/hop${hop}`, redirect(hop === 1 ? "/torrent" : `/hop${hop - 1}`)]),
      ),
    });
  });
  afterAll(() => tracker.close());
  afterEach(() => void tracker.requests.splice(0));

  const fetchUrl = (torrentUrl: string, magnetLink: string | null = null) =>
    fetchReleaseLink({ torrentUrl, magnetLink }, http, signal);
  const fetchPath = (path: string, magnetLink: string | null = null) => fetchUrl(`${tracker.url}${path}`, magnetLink);
  const fetchedTorrent = {
    torrent: Buffer.from(torrent),
    name: "Dune",
    infoHash: expect.stringMatching(/^[0-9a-f]{40}$/),
  };

  it("gives the torrent file and its info hash, asked for once", async () => {
    expect(await fetchPath("/torrent?passkey=1")).toEqual(fetchedTorrent);
    expect(tracker.requests).toHaveLength(1);
  });

  it.each(["/relative", "/hop5"])("follows redirects: %s", async (path) => {
    expect(await fetchPath(path)).toEqual(fetchedTorrent);
  });

  it("gives the magnet link that a redirect ends in", async () => {
    expect(await fetchPath("/to-magnet")).toEqual({ magnetLink: MAGNET, infoHash: HASH });
  });

  it("gives the release's magnet link when there is no other, asking nobody", async () => {
    const fetched = await fetchReleaseLink({ torrentUrl: null, magnetLink: MAGNET }, http, signal);
    expect(fetched).toEqual({ magnetLink: MAGNET, infoHash: HASH });
    expect(tracker.requests).toEqual([]);
  });

  it.each(["/gone", "/page", "/loop"])("falls back on the magnet link when %s fails", async (path) => {
    expect(await fetchPath(path, MAGNET)).toEqual({ magnetLink: MAGNET, infoHash: HASH });
  });

  it.each([
    ["/missing", "The indexer no longer has this release."],
    ["/gone", "The indexer no longer has this release."],
    ["/forbidden", "refused the API key or password (403)"],
    ["/page", "sent a web page instead of a torrent file"],
    ["/error", "sent a web page instead of a torrent file"],
    ["/nothing", "sent a damaged torrent file"],
    ["/v2", "sent a BitTorrent v2 torrent, which this program cannot download"],
    ["/v2-magnet", "without a BitTorrent v1 info hash"],
    ["/loop", "round in circles"],
    ["/hop6", "round in circles"],
    ["/to-file", "to an address that is not allowed"],
    ["/nowhere", "round in circles"],
  ])("is refused in a sentence: %s", async (path, sentence) => {
    const attempt = fetchPath(path);
    await expect(attempt).rejects.toBeInstanceOf(UpstreamRejectedError);
    await expect(attempt).rejects.toThrow(sentence);
  });

  it.each(["rate_limited", "server_error", "silent", "slow_body", "dropped"] as const)(
    "may work later: %s",
    async (fault) => {
      tracker.fault(fault);
      await expect(fetchPath("/torrent")).rejects.toBeInstanceOf(UpstreamUnavailableError);
    },
  );

  it("stops a file that has no end", async () => {
    tracker.fault("oversized");
    const patient = withConfiguredOrigins(makeIntegrationRuntime().http, async () => configured);
    const attempt = fetchReleaseLink({ torrentUrl: `${tracker.url}/torrent`, magnetLink: null }, patient, signal);
    await expect(attempt).rejects.toThrow("sent more than 10240 KiB");
  });

  it("calls nobody at home whom no admin configured, redirects included", async () => {
    const elsewhere = await startVendorServer(() => ({ body: torrent }));
    pages["/elsewhere"] = redirect(`${elsewhere.url}/torrent`);
    const port = new URL(elsewhere.url).port;
    const hosts = ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"];
    try {
      for (const host of hosts) {
        pages["/elsewhere"] = redirect(`http://${host}:${port}/torrent`);
        await expect(fetchPath("/elsewhere"), host).rejects.toThrow("not on the public internet");
        await expect(fetchUrl(`http://${host}:${port}/torrent`), host).rejects.toThrow("not on the public internet");
      }
      pages["/elsewhere"] = redirect("http://169.254.169.254/latest/meta-data/");
      await expect(fetchPath("/elsewhere")).rejects.toBeInstanceOf(UpstreamRejectedError);
      expect(await fetchPath("/elsewhere", MAGNET)).toEqual({ magnetLink: MAGNET, infoHash: HASH });
      expect(elsewhere.requests).toEqual([]);
      configured.add(elsewhere.url);
      pages["/elsewhere"] = redirect(`${elsewhere.url}/torrent`);
      expect(await fetchPath("/elsewhere")).toEqual(fetchedTorrent);
    } finally {
      configured.delete(elsewhere.url);
      await elsewhere.close();
    }
  });

  it("has to name something", async () => {
    await expect(fetchReleaseLink({ torrentUrl: null, magnetLink: null }, http, signal)).rejects.toThrow("magnet link");
  });
});
