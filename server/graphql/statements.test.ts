import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countStatements } from "../testing/statements.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

let app: TestApp;
let reader: TestClient & { userId: string };
beforeAll(async () => {
  app = await startTestApp();
  reader = await app.signUp("reader");
  const sql = new Client({ ...app.database.address });
  await sql.connect();
  await sql.query(
    `with books as (insert into audiobooks (title, author) select 'Book ' || n, 'Author' from generate_series(1, 100) n returning id),
          asked as (insert into requests (user_id, audiobook_id, status) select $1, id, 'failed' from books returning id)
     insert into request_events (request_id, type, to_status, message) select id, 'note', 'failed', 'Hello.' from asked`,
    [reader.userId],
  );
  await sql.end();
});
afterAll(() => app.close());

describe("the number of SQL statements", () => {
  it.each([
    [
      "requests with their people and books",
      `requests(first: $first) { nodes { status user { name } audiobook { title } } }`,
      1,
    ],
    ["requests with their events", `requests(first: $first) { nodes { audiobook { title } events { message } } }`, 2],
    [
      "requests with events, releases and jobs",
      `requests(first: $first) { nodes { events { message } releases { id } jobs { type } } }`,
      4,
    ],
    ["requests and how many there are", `requests(first: $first) { totalCount nodes { id } }`, 2],
    [
      "books with the viewer's requests",
      `audiobooks(first: $first) { nodes { title requestCount viewerRequest { status } } }`,
      2,
    ],
  ])("for %s is the same for 1, 10 and 100 rows", async (_what, field, statements) => {
    await reader.ask(`{ viewer { id } }`); // who asks is remembered for a second
    for (const first of [1, 10, 100]) {
      const seen = await countStatements(app.database.roles.app, () =>
        reader.ask(`query ($first: Int) { ${field} }`, { first }),
      );
      expect(seen, `${first} rows`).toHaveLength(statements);
    }
  });
});
