/** A Plex server that an admin configured, and that has fallen into the wrong hands. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { MediaServer } from "./media-server.ts";
import { plex } from "./plex.ts";

const { signal } = new AbortController();
const sound: Record<string, string> = {
  "/identity": '<MediaContainer machineIdentifier="m" version="1.43"/>',
  "/library/sections":
    '<MediaContainer><Directory key="1" type="artist" title="Books"><Location path="/nonexistent/library"/></Directory></MediaContainer>',
  "/library/sections/1/all": '<MediaContainer totalSize="0"/>',
};
describe("a hostile media server", () => {
  let server: VendorServer;
  let elsewhere: VendorServer;
  let media: MediaServer;
  let impatient: MediaServer;
  let answers: Record<string, VendorAnswer>;
  beforeAll(async () => {
    elsewhere = await startVendorServer(() => ({ body: sound["/identity"]! }));
    server = await startVendorServer(({ pathname }) => answers[pathname] ?? { body: sound[pathname] ?? "" });
    const settings = plex.settings.parse({ url: server.url, auth_token: "hidden-token" });
    media = await plex.open(settings, makeIntegrationRuntime());
    impatient = await plex.open(settings, makeIntegrationRuntime(300));
  });
  afterAll(() => Promise.all([server.close(), elsewhere.close()]));
  beforeEach(() => void (answers = {}));
  async function failure(asked = media): Promise<Error> {
    try {
      for await (const _ of asked.items(signal));
    } catch (error) {
      return error as Error;
    }
    return expect.unreachable("it was expected to fail");
  }

  it.each<[string, VendorAnswer]>([
    ["an XML bomb", { body: `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><MediaContainer title="&b;"/>` }],
    [
      "an entity of a file",
      { body: `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><MediaContainer title="&a;"/>` },
    ],
    ["100 MB of attributes", { body: Buffer.alloc(100_000_000, '<MediaContainer a="1"') }],
    ["8 MB of attributes", { body: `<MediaContainer${' attr="v"'.repeat(900_000)}/>` }],
    [
      "100 MB of nothing in 100 kB",
      { headers: { "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(100_000_000)) },
    ],
    ["half a document", { body: '<MediaContainer totalSize="1"><Track pare' }],
    ["half a document in JSON", { body: '{"MediaContainer":{"totalSize":1,"Metadata":[{' }],
    ["depth", { body: `{"MediaContainer":${"[".repeat(1_000_000)}` }],
    ["more than half a million elements", { body: `{"MediaContainer":{"Metadata":[${"{},".repeat(600_000)}{}]}}` }],
    ["a hundred thousand albums", { body: `{"MediaContainer":{"Metadata":[${"{},".repeat(100_000)}{}]}}` }],
    ["nothing", { body: "" }],
    ["a web page", { body: "<!DOCTYPE html><html></html>" }],
    ["numbers beyond all bounds", { body: '{"MediaContainer":{"totalSize":1e999,"Metadata":"no list"}}' }],
  ])("sends %s, and its next answer is read", async (_, answer) => {
    answers = { "/library/sections/1/all": answer };
    const error = await failure();
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toMatch(/^The Plex server .*\.$/);
    answers = {};
    for await (const page of media.items(signal)) expect(page).toEqual([]);
  });

  it.each(["http://169.254.169.254/latest/", "http://127.0.0.1:1/", "elsewhere"])(
    "sends the question to “%s”, and the token does not go there",
    async (location) => {
      const headers = { location: location === "elsewhere" ? elsewhere.url : location };
      answers = { "/library/sections/1/all": { status: 307, headers } };
      const error = await failure();
      expect(error.message).toContain("points to another address");
      expect(error.message).not.toContain("hidden-token");
      expect(elsewhere.requests).toEqual([]);
    },
  );

  it.each(["oversized", "slow_body", "silent", "dropped"] as const)(
    "has no end, or none that comes (%s)",
    async (fault) => {
      server.fault(fault, { only: ({ pathname }) => pathname.endsWith("/all") });
      expect(await failure(fault === "oversized" ? media : impatient)).toBeInstanceOf(
        fault === "oversized" ? UpstreamRejectedError : UpstreamUnavailableError,
      );
    },
  );
});
