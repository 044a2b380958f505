/**
 * What becomes of old rows: the policy as data, one rule a table, and the statements that carry it out. A rule is carried
 * out in batches, each a short transaction of its own that passes over what somebody else has locked: nobody waits for
 * it, and after a kill the next run goes on where it ended. The audit has a rule of its own kind (security/cut-audit.ts).
 */
import { setTimeout as pause } from "node:timers/promises";
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { withKysely } from "./row-level-security.ts";

/** Old rows of one table, and what becomes of them. */
export interface RetentionRule {
  readonly table: string;
  /** The setting that holds after how many days; 0 keeps for ever. */
  readonly setting: `retention.${string}`;
  /** The column that the days are counted from; it has an index. */
  readonly age: string;
  /** Which of the rows that are old enough. @param before those last touched before then are. */
  readonly only?: (before: Date) => RawBuilder<unknown>;
  /**
   * mark: it stays where it is, and leaves the lists. move: it goes to `jobs_archive`. delete: it is gone for good.
   */
  readonly action: "mark" | "move" | "delete";
}

/** What is on its way may still come back to an old candidate, and its timeline is being read. */
const isOver = sql`exists (select from requests r
  where r.id = request_id and r.status in ('completed', 'failed', 'denied', 'cancelled'))`;

/** What a table is called in a report → its rule. What has none is kept for ever: people, books, chosen downloads. */
export const retentionRules = {
  requests: {
    table: "requests",
    setting: "retention.requests_days",
    age: "completed_at",
    // Whoever has asked again for what was archived sees it for as long once more.
    only: (before) => sql`status = 'completed' and archived_at is null and updated_at < ${before}`,
    action: "mark",
  },
  jobs: {
    table: "jobs",
    setting: "retention.jobs_days",
    age: "completed_at",
    only: () => sql`status in ('completed', 'failed', 'cancelled')`,
    action: "move",
  },
  candidates: {
    table: "download_history",
    setting: "retention.candidates_days",
    age: "created_at",
    only: (before) => sql`not selected and started_at is null and found_at < ${before} and ${isOver}`,
    action: "delete",
  },
  events: {
    table: "request_events",
    setting: "retention.events_days",
    age: "created_at",
    only: () => isOver,
    action: "delete",
  },
  sessions: { table: "sessions", setting: "retention.sessions_days", age: "expires_at", action: "delete" },
  plexSignIns: { table: "plex_sign_ins", setting: "retention.plex_sign_ins_days", age: "expires_at", action: "delete" },
  notifications: {
    table: "notifications",
    setting: "retention.notifications_days",
    age: "created_at",
    only: () => sql`state <> 'pending'`,
    action: "delete",
  },
  rateLimits: { table: "rate_limits", setting: "retention.rate_limits_days", age: "ends_at", action: "delete" },
} as const satisfies Readonly<Record<string, RetentionRule>>;

/** What a table is called in a report. */
export type RetentionName = keyof typeof retentionRules;
/** @returns the names, in the order in which they are seen to. */
export const retentionNames = Object.keys(retentionRules) as RetentionName[];

/** The columns of `jobs`, each of which the archive has as well. */
const jobColumns = (
  "id queue_job_id request_id type status priority attempts max_attempts progress payload result error_message " +
  "stack_trace started_at completed_at created_at updated_at"
).split(" ");

/** Rows in one statement: some ten milliseconds, for which somebody may have to wait for a processor or the disk. */
const batch = 250;

/** @returns the time before which rows are old; null when they are kept for ever. */
export function oldBefore(setting: string, settings: Readonly<Record<string, string | null>>, now: Date): Date | null {
  const days = Number(settings[setting] ?? 0);
  return days > 0 ? new Date(now.getTime() - days * 86_400_000) : null;
}

/** @returns of each rule that is named, how many rows a run would take. In one statement. */
export async function countDue(
  em: EntityManager,
  rules: readonly (readonly [RetentionName, Date])[],
): Promise<ReadonlyMap<RetentionName, number>> {
  if (rules.length === 0) return new Map();
  const counts = rules.map(([name, before]) => {
    const rule: RetentionRule = retentionRules[name];
    return sql`select ${name}::text as name, count(*) as due from ${sql.table(rule.table)} where ${isDue(rule, before)}`;
  });
  const { rows } = await withKysely(em, (db) =>
    sql<{ name: RetentionName; due: string }>`${sql.join(counts, sql` union all `)}`.execute(db),
  );
  return new Map(rows.map(({ name, due }) => [name, Number(due)]));
}

/**
 * Carries out one rule, up to its end.
 * @param em of no transaction: each batch is one.
 * @param onBatch hears of every batch; what it throws ends the run between two of them.
 * @returns how many rows were taken.
 */
export async function applyRule(
  em: EntityManager,
  name: RetentionName,
  before: Date,
  onBatch: (taken: number) => void = () => {},
): Promise<number> {
  const rule: RetentionRule = retentionRules[name];
  const db = em.getKysely() as Kysely<any>;
  if (rule.action === "move") await makeMonths(db, rule, before);
  let all = 0;
  // What was taken leaves dead entries at the beginning of the index: every batch begins where the last one ended.
  let from = "-infinity";
  for (;;) {
    const begun = performance.now();
    const { rows } = await sql<{ taken: number; reached: string | null }>`
      with due as (
        select id, ${sql.ref(rule.age)} as age from ${sql.table(rule.table)}
         where ${isDue(rule, before)} and ${sql.ref(rule.age)} >= ${from}::timestamptz
         order by ${sql.ref(rule.age)} limit ${batch} for update skip locked
      ), ${take(rule)}
      select count(*)::int as taken, max(age)::text as reached from due`.execute(db);
    const { taken, reached } = rows[0]!;
    all += taken;
    if (taken === 0 || reached === null) return all;
    from = reached;
    onBatch(taken);
    // As long as it has taken: half of the time is other people's.
    await pause(performance.now() - begun);
  }
}

function isDue({ age, only }: RetentionRule, before: Date): RawBuilder<unknown> {
  return sql`${sql.ref(age)} < ${before} and ${only?.(before) ?? sql`true`}`;
}

/** The rest of the statement: what is done with the rows of `due`. */
function take({ table, action }: RetentionRule): RawBuilder<unknown> {
  if (action === "mark")
    return sql`taken as (update ${sql.table(table)} t set archived_at = now() from due where t.id = due.id)`;
  const deletion = sql`delete from ${sql.table(table)} t using due where t.id = due.id`;
  if (action === "delete") return sql`taken as (${deletion})`;
  const columns = sql.join(jobColumns.map((column) => sql.ref(column)));
  const returned = sql.join(jobColumns.map((column) => sql.ref(`t.${column}`)));
  return sql`moved as (${deletion} returning ${returned}),
      taken as (insert into jobs_archive (${columns}) select ${columns} from moved)`;
}

/** Each month of the archive is a partition, which only the owner may make: by way of a function. */
async function makeMonths(db: Kysely<any>, rule: RetentionRule, before: Date): Promise<void> {
  await sql`
    select make_jobs_archive_month(month) from (
      select distinct date_trunc('month', completed_at at time zone 'UTC')::date as month
        from ${sql.table(rule.table)} where ${isDue(rule, before)}) due`.execute(db);
}
