import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let catalog: CatalogFake;
beforeAll(async () => {
  catalog = await startCatalogFake();
  const settings = { "catalog.type": "sandbox", "catalog.url": catalog.url, "media_server.type": null };
  world = await startWorld({ settings });
  const nothing = { subtitle: null, narrator: null, description: null, coverArtUrl: null, durationMinutes: 60 };
  catalog.books = Array.from({ length: 6 }, (_, index) => ({
    ...nothing,
    audibleId: `D${index + 1}`,
    title: `Dune ${index + 1}`,
    author: "Frank Herbert",
    seriesTitle: "Dune",
    seriesPosition: String(index + 1),
    language: "english",
    isAbridged: null,
    releaseDate: null,
    rating: null,
    genres: [],
  }));
});
afterAll(async () => {
  await world.close();
  await catalog.close();
});

const askFor = async (who: { ask: TestWorld["admin"]["ask"] }, ...audibleIds: string[]) => {
  const { createRequests } = await who.ask(
    `mutation ($input: CreateRequestsInput!) {
       createRequests(input: $input) { requests { status audiobook { audibleId } } leftOut { audibleId code message } }
     }`,
    { input: { audibleIds } },
  );
  return {
    asked: createRequests.requests.map(({ audiobook }: any) => audiobook.audibleId),
    leftOut: createRequests.leftOut,
    statuses: new Set(createRequests.requests.map(({ status }: any) => status)),
  };
};
const setting = (values: Record<string, string | null>) => world.configure(values);

describe("asking for the rest of a series", () => {
  it("leaves out what the viewer has asked for and what is there, and asks for the others each once", async () => {
    const reader = await world.signUp("reader");
    await askFor(reader, "D1");
    await world.sql(
      "insert into audiobooks (title, author, audible_id, availability_status) values ('Dune 2', 'Frank Herbert', 'D2', 'available')",
    );
    const { asked, leftOut } = await askFor(reader, "D1", "D2", "D4", "D3", "D4");
    expect(asked).toEqual(["D4", "D3"]);
    expect(leftOut).toEqual([
      { audibleId: "D1", code: "CONFLICT", message: "You have asked for it already." },
      { audibleId: "D2", code: "CONFLICT", message: "It is in the library already." },
    ]);
  });

  it("asks for as many as the quota lets, and says which are left and why", async () => {
    const saver = await world.signUp("saver");
    await setting({ "requests.quota": "2", "requests.auto_approve": "false" });
    await world.sql("delete from requests");
    const { asked, leftOut, statuses } = await askFor(saver, "D3", "D4", "D5", "D6");
    await setting({ "requests.quota": null, "requests.auto_approve": null });
    expect([asked, statuses]).toEqual([["D3", "D4"], new Set(["AWAITING_APPROVAL"])]);
    expect(leftOut).toEqual(
      ["D5", "D6"].map((audibleId) => ({
        audibleId,
        code: "FORBIDDEN",
        message: expect.stringMatching(/^You may ask for 2 books in/),
      })),
    );
  });

  it("is not held up by a book that the catalog does not have", async () => {
    const finder = await world.signUp("finder");
    const { asked, leftOut } = await askFor(finder, "NONE", "D5");
    expect(asked).toEqual(["D5"]);
    expect(leftOut).toMatchObject([{ audibleId: "NONE", code: "NOT_FOUND" }]);
  });

  it("takes from a list that was shown, without a question to the catalog for each book", async () => {
    const lister = await world.signUp("lister");
    await world.sql("delete from requests");
    await world.sql("delete from audiobooks");
    await lister.ask(`{ searchCatalog(query: "", filter: { series: "Dune" }) { entries { audibleId } } }`);
    catalog.requests.length = 0;
    expect((await askFor(lister, "D1", "D2", "D3")).asked).toEqual(["D1", "D2", "D3"]);
    expect(catalog.requests).toEqual([]);
  });

  it("refuses none, and more than fifty", async () => {
    for (const audibleIds of [[], Array.from({ length: 51 }, (_, index) => `X${index}`)]) {
      await expect(askFor(world.admin, ...audibleIds)).rejects.toThrow("Ask for 1 to 50 books at a time.");
    }
  });
});
