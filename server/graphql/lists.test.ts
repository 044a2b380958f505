import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

let app: TestApp;
let reader: TestClient & { userId: string };
let sql: Client;
const many = 250;

beforeAll(async () => {
  app = await startTestApp();
  reader = await app.signUp("reader");
  sql = new Client({ ...app.database.address });
  await sql.connect();
  // Five instants for 250 rows; and titles of which several differ in nothing but their id.
  await sql.query(
    `with books as (
       insert into audiobooks (title, author, created_at)
       select 'Book ' || (n % 9), 'Author', timestamptz '2026-01-01 00:00:00.123+00' + (n % 5) * interval '1 ms' from generate_series(1, ${many}) n
       returning id, created_at)
     insert into requests (user_id, audiobook_id, status, created_at, updated_at)
     select $1, id, case when row_number() over () % 3 = 0 then 'failed' else 'cancelled' end, created_at, created_at from books`,
    [reader.userId],
  );
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

async function pageThrough(document: string, field: string, first: number): Promise<any[]> {
  const seen: any[] = [];
  for (let after: string | null = null; ;) {
    const page: any = (await reader.ask(document, { first, after }))[field];
    expect(page.nodes.length).toBeLessThanOrEqual(first);
    expect(page.edges.map((edge: any) => edge.node.id)).toEqual(page.nodes.map((node: any) => node.id));
    seen.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return seen;
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1).cursor);
    after = page.pageInfo.endCursor;
  }
}

const pageOf = (field: string, order: string, columns: string) =>
  `query ($first: Int, $after: String) { ${field}(first: $first, after: $after, orderBy: ${order}) { nodes { id ${columns} } edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;

describe("paging by seven through 250 rows of which many are equal", () => {
  it.each([
    ["requests", "NEWEST", "createdAt", -1],
    ["requests", "OLDEST", "createdAt", 1],
    ["requests", "RECENTLY_CHANGED", "updatedAt", -1],
    ["audiobooks", "NEWEST", "createdAt", -1],
    ["audiobooks", "TITLE", "title", 1],
  ])("shows each of the %s once in the order %s", async (field, order, column, direction) => {
    const seen = await pageThrough(pageOf(field, order, column), field, 7);
    expect(seen).toHaveLength(many);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(many);
    const keys = seen.map((node) => `${node[column]} ${node.id}`);
    expect(keys).toEqual(direction > 0 ? keys.toSorted() : keys.toSorted().toReversed());
  });

  it("shows no row twice when others are made meanwhile", async () => {
    const page = (after: string | null) => reader.ask(pageOf("requests", "NEWEST", "createdAt"), { first: 100, after });
    const first = (await page(null)).requests;
    await reader.ask(`mutation { createRequest(input: { title: "Newer", author: "Author" }) { id } }`);
    const second = (await page(first.pageInfo.endCursor)).requests;
    const ids = [...first.nodes, ...second.nodes].map(({ id }) => id);
    expect(new Set(ids).size).toBe(200);
    await sql.query("delete from audiobooks where title = 'Newer'");
  });
});

describe("a list", () => {
  it("counts what its filter leaves, and shows nothing else", async () => {
    const query = `query ($status: [RequestStatus!]) { requests(first: 1, filter: { status: $status }) { totalCount nodes { status } } }`;
    const count = async (status: string[] | null) => (await reader.ask(query, { status })).requests.totalCount;
    expect([await count(null), await count(["FAILED"]), await count(["FAILED", "CANCELLED"]), await count([])]).toEqual(
      [250, 83, 250, 0],
    );
    const { requests } = await reader.ask(
      `{ requests(first: 100, filter: { status: [FAILED] }) { nodes { status } } }`,
    );
    expect(new Set(requests.nodes.map((node: any) => node.status))).toEqual(new Set(["FAILED"]));
  });

  it("is counted up to ten thousand, and says when there are more", async () => {
    const counted = async () =>
      (await app.admin.ask(`{ jobs(first: 1, filter: { type: ["counted"] }) { totalCount isTotalCountExact } }`)).jobs;
    const add = (rows: number) =>
      sql.query("insert into jobs (type, status) select 'counted', 'completed' from generate_series(1, $1)", [rows]);
    await sql.query("set session_replication_role = replica"); // nobody needs to hear of each
    await add(10_000);
    expect(await counted()).toEqual({ totalCount: 10_000, isTotalCountExact: true });
    await add(1);
    expect(await counted()).toEqual({ totalCount: 10_000, isTotalCountExact: false });
    await sql.query("delete from jobs where type = 'counted'");
    await sql.query("set session_replication_role = origin");
  });

  it.each([101, 0, -1, 2147483647])("refuses %i at a time", async (first) => {
    for (const field of ["requests", "audiobooks"]) {
      const { errors } = await reader.send(`{ ${field}(first: ${first}) { nodes { id } } }`);
      expect(errors?.[0]?.extensions).toEqual({
        code: "BAD_USER_INPUT",
        fields: { first: "Ask for 1 to 100 at a time." },
      });
    }
  });

  it("refuses what is no cursor of it", async () => {
    const encode = (keyset: unknown) => Buffer.from(JSON.stringify(keyset)).toString("base64url");
    const id = "0193b0a0-0000-7000-8000-000000000000";
    const byTitle = (await reader.ask(`{ audiobooks(first: 1, orderBy: TITLE) { pageInfo { endCursor } } }`)).audiobooks
      .pageInfo.endCursor;
    const wrong = [
      "garbage",
      "\u0000",
      "💀",
      byTitle,
      encode(null),
      encode({ length: 2 }),
      encode([]),
      encode(["2026-01-01 00:00:00+00"]),
      encode(["2026-02-31 00:00:00+00", id]),
      encode(["2026-13-01 00:00:00+00", id]),
      encode(["2026-01-01 25:00:00+00", id]),
      encode(["2026-01-01 00:00:00+00", "' or true --"]),
      encode(["2026-01-01 00:00:00+00", id, id]),
      encode([1, id]),
    ];
    for (const after of wrong) {
      const { errors } = await reader.send(`query ($after: String) { requests(after: $after) { nodes { id } } }`, {
        after,
      });
      expect(errors?.[0]?.extensions["code"], after).toBe("BAD_USER_INPUT");
    }
  });

  it("reads a NULL that somebody wrote by hand as the column's default", async () => {
    const { rows } = await sql.query(
      "insert into audiobooks (title, author, genres) values ('By hand', 'Author', null) returning id",
    );
    await sql.query(
      "insert into requests (user_id, audiobook_id, progress, priority, status) values ($1, $2, null, null, 'failed')",
      [reader.userId, rows[0].id],
    );
    const { requests } = await reader.ask(
      `{ requests(first: 1) { nodes { progress priority audiobook { title genres } } } }`,
    );
    expect(requests.nodes).toEqual([{ progress: 0, priority: 0, audiobook: { title: "By hand", genres: [] } }]);
    await sql.query("delete from audiobooks where title = 'By hand'");
  });

  it("reads what two fields share through a fragment, and what only one of them asks for", async () => {
    const { requests } = await reader.ask(`{ requests(first: 2) { nodes { id } } }`);
    const [a, b] = requests.nodes.map(({ id }: any) => id);
    await sql.query(
      "insert into request_events (request_id, type, to_status, message) values ($1, 'note', 'failed', 'Hello.'), ($2, 'note', 'failed', 'Hello.')",
      [a, b],
    );
    const query = `query ($a: ID!, $b: ID!) { plain: request(id: $a) { ...shared } more: request(id: $b) { ...shared events { message toStatus } } } fragment shared on Request { events { type } }`;
    expect(await reader.ask(query, { a, b })).toEqual({
      plain: { events: [{ type: "NOTE" }] },
      more: { events: [{ type: "NOTE", message: "Hello.", toStatus: "FAILED" }] },
    });
    const both = await reader.ask(
      `{ requests(first: 1) { nodes { audiobook { title } } edges { node { audiobook { author } } } } }`,
    );
    expect(both.requests).toMatchObject({
      nodes: [{ audiobook: { title: expect.stringMatching(/^Book/) } }],
      edges: [{ node: { audiobook: { author: "Author" } } }],
    });
  });
});
