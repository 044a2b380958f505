import type { EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RequestStatus } from "../requests/request-status.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { seedLibrary } from "./seed-library.ts";

const size = { seed: 1, audiobooks: 360, requests: 900, now: new Date("2026-06-01T00:00:00Z") };

let app: TestApp;
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  sql = new Client({ ...app.database.address });
  await sql.connect();
  await seedLibrary(app.makeContext().em, size);
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

/** All of it, as text. */
async function library(): Promise<string> {
  const tables = ["audiobooks", "requests", "request_events", "download_history", "jobs"];
  const dumps = tables.map((table) => {
    // The program runs jobs of its own.
    const ours = table === "jobs" ? "where request_id is not null" : "";
    return sql.query(`select to_jsonb(t) - 'changed_in' - 'updated_at' as row from ${table} t ${ours} order by id`);
  });
  return JSON.stringify((await Promise.all(dumps)).map(({ rows }) => rows));
}

describe("the seed", () => {
  it("makes hundreds of books, and requests in every status with their events, candidates and jobs", async () => {
    const { rows } = await sql.query("select status, count(*)::int from requests group by status");
    expect(rows.map(({ status }) => status).toSorted()).toEqual(Object.values(RequestStatus).toSorted());
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(900);
    const bare = await sql.query(
      "select count(*)::int from requests r where not exists (select from request_events e where e.request_id = r.id and e.to_status = r.status)",
    );
    expect(bare.rows).toEqual([{ count: 0 }]);
    const page = await app.admin.ask(
      `{ audiobooks { totalCount } requests(first: 20, filter: { status: [DOWNLOADING] }) { nodes { status user { name } audiobook { title genres } events { message } releases { scoreReasons { text } verdict } jobs { type } } } jobs { totalCount } }`,
    );
    expect(page.audiobooks.totalCount).toBe(360);
    expect(page.jobs.totalCount).toBeGreaterThan(500);
    const [downloading] = page.requests.nodes;
    expect(downloading.releases.length).toBeGreaterThan(1);
    expect(downloading.releases[0].scoreReasons.length).toBeGreaterThan(1);
  });

  it("is left as it is by a program that runs", async () => {
    const { em, queue } = app.makeContext();
    const job = await em.transactional((inner) =>
      queue.enqueue(inner as EntityManager, "reconcile_requests", {}, { key: "test" }),
    );
    await eventually(async () => {
      const { rows } = await sql.query("select status from jobs where id = $1", [job]);
      expect(rows).toEqual([{ status: "completed" }]);
    });
    const { rows } = await sql.query(
      "select count(*)::int as moved from requests where step is not null or version > 1",
    );
    expect(rows).toEqual([{ moved: 0 }]);
  });

  it("makes the same again from the same number, and something else from another", async () => {
    const first = await library();
    const clear =
      "truncate audiobooks, requests, request_events, download_history, jobs cascade; delete from users where plex_id like 'seed-%'";
    await sql.query(clear);
    await seedLibrary(app.makeContext().em, size);
    expect((await library()) === first).toBe(true);
    await sql.query(clear);
    await seedLibrary(app.makeContext().em, { ...size, seed: 2 });
    expect((await library()) === first).toBe(false);
  });
});
