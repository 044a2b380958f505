/** What a catalog tells of a book besides its title: kept, listed, brought up to date, and chosen by. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import type { TestClient } from "../testing/test-app.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let catalog: CatalogFake;
let ann: TestClient;
beforeAll(async () => {
  catalog = await startCatalogFake();
  world = await startWorld({ settings: { "catalog.type": "sandbox", "catalog.url": catalog.url } });
  ann = await world.signUp("ann");
});
afterAll(async () => {
  await world.close();
  await catalog.close();
});

const facts = "subtitle seriesTitle seriesPosition language isAbridged";
const create = `mutation ($input: CreateRequestInput!) {
  createRequest(input: $input) { id audiobook { id narrator durationMinutes ${facts} } }
}`;
const book = {
  audibleId: "B00TESTING",
  title: "The Time Machine",
  subtitle: "An Invention",
  author: "H. G. Wells",
  narrator: "A Reader",
  seriesTitle: "Scientific Romances",
  seriesPosition: "1",
  language: "english",
  isAbridged: false,
  description: null,
  coverArtUrl: null,
  durationMinutes: 200,
  releaseDate: "2010-01-01",
  rating: 4.5,
  genres: [],
};

describe("the facts of a catalog", () => {
  it("keeps and lists what the catalog tells of subtitle, series, language and abridgement", async () => {
    catalog.books = [{ ...book, audibleId: "B00FACTSOF" }];
    const { createRequest } = await ann.ask(create, { input: { audibleId: "B00FACTSOF" } });
    const told = {
      subtitle: book.subtitle,
      seriesTitle: book.seriesTitle,
      seriesPosition: "1",
      language: "english",
      isAbridged: false,
    };
    expect(createRequest.audiobook).toMatchObject(told);
    const { searchCatalog } = await ann.ask(`{ searchCatalog(query: "time machine") { entries { ${facts} } } }`);
    expect(searchCatalog.entries).toEqual([told]);
  });

  it("has the release chosen by all that the catalog tells", async () => {
    const telling = { subtitle: "Die Rückkehr", seriesTitle: "Star Wars", language: "german", isAbridged: true };
    catalog.books = [{ ...book, ...telling, title: "Star Wars", audibleId: "B00GERMANY", durationMinutes: null }];
    world.indexer.releases = [
      release("H. G. Wells - Star Wars: Die Rückkehr [M4B] [ENG]", { seeders: 90 }),
      release("H. G. Wells - Star Wars: Die Rückkehr (Ungekürzt) [M4B]", { seeders: 90 }),
      release("H. G. Wells - Star Wars: Die Rückkehr (Gekürzt) [MP3]"),
    ];
    const { createRequest } = await ann.ask(create, { input: { audibleId: "B00GERMANY" } });
    const { releases } = await world.reaches(createRequest.id, "DOWNLOADING");
    const judged = releases.map(({ torrentName, selected, refusal }: any) => [
      torrentName.replace("H. G. Wells - Star Wars", ""),
      selected,
      refusal,
    ]);
    expect(judged).toEqual(
      expect.arrayContaining([
        [": Die Rückkehr [M4B] [ENG]", false, "It is in English."],
        [": Die Rückkehr (Ungekürzt) [M4B]", false, expect.stringContaining("unabridged")],
        [": Die Rückkehr (Gekürzt) [MP3]", true, null],
      ]),
    );
  });

  it("keeps as much of a long text as its column holds", async () => {
    const long = { subtitle: "s".repeat(600), seriesTitle: "t".repeat(300), seriesPosition: "1".repeat(60) };
    catalog.books = [{ ...book, ...long, audibleId: "B00LONGONE", language: "l".repeat(60) }];
    const { createRequest } = await ann.ask(create, { input: { audibleId: "B00LONGONE" } });
    const lengths = Object.entries(createRequest.audiobook).map(([name, value]) => [name, String(value).length]);
    expect(Object.fromEntries(lengths)).toMatchObject({
      subtitle: 500,
      seriesTitle: 255,
      seriesPosition: 50,
      language: 50,
    });
  });

  it("looks a known book up again when the catalog had not told everything", async () => {
    const early = { ...book, audibleId: "B00NOTYETO", durationMinutes: null, narrator: null, seriesPosition: null };
    catalog.books = [early];
    await ann.ask(create, { input: { audibleId: early.audibleId } });
    catalog.books = [{ ...book, audibleId: early.audibleId }];
    const again = await world.admin.ask(create, { input: { audibleId: early.audibleId } });
    expect(again.createRequest.audiobook).toMatchObject({ narrator: "A Reader", seriesPosition: "1" });
    catalog.books = [{ ...book, audibleId: early.audibleId, narrator: "Somebody Else" }];
    const settled = await world.admin.ask(create, { input: { audibleId: early.audibleId } });
    expect(settled.createRequest.audiobook).toMatchObject({ narrator: "A Reader", durationMinutes: 200 });
  });

  it.each(["server_error", "html", { status: 404 }] as const)(
    "takes a known book as it is when the catalog answers %j",
    async (fault) => {
      const early = { ...book, audibleId: `B00FAULT${JSON.stringify(fault).length}`, language: null };
      catalog.books = [early];
      const { createRequest } = await ann.ask(create, { input: { audibleId: early.audibleId } });
      const asked = catalog.requests.length;
      catalog.fault(fault);
      const again = await world.admin.ask(create, { input: { audibleId: early.audibleId } });
      expect(again.createRequest.audiobook.id).toBe(createRequest.audiobook.id);
      expect(catalog.requests).toHaveLength(asked + 1);
    },
  );
});
