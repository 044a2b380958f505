/** How long a backup with its trial, and a restore, of a large database take, and whether anybody who asks meanwhile waits. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Client } from "pg";
import { jobs } from "../jobs/registry.ts";
import { askWhile, longest } from "./ask-while.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill } from "./fill.ts";
import type { Bench, Line } from "./section.ts";

const execute = promisify(execFile);
const requests = 100_000;
const targetSeconds = 60;

/** Both programs of the command line: the one while requests are made, the other into an empty database. */
export async function backup(bench: Bench): Promise<readonly Line[]> {
  const { address } = await bench.cluster.createDatabase("backup", jobs);
  const people = await fill(address);
  bench.say(`${requests} requests, with their events and jobs`);
  await withClient(address, fillUp);
  const env = {
    PATH: process.env["PATH"],
    DATA_DIR: bench.folder,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  const run = async (name: string, words: readonly string[], database: string) => {
    const program = fileURLToPath(new URL(`../backup/${name}.js`, import.meta.url));
    const begun = performance.now();
    const { stdout } = await execute(process.execPath, [program, ...words], {
      env: { ...env, DATABASE_URL: urlOf({ ...address, database }), DATABASE_ROLES: address.database },
    });
    return { stdout, seconds: (performance.now() - begun) / 1000 };
  };

  const isGood = /It was restored into a database of its own and found right/;
  const made = run("run-backup", [], address.database);
  const waits = await withClient(address, (client) => askWhile(client, people, made));
  const { stdout, seconds } = await made;
  if (!isGood.test(stdout)) throw new Error(stdout);
  const [file] = /\S+\.rmab/.exec(stdout)!;
  const [, rows] = /(\d+) rows/.exec(stdout)!;

  await withClient({ ...address, database: "postgres" }, (client) => client.query("create database backup_new"));
  const restored = await run("run-restore", [file!], "backup_new");
  const [, back] = /Restored (\d+) rows/.exec(restored.stdout)!;
  const within = (took: number) => ({
    ours: `${took.toFixed(1)} s`,
    target: `≤ ${targetSeconds} s`,
    met: took <= targetSeconds,
  });
  return [
    { what: "rows, and the size of the backup", ours: `${rows}, ${(statSync(file!).size / 1e6).toFixed(1)} MB` },
    { what: "backup and its trial, while requests are made", ...within(seconds) },
    { what: "statements that make a request meanwhile", ...longest(waits) },
    { what: "restore into an empty database", ...within(restored.seconds) },
    { what: "rows that came back", ours: back!, target: rows!, met: back === rows },
  ];
}

/** More requests of the people and books that are there, and what each of them leaves behind. */
async function fillUp(client: Client): Promise<void> {
  await client.query(
    `insert into requests (id, user_id, audiobook_id, status, progress, created_at, updated_at, completed_at)
     select gen_random_uuid(), u.id, a.id, 'completed', 100, at, at + interval '1 hour', at + interval '1 hour'
       from users u cross join audiobooks a cross join lateral (select now() - random() * 80 * interval '1 day' as at) t
      where not exists (select from requests r where r.user_id = u.id and r.audiobook_id = a.id)
      limit $1 - (select count(*) from requests)`,
    [requests],
  );
  await client.query(
    `insert into request_events (request_id, type, to_status, message, created_at)
     select id, 'status', status, 'What happened to it, in a sentence.', created_at from requests cross join generate_series(1, 2)`,
  );
  await client.query(
    `insert into jobs (id, request_id, type, status, attempts, payload, result, started_at, completed_at, created_at, updated_at)
     select gen_random_uuid(), id, 'search_indexers', 'completed', 1, json_build_object('requestId', id), '{}', created_at, created_at, created_at, created_at
       from requests`,
  );
  await client.query("vacuum analyze");
}
