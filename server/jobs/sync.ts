/**
 * Keeps `jobs`, the history that people see, true to what pg-boss did; nothing else writes that table.
 *
 * What we enqueue is recorded in the transaction of the send, starts and ends by the worker. The sync step compares the
 * two in sets, so that a crash, an expiry, a retry, or a row that was changed behind our back shows within seconds; and
 * it runs far more often than pg-boss deletes (7 days).
 *
 * One history row is one piece of work. Its runs in pg-boss are several when it pauses: each later run carries the
 * row's id as `jobId` in its data. A job that pg-boss made itself (a schedule, a dead letter) has a row of its own id.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import type { JobWithMetadata } from "pg-boss";
import type { PresentRun } from "./queue.ts";
import { JobStatus } from "./job.entity.ts";

/** What is sent from outside, or by an older version, may carry anything as its jobId. */
export const isUuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What the queue keeps of a run that ended in a pause. */
export const pausedRun = { paused: true } as const;

const { PENDING, ACTIVE, COMPLETED, FAILED, DELAYED, STUCK, CANCELLED } = JobStatus;

/** Records what is being sent, in the same transaction. */
export async function recordEnqueued(
  em: EntityManager,
  job: {
    id: string;
    name: string;
    data: Record<string, unknown>;
    priority: number;
    requestId: string | null;
    delayed: boolean;
  },
): Promise<void> {
  await sql`insert into jobs (id, queue_job_id, request_id, type, status, priority, payload)
    values (${job.id}, ${job.id}, ${job.requestId}, ${job.name}, ${job.delayed ? DELAYED : PENDING}, ${job.priority}, ${JSON.stringify(job.data)})`.execute(
    kysely(em),
  );
}

/** A run begins. Makes the row when pg-boss made the job itself. */
export async function recordStart(em: EntityManager, run: PresentRun, boxed: JobWithMetadata): Promise<void> {
  await sql`insert into jobs (id, queue_job_id, request_id, type, status, priority, payload, attempts, started_at, created_at)
    values (${run.jobId}, ${run.queueJobId}, (select id from requests where id = ${requestOf(run.data)}::uuid), ${run.name}, ${ACTIVE}, ${run.priority},
            ${JSON.stringify(run.data)}, ${boxed.retryCount + 1}, now(), ${boxed.createdOn})
    on conflict (id) do update set status = ${ACTIVE}, queue_job_id = excluded.queue_job_id, attempts = greatest(jobs.attempts, excluded.attempts),
      progress = null, started_at = coalesce(jobs.started_at, now()), completed_at = null, updated_at = now()`.execute(
    kysely(em),
  );
}

/** A run came to a result. Does nothing when the row belongs to a later run by now. */
export async function recordEnd(em: EntityManager, run: PresentRun, output: Record<string, unknown>): Promise<void> {
  await sql`update jobs set status = ${COMPLETED}, result = ${JSON.stringify(output)}, error_message = null, stack_trace = null,
      completed_at = now(), updated_at = now() where id = ${run.jobId} and queue_job_id = ${run.queueJobId}`.execute(
    kysely(em),
  );
}

/** A run pauses; `next` is the id of the run to come. Does nothing when the row belongs to a later run by now. */
export async function recordSnooze(em: EntityManager, run: PresentRun, next: string): Promise<void> {
  await sql`update jobs set status = ${DELAYED}, queue_job_id = ${next}, error_message = null, stack_trace = null, updated_at = now()
      where id = ${run.jobId} and queue_job_id = ${run.queueJobId}`.execute(kysely(em));
}

/** A run tells how far it is, in percent. */
export async function recordProgress(em: EntityManager, run: PresentRun, percent: number): Promise<void> {
  await sql`update jobs set progress = ${percent}, updated_at = now()
      where id = ${run.jobId} and queue_job_id = ${run.queueJobId} and progress is distinct from ${percent}`.execute(
    kysely(em),
  );
}

/** Somebody has failed work tried again; `next` is the id of the run to come. */
export async function recordRetry(em: EntityManager, run: PresentRun, next: string): Promise<void> {
  await sql`update jobs set status = ${PENDING}, queue_job_id = ${next}, result = null, error_message = null, stack_trace = null,
      progress = null, completed_at = null, updated_at = now() where id = ${run.jobId}`.execute(kysely(em));
}

/** Somebody has taken waiting work out of the queue. */
export async function recordCancel(em: EntityManager, run: PresentRun): Promise<void> {
  await sql`update jobs set status = ${CANCELLED}, completed_at = now(), updated_at = now()
      where id = ${run.jobId} and queue_job_id = ${run.queueJobId}`.execute(kysely(em));
}

/** A run failed; unless it was the last one, another follows. */
export async function recordFailure(
  em: EntityManager,
  run: PresentRun,
  error: { message: string; stack: string | null },
  last: boolean,
): Promise<void> {
  await sql`update jobs set status = ${last ? FAILED : DELAYED}, error_message = ${error.message}, stack_trace = ${error.stack},
      completed_at = ${last ? sql`now()` : null}, updated_at = now() where id = ${run.jobId} and queue_job_id = ${run.queueJobId}`.execute(
    kysely(em),
  );
}

function requestOf(data: unknown): string | null {
  const requestId = (data as { requestId?: unknown } | null)?.requestId;
  return typeof requestId === "string" && isUuid.test(requestId) ? requestId : null;
}

/**
 * The sync step: makes the history say what pg-boss says, in two statements.
 * @param lookBackSeconds how far back finished jobs are compared; null compares all (at start).
 * @returns how many rows were put right.
 */
export async function synchronizeJobs(
  em: EntityManager,
  names: readonly string[],
  lookBackSeconds: number | null,
): Promise<number> {
  const db = kysely(em);
  const upserted = await sql`
    with runs as (
      select distinct on (history_id) *
        from (
          select j.*, case when j.name <> 'dead_job' and j.data->>'jobId' ~* ${isUuid.source} then (j.data->>'jobId')::uuid else j.id end as history_id
            from pgboss.job j
           where j.name in (${sql.join(names)}) and (j.completed_on is null or ${lookBackSeconds}::int is null or j.completed_on >= now() - ${lookBackSeconds}::int * interval '1 second')
        ) mapped
       order by history_id, created_on desc, id desc
    ), told as (
      select r.history_id, r.id::text as queue_job_id, r.name, r.priority, case when jsonb_typeof(r.data) = 'object' then r.data - 'jobId' - 'snoozes' end as payload, r.created_on, r.started_on, r.completed_on,
             (select q.id from requests q where q.id = case when r.data->>'requestId' ~* ${isUuid.source} then (r.data->>'requestId')::uuid end) as request_id,
             r.retry_limit + 1 as max_attempts,
             r.retry_count + case when r.started_on is null then 0 else 1 end as attempts,
             case
               when r.state = 'created' and r.start_after <= now() then ${PENDING}
               when r.state in ('created', 'retry') then ${DELAYED}
               when r.state = 'active' and coalesce(r.heartbeat_on + r.heartbeat_seconds * interval '1 second',
                    r.started_on + r.expire_seconds * interval '1 second') < now() - interval '2 seconds' then ${STUCK}
               else r.state::text
             end as status,
             case when r.state = 'completed' then r.output end as result,
             case when r.state in ('failed', 'retry') then coalesce(r.output->>'message', r.output->'value'->>'message', r.output::text) end as error_message,
             case when r.state in ('failed', 'retry') then coalesce(r.output->>'stack', r.output->'value'->>'stack') end as stack_trace
        from runs r
    )
    insert into jobs (id, queue_job_id, request_id, type, status, priority, attempts, max_attempts, payload, result, error_message, stack_trace, started_at, completed_at, created_at)
    select history_id, queue_job_id, request_id, name, status, priority, attempts, max_attempts, payload, result, error_message, stack_trace, started_on, completed_on, created_on from told
    on conflict (id) do update set
      queue_job_id = excluded.queue_job_id, status = excluded.status, attempts = greatest(jobs.attempts, excluded.attempts), max_attempts = excluded.max_attempts,
      priority = excluded.priority, result = excluded.result, error_message = excluded.error_message, stack_trace = excluded.stack_trace,
      started_at = coalesce(jobs.started_at, excluded.started_at), completed_at = excluded.completed_at, updated_at = now()
    where ((jobs.queue_job_id, jobs.status, jobs.priority) is distinct from (excluded.queue_job_id, excluded.status, excluded.priority)
        or jobs.attempts < excluded.attempts or (jobs.completed_at is null) <> (excluded.completed_at is null))
       -- A run that has just ended, and that pg-boss is about to settle: it is ahead, not wrong.
      and not (excluded.status = ${ACTIVE} and jobs.status in (${COMPLETED}, ${FAILED}, ${DELAYED}) and jobs.updated_at > now() - interval '3 seconds')`.execute(
    db,
  );
  const vanished = await sql`
    update jobs set status = ${CANCELLED}, error_message = 'The queue no longer has this job.', completed_at = now(), updated_at = now()
     where status in (${PENDING}, ${ACTIVE}, ${DELAYED}, ${STUCK})
       and updated_at < now() - interval '3 seconds'
       and not exists (select from pgboss.job j where j.id::text = jobs.queue_job_id)`.execute(db);
  return Number(upserted.numAffectedRows ?? 0) + Number(vanished.numAffectedRows ?? 0);
}

/**
 * Forgets the runs that ended in a pause: a later run says all that they do, and a download that is looked at once a
 * second would fill the queue with 600,000 of them before pg-boss deletes the first.
 * @returns how many.
 */
export async function forgetPauses(em: EntityManager): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from pgboss.job where state = 'completed' and output = ${JSON.stringify(pausedRun)}::jsonb
       and completed_on < now() - interval '10 minutes'`.execute(kysely(em));
  return Number(numAffectedRows ?? 0);
}

function kysely(em: EntityManager): Kysely<any> {
  return em.getKysely() as Kysely<any>;
}
