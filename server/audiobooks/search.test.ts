import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

/** Title, author, narrator, series, subtitle. */
const books: readonly (readonly [string, string, string?, string?, string?])[] = [
  ["Dune", "Frank Herbert", "Scott Brick", "Dune"],
  ["Dune Messiah", "Frank Herbert", "Simon Vance", "Dune"],
  ["Frank Herbert's Dune: The Graphic Novel", "Brian Herbert"],
  ["The Duel", "Anton Chekhov"],
  ["The Hitchhiker's Guide to the Galaxy", "Douglas Adams", "Stephen Fry", "Hitchhiker's Guide"],
  ["L'Étranger", "Albert Camus"],
  ["Les Misérables", "Victor Hugo"],
  ["Die unendliche Geschichte", "Michael Ende", "Gert Heidenreich"],
  ["Das Café am Rande der Welt", "John Strelecky"],
  ["Der Schöne und das Größte", "Jörg Müßig"],
  ["Harry Potter and the Philosopher's Stone", "J.K. Rowling", "Stephen Fry", "Harry Potter"],
  ["The Lord of the Rings", "J. R. R. Tolkien", "Andy Serkis"],
  ["Pride and Prejudice", "Jane Austen", "Rosamund Pike"],
  ["The Name of the Wind", "Patrick Rothfuss", "Nick Podehl", "The Kingkiller Chronicle"],
  ["The Way of Kings", "Brandon Sanderson", "Kate Reading, Michael Kramer", "The Stormlight Archive", "Book One"],
  ["Spider-Man: Hostile Takeover", "David Liss"],
  ["It", "Stephen King", "Steven Weber"],
  ["The Shining", "Stephen King", "Campbell Scott"],
  ["On Writing", "Stephen King", undefined, undefined, "It is a memoir of the craft"],
  ["1984", "George Orwell"],
  ["1Q84", "Haruki Murakami"],
  ["Catch-22", "Joseph Heller"],
  ["Война и мир", "Лев Толстой"],
  ["100% Wolf", "Jayne Lyons"],
];

let app: TestApp;
let reader: TestClient;
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  reader = await app.signUp("reader");
  sql = new Client({ ...app.database.address });
  await sql.connect();
  for (const [title, author, narrator, series, subtitle] of books)
    await sql.query(
      "insert into audiobooks (title, author, narrator, series_title, subtitle) values ($1, $2, $3, $4, $5)",
      [title, author, narrator, series, subtitle],
    );
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

async function find(search: string, rest = ""): Promise<string[]> {
  const { audiobooks } = await reader.ask(
    `query ($search: String) { audiobooks(search: $search ${rest}) { nodes { title } } }`,
    { search },
  );
  return audiobooks.nodes.map(({ title }: { title: string }) => title);
}

const lordOfTheRings = "The Lord of the Rings";
const hitchhiker = "The Hitchhiker's Guide to the Galaxy";
const potter = "Harry Potter and the Philosopher's Stone";
const schoene = "Der Schöne und das Größte";

describe("a search for books finds first", () => {
  it.each([
    ["the title", "dune messiah", "Dune Messiah"],
    ["the author", "orwell", "1984"],
    ["the narrator", "rosamund pike", "Pride and Prejudice"],
    ["the second narrator", "michael kramer", "The Way of Kings"],
    ["the series", "stormlight archive", "The Way of Kings"],
    ["the subtitle", "memoir craft", "On Writing"],
    ["title and author", "messiah herbert", "Dune Messiah"],
    ["any case", "HARRY POTTER", potter],
    ["any order of the words", "galaxy guide hitchhikers", hitchhiker],
    ["the last word half typed", "hitchh", hitchhiker],
    ["two letters of the last word", "harry po", potter],
    ["two letters of the only word", "pr", "Pride and Prejudice"],
    ["any word half typed", "harr phil stone", potter],
    ["no article", "name of wind", "The Name of the Wind"],
    ["articles too many", "the harry potter and the stone", potter],
    ["none of the little words", "lord rings", lordOfTheRings],
    ["a sign in place of a word", "pride & prejudice", "Pride and Prejudice"],
    ["no apostrophe", "hitchhikers guide", hitchhiker],
    ["an apostrophe", "hitchhiker’s guide", hitchhiker],
    ["no elided article", "etranger", "L'Étranger"],
    ["an elided article", "l'étranger", "L'Étranger"],
    ["no accent", "les miserables", "Les Misérables"],
    ["accents as another keyboard composes them", "Les Mise\u0301rables", "Les Misérables"],
    ["an accent too many", "pridé and prejudice", "Pride and Prejudice"],
    ["no umlauts", "schone grosste", schoene],
    ["umlauts written out", "schoene groesste", schoene],
    ["umlauts and ß", "größte müßig", schoene],
    ["no hyphen", "spiderman", "Spider-Man: Hostile Takeover"],
    ["a space in place of a hyphen", "catch 22", "Catch-22"],
    ["initials without dots", "jk rowling", potter],
    ["initials without dots and spaces", "jrr tolkien", lordOfTheRings],
    ["letters and digits", "1q84", "1Q84"],
    ["letters of another script", "война мир", "Война и мир"],
    ["two letters that changed places", "Duen", "Dune"],
    ["a letter too few", "harry poter", potter],
    ["a letter too many", "tolkienn", lordOfTheRings],
    ["a wrong letter", "sandersen", "The Way of Kings"],
    ["a wrong first letter", "zolkien", lordOfTheRings],
    ["several slips in a long word", "hichhickers", hitchhiker],
    ["a slip in every word", "unendlcihe gechichte", "Die unendliche Geschichte"],
    ["a slip that makes another known word", "duel messiah", "Dune Messiah"],
    ["a slip in another script", "вйона", "Война и мир"],
  ])("by %s: %s", async (_, search, title) => {
    expect((await find(search))[0]).toBe(title);
  });

  it("the title that was typed, then those that begin so, then the word anywhere in a title, then what is about it", async () => {
    expect(await find("dune")).toEqual(["Dune", "Dune Messiah", "Frank Herbert's Dune: The Graphic Novel"]);
    expect(await find("it")).toEqual(["It", "On Writing"]);
  });

  it("what is near in the title before what is near in the author's name", async () => {
    await sql.query("insert into audiobooks (title, author) values ('A Life', 'Rowan Kestrel'), ('Kestrel', 'Nobody')");
    expect(await find("kestrel")).toEqual(["Kestrel", "A Life"]);
    expect(await find("kestrol")).toEqual(["Kestrel", "A Life"]);
    await sql.query("delete from audiobooks where author in ('Rowan Kestrel', 'Nobody')");
  });
});

describe("a search for books", () => {
  it.each([
    ["a word that is nowhere", "dune xylophon"],
    ["nothing but signs", "%"],
    ["an operator", "!("],
    ["a number that differs", "1985"],
  ])("finds nothing for %s: %s", async (_, search) => {
    expect(await find(search)).toEqual([]);
  });

  it.each([
    "dune & messiah",
    "dune | messiah",
    "dune <-> messiah",
    "!dune messiah",
    "dune:* messiah:A",
    "'dune' \"messiah\"",
    "dune'); drop table audiobooks; -- messiah",
    "dune\\ messiah\\",
    "$$dune$$ %messiah% _",
    "dune\tmessiah\n",
    "ＤＵＮＥ messiah",
  ])("takes %j for words alone", async (search) => {
    const found = await find(search.replace(/ drop table audiobooks;/, ""));
    expect(found[0]).toBe("Dune Messiah");
    await find(search);
    expect((await sql.query("select from audiobooks")).rowCount).toBe(books.length);
  });

  it("takes up to 200 characters, and none that no title can have", async () => {
    for (const search of ["a".repeat(200), "ab ".repeat(66), "'".repeat(200), "\\".repeat(200), "ß".repeat(200)])
      expect(await find(search)).toEqual([]);
    for (const search of ["a".repeat(201), "du\0ne"]) {
      const { errors } = await reader.send("query ($search: String) { audiobooks(search: $search) { nodes { id } } }", {
        search,
      });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        fields: { search: expect.any(String) },
      });
    }
  });

  it("is all books when nothing was typed", async () => {
    expect(await find(" ", ", first: 100")).toHaveLength(books.length);
  });

  it("goes on from page to page without leaving out or repeating any", async () => {
    for (const order of ["RELEVANCE", "TITLE", "NEWEST"]) {
      const whole = await find("stephen", `, orderBy: ${order}`);
      expect(whole).toHaveLength(5);
      const paged: string[] = [];
      for (let after: string | null = null; ;) {
        const { audiobooks }: any = await reader.ask(
          `query ($after: String) { audiobooks(first: 2, after: $after, search: "stephen", orderBy: ${order}) { nodes { title } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        paged.push(...audiobooks.nodes.map(({ title }: { title: string }) => title));
        if (!audiobooks.pageInfo.hasNextPage) break;
        after = audiobooks.pageInfo.endCursor;
      }
      expect(paged, order).toEqual(whole);
    }
  });

  it("can be narrowed, and is counted as it is narrowed", async () => {
    const { audiobooks } = await reader.ask(
      `{ audiobooks(search: "stephen", filter: { author: "Stephen King" }) { totalCount isTotalCountExact nodes { author } } }`,
    );
    expect(audiobooks).toMatchObject({ totalCount: 3, isTotalCountExact: true });
    expect(audiobooks.nodes).toEqual(Array(3).fill({ author: "Stephen King" }));
  });

  it("finds a thousand at the most, says so, and still has the title that was typed first", async () => {
    await sql.query(
      "insert into audiobooks (title, author) select 'The ' || n || 'th Volume', 'Volumen' from generate_series(1, 1100) n union all select 'Volume', 'Nobody'",
    );
    const { audiobooks } = await reader.ask(
      `{ audiobooks(search: "volume", first: 1) { totalCount isTotalCountExact nodes { title } } }`,
    );
    expect(audiobooks).toEqual({ totalCount: 1000, isTotalCountExact: false, nodes: [{ title: "Volume" }] });
    await sql.query("delete from audiobooks where title like '%Volume'");
  });

  it.each(["q", "qu", "qui", "quil"])(
    "finds the one book that has a common word and begins with %s",
    async (letters) => {
      await sql.query(
        "insert into audiobooks (title, author) select 'Volume ' || n, 'Nemo Nobody' from generate_series(1, 2500) n union all values ('Spring', 'Nemo Quill')",
      );
      const { audiobooks } = await reader.ask(
        "query ($search: String) { audiobooks(search: $search) { totalCount isTotalCountExact nodes { title } } }",
        { search: `nemo ${letters}` },
      );
      expect(audiobooks).toEqual({ totalCount: 1, isTotalCountExact: true, nodes: [{ title: "Spring" }] });
      await sql.query("delete from audiobooks where author like 'Nemo %'");
    },
  );

  it("finds the first thousand of what very many books have, and the title that begins so before them", async () => {
    await sql.query(
      "insert into audiobooks (title, author) select 'Nr ' || n || ' Zephyr', 'Quill' from generate_series(1, 25000) n union all select 'Zephyr', 'Nobody'",
    );
    await sql.query("analyze audiobooks");
    const { rows } = await sql.query("select books_reckoned('zephyr') > 20000 as is_common");
    expect(rows).toEqual([{ is_common: true }]);
    for (const search of ["zephyr", "zep", "zephyr qui"]) {
      const { audiobooks } = await reader.ask(
        "query ($search: String) { audiobooks(search: $search, first: 1) { totalCount isTotalCountExact nodes { title author } } }",
        { search },
      );
      expect(audiobooks, search).toMatchObject({ totalCount: 1000, isTotalCountExact: false });
      expect(audiobooks.nodes[0].title, search).toMatch(search === "zephyr qui" ? /Zephyr$/ : /^Zephyr$/);
    }
    await sql.query("delete from audiobooks where title like '%Zephyr'");
  });

  it("knows a book by its new title as soon as it has one", async () => {
    await sql.query("update audiobooks set title = 'Quicksilver' where title = '1984'");
    expect(await find("quicksilvre")).toEqual(["Quicksilver"]);
    await sql.query("update audiobooks set title = '1984' where title = 'Quicksilver'");
    expect(await find("1984")).toEqual(["1984"]);
  });

  it("is what alone has a relevance to order by", async () => {
    const { errors } = await reader.send("{ audiobooks(orderBy: RELEVANCE) { nodes { id } } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
  });
});
