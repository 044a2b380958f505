import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

let app: TestApp;
let reader: TestClient & { userId: string };
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  reader = await app.signUp("reader");
  sql = new Client({ ...app.database.address });
  await sql.connect();
  await sql.query(
    `insert into audiobooks (title, author, narrator, series_title, language, is_abridged, availability_status, available_at) values
       ('Good Omens', 'Neil Gaiman, Terry Pratchett', 'Martin Jarvis', null, 'english', null, 'available', '2026-01-01'),
       ('Mort', 'Terry Pratchett', 'Nigel Planer, Somebody', 'Discworld', 'english', false, 'unknown', null),
       ('Gevatter Tod', 'Terry Pratchett', 'Rufus Beck', 'Discworld', 'german', true, 'available', '2026-02-02')`,
  );
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

const titles = async (args: string) =>
  (await reader.ask(`{ audiobooks(${args}) { nodes { title } } }`)).audiobooks.nodes.map(
    ({ title }: { title: string }) => title,
  );

describe("the list of books", () => {
  it.each([
    [`author: "terry pratchett"`, ["Gevatter Tod", "Good Omens", "Mort"]],
    [`author: "Terry"`, []],
    [`narrator: "Nigel Planer"`, ["Mort"]],
    [`series: "discworld"`, ["Gevatter Tod", "Mort"]],
    [`series: "Discworld", language: "German"`, ["Gevatter Tod"]],
    [`isAbridged: true`, ["Gevatter Tod"]],
    [`isAbridged: false`, ["Good Omens", "Mort"]],
    [`isAbridged: false, availabilityStatus: [AVAILABLE]`, ["Good Omens"]],
  ])("can be narrowed to {%s}", async (filter, expected) => {
    expect(await titles(`orderBy: TITLE, filter: { ${filter} }`)).toEqual(expected);
  });

  it("has what came into the library last first, and nothing that is not there", async () => {
    expect(await titles("orderBy: RECENTLY_AVAILABLE")).toEqual(["Gevatter Tod", "Good Omens"]);
  });

  it("has what most people ask for first; who took it back or was refused does not count", async () => {
    const [mort, omens] = await Promise.all(
      ["Mort", "Good Omens"].map(async (title) => {
        const { rows } = await sql.query("select id from audiobooks where title = $1", [title]);
        return rows[0].id as string;
      }),
    );
    const { viewer } = await app.admin.ask("{ viewer { id } }");
    const ask = (user: string, book: string) =>
      sql.query("insert into requests (user_id, audiobook_id, status) values ($1, $2, 'failed')", [user, book]);
    await ask(reader.userId, mort!);
    await ask(reader.userId, omens!);
    await ask(viewer.id, omens!);
    expect(await titles("orderBy: MOST_REQUESTED")).toEqual(["Good Omens", "Mort"]);
    const counts = async () =>
      (await reader.ask("{ audiobooks(orderBy: MOST_REQUESTED) { nodes { requestCount } } }")).audiobooks.nodes.map(
        ({ requestCount }: { requestCount: number }) => requestCount,
      );
    expect(await counts()).toEqual([2, 1]);
    await sql.query("update requests set status = 'denied' where user_id = $1 and audiobook_id = $2", [
      viewer.id,
      omens,
    ]);
    await sql.query("update requests set progress = 5");
    expect(await counts()).toEqual([1, 1]);
    await sql.query("delete from requests where user_id = $1 and audiobook_id = $2", [reader.userId, omens]);
    await sql.query("delete from requests where status = 'denied'");
    expect(await titles("orderBy: MOST_REQUESTED")).toEqual(["Mort"]);
  });

  it("goes on from page to page in each order", async () => {
    for (const orderBy of ["NEWEST", "TITLE", "RECENTLY_AVAILABLE", "MOST_REQUESTED"]) {
      const all = await titles(`orderBy: ${orderBy}`);
      const paged: string[] = [];
      for (let after: string | null = null; ;) {
        const { audiobooks }: any = await reader.ask(
          `query ($after: String) { audiobooks(first: 1, after: $after, orderBy: ${orderBy}) { nodes { title } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        paged.push(...audiobooks.nodes.map(({ title }: { title: string }) => title));
        if (!audiobooks.pageInfo.hasNextPage) break;
        after = audiobooks.pageInfo.endCursor;
      }
      expect(paged, orderBy).toEqual(all);
    }
  });

  it.each([
    [
      "idx_audiobooks_recently_available",
      "availability_status = 'available' and available_at is not null order by available_at desc, id desc limit 51",
    ],
    ["idx_audiobooks_most_requested", "request_count > 0 order by request_count desc, id desc limit 51"],
    ["idx_audiobooks_created_at", "true order by created_at desc, id desc limit 51"],
    ["idx_audiobooks_authors", "string_to_array(lower(author), ', ') @> array[lower('x')]"],
    ["idx_audiobooks_narrators", "string_to_array(lower(narrator), ', ') @> array[lower('x')]"],
    ["idx_audiobooks_series", "lower(series_title) = lower('x')"],
    ["idx_audiobooks_search", "search_document @@ 'x'::tsquery"],
    ["idx_audiobooks_search", "word_beginnings(search_document) @> '{x}'"],
    [
      "idx_audiobooks_title_words",
      `book_words(title) collate "C" >= 'x' order by book_words(title) collate "C" limit 9`,
    ],
  ])("is served by %s", async (index, rest) => {
    await sql.query("begin");
    await sql.query("set local enable_seqscan = off; set local enable_sort = off");
    const { rows } = await sql.query(`explain select id from audiobooks where ${rest}`);
    await sql.query("rollback");
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain(index);
  });
});
