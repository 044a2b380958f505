import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { countStatements } from "../testing/statements.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

const many = 5_000;
const cursor = Buffer.from('["2026-11-30 12:00:00+00","00000000-0000-7000-8000-000000000000"]').toString("base64url");

let app: TestApp;
let reader: TestClient & { userId: string };
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  reader = await app.signUp("reader");
  sql = new Client({ ...app.database.address });
  await sql.connect();
  await sql.query("set session_replication_role = replica"); // nobody needs to hear of each
  await sql.query(
    `insert into audiobooks (title, author, narrator, series_title, language, is_abridged, availability_status, available_at, request_count, created_at)
     select 'Title ' || n, 'Author ' || n, 'Reader ' || n, 'Series ' || n, case n % 500 when 0 then 'german' else 'english' end, n % 500 = 0,
            (array['unknown', 'requested', 'downloading', 'processing', 'available', 'failed'])[1 + n % 6], at, n % 2, at
       from generate_series(1, ${many}) n cross join lateral (select now() - n * interval '1 minute' as at) made`,
  );
  await sql.query(
    `insert into requests (user_id, audiobook_id, status, blocker, archived_at, created_at, updated_at)
     select case n % 50 when 0 then $1 else $2 end::uuid, id, case n % 500 when 0 then 'denied' else 'completed' end, case n % 500 when 0 then 'stalled' end,
            case n % 500 when 1 then at end, at, at
       from (select id, created_at as at, row_number() over (order by created_at) as n from audiobooks) made`,
    [reader.userId, (await app.admin.ask("{ viewer { id } }")).viewer.id],
  );
  await sql.query(
    `insert into jobs (request_id, type, status, created_at)
     select id, case n % 500 when 0 then 'match_plex' else 'search_indexers' end, case n % 500 when 0 then 'failed' else 'completed' end, created_at
       from (select id, created_at, row_number() over (order by created_at) as n from requests) made`,
  );
  await sql.query(
    `insert into audit_events (action, actor_id, address, subject_type, subject_id, created_at)
     select 'action' || n % 500, case n % 500 when 0 then $1::uuid else gen_random_uuid() end, '192.0.2.' || n % 500, 'user', n % 500, now() - n * interval '1 minute'
       from generate_series(1, ${many}) n`,
    [reader.userId],
  );
  await sql.query("analyze");
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

/** The plan of the statement that a list sends, whatever the values: with them PostgreSQL only finds a better one. */
async function planOf(who: "admin" | "reader", list: string): Promise<string> {
  // Books are read as everybody.
  const role = app.database.roles[who === "admin" || list.startsWith("audiobooks") ? "worker" : "app"];
  const [text] = await countStatements(app.database.roles.app, () =>
    (who === "admin" ? app.admin : reader).ask(`{ ${list} { nodes { id createdAt } } }`),
  );
  const places = new Set(text!.match(/\$\d+/g)).size;
  const values = places > 0 ? `(${Array(places).fill("null").join(", ")})` : "";
  await sql.query("begin");
  await sql.query("set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan");
  await sql.query(`set local role ${role}`);
  await sql.query("select set_config('app.viewer_id', $1, true)", [reader.userId]);
  await sql.query(`prepare listed as ${text}`);
  const { rows } = await sql.query(`explain execute listed ${values}`);
  await sql.query("rollback");
  await sql.query("deallocate listed");
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

it.each([
  ["admin", "requests", "idx_requests_active"],
  ["admin", "requests(orderBy: OLDEST)", "idx_requests_active"],
  ["admin", "requests(orderBy: RECENTLY_CHANGED)", "idx_requests_changed"],
  ["admin", "requests(filter: { scope: ALL })", "idx_requests_created_at"],
  ["admin", "requests(filter: { scope: ARCHIVED })", "idx_requests_archived"],
  ["admin", "requests(filter: { status: [DENIED] })", "idx_requests_status_created"],
  ["admin", "requests(filter: { blocker: [STALLED] })", "idx_requests_blocker"],
  ["reader", "requests", "idx_requests_user_active"],
  ["reader", "requests(filter: { scope: ALL })", "idx_requests_user_created"],
  ["admin", "jobs", "idx_jobs_created_at"],
  ["admin", `jobs(filter: { type: ["match_plex"] })`, "idx_jobs_type_created"],
  ["admin", "jobs(filter: { status: [FAILED] })", "idx_jobs_status_created"],
  ["admin", `jobs(filter: { requestId: "00000000-0000-7000-8000-000000000000" })`, "idx_jobs_request_id"],
  ["admin", "auditEvents", "idx_audit_events_created_at"],
  ["admin", `auditEvents(filter: { action: ["action1"] })`, "idx_audit_events_action_created"],
  ["admin", `auditEvents(filter: { actorId: "00000000-0000-7000-8000-000000000000" })`, "idx_audit_events_actor"],
  ["admin", `auditEvents(filter: { address: "192.0.2.1" })`, "idx_audit_events_address"],
  ["admin", `auditEvents(filter: { subjectType: "user", subjectId: "1" })`, "idx_audit_events_subject"],
  ...(["admin", "reader"] as const).flatMap((who) =>
    (
      [
        ["audiobooks", "idx_audiobooks_created_at"],
        ["audiobooks(orderBy: TITLE)", "idx_audiobooks_title"],
        ["audiobooks(orderBy: MOST_REQUESTED)", "idx_audiobooks_most_requested"],
        ["audiobooks(orderBy: RECENTLY_AVAILABLE)", "idx_audiobooks_recently_available"],
        [`audiobooks(filter: { language: "german" })`, "idx_audiobooks_language"],
        ["audiobooks(filter: { isAbridged: true })", "idx_audiobooks_abridged"],
        [`audiobooks(filter: { author: "Author 7" })`, "idx_audiobooks_authors"],
        [`audiobooks(filter: { narrator: "Reader 7" })`, "idx_audiobooks_narrators"],
        [`audiobooks(filter: { series: "Series 7" })`, "idx_audiobooks_series"],
      ] as const
    ).map(([list, index]) => [who, list, index] as const),
  ),
] as const)("an index serves %s's %s: %s", async (who, list, index) => {
  const plan = await planOf(who, list);
  expect(plan).not.toContain("Seq Scan");
  expect(plan).toContain(index);
});

it.each([
  ["a list", "jobs(first: 7)", 2],
  ["its next page", `jobs(first: 7, after: "${cursor}")`, 2],
  ["a list that is narrowed", "jobs(first: 7, filter: { status: [FAILED] })", 0],
  ["its next page, narrowed", `jobs(first: 7, filter: { status: [FAILED] }, after: "${cursor}")`, 0],
])("%s is planned once, but for the values that narrow it: %s", async (_, list, times) => {
  const planned = await countStatements(
    app.database.roles.app,
    async () => {
      for (let time = 0; time < 3; time += 1) await app.admin.ask(`{ ${list} { nodes { id } } }`);
    },
    (text, name) => text.includes('"jobs"') && name !== undefined,
  );
  expect(planned).toHaveLength(times);
});
