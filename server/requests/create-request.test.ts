import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import type { TestClient } from "../testing/test-app.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

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

const create =
  "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id status audiobook { id title author narrator } } }";
const code = ({ errors }: { errors?: readonly any[] }) => errors?.[0]?.extensions.code;
const counts = () =>
  world.sql(
    "select (select count(*) from audiobooks) books, (select count(*) from requests) requests, (select count(*) from jobs where request_id is not null) jobs",
  );

describe("createRequest", () => {
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

  it("takes a book from the catalog, once, however often it is asked for", async () => {
    catalog.books = [book];
    const input = { audibleId: book.audibleId };
    const answers = await Promise.all([ann, ann, world.admin].map((who) => who.ask(create, { input })));
    const [first, second, other] = answers.map((answer) => answer.createRequest);
    expect(first).toMatchObject({ audiobook: { title: book.title, author: book.author, narrator: book.narrator } });
    expect(second.id).toBe(first.id);
    expect(other.id).not.toBe(first.id);
    expect(other.audiobook.id).toBe(first.audiobook.id);
  });

  it("says when the catalog has no such book, and leaves nothing behind", async () => {
    const before = await counts();
    expect(code(await ann.send(create, { input: { audibleId: "NOWHERE" } }))).toBe("NOT_FOUND");
    expect(await counts()).toEqual(before);
  });

  it("takes the same title and author for the same book, however they are typed", async () => {
    const { createRequest: first } = await ann.ask(create, { input: { title: "Middlemarch", author: "George Eliot" } });
    const { createRequest: again } = await ann.ask(create, {
      input: { title: "  middlemarch\n", author: "GEORGE   ELIOT" },
    });
    expect(again.id).toBe(first.id);
    const { createRequest: read } = await ann.ask(create, {
      input: { title: "Middlemarch", author: "George Eliot", narrator: "Juliet Stevenson" },
    });
    expect(read.audiobook.id).not.toBe(first.audiobook.id);
  });

  it("makes one request of two clicks at the same moment", async () => {
    world.searchGate.shut(); // the next search is due when this one has found nothing
    const ids = await Promise.all(Array.from({ length: 5 }, () => world.request("Silas Marner", "George Eliot", ann)));
    expect(new Set(ids).size).toBe(1);
    const { jobs } = await world.look(ids[0]!);
    expect(jobs.filter((job: any) => job.type === "search_indexers")).toHaveLength(1);
    world.searchGate.open();
  });

  it("refuses what cannot be meant, with a sentence for each field, and changes nothing", async () => {
    // What the requests above still do is not to be counted.
    await eventually(async () => expect(await world.sql("select from requests where blocker is null")).toEqual([]));
    const before = await counts();
    const wrong: [Record<string, unknown>, RegExp][] = [
      [{}, /in one way/],
      [{ title: "A Title" }, /author/],
      [{ title: "   ", author: "Somebody" }, /title/],
      [{ title: "x".repeat(501), author: "Somebody" }, /500/],
      [{ title: "A", author: "B", narrator: "n".repeat(256) }, /255/],
      [{ title: "A", author: "B", audibleId: "B00TESTING" }, /in one way/],
      [{ audiobookId: "not-an-id" }, /no id/],
    ];
    for (const [input, sentence] of wrong) {
      const answer = await ann.send(create, { input });
      expect(code(answer), JSON.stringify(input)).toBe("BAD_USER_INPUT");
      expect(answer.errors![0]!.message).toMatch(sentence);
    }
    const far = await world.admin.send(create, { input: { title: "A", author: "B", priority: 101 } });
    expect(code(far)).toBe("BAD_USER_INPUT");
    for (const input of [
      { title: "A", author: "B", priority: 1 },
      { title: "A", author: "B", onBehalfOfUserId: crypto.randomUUID() },
    ])
      expect(code(await ann.send(create, { input }))).toBe("FORBIDDEN");
    expect(await counts()).toEqual(before);
  });
});
