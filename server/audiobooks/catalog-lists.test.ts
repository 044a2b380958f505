import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import { countStatements } from "../testing/statements.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let catalog: CatalogFake;
let isDown = false;
beforeAll(async () => {
  catalog = await startCatalogFake();
  catalog.fault("server_error", { times: Number.POSITIVE_INFINITY, only: () => isDown });
  const settings = { "catalog.type": "sandbox", "catalog.url": catalog.url, "media_server.type": null };
  world = await startWorld({ settings });
});
afterAll(async () => {
  await world.close();
  await catalog.close();
});
beforeEach(async () => {
  await world.sql("delete from catalog_lists");
  catalog.requests.length = 0;
  isDown = false;
  catalog.books = [book("B1", { rating: 3 }), book("B2", { rating: 5, releaseDate: "2020-02-02" })];
});

const nothing = { subtitle: null, narrator: null, description: null, coverArtUrl: null, durationMinutes: null };
const book = (audibleId: string, more: object = {}) => ({
  ...nothing,
  audibleId,
  title: `Title of ${audibleId}`,
  author: "Jane Austen",
  seriesTitle: null,
  seriesPosition: null,
  language: "english",
  isAbridged: null,
  releaseDate: "2021-01-01",
  rating: null,
  genres: [],
  ...more,
});
const ids = (entries: readonly { audibleId: string }[]) => entries.map(({ audibleId }) => audibleId);
const popular = async () =>
  ids((await world.admin.ask("{ catalogBooks(list: POPULAR) { entries { audibleId } } }")).catalogBooks.entries);
const age = (hours: number) =>
  world.sql("update catalog_lists set read_at = now() - make_interval(hours => $1), wanted_at = null", [hours]);

describe("what the catalog lists by itself", () => {
  it("is asked of the catalog once, and kept for everybody", async () => {
    expect([await popular(), await popular()]).toEqual([
      ["B2", "B1"],
      ["B2", "B1"],
    ]);
    expect(catalog.requests).toHaveLength(1);
    const stranger = await world.client().send("{ catalogBooks(list: POPULAR) { hasNextPage } }");
    expect(stranger.errors?.[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
  });

  it("is shown as it was while the catalog is down, and is then asked for at most once an hour", async () => {
    await popular();
    await age(13);
    isDown = true;
    for (let times = 0; times < 3; times += 1) expect(await popular()).toEqual(["B2", "B1"]);
    const jobs = await world.sql("select from jobs where type = 'refresh_catalog'");
    expect(jobs).toHaveLength(1);
  });

  it("is read anew in the background when it is old", async () => {
    await popular();
    await age(13);
    catalog.books = [book("B3"), ...catalog.books];
    expect(await popular()).toEqual(["B2", "B1"]);
    await expect.poll(popular, { timeout: 15_000 }).toContain("B3");
  });

  it("is not replaced by nothing", async () => {
    await popular();
    catalog.books = [];
    const { runJob } = await world.admin.ask(`mutation { runJob(input: { type: "refresh_catalog" }) { id } }`);
    const done = async () => (await world.admin.ask(`{ job(id: "${runJob.id}") { status result } }`)).job;
    await expect.poll(done, { timeout: 15_000 }).toMatchObject({ status: "COMPLETED", result: { popular: 0, new: 0 } });
    expect(await popular()).toEqual(["B2", "B1"]);
  });

  it("is another one when another catalog is set up", async () => {
    await popular();
    await world.configure({ "catalog.url": `${catalog.url}/` });
    catalog.books = [book("B9")];
    expect(await popular()).toEqual(["B9"]);
    await world.configure({ "catalog.url": catalog.url });
  });

  it("is nothing while no catalog is set up", async () => {
    await world.configure({ "catalog.type": null });
    expect(await popular()).toEqual([]);
    await world.configure({ "catalog.type": "sandbox" });
  });

  it("comes in pages, whose books lead to those here by one statement for all of them", async () => {
    catalog.books = Array.from({ length: 20 }, (_, index) => book(`C${index}`));
    await world.sql(
      "insert into audiobooks (title, author, audible_id) select 'Book ' || n, 'X', 'C' || n from generate_series(0, 19) n",
    );
    const query = `{ catalogBooks(list: NEW) { hasNextPage entries { isInLibrary audiobook { title viewerRequest { status } } } } }`;
    await world.admin.ask(query);
    const seen = await countStatements(world.database.roles.app, async () => {
      const { entries } = (await world.admin.ask(query)).catalogBooks;
      expect(entries[7].audiobook.title).toMatch(/^Book \d+$/);
    });
    expect(seen.filter((text) => /"audiobooks"/.test(text))).toHaveLength(1);
    expect((await world.admin.send("{ catalogBooks(list: NEW, page: 0) { hasNextPage } }")).errors).toHaveLength(1);
  });
});

describe("searchCatalog with a filter", () => {
  const search = async (filter: string, query = "") =>
    ids((await world.admin.ask(`{ searchCatalog(query: "${query}", filter: { ${filter} }) { entries { audibleId } } }`)).searchCatalog.entries); // prettier-ignore

  it("lists the books of an author, a narrator and a series, a series in its order", async () => {
    const series = (number: string) => ({ seriesTitle: "Emma", seriesPosition: number, narrator: "Ann Lee" });
    catalog.books = [
      book("S2", series("2")),
      book("S1", series("1")),
      book("X", { author: "Nobody", language: "german" }),
    ];
    expect(await search(`series: "Em"`)).toEqual([]);
    expect(await search(`series: "emma"`)).toEqual(["S1", "S2"]);
    expect(await search(`narrator: "Ann Lee"`)).toEqual(["S2", "S1"]);
    expect(await search(`author: "Jane Austen"`)).toEqual(["S2", "S1"]);
    expect(await search(`author: "Jane Austen"`, "of s1")).toEqual(["S1"]);
    expect(await search(`author: "Jane Austen", language: "German"`)).toEqual([]);
    expect(await search(`language: "German"`, "title")).toEqual(["X"]);
  });

  it("refuses a name that is none", async () => {
    for (const name of ["x".repeat(256), "\\u0000"]) {
      const { errors } = await world.admin.send(
        `{ searchCatalog(query: "", filter: { author: "${name}" }) { hasNextPage } }`,
      );
      expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
    }
  });
});

describe("a book of the catalog", () => {
  it("is found by its id, and stays there while the catalog is down", async () => {
    const find = async (id: string) =>
      (await world.admin.ask(`{ catalogEntry(audibleId: "${id}") { title } }`)).catalogEntry;
    expect(await find("B1")).toEqual({ title: "Title of B1" });
    expect(await find("B7")).toBeNull();
    isDown = true;
    expect(await find("B1")).toEqual({ title: "Title of B1" });
  });

  it("is asked for without another question to the catalog when a list has it", async () => {
    await popular();
    const { createRequest } = await world.admin.ask(
      `mutation { createRequest(input: { audibleId: "B2" }) { audiobook { title rating } } }`,
    );
    expect(createRequest.audiobook).toEqual({ title: "Title of B2", rating: 5 });
    expect(catalog.requests).toHaveLength(1);
  });
});
