import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../testing/eventually.ts";
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

  const facts = "subtitle seriesTitle seriesPosition language isAbridged";
  const createWithFacts = create.replace("narrator", `narrator durationMinutes ${facts}`);

  it("keeps and lists what the catalog tells of subtitle, series, language and abridgement", async () => {
    catalog.books = [{ ...book, audibleId: "B00FACTSOF" }];
    const { createRequest } = await ann.ask(createWithFacts, { input: { audibleId: "B00FACTSOF" } });
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
      release("H. G. Wells - Star Wars [M4B] [GER]", { seeders: 90 }),
      release("H. G. Wells - Star Wars: Die Rückkehr [M4B] [ENG]", { seeders: 90 }),
      release("H. G. Wells - Star Wars: Die Rückkehr (Ungekürzt) [M4B]", { seeders: 90 }),
      release("H. G. Wells - Star Wars: Die Rückkehr (Gekürzt) [MP3]"),
    ];
    onTestFinished(() => void (world.indexer.releases = []));
    const { createRequest } = await ann.ask(create, { input: { audibleId: "B00GERMANY" } });
    const { releases } = await world.reaches(createRequest.id, "DOWNLOADING");
    const judged = releases.map(({ torrentName, selected, refusal }: any) => [
      torrentName.replace("H. G. Wells - Star Wars", ""),
      selected,
      refusal,
    ]);
    expect(judged).toEqual(
      expect.arrayContaining([
        [" [M4B] [GER]", false, "It does not carry the title “Star Wars: Die Rückkehr”."],
        [": Die Rückkehr [M4B] [ENG]", false, "It is in English."],
        [": Die Rückkehr (Ungekürzt) [M4B]", false, expect.stringContaining("unabridged")],
        [": Die Rückkehr (Gekürzt) [MP3]", true, null],
      ]),
    );
  });

  it("keeps as much of a long text as its column holds", async () => {
    const long = { subtitle: "s".repeat(600), seriesTitle: "t".repeat(300), seriesPosition: "1".repeat(60) };
    catalog.books = [{ ...book, ...long, audibleId: "B00LONGONE", language: "l".repeat(60) }];
    const { createRequest } = await ann.ask(createWithFacts, { input: { audibleId: "B00LONGONE" } });
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
    const again = await world.admin.ask(createWithFacts, { input: { audibleId: early.audibleId } });
    expect(again.createRequest.audiobook).toMatchObject({ narrator: "A Reader", seriesPosition: "1" });
    catalog.books = [{ ...book, audibleId: early.audibleId, narrator: "Somebody Else" }];
    const settled = await world.admin.ask(createWithFacts, { input: { audibleId: early.audibleId } });
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
    const ids = await Promise.all(Array.from({ length: 5 }, () => world.request("Silas Marner", "George Eliot", ann)));
    expect(new Set(ids).size).toBe(1);
    const { jobs } = await world.look(ids[0]!);
    expect(jobs.filter((job: any) => job.type === "search_indexers")).toHaveLength(1);
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
