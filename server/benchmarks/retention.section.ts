/** Whether anybody who asks for a book waits while years of requests and jobs are put away. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { escapeIdentifier, type Client } from "pg";
import { jobs } from "../jobs/registry.ts";
import { askWhile, longest } from "./ask-while.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill, type Person } from "./fill.ts";
import { startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";

const amounts = { requests: 100_000, jobs: 1_000_000 } as const;
const targetMs = 100;

/** Requests are made while the program puts away what is old, each statement of theirs timed; then it is run again. */
export async function retention(bench: Bench): Promise<readonly Line[]> {
  const { address } = await bench.cluster.createDatabase("retention", jobs);
  const [admin, ...people] = await fill(address);
  bench.say(`${amounts.requests} requests and ${amounts.jobs} jobs`);
  await withClient(address, fillYears);
  await withClient(address, (client) => logLockWaits(client, address.database));
  const program = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => program.stop());

  return withClient(address, (observer) =>
    withClient(address, async (asker) => {
      await pause(3_000); // what a start does
      const idle = await askWhile(asker, people, pause(10_000));
      const counts = async () => (await observer.query<Record<string, number>>(countsOfKept)).rows[0]!;
      const before = await counts();
      const due = await dueOf(program.url, admin);
      const begun = performance.now();
      const run = runRetention(program.url, admin);
      const busy = await askWhile(asker, people, run);
      const seconds = (performance.now() - begun) / 1000;
      const report = await run;
      const after = await counts();
      const moved = { requests: after["archived"]!, jobs: after["moved"]! };
      const isAll = report["requests"] === moved.requests && report["jobs"] === moved.jobs;
      const isTold = report["requests"] === due["requests"] && report["jobs"] === due["jobs"];
      const locked = await lockWaits(bench.cluster.log);
      const again = await runRetention(program.url, admin);
      const kept = after["jobs"]! + after["moved"]! - before["jobs"]! - busy.made;
      return [
        { what: "statements that make a request, idle", ...longest(idle) },
        {
          what: "the same, while old rows are put away",
          ...longest(busy),
          target: `≤ ${targetMs} ms`,
          met: Math.max(...busy.milliseconds) <= targetMs,
        },
        {
          what: `statements that waited for a lock for over ${targetMs} ms`,
          ours: `${locked.length}`,
          target: "0",
          met: locked.length === 0,
        },
        { what: "requests archived, jobs moved", ours: `${moved.requests}, ${moved.jobs} in ${seconds.toFixed(0)} s` },
        {
          what: "the report, and what was told beforehand",
          ours: isAll && isTold ? "equal" : JSON.stringify({ report, moved, due }),
          target: "equal",
          met: isAll && isTold && kept >= 0,
        },
        {
          what: "the second run takes",
          ours: `${Object.values(again).reduce((sum, each) => sum + each, 0)} rows`,
          target: "0 rows",
          met: Object.values(again).every((each) => each === 0),
        },
      ];
    }),
  );
}

/** PostgreSQL looks after who has waited for so long, and logs it. */
async function logLockWaits(client: Client, database: string): Promise<void> {
  await client.query(`alter database ${escapeIdentifier(database)} set deadlock_timeout = ${targetMs}`);
  await client.query(`alter database ${escapeIdentifier(database)} set log_lock_waits = on`);
}

async function lockWaits(log: string): Promise<readonly string[]> {
  return (await readFile(log, "utf8")).split("\n").filter((line) => line.includes("still waiting for"));
}

const countsOfKept = `select (select count(*)::int from requests where archived_at is not null) as archived,
  (select count(*)::int from jobs_archive) as moved, (select count(*)::int from jobs) as jobs`;

/** Four years of requests for the people and books that are there, and their jobs; nothing becomes old while it is measured. */
async function fillYears(client: Client): Promise<void> {
  await client.query(
    `insert into requests (id, user_id, audiobook_id, status, progress, created_at, updated_at, completed_at)
     select gen_random_uuid(), u.id, a.id, 'completed', 100, at, at + interval '1 hour', at + interval '1 hour'
       from users u cross join audiobooks a cross join lateral (select now() - (1 + floor(random() * 1400) + random() * 0.9) * interval '1 day' as at) t
      where u.role = 'user' limit $1 on conflict do nothing`,
    [amounts.requests],
  );
  await client.query(
    `insert into jobs (id, request_id, type, status, attempts, payload, result, started_at, completed_at, created_at, updated_at)
     select gen_random_uuid(), r.id, (array['search_indexers', 'start_download', 'organize_files', 'match_plex'])[1 + n % 4],
            'completed', 1, json_build_object('requestId', r.id), '{}', at, at + interval '1 minute', at, at + interval '1 minute'
       from (select id, row_number() over () as place from requests) r
       join (select n, n % $2 + 1 as place from generate_series(1, $1) n) made using (place)
      cross join lateral (select now() - (1 + (n % 1400)) * interval '1 day' - n % 80000 * interval '1 second' as at) t`,
    [amounts.jobs, amounts.requests],
  );
  await client.query("vacuum analyze");
}

async function dueOf(url: string, admin: Person): Promise<Record<string, number>> {
  const { retention } = await ask(url, admin, "{ retention { name due } }");
  return Object.fromEntries(retention.map(({ name, due }: { name: string; due: number }) => [name, due]));
}

/** @returns the report. */
async function runRetention(url: string, admin: Person): Promise<Record<string, number>> {
  const { runJob } = await ask(url, admin, `mutation { runJob(input: { type: "apply_retention" }) { id } }`);
  for (;;) {
    await pause(500);
    const { job } = await ask(url, admin, `{ job(id: "${runJob.id}") { status result errorMessage } }`);
    if (job.status === "COMPLETED") return job.result;
    if (job.status === "FAILED") throw new Error(job.errorMessage);
  }
}

async function ask(url: string, { apiKey }: Person, query: string): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] };
  if (errors) throw new Error(errors[0]!.message);
  return data;
}
