import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let catalog: CatalogFake;
beforeAll(async () => {
  catalog = await startCatalogFake();
  const settings = { "catalog.type": "sandbox", "catalog.url": catalog.url, "media_server.type": null };
  world = await startWorld({ settings });
});
afterAll(async () => {
  await world.close();
  await catalog.close();
});

const facts = {
  subtitle: null,
  seriesTitle: null,
  seriesPosition: null,
  language: null,
  isAbridged: null,
  description: null,
  narrator: null,
  coverArtUrl: null,
  durationMinutes: null,
  releaseDate: null,
  rating: null,
  genres: [],
};
const search = `{ searchCatalog(query: "austen") { entries { audibleId isInLibrary audiobook { availabilityStatus } } } }`;

describe("an entry of the catalog", () => {
  it("is in the library when its ASIN or its title is there, or the book is available, whoever asked for it", async () => {
    const titles = ["Emma", "Persuasion", "Northanger Abbey", "Lady Susan"];
    catalog.books = titles.map((title, index) => ({
      audibleId: `B00000000${index}`,
      title,
      author: "Jane Austen",
      ...facts,
    }));
    await world.sql(
      `insert into library_items (media_server, item_id, guid, library_id, title, title_key, author, asin, path) values
         ('plex', '1', 'g1', '2', 'Emma (BBC)', 'emma bbc', 'BBC', 'B000000000', '/1'),
         ('plex', '2', 'g2', '2', 'Persuasion', 'persuasion', 'Jane Austen', null, '/2')`,
    );
    await world.sql(
      "insert into audiobooks (title, author, audible_id, availability_status) values ('Northanger Abbey', 'Jane Austen', 'B000000002', 'available')",
    );
    const { searchCatalog } = await world.admin.ask(search);
    expect(searchCatalog.entries).toEqual([
      { audibleId: "B000000000", isInLibrary: true, audiobook: null },
      { audibleId: "B000000001", isInLibrary: true, audiobook: null },
      { audibleId: "B000000002", isInLibrary: true, audiobook: { availabilityStatus: "AVAILABLE" } },
      { audibleId: "B000000003", isInLibrary: false, audiobook: null },
    ]);
  });
});
