import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";
import { applyRule, retentionNames, retentionRules } from "./retention.ts";

let app: TestApp;
let db: Client;
let ann: TestClient & { readonly userId: string };
beforeAll(async () => {
  app = await startTestApp();
  db = new Client({ ...app.database.address });
  await db.connect();
  ann = await app.signUp("ann");
});
afterAll(async () => {
  await db.end();
  await app.close();
});
beforeEach(async () => {
  // No part of the program deletes requests: where a job of one is being noted just then, PostgreSQL ends the deletion.
  await eventually(() => sql("delete from requests"));
  await sql("delete from jobs where type = 'scan_plex'");
  await sql("delete from jobs_archive");
  await configure(Object.fromEntries(retentionNames.map((name) => [retentionRules[name].setting, null])));
});

const sql = async (statement: string, values?: unknown[]): Promise<any[]> => (await db.query(statement, values)).rows;
const configure = (settings: Record<string, string | null>) =>
  app.admin.ask("mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }", {
    input: Object.entries(settings).map(([key, value]) => ({ key, value })),
  });
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

let number = 0;
/** A request of Ann's that came to its status so many days ago. */
async function requestOf(days: number, status = "completed"): Promise<string> {
  const title = `Book ${(number += 1)}`;
  const [{ id }] = await sql(
    `with book as (insert into audiobooks (title, author, availability_status)
                   values ($1, 'Somebody', case $2::text when 'completed' then 'available' else 'unknown' end) returning id)
     insert into requests (user_id, audiobook_id, status, created_at, updated_at, completed_at)
     select $3, id, $2::text, $4, $4, case $2::text when 'completed' then $4::timestamptz end from book returning id`,
    [title, status, ann.userId, ago(days)],
  );
  await sql(
    `insert into request_events (request_id, type, to_status, message, created_at) values ($1, 'status', $2, 'So it is.', $3)`,
    [id, status, ago(days)],
  );
  await sql(
    `insert into download_history (request_id, indexer_name, verdict, release_key, selected, started_at, download_status, created_at, found_at)
     select $1, 'x', 'acceptable', n, n = 1, case when n < 3 then $2::timestamptz end, case n when 1 then 'completed' when 2 then 'failed' end, $2, $2
       from generate_series(1, 4) n`,
    [id, ago(days)],
  );
  return id;
}

async function job(days: number, status = "completed"): Promise<string> {
  const [{ id }] = await sql(
    `insert into jobs (type, status, payload, result, attempts, completed_at, created_at)
     values ('scan_plex', $1::text, '{"a": 1}', '{"b": 2}', 2, case when $1::text in ('completed', 'failed', 'cancelled') then $2::timestamptz end, $2) returning id`,
    [status, ago(days)],
  );
  return id;
}

/** @returns the report of one run. */
async function run(): Promise<Record<string, number>> {
  const { runJob } = await app.admin.ask(
    `mutation { runJob(input: { type: "apply_retention" }) { id request { id audiobook { id } } } }`,
  );
  // It is of no request, which is no error.
  expect(runJob.request).toBeNull();
  return eventually(async () => {
    const [{ status, result }] = await sql("select status, result from jobs where id = $1", [runJob.id]);
    expect(status).toBe("completed");
    return result;
  });
}

async function dryRun(): Promise<Record<string, number>> {
  const { retention } = await app.admin.ask("{ retention { name due } }");
  return Object.fromEntries(retention.map(({ name, due }: { name: string; due: number }) => [name, due]));
}

const listed = async (scope: string | null, who: TestClient = ann) =>
  (
    await who.ask("query ($scope: RequestScope) { requests(filter: { scope: $scope }) { nodes { id } } }", { scope })
  ).requests.nodes.map(({ id }: { id: string }) => id);

describe("retention", () => {
  it("takes completed requests out of the lists after 90 days, and keeps them with all that hangs on them", async () => {
    const [old, young, failed] = [await requestOf(91), await requestOf(89), await requestOf(400, "failed")];
    expect(await run()).toMatchObject({ requests: 1 });
    for (const who of [ann, app.admin]) {
      expect((await listed(null, who)).toSorted()).toEqual([young, failed].toSorted());
      expect(await listed("ARCHIVED", who)).toEqual([old]);
      expect((await listed("ALL", who)).length).toBe(3);
    }
    const { request } = await ann.ask(
      `query ($id: ID!) { request(id: $id) { status archivedAt events { message } downloads { id } audiobook { availabilityStatus viewerRequest { id } } } }`,
      { id: old },
    );
    expect(request).toMatchObject({
      status: "COMPLETED",
      archivedAt: expect.any(String),
      events: [{ message: "So it is." }],
      audiobook: { availabilityStatus: "AVAILABLE", viewerRequest: { id: old } },
    });
    expect(request.downloads).toHaveLength(1);
  });

  it("brings an archived request back when its book is asked for again, and leaves it be for as long once more", async () => {
    const id = await requestOf(91);
    const heard = ann.collect<any>("subscription { requestChanged { request { id archivedAt } } }");
    await run();
    const [{ title }] = await sql(
      "select title from audiobooks a join requests r on audiobook_id = a.id where r.id = $1",
      [id],
    );
    const ask = async () =>
      (
        await ann.ask(
          "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id status archivedAt } }",
          {
            input: { title, author: "Somebody" },
          },
        )
      ).createRequest;
    expect(await ask()).toEqual({ id, status: "COMPLETED", archivedAt: null });
    expect(await listed(null)).toEqual([id]);
    // That it left is announced to nobody.
    await eventually(() => expect(heard).toEqual([{ requestChanged: { request: { id, archivedAt: null } } }]));
    const { request } = await ann.ask("query ($id: ID!) { request(id: $id) { events { message } downloads { id } } }", {
      id,
    });
    const messages = request.events.map(({ message }: { message: string }) => message);
    expect(messages.toSorted()).toEqual(["Asked for again.", "So it is."]);
    expect(request.downloads).toHaveLength(1);
    expect(await run()).toMatchObject({ requests: 0 });
  });

  it("begins anew what was archived and has vanished from the library", async () => {
    const id = await requestOf(91);
    await run();
    await sql(
      "update audiobooks set availability_status = 'unknown' where id = (select audiobook_id from requests where id = $1)",
      [id],
    );
    const [{ title }] = await sql(
      "select title from audiobooks a join requests r on audiobook_id = a.id where r.id = $1",
      [id],
    );
    const { createRequest } = await ann.ask(
      "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id archivedAt } }",
      { input: { title, author: "Somebody" } },
    );
    expect(createRequest).toEqual({ id, archivedAt: null });
    expect(await listed(null)).toEqual([id]);
  });

  it("moves jobs that are over for 30 days to the archive, by their month, and no other", async () => {
    const old = [await job(31), await job(70, "failed"), await job(400, "cancelled")];
    const kept = [await job(29), await job(400, "pending"), await job(400, "stuck")];
    const columns = "id, type, status, attempts, payload, result, completed_at, created_at, updated_at";
    const before = await sql(`select ${columns} from jobs where id = any($1) order by id`, [old]);
    expect(await run()).toMatchObject({ jobs: 3 });
    expect(await sql(`select ${columns} from jobs_archive order by id`)).toEqual(before);
    const left = await sql("select id from jobs where type = 'scan_plex'");
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
    const months = await sql("select distinct tableoid::regclass::text as month from jobs_archive order by 1");
    const monthOf = (days: number) => `jobs_archive_${ago(days).toISOString().slice(0, 7).replace("-", "_")}`;
    expect(months.map(({ month }) => month)).toEqual([...new Set([31, 70, 400].map(monthOf))].toSorted());
    const walls = await sql(
      "select relforcerowsecurity as forced from pg_class where relname like 'jobs\\_archive\\_2%' and relkind = 'r'",
    );
    expect(new Set(walls.map(({ forced }) => forced))).toEqual(new Set([true]));
  });

  it("has in the archive every column that jobs have", async () => {
    const columns = async (table: string) =>
      (
        await sql(
          "select column_name || ' ' || udt_name as name from information_schema.columns where table_name = $1 order by 1",
          [table],
        )
      ).map(({ name }) => name);
    expect(await columns("jobs_archive")).toEqual([...(await columns("jobs")), "archived_at timestamptz"].toSorted());
  });

  it("deletes what a search found and nobody took, once the request is over, and never what was tried", async () => {
    const [over, going] = [await requestOf(200, "failed"), await requestOf(200, "pending")];
    expect(await run()).toMatchObject({ candidates: 2 });
    const left = await sql("select request_id, release_key from download_history order by release_key");
    expect(left.filter((row) => row.request_id === over).map((row) => row.release_key)).toEqual(["1", "2"]);
    expect(left.filter((row) => row.request_id === going)).toHaveLength(4);
  });

  it("deletes sign-ins and counts whose time is long up, and keeps timelines for ever unless it is told not to", async () => {
    const over = await requestOf(400, "failed");
    await sql(
      `insert into sessions (user_id, token_hash, expires_at) select $1, n, now() - n * interval '10 days' from unnest(array[2, 4]) n`,
      [ann.userId],
    );
    await sql(
      `insert into plex_sign_ins (pin_id, browser_hash, state_hash, expires_at) select 1, n, n, now() - n * interval '1 day' from unnest(array[0, 2]) n`,
    );
    await sql(
      `insert into rate_limits (id, tries, ends_at) select n, 1, now() - n * interval '1 day' from unnest(array[0, 2]) n`,
    );
    expect(await run()).toMatchObject({ sessions: 1, plexSignIns: 1, rateLimits: 1 });
    const timeline = () => sql("select from request_events where request_id = $1", [over]);
    expect(await timeline()).toHaveLength(1);
    await configure({ "retention.events_days": "365" });
    expect(await run()).toMatchObject({ events: 1 });
    expect(await timeline()).toHaveLength(0);
  });

  it("says beforehand what it would take, takes just that, and nothing the second time", async () => {
    for (const [days, status] of [[100], [300], [300, "denied"]] as const) await requestOf(days, status);
    for (const days of [40, 50]) await job(days);
    const told = await dryRun();
    expect(told).toMatchObject({ requests: 2, jobs: 2, candidates: 4, events: 0 });
    expect(await dryRun()).toEqual(told);
    const report = await run();
    for (const [name, due] of Object.entries(told)) expect(report[name] ?? 0, name).toBe(due);
    expect(Object.values(await dryRun()).every((due) => due === 0)).toBe(true);
    expect(Object.values(await run()).every((taken) => taken === 0)).toBe(true);
  });

  it("keeps everything when every setting is 0", async () => {
    await requestOf(4000);
    await job(4000);
    await configure(Object.fromEntries(retentionNames.map((name) => [retentionRules[name].setting, "0"])));
    expect(Object.values(await dryRun()).every((due) => due === 0)).toBe(true);
    expect(await run()).toEqual({});
    expect(await sql("select from jobs where type = 'scan_plex'")).toHaveLength(1);
  });

  it("refuses days that the queue itself remembers jobs for", async () => {
    const { errors } = await app.admin.send(
      `mutation { setConfiguration(input: [{ key: "retention.jobs_days", value: "7" }]) { key } }`,
    );
    expect(errors?.[0]?.message).toMatch(/at least 8 days/);
  });
});

describe("a run", () => {
  const many = () =>
    sql(
      `insert into jobs (type, status, completed_at) select 'scan_plex', 'completed', now() - interval '40 days' from generate_series(1, 2500)`,
    );
  const counts = async () =>
    (
      await sql(
        "select (select count(*)::int from jobs where type = 'scan_plex') as jobs, (select count(*)::int from jobs_archive) as archived",
      )
    )[0];

  it("that is broken off leaves whole batches, and the next one takes the rest", async () => {
    await many();
    const broken = applyRule(app.makeContext().em, "jobs", ago(30), () => {
      throw new Error("Killed.");
    });
    await expect(broken).rejects.toThrow("Killed.");
    expect(await counts()).toEqual({ jobs: 2250, archived: 250 });
    const batches: number[] = [];
    expect(await applyRule(app.makeContext().em, "jobs", ago(30), (taken) => batches.push(taken))).toBe(2250);
    expect(batches).toEqual(Array.from({ length: 9 }, () => 250));
    expect(await counts()).toEqual({ jobs: 0, archived: 2500 });
  });

  it("waits for nobody: what is locked is left for the next one", async () => {
    await many();
    await db.query("begin");
    const locked = await sql("select id from jobs where type = 'scan_plex' limit 7 for update");
    try {
      expect(await applyRule(app.makeContext().em, "jobs", ago(30))).toBe(2493);
    } finally {
      await db.query("rollback");
    }
    expect(await applyRule(app.makeContext().em, "jobs", ago(30))).toBe(locked.length);
  });
});
