import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamUnavailableError } from "../../errors.ts";
import { only, startAudibleFake, type AudibleFake } from "../../testing/fakes/audible.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { HttpClient } from "../http-client.ts";
import { audible } from "./audible.ts";
import { describeCatalog } from "./catalog.contract.ts";
import type { CatalogEntry } from "./catalog.ts";
import { catalogs } from "./registry.ts";

const { signal } = new AbortController();
/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9";

describeCatalog("Audible", async () => {
  const vendor = await startAudibleFake();
  const settings = { region: "us" as const, url: `${vendor.url}/`, audnexus_url: nowhere };
  return { adapter: audible, vendor, settings };
});

const dune: CatalogEntry = {
  audibleId: "B002V1OF70",
  title: "Dune",
  subtitle: "Dune Chronicles, Book 1",
  author: "Frank Herbert",
  narrator: "Scott Brick, Simon Vance",
  seriesTitle: "Dune Chronicles",
  seriesPosition: "1",
  language: "english",
  isAbridged: false,
  description: "Sand.",
  coverArtUrl: "https://covers.example/dune.jpg",
  durationMinutes: 1263,
  releaseDate: "2006-12-31",
  rating: 4.7,
  genres: ["Science Fiction"],
};

describe("audible", () => {
  let fake: AudibleFake;
  beforeEach(async () => void (fake = await startAudibleFake()));
  afterEach(() => fake.close());

  const warnings: string[] = [];
  const open = (settings: Record<string, string> = {}) =>
    audible.open(audible.settings.parse({ url: fake.url, audnexus_url: fake.url, ...settings }), {
      ...makeIntegrationRuntime(),
      log: (_, message) => void warnings.push(message),
    });
  const product = (values: object) => ({
    body: JSON.stringify({ product: { asin: "B002V1OF70", title: "Dune", ...values } }),
  });
  const findAs = async (values: object) => {
    fake.fault(product(values));
    return (await open()).find("B002V1OF70", signal);
  };

  it("is in the registry under its name", () => {
    expect(catalogs.audible).toBe(audible);
  });

  it("asks for one page of everything it reads, from page 0 on", async () => {
    await (await open()).search("dune herbert", 3, signal);
    expect(Object.fromEntries(fake.requests[0]!.searchParams)).toMatchObject({
      keywords: "dune herbert",
      num_results: "20",
      page: "2",
      response_groups: expect.stringContaining("contributors"),
    });
  });

  it.each([
    ["us", "https://api.audible.com/1.0/catalog/products"],
    ["uk", "https://api.audible.co.uk/1.0/catalog/products"],
    ["jp", "https://api.audible.co.jp/1.0/catalog/products"],
    ["br", "https://api.audible.com.br/1.0/catalog/products"],
  ])("asks the Audible of region %s at %s", async (region, address) => {
    const asked: string[] = [];
    const http: HttpClient = { request: (url) => (asked.push(url), Promise.reject(new Error("no network in tests"))) };
    const catalog = await audible.open(audible.settings.parse({ region }), { ...makeIntegrationRuntime(), http });
    await expect(catalog.search("dune", 1, signal)).rejects.toThrow("no network");
    expect(asked).toEqual([address]);
  });

  it("leaves out stubs, podcasts, odd products, and what it has given already", async () => {
    const products = [
      { asin: "B000000001", title: "Kept" },
      { asin: "B000000002" },
      { asin: "B000000003", title: "" },
      { asin: "B000000004", title: "A show", content_type: "Podcast" },
      { title: "Without an id" },
      "nonsense",
      { asin: "B000000001", title: "Kept" },
    ];
    fake.fault({ body: JSON.stringify({ products, total_results: "21" }) });
    const { entries, hasNextPage } = await (await open()).search("x", 1, signal);
    expect(entries.map(({ title }) => title)).toEqual(["Kept"]);
    expect(hasNextPage).toBe(true);
  });

  it("ends when a page is empty, whatever it says of a total", async () => {
    fake.fault({ body: JSON.stringify({ products: [], total_results: 900 }) });
    expect(await (await open()).search("x", 30, signal)).toEqual({ entries: [], hasNextPage: false });
  });

  describe("what it lists by itself", () => {
    const days = (ahead: number) => new Date(Date.now() + ahead * 24 * 3_600_000).toISOString().slice(0, 10);
    const book = (audibleId: string, more: Partial<CatalogEntry> = {}) => ({ ...dune, audibleId, ...more });
    const idsOf = (entries: readonly CatalogEntry[]) => entries.map(({ audibleId }) => audibleId);

    it("leaves out what is not out yet, or does not say when", async () => {
      fake.books = [book("OUT"), book("TOMORROW", { releaseDate: days(2) }), book("UNKNOWN", { releaseDate: null })];
      const catalog = await open();
      expect(idsOf(await catalog.shelf("popular", signal))).toEqual(["OUT"]);
      expect(idsOf(await catalog.shelf("new", signal))).toEqual(["OUT"]);
    });

    it("looks among the best-selling for what is new, when the newest pages are all of what is to come", async () => {
      const toCome = Array.from({ length: 300 }, (_, index) => book(`P${index}`, { releaseDate: days(9), rating: 1 }));
      fake.books = [...toCome, book("NEW", { releaseDate: days(-9), rating: 5 }), book("OLD", { rating: 5 })];
      expect(idsOf(await (await open()).shelf("new", signal))).toEqual(["NEW"]);
      expect(fake.requests).toHaveLength(8);
    });

    it("gives a hundred at the most, each once", async () => {
      fake.books = Array.from({ length: 180 }, (_, index) => book(`P${index}`, { releaseDate: days(-index) }));
      const entries = await (await open()).shelf("new", signal);
      expect(entries).toHaveLength(100);
      expect(new Set(idsOf(entries)).size).toBe(100);
    });

    it("takes nobody for an author whose name only has the same words", async () => {
      fake.books = [
        book("HIS"),
        book("OTHER", { author: "Herbert Frank" }),
        book("BOTH", { author: "Ann Lee, Frank Herbert" }),
      ];
      const { entries } = await (await open()).kin("author", "frank  herbert", 1, signal);
      expect(idsOf(entries)).toEqual(["HIS", "BOTH"]);
    });

    it("knows no books of a series that it does not know", async () => {
      fake.books = [dune];
      expect(await (await open()).kin("series", "Foundation", 1, signal)).toEqual({ entries: [], hasNextPage: false });
    });
  });

  it("counts who wrote a foreword or translated among the authors only when there is nobody else", async () => {
    const authors = ["Albert Einstein - foreword", "Galileo Galilei", "Stillman Drake - translator"].map((name) => ({
      name,
    }));
    expect(await findAs({ authors })).toMatchObject({ author: "Galileo Galilei" });
    expect(await findAs({ authors: authors.slice(2) })).toMatchObject({ author: "Stillman Drake - translator" });
    expect(await findAs({ authors: "none" })).toMatchObject({ author: "" });
  });

  it("takes the largest cover that is an address", async () => {
    const product_images = {
      500: "https://x.example/500.jpg",
      1024: "javascript:alert(1)",
      1000: 7,
      "": "https://x.example/0.jpg",
    };
    expect(await findAs({ product_images })).toMatchObject({ coverArtUrl: "https://x.example/500.jpg" });
  });

  it("names each genre once, from the widest to the narrowest", async () => {
    const ladder = (...names: string[]) => ({ root: "Genres", ladder: names.map((name) => ({ name })) });
    const category_ladders = [ladder("Fiction", "Space Opera"), ladder("Fiction", "Adventure"), "odd"];
    expect(await findAs({ category_ladders })).toMatchObject({ genres: ["Fiction", "Space Opera", "Adventure"] });
  });

  it.each([
    [{ runtime_length_min: "970" }, { durationMinutes: 970 }],
    [{ runtime_length_min: -1 }, { durationMinutes: null }],
    [{ release_date: "2021-05-04T07:00:00Z" }, { releaseDate: "2021-05-04" }],
    [{ release_date: "2021-13-04" }, { releaseDate: null }],
    [{ release_date: "soon" }, { releaseDate: null }],
    [{ rating: { overall_distribution: { display_average_rating: "4.9", num_ratings: 3 } } }, { rating: 4.9 }],
    [{ rating: { overall_distribution: { display_average_rating: 9, num_ratings: 3 } } }, { rating: null }],
    [{ rating: "good" }, { rating: null }],
    [{ publisher_summary: "<p>One &amp; two.</p><p>Three.</p>" }, { description: "One & two.\n\nThree." }],
    [{ publisher_summary: 7 }, { description: null }],
    [{ narrators: [{ name: "A" }, { name: "A" }, {}] }, { narrator: "A" }],
    [{ subtitle: " A\nNovel " }, { subtitle: "A Novel" }],
    [{ subtitle: "" }, { subtitle: null }],
    [{ language: "German" }, { language: "german" }],
    [{ language: { code: "de" } }, { language: null }],
    [{ format_type: "abridged" }, { isAbridged: true }],
    [{ format_type: "Unabridged" }, { isAbridged: false }],
    [{ format_type: "original_recording" }, { isAbridged: null }],
    [{ series: [{ title: "Dune", sequence: "1-3" }] }, { seriesTitle: "Dune", seriesPosition: "1-3" }],
    [{ series: [{ title: "Dune", sequence: 2 }] }, { seriesTitle: "Dune", seriesPosition: "2" }],
    [{ series: [{ title: "Dune", sequence: "" }] }, { seriesTitle: "Dune", seriesPosition: null }],
    [{ series: [{ sequence: "1" }, "odd"] }, { seriesTitle: null, seriesPosition: null }],
    [{ series: "Dune" }, { seriesTitle: null, seriesPosition: null }],
    [
      {
        series: [
          { title: "Sands", sequence: "4" },
          { title: "Dune", sequence: "1" },
        ],
        publication_name: "Dune",
      },
      { seriesTitle: "Dune", seriesPosition: "1" },
    ],
  ])("reads %j as %j", async (values, entry) => {
    expect(await findAs(values)).toMatchObject(entry);
  });

  it.each([
    ["[]", "not a book (its answer is wrong)"],
    ['{"product":{}}', "product.asin is wrong"],
  ])("refuses an answer of another shape: %s", async (body, sentence) => {
    fake.fault({ body });
    await expect((await open({ audnexus_url: nowhere })).find("B002V1OF70", signal)).rejects.toThrow(sentence);
  });

  it("finds an id whatever its case", async () => {
    fake.books = [dune];
    expect(await (await open()).find("b002v1of70", signal)).toEqual(dune);
  });

  describe("with Audnexus", () => {
    it.each([
      ["no longer sold", undefined],
      ["not there", { status: 404 }],
      ["out of order", "server_error"],
      ["overrun", "rate_limited"],
      ["asking for a robot check", "html"],
    ] as const)("finds a book that is %s at Audible", async (_, fault) => {
      fake.kept = [dune];
      if (fault) fake.fault(fault, { only: only.audible });
      expect(await (await open()).find(dune.audibleId, signal)).toEqual(dune);
      expect(fake.requests.at(-1)?.search).toBe("?region=us");
    });

    it("does not ask it for what Audible knows, nor where it has no store", async () => {
      fake.books = [dune];
      await (await open()).find(dune.audibleId, signal);
      expect(await (await open({ region: "br" })).find("B000000000", signal)).toBeNull();
      expect(fake.requests.filter(only.audnexus)).toEqual([]);
    });

    it.each([
      ["not known", { status: 404, body: '{"error":{"code":"NOT_FOUND"}}' }],
      ["not a valid id", { status: 400, body: '{"error":{"code":"BAD_REQUEST"}}' }],
      ["not out yet", { status: 500, body: '{"message":"Release date is in the future"}' }],
    ])("takes %s for an answer", async (_, answer) => {
      warnings.length = 0;
      fake.fault(answer, { only: only.audnexus });
      expect(await (await open()).find("B000000000", signal)).toBeNull();
      expect(warnings).toEqual([]);
    });

    it.each([
      ["server_error", "has a problem of its own (500)"],
      ["rate_limited", "429"],
      ["html", "not JSON"],
      ["empty", "not JSON"],
    ] as const)("believes Audible when that knows no such book and Audnexus fails: %s", async (fault, sentence) => {
      warnings.length = 0;
      fake.fault(fault, { only: only.audnexus });
      expect(await (await open()).find("B000000000", signal)).toBeNull();
      expect(warnings).toEqual([expect.stringContaining(sentence)]);
    });

    it("finds nothing where Audible says 404 and Audnexus does not know the book either", async () => {
      fake.fault({ status: 404 }, { only: only.audible });
      expect(await (await open()).find("B000000000", signal)).toBeNull();
    });

    it("says null for what Audnexus does not know of a book", async () => {
      fake.kept = [
        {
          ...dune,
          subtitle: null,
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
        },
      ];
      expect(await (await open()).find(dune.audibleId, signal)).toEqual(fake.kept[0]);
    });

    it("takes the second of its series when only that one says the place", async () => {
      const series = { seriesPrimary: { name: "Arrakis" }, seriesSecondary: { name: "Dune", position: "3" } };
      fake.fault({ body: JSON.stringify({ asin: dune.audibleId, title: "Dune", ...series }) }, { only: only.audnexus });
      const entry = await (await open()).find(dune.audibleId, signal);
      expect(entry).toMatchObject({ seriesTitle: "Dune", seriesPosition: "3" });
    });

    it("throws what Audible said when Audnexus does not know the book either", async () => {
      fake.fault("rate_limited", { only: only.audible });
      const attempt = (await open()).find("B000000000", signal);
      await expect(attempt).rejects.toBeInstanceOf(UpstreamUnavailableError);
      await expect(attempt).rejects.toMatchObject({ facts: { integration: "Audible catalog", retryAfterSeconds: 7 } });
    });

    it("leaves it alone for as long as it says", async () => {
      const catalog = await open();
      fake.fault("rate_limited", { only: only.audnexus });
      for (let times = 0; times < 3; times += 1) await catalog.find("B000000000", signal);
      expect(fake.requests.filter(only.audnexus)).toHaveLength(1);
    });

    it("says in check whether both answer", async () => {
      fake.books = [{ ...dune, title: "The Dune" }];
      const message =
        "Answers for the region us, and finds 1 books; Audnexus, which stands in for it, answers as well.";
      expect(await (await open()).check(signal)).toEqual({ version: null, message });
      expect((await (await open({ audnexus_url: nowhere })).check(signal)).message).toMatch(/it, does not answer\.$/);
    });
  });

  it.each([
    [{ region: "xx" }, "region"],
    [{ url: "file:///books" }, "url"],
    [{ audnexus_url: "audnex" }, "audnexus_url"],
  ])("refuses settings that cannot work: %j", (wrong, field) => {
    expect(audible.settings.safeParse(wrong).error?.issues.map(({ path }) => path[0])).toEqual([field]);
    expect(audible.settings.parse({})).toEqual({ region: "us", audnexus_url: "https://api.audnex.us" });
  });
});
