/** What every catalog adapter owes its callers, run against an in-process vendor that fails in each known way. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { VendorFault, VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { Integration } from "../integration.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";

/** One adapter and the vendor it is to be tested against. */
export interface CatalogUnderTest<Settings extends Record<string, unknown>> {
  readonly adapter: Integration<Settings, Catalog>;
  readonly vendor: VendorServer & { books: CatalogEntry[] };
  readonly settings: Settings;
}

const DUNE: CatalogEntry = {
  audibleId: "B002V1OF70",
  title: "Dune & Dünen",
  subtitle: "Book 1 of the Sand",
  author: "Frank Herbert, Scott Brick",
  narrator: "Scott Brick",
  seriesTitle: "Dünen",
  seriesPosition: "1",
  language: "german",
  isAbridged: true,
  description: "Sand.",
  coverArtUrl: "https://covers.example/dune.jpg",
  durationMinutes: 1263,
  releaseDate: "2006-12-31",
  rating: 4.7,
  genres: ["Science Fiction"],
};
const BARE: CatalogEntry = {
  audibleId: "177424599X",
  title: "Bare",
  subtitle: null,
  author: "Nobody",
  narrator: null,
  seriesTitle: null,
  seriesPosition: null,
  language: null,
  isAbridged: null,
  description: null,
  coverArtUrl: null,
  durationMinutes: null,
  releaseDate: null,
  rating: null,
  genres: [],
};

const FAULTS: readonly [VendorFault, typeof UpstreamRejectedError | typeof UpstreamUnavailableError][] = [
  ["rate_limited", UpstreamUnavailableError],
  ["server_error", UpstreamUnavailableError],
  ["silent", UpstreamUnavailableError],
  ["slow_body", UpstreamUnavailableError],
  ["dropped", UpstreamUnavailableError],
  ["oversized", UpstreamRejectedError],
  ["html", UpstreamRejectedError],
  ["empty", UpstreamRejectedError],
  ["truncated", UpstreamRejectedError],
  ["malformed", UpstreamRejectedError],
];

/** @param setUp starts a vendor; it is closed after the last test. */
export function describeCatalog<Settings extends Record<string, unknown>>(
  name: string,
  setUp: () => Promise<CatalogUnderTest<Settings>>,
): void {
  describe(`${name} as a catalog`, () => {
    let test: CatalogUnderTest<Settings>;
    let catalog: Catalog;
    const { signal } = new AbortController();

    beforeAll(async () => {
      test = await setUp();
      const many = Array.from({ length: 21 }, (_, index) => ({
        ...BARE,
        audibleId: `M${index}`,
        title: "One of many",
      }));
      test.vendor.books = [DUNE, BARE, ...many];
      catalog = await test.adapter.open(test.settings, makeIntegrationRuntime());
    });
    afterAll(() => test.vendor.close());

    it("finds books by what people type", async () => {
      expect(await catalog.search("dune & dün", 1, signal)).toEqual({ entries: [DUNE], hasNextPage: false });
    });

    it("finds nothing without calling it an error", async () => {
      expect(await catalog.search("nobody wrote this", 1, signal)).toEqual({ entries: [], hasNextPage: false });
    });

    it("gives twenty a page, and says whether there are more", async () => {
      const [first, second] = [await catalog.search("of many", 1, signal), await catalog.search("of many", 2, signal)];
      expect([first.entries.length, first.hasNextPage]).toEqual([20, true]);
      expect([second.entries.length, second.hasNextPage]).toEqual([1, false]);
      expect(new Set([...first.entries, ...second.entries].map(({ audibleId }) => audibleId)).size).toBe(21);
    });

    it("finds a book by its id, with null for what is not known", async () => {
      expect(await catalog.find(DUNE.audibleId, signal)).toEqual(DUNE);
      expect(await catalog.find(BARE.audibleId, signal)).toEqual(BARE);
    });

    it("knows no book by another id, nor by one that would change the address", async () => {
      for (const id of ["B000000000", "../books", "B002V1OF70/x", "?page=1", ".."]) {
        expect(await catalog.find(id, signal), id).toBeNull();
      }
    });

    it("lists what is popular, the most popular first, and what is new, the newest first", async () => {
      const { books } = test.vendor;
      const rated = (audibleId: string, rating: number, releaseDate: string) => ({
        ...BARE,
        audibleId,
        rating,
        releaseDate,
      });
      const lastYear = String(new Date().getFullYear() - 1);
      test.vendor.books = [
        rated("L1", 3, `${lastYear}-01-01`),
        rated("L2", 5, "2001-01-01"),
        rated("L3", 4, "2002-01-01"),
      ];
      const idsOn = async (shelf: "popular" | "new") =>
        (await catalog.shelf(shelf, signal)).map(({ audibleId }) => audibleId);
      expect([await idsOn("popular"), await idsOn("new")]).toEqual([
        ["L2", "L3", "L1"],
        ["L1", "L3", "L2"],
      ]);
      test.vendor.books = books;
    });

    it.each([
      ["author", "Frank Herbert"],
      ["narrator", "Scott Brick"],
      ["series", "Dünen"],
    ] as const)("lists the books of one %s, and of nobody else", async (kinship, name) => {
      expect(await catalog.kin(kinship, name, 1, signal)).toEqual({ entries: [DUNE], hasNextPage: false });
      expect(await catalog.kin(kinship, "Herbert Brick", 1, signal)).toEqual({ entries: [], hasNextPage: false });
    });

    it("lists a series in its order", async () => {
      const { books } = test.vendor;
      const third = { ...DUNE, audibleId: "B00DUNE003", seriesPosition: "3" };
      const second = { ...DUNE, audibleId: "B00DUNE002", seriesPosition: "2" };
      test.vendor.books = [third, BARE, DUNE, second];
      expect((await catalog.kin("series", "Dünen", 1, signal)).entries).toEqual([DUNE, second, third]);
      test.vendor.books = books;
    });

    it("says in a sentence that all is well", async () => {
      expect((await catalog.check(signal)).message).toMatch(/^[A-Z].*\.$/);
    });

    it.each(FAULTS)("turns %s into an error of the right kind, and works again afterwards", async (fault, type) => {
      // Only for what never ends is it worth giving up early: a busy machine is slow, too.
      const isEndless = fault === "silent" || fault === "slow_body";
      const impatient = await test.adapter.open(test.settings, makeIntegrationRuntime(isEndless ? 300 : 10_000));
      for (const ask of [
        () => impatient.search("dune", 1, signal),
        () => impatient.find(DUNE.audibleId, signal),
        () => impatient.shelf("popular", signal),
        () => impatient.kin("series", "Dünen", 1, signal),
        () => impatient.check(signal),
      ]) {
        test.vendor.fault(fault);
        const error = await ask().then(
          () => expect.unreachable("it was expected to fail"),
          (reason: Error) => reason,
        );
        expect(error).toBeInstanceOf(type);
        expect(error.message).toMatch(/^[A-Z].*\.$/);
        if (fault === "rate_limited") expect(error).toMatchObject({ facts: { status: 429, retryAfterSeconds: 7 } });
      }
      expect(await catalog.find(DUNE.audibleId, signal)).toEqual(DUNE);
    });

    it("stops when the caller gives up, with the caller's reason", async () => {
      test.vendor.fault("silent");
      const controller = new AbortController();
      const reason = new Error("shutting down");
      const search = catalog.search("dune", 1, controller.signal);
      setTimeout(() => controller.abort(reason), 50);
      await expect(search).rejects.toBe(reason);
    });
  });
}
