/** What it would cost, and bring, to keep requests and jobs in a partition for each month: the same rows, both ways. */
import type { Client } from "pg";
import { withClient } from "./cluster.ts";
import { openScalePlace } from "./scale-place.ts";
import type { Bench, Line } from "./section.ts";
import { spread } from "./statistics.ts";

const times = 200;
/** Percent of the rows that the partitions hold: what they cost is to look into each of them, however much is in it. */
const sample = 10;
const page = (table: string, rest: string) =>
  `select id, type, status, created_at from ${table} ${rest} order by created_at desc, id desc limit 51`;

/** The same statement for the table as it is, and for the one in partitions; `$1` is another row each time. */
const statements: Readonly<Record<string, { of: "jobs" | "requests"; sql: (table: string) => string; key?: string }>> =
  {
    "a job by its id": { of: "jobs", sql: (table) => `select * from ${table} where id = $1`, key: "id" },
    "a page of jobs, far behind": { of: "jobs", sql: (table) => page(table, "where created_at < $1"), key: "created_at" }, // prettier-ignore
    "a page of failed jobs": { of: "jobs", sql: (table) => page(table, "where status = 'failed'") },
    "whether a person has asked for a book": {
      of: "requests",
      sql: (table) => `select id from ${table} where (user_id, audiobook_id) = (select user_id, audiobook_id from requests where id = $1)`, // prettier-ignore
      key: "id",
    },
    "a page of requests": { of: "requests", sql: (table) => `select * from ${table} where archived_at is null order by created_at desc, id desc limit 51` }, // prettier-ignore
    "a page of requests of a rare status": { of: "requests", sql: (table) => `select * from ${table} where status = 'denied' order by created_at desc, id desc limit 51` }, // prettier-ignore
  };

/** Copies both tables into partitions, which takes minutes, and asks both the same. */
export async function partitions(bench: Bench): Promise<readonly Line[]> {
  const { address } = await openScalePlace(bench, "history");
  return withClient(address, async (client) => {
    await client.query("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
    for (const table of ["requests", "jobs"] as const) await partition(client, table);
    bench.atEnd(() => withClient(address, (client) => client.query("drop table requests_by_month, jobs_by_month")));
    await client.query("vacuum analyze requests_by_month, jobs_by_month");
    const lines: Line[] = [];
    for (const [what, { of, sql, key }] of Object.entries(statements)) {
      const { rows } = key
        ? await client.query<{ key: string }>(
            `select ${key}::text as key from ${of} tablesample system (0.1) repeatable (1) limit ${times}`,
          )
        : { rows: Array<{ key: string | null }>(times).fill({ key: null }) };
      for (const [how, table] of [
        ["one table", of],
        ["by month", `${of}_by_month`],
      ] as const)
        // prettier-ignore
        lines.push({ what: `${what}: ${how}`, ours: await timeEach(client, sql(table), rows) });
    }
    for (const [how, table] of [
      ["one table", "jobs"],
      ["by month", "jobs_by_month"],
    ] as const)
      // prettier-ignore
      lines.push({ what: `10000 jobs more: ${how}`, ours: await timed(client, insertJobs(table)) });
    lines.push({ what: "100000 old jobs put away: one table", ours: await timed(client, putAway) });
    const { rows } = await client.query<{ oldest: string; count: string }>(
      `select min(c.relname) as oldest from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'jobs_by_month'::regclass`,
    );
    lines.push({
      what: "a month of jobs put away: by month",
      ours: await timed(client, `alter table jobs_by_month detach partition ${rows[0]!.oldest}`),
    });
    return lines;
  });
}

/** With the indexes of the original, but for the unique ones: those have to hold the month as well. */
async function partition(client: Client, table: "requests" | "jobs"): Promise<void> {
  await client.query(
    `create table ${table}_by_month (like ${table} including defaults) partition by range (created_at)`,
  );
  await client.query(`
    do $$ declare month date; begin
      for month in select generate_series(date_trunc('month', min(created_at)), max(created_at), '1 month') from ${table} loop
        execute format('create table %I partition of ${table}_by_month for values from (%L) to (%L)',
                       '${table}_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
      end loop;
    end $$`);
  await client.query(`insert into ${table}_by_month select * from ${table} tablesample system (${sample})`);
  await client.query(`alter table ${table}_by_month add primary key (id, created_at)`);
  const { rows } = await client.query<{ definition: string }>(
    `select indexdef as definition from pg_indexes where schemaname = 'public' and tablename = $1 and indexdef not like '%_pkey%'`,
    [table],
  );
  for (const { definition } of rows)
    await client.query(
      definition.replace(/^create (unique )?index \S+ on public\.\w+/i, `create index on ${table}_by_month`),
    );
}

async function timeEach(client: Client, text: string, rows: readonly { key: string | null }[]): Promise<string> {
  const took: number[] = [];
  for (const { key } of rows) {
    const begun = performance.now();
    await client.query(text, key === null ? [] : [key]);
    took.push(performance.now() - begun);
  }
  return spread(took);
}

async function timed(client: Client, text: string): Promise<string> {
  await client.query("begin");
  const begun = performance.now();
  await client.query(text);
  const took = performance.now() - begun;
  await client.query("rollback");
  return `${took.toFixed(0)} ms`;
}

const insertJobs = (table: string) => `insert into ${table} (type, status, payload, created_at)
  select 'match_plex', 'pending', '{}', now() - n * interval '1 millisecond' from generate_series(1, 10000) n`;

const putAway = "delete from jobs where id in (select id from jobs order by completed_at limit 100000)";
