/** What must be so after every fault, whatever it was: twelve things, looked at in the database, the folders and the download client. */
import "reflect-metadata";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import type { DatabaseAddress } from "../../database/address.ts";
import { ormOptions } from "../../database/mikro-orm.config.ts";
import { heartbeatSeconds } from "../../jobs/queue.ts";
import { isLive } from "../../requests/lifecycle-table.ts";
import { RequestStatus } from "../../requests/request-status.ts";
import { verifyAudit } from "../../security/audit-chain.ts";
import { createAuditSeals } from "../../security/audit-seals.ts";
import { keyFileIn, loadOrMakeKeyFile, openKeyFile } from "../../security/encryption-keys.ts";
import { sealedColumns } from "../../security/sealed-columns.ts";
import { createSecretBox } from "../../security/secret-box.ts";
import { ask } from "../ask.ts";
import { eventually } from "../eventually.ts";
import { compareJobHistory } from "../job-history.ts";
import type { ClientOwner } from "./client-owner.ts";
import { compareDownloads, compareLibrary } from "./files-as-seeded.ts";

/** The state of a request that a subscriber saw last. */
export interface SeenRequest {
  readonly version: number;
  /** As the API writes it: COMPLETED. */
  readonly status: string;
}

/** A place after a fault, and what is known of it beforehand. */
export interface Aftermath {
  /** As a superuser. */
  readonly database: DatabaseAddress;
  /** DATA_DIR; the key file lies in it. */
  readonly data: string;
  readonly library: string;
  readonly downloads: string;
  readonly owner: Pick<ClientOwner, "listAdded">;
  /** A book's title → the SHA-256 of its files, sorted. */
  readonly books: ReadonlyMap<string, readonly string[]>;
  /** By id, what a subscriber saw; null when nobody watched. */
  readonly seen: ReadonlyMap<string, SeenRequest> | null;
  /** How often the media server was told to scan; null when it is a folder. */
  readonly scans: number | null;
  /** The ids of the messages that somebody got who wants to hear of every book that has come, each as often; null: nobody does. */
  readonly told: readonly string[] | null;
  /** How often something was ended in the middle of whatever it did: so often more may be told. */
  readonly crashes: number;
  /** An action of the audit → how often it was done. */
  readonly done: Readonly<Record<string, number>>;
}

/** What a check gets to work with. */
interface Look extends Aftermath {
  sql(statement: string, values?: unknown[]): Promise<any[]>;
  readonly em: EntityManager;
}

/** @returns what is wrong, a line each; a sentence when the check does not apply. */
type Check = (look: Look) => Promise<readonly string[] | string>;

/** A job counts as running for this long after its last sign of life. */
const overdueSeconds = 2 * (heartbeatSeconds + 1);
const live = Object.values(RequestStatus).filter(isLive);
const lines = (rows: readonly { line: string }[]) => rows.map(({ line }) => line);

const checks: Readonly<Record<string, Check>> = {
  "Every request on its way has exactly one job due": async ({ sql }) =>
    lines(
      await sql(
        `select format('“%s” is %s, and has %s jobs for its step %s', a.title, leader.status, due.count, coalesce(leader.step, '(none)')) as line
           from (select distinct on (audiobook_id) * from requests where status = any($1) order by audiobook_id, created_at, id) leader
           join audiobooks a on a.id = leader.audiobook_id
          cross join lateral (select count(distinct coalesce(j.data->>'jobId', j.id::text)) from pgboss.job j
                 where j.name = leader.step and j.singleton_key = leader.id::text and j.state in ('created', 'retry', 'active')) due
          where due.count <> 1`,
        [live],
      ),
    ),
  "No step of a request runs twice at once": async ({ sql }) =>
    lines(
      await sql(
        `select format('%s of %s is active %s times', name, singleton_key, count(*)) as line
           from pgboss.job where state = 'active' and singleton_key is not null group by name, singleton_key having count(*) > 1`,
      ),
    ),
  "The history of jobs is what the queue did": ({ sql }) => compareJobHistory(sql),
  "The download client has one torrent for each download": async (look) => {
    const rows = await look.sql(
      `select distinct d.download_client_id as hash, r.status = 'completed' as is_over
         from download_history d join requests r on r.id = d.request_id
        where d.selected and d.download_status in ('queued', 'downloading', 'completed') and d.download_client_id is not null`,
    );
    return compareDownloads(look, rows);
  },
  "Every book that is there lies in one folder, whole, and nothing else lies there": async (look) =>
    compareLibrary(
      look,
      await look.sql(
        `select distinct a.title, a.file_path as path from audiobooks a join requests r on r.audiobook_id = a.id where r.status = 'completed'`,
      ),
    ),
  "Every book that is there was recognised once": async ({ sql, scans }) => [
    ...lines(
      await sql(
        `select format('“%s” is %s in the library, and was completed %s times', a.title, coalesce(found.guids, 'nowhere'), ended.count) as line
           from requests r join audiobooks a on a.id = r.audiobook_id
          cross join lateral (select string_agg(i.guid, ', ') as guids, count(*) from library_items i where i.audiobook_id = a.id) found
          cross join lateral (select count(*) from request_events e
                               where e.request_id = r.id and e.type = 'status' and e.to_status = 'completed') ended
          where r.status = 'completed' and (a.plex_guid is null or found.count <> 1 or ended.count <> 1)`,
      ),
    ),
    ...(scans === 0 ? ["The media server was never told to scan"] : []),
  ],
  "Of every book that has come people were told, and hardly twice": async ({ sql, told, crashes }) => {
    if (!told) return "nobody wants to hear of it";
    const rows = await sql(
      `select a.title, array_agg(n.id) filter (where n.id is not null) as messages
         from requests r join audiobooks a on a.id = r.audiobook_id
         left join notifications n on n.event = 'request_available' and n.dedupe_key like '%' || r.id || '%'
        where r.status = 'completed' group by r.id, a.title`,
    );
    return rows.flatMap(({ title, messages }) => {
      const times = told.filter((id) => messages?.includes(id)).length;
      return messages?.length === 1 && times >= 1 && times <= 1 + crashes
        ? []
        : [`of “${title}” there are ${messages?.length ?? 0} messages, and one came ${times} times`];
    });
  },
  "The audit has everything once, in a chain that is whole": async ({ sql, em, data, done }) => {
    const { fault } = await verifyAudit(
      em,
      createAuditSeals(loadOrMakeKeyFile(data).keys, openKeyFile(keyFileIn(data))),
    );
    const counts = await sql("select action, count(*)::int as found from audit_events group by action");
    const found = Object.fromEntries(counts.map((row) => [row.action, row.found]));
    return [
      ...(fault ? [`Position ${fault.position}: ${fault.sentence}`] : []),
      ...Object.entries(done)
        .filter(([action, times]) => (found[action] ?? 0) !== times)
        .map(([action, times]) => `${action} was done ${times} times and is recorded ${found[action] ?? 0} times`),
    ];
  },
  "What a subscriber saw last is what is so": async ({ sql, seen }) => {
    if (!seen) return "nobody watched";
    const rows = await sql(
      "select id, version, upper(status) as status from requests where archived_at is null order by id",
    );
    return rows.flatMap(({ id, version, status }) => {
      const last = seen.get(id);
      return last?.version === version && last?.status === status
        ? []
        : [
            `${id} is ${status} (version ${version}), and was seen ${last?.status ?? "never"} (${last?.version ?? "–"})`,
          ];
    });
  },
  "No job runs that nobody has heard of": async ({ sql }) =>
    lines(
      await sql(
        `select format('%s %s has given no sign of life since %s', name, id, coalesce(heartbeat_on, started_on)) as line
           from pgboss.job where state = 'active' and coalesce(heartbeat_on, started_on) < now() - $1 * interval '1 second'`,
        [overdueSeconds],
      ),
    ),
  "Whatever failed for good is told where people look": async ({ sql }) =>
    lines(
      await sql(
        `select format('%s %s has failed: %s', j.type, j.id, coalesce(j.error_message, '(it does not say why)')) as line
           from jobs j left join requests r on r.id = j.request_id
          where j.status = 'failed'
            and (j.error_message is null or j.type = 'dead_job'
             or r.id is not null and not (r.status = 'failed' and r.error_message is not null)
                and not exists (select from request_events e where e.request_id = r.id and e.created_at >= j.completed_at))`,
      ),
    ),
  "Every secret opens": async ({ sql, data }) => {
    const secrets = createSecretBox(loadOrMakeKeyFile(data).keys, openKeyFile(keyFileIn(data)));
    const problems: string[] = [];
    for (const { table, column, when } of sealedColumns) {
      const rows = await sql(
        `select id, ${column} as value from ${table} where ${column} is not null${when ? ` and ${when}` : ""}`,
      );
      for (const { id, value } of rows)
        try {
          secrets.open(value, { table, column, id });
        } catch (error) {
          problems.push((error as Error).message);
        }
    }
    return problems;
  },
};

/** The names of the twelve, in order. */
export const nothingLost = Object.keys(checks);

/** How a place was found. */
export interface Findings {
  /** What is wrong, a sentence each; nothing when all is well. */
  readonly problems: string[];
  /** What could not be looked at, and why. */
  readonly skipped: string[];
}

/** @param patienceMs what a program that runs puts right by itself has so long to become so. */
export async function findLost(aftermath: Aftermath, patienceMs = 15_000): Promise<Findings> {
  const { database } = aftermath;
  const orm = await MikroORM.init(ormOptions(database, database.user, 1));
  const sql: Look["sql"] = (statement, values) => ask(database, statement, values);
  const skipped: string[] = [];
  const deadline = Date.now() + patienceMs;
  const problems: string[] = [];
  try {
    for (const [name, check] of Object.entries(checks)) {
      const found = await until(async () => {
        const outcome = await check({ ...aftermath, sql, em: orm.em.fork() as EntityManager });
        if (typeof outcome === "string") skipped.push(`${name}: ${outcome}.`);
        return typeof outcome === "string" ? [] : outcome;
      }, deadline - Date.now());
      problems.push(...found.map((line) => `${name}, but: ${line}.`));
    }
    return { problems, skipped };
  } finally {
    await orm.close(true);
  }
}

/** The third of them alone, for what leaves no requests behind. */
export function checkJobs(database: DatabaseAddress): Promise<string[]> {
  return until(() => compareJobHistory((statement) => ask(database, statement)), 6_000);
}

/** @returns what is left when the time is over. */
async function until<Found extends readonly string[]>(find: () => Promise<Found>, timeoutMs: number): Promise<Found> {
  let found: Found | null = null;
  await eventually(async () => {
    found = await find();
    if (found.length > 0) throw new Error("Not yet.");
  }, timeoutMs).catch((error: Error) => {
    if (!found) throw error;
  });
  return found!;
}
