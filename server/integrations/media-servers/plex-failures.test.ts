import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { startPlexFake, type PlexFake } from "../../testing/fakes/plex.ts";
import type { VendorFault } from "../../testing/fakes/vendor-server.ts";
import { failureOf, makeAlbum, openPlex, readAll, root, useRoot } from "./plex-test-place.ts";

useRoot();

const { signal } = new AbortController();

describe("Plex, when it fails,", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(() => fake.close());
  const faults: [VendorFault, typeof UpstreamRejectedError | typeof UpstreamUnavailableError, string][] = [
    ["rate_limited", UpstreamUnavailableError, "7 seconds"],
    ["server_error", UpstreamUnavailableError, "problem of its own (500)"],
    ["silent", UpstreamUnavailableError, "did not answer within"],
    ["slow_body", UpstreamUnavailableError, "did not answer within"],
    ["dropped", UpstreamUnavailableError, "broke the connection off"],
    ["html", UpstreamRejectedError, "a web page instead of an answer"],
    ["empty", UpstreamRejectedError, "not JSON"],
    ["truncated", UpstreamRejectedError, "not JSON"],
    ["malformed", UpstreamRejectedError, "not JSON"],
  ];

  it.each(faults)(
    "turns %s into an error of the right kind, and works again afterwards",
    async (fault, type, sentence) => {
      fake.albums = [makeAlbum("Ana/Winter/1.m4b")];
      const server = await openPlex(fake, {}, 300);
      for (const ask of [() => server.itemsUnder(root, signal), () => readAll(server), () => server.check(signal)]) {
        fake.fault(fault);
        const error = await failureOf(ask());
        expect(error).toBeInstanceOf(type);
        expect(error.message).toContain(sentence);
        expect(inspect(error, { depth: 10 })).not.toContain(fake.token);
      }
      expect(await server.itemsUnder(root, signal)).toHaveLength(1);
    },
  );

  it.each(["truncated", "malformed"] as const)("refuses XML that is %s, or declares entities", async (fault) => {
    fake.isXmlOnly = true;
    const server = await openPlex(fake);
    fake.fault(fault);
    await expect(readAll(server)).rejects.toThrow("sent a damaged document");
    const bomb = `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><MediaContainer title="&c;"/>`;
    fake.fault({ body: bomb });
    await expect(readAll(server)).rejects.toThrow("sent a damaged document");
  });

  it.each([
    ["{}", "not an answer of Plex (MediaContainer is wrong)"],
    ['{"MediaContainer":{"Directory":7}}', "MediaContainer.Directory is wrong"],
    ["<Other/>", "MediaContainer is wrong"],
  ])("refuses an answer of another shape: %s", async (body, sentence) => {
    fake.fault({ body });
    await expect(readAll(await openPlex(fake))).rejects.toThrow(sentence);
  });

  it("says that the token is wrong, or that this is no Plex server", async () => {
    await expect((await openPlex({ url: fake.url, token: "wrong" })).check(signal)).rejects.toThrow(
      "refused the token (401)",
    );
    fake.fault({ body: '{"MediaContainer":{"size":0}}' });
    await expect((await openPlex(fake)).check(signal)).rejects.toThrow("is not a Plex server");
    fake.fault({ status: 404 });
    await expect((await openPlex(fake)).check(signal)).rejects.toThrow("nothing at this address (404)");
  });
});
