/** What every indexer adapter owes its callers, run against an in-process vendor that fails in each known way. */
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { FakeRelease } from "../../testing/fakes/torznab.ts";
import type { VendorAnswer, VendorFault, VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { Integration } from "../integration.ts";
import type { Indexer } from "./indexer.ts";

/** One adapter and the vendor it is to be tested against. */
export interface IndexerUnderTest<Settings extends Record<string, unknown>> {
  readonly adapter: Integration<Settings, Indexer>;
  /** `apiKey` is a secret that must never be seen in an error. */
  readonly vendor: VendorServer & { releases: FakeRelease[]; readonly apiKey: string };
  readonly settings: Settings;
  readonly settingsWithWrongKey: Settings;
  /** Errors that the vendor reports in its own documents, with status 200 or any other. */
  readonly reportedErrors: readonly { answer: VendorAnswer; type: "rejected" | "unavailable"; sentence: string }[];
}

const DUNE: FakeRelease = {
  title: "Frank Herbert - Dune (Unabridged) [M4B]",
  author: "Frank Herbert",
  indexerName: "A tracker",
  sizeBytes: 1_234_567_890,
  seeders: 12,
  leechers: 3,
  publishedAt: new Date("2024-03-01T10:00:00Z"),
  infoHash: "0123456789ABCDEF0123456789ABCDEF01234567",
};
const EMMA: FakeRelease = { title: "Jane Austen – Émma & friends", categories: [3030, 3010] };

const FAULTS: readonly [VendorFault, "rejected" | "unavailable"][] = [
  ["rate_limited", "unavailable"],
  ["server_error", "unavailable"],
  ["silent", "unavailable"],
  ["slow_body", "unavailable"],
  ["dropped", "unavailable"],
  ["oversized", "rejected"],
  ["html", "rejected"],
  ["empty", "rejected"],
  ["truncated", "rejected"],
  ["malformed", "rejected"],
];
const ERRORS = { rejected: UpstreamRejectedError, unavailable: UpstreamUnavailableError };

/** @param setUp starts a vendor; it is closed after the last test. */
export function describeIndexer<Settings extends Record<string, unknown>>(
  name: string,
  setUp: () => Promise<IndexerUnderTest<Settings>>,
): void {
  describe(`${name} as an indexer`, () => {
    let test: IndexerUnderTest<Settings>;
    let indexer: Indexer;
    const { signal } = new AbortController();

    beforeAll(async () => {
      test = await setUp();
      test.vendor.releases = [DUNE, EMMA];
      indexer = await test.adapter.open(test.settings, makeIntegrationRuntime());
    });
    afterAll(() => test.vendor.close());

    /**
     * Opened anew, so that nothing it remembers hides a fault. Only for what never ends is it worth giving up early: a
     * busy machine is slow, too.
     */
    const openFor = (fault: VendorFault | null) =>
      test.adapter.open(
        test.settings,
        makeIntegrationRuntime(fault === "silent" || fault === "slow_body" ? 300 : 10_000),
      );

    async function failure(promise: Promise<unknown>): Promise<Error> {
      const error: Error = await promise.then(
        () => expect.unreachable("it was expected to fail"),
        (reason) => reason,
      );
      expect(inspect(error, { depth: 10 }), "no key in an error").not.toContain(test.vendor.apiKey);
      return error;
    }

    it("finds a release by title and author, with all that is known of it", async () => {
      const found = await indexer.search({ title: "Dune", author: "Frank Herbert" }, signal);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        title: DUNE.title,
        indexerName: "A tracker",
        sizeBytes: 1_234_567_890,
        seeders: 12,
        leechers: 3,
        publishedAt: DUNE.publishedAt,
        infoHash: DUNE.infoHash?.toLowerCase(),
        categories: [3030],
      });
      expect(found[0]?.torrentUrl).toMatch(/^http:\/\/127\.0\.0\.1/);
    });

    it("finds a release by title alone, and says null for what is not known", async () => {
      const [found] = await indexer.search({ title: "Émma" }, signal);
      expect(found).toMatchObject({
        title: EMMA.title,
        seeders: null,
        leechers: null,
        publishedAt: null,
        infoHash: null,
      });
    });

    it("finds nothing without calling it an error", async () => {
      expect(await indexer.search({ title: "Nobody wrote this", author: "Nobody" }, signal)).toEqual([]);
    });

    it("gives a release the same id in every search", async () => {
      const [first, second] = [
        await indexer.search({ title: "Dune" }, signal),
        await indexer.search({ title: "Dune", author: "Frank Herbert" }, signal),
      ];
      expect(first[0]?.guid).toBeTruthy();
      expect(first[0]?.guid).toBe(second[0]?.guid);
    });

    it("says in a sentence that all is well", async () => {
      expect((await indexer.check(signal)).message).toMatch(/^[A-Z].*\.$/);
    });

    it("refuses a wrong key in check and in search", async () => {
      const stranger = await test.adapter.open(test.settingsWithWrongKey, makeIntegrationRuntime());
      for (const attempt of [stranger.check(signal), stranger.search({ title: "Dune" }, signal)]) {
        const error = await failure(attempt);
        expect(error).toBeInstanceOf(UpstreamRejectedError);
        expect(error.message).toContain("key");
      }
    });

    it.each(FAULTS)("turns %s into an error of the right kind, and works again afterwards", async (fault, type) => {
      const impatient = await openFor(fault);
      test.vendor.fault(fault);
      const error = await failure(impatient.search({ title: "Dune" }, signal));
      expect(error).toBeInstanceOf(ERRORS[type]);
      expect(error.message).toMatch(/^[A-Z].*\.$/);
      if (fault === "rate_limited") expect(error).toMatchObject({ facts: { status: 429, retryAfterSeconds: 7 } });
      expect(await indexer.search({ title: "Dune" }, signal)).toHaveLength(1);
    });

    it.each(FAULTS)("notices %s in check", async (fault, type) => {
      const impatient = await openFor(fault);
      test.vendor.fault(fault);
      expect(await failure(impatient.check(signal))).toBeInstanceOf(ERRORS[type]);
    });

    it("passes on what the vendor reports, without keys", async () => {
      for (const { answer, type, sentence } of test.reportedErrors) {
        test.vendor.fault(answer);
        const error = await failure((await openFor(null)).search({ title: "Dune" }, signal));
        expect(error).toBeInstanceOf(ERRORS[type]);
        expect(error.message).toContain(sentence);
      }
    });

    it("stops when the caller gives up, with the caller's reason", async () => {
      test.vendor.fault("silent");
      const controller = new AbortController();
      const reason = new Error("shutting down");
      const search = failure(
        (await test.adapter.open(test.settings, makeIntegrationRuntime())).search({ title: "Dune" }, controller.signal),
      );
      setTimeout(() => controller.abort(reason), 50);
      expect(await search).toBe(reason);
    });

    it("describes each of its settings for people, and marks the key as a secret", async () => {
      const shape = (test.adapter.settings as unknown as z.ZodObject).shape;
      const described = Object.entries(shape).map(([key, schema]) => [key, z.globalRegistry.get(schema as z.ZodType)]);
      for (const [, meta] of described) expect(meta).toMatchObject({ label: expect.any(String) });
      expect(Object.fromEntries(described)).toMatchObject({ api_key: { secret: true } });
    });
  });
}
