import { sql, type Kysely } from "kysely";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { RequestStatus } from "../requests/request-status.ts";
import { retryRequest } from "../requests/request.service.ts";
import { recordAudit } from "../security/audit.ts";
import type { User } from "../users/user.entity.ts";
import { JobStatus } from "./job.entity.ts";
import { deadLetterQueue, scheduleKey, type PresentRun } from "./queue.ts";
import { jobs, type JobName } from "./registry.ts";

/** A job of the history, as far as it matters to whoever acts on it. */
interface KnownJob extends PresentRun {
  readonly status: JobStatus;
  readonly requestId: string | null;
  readonly requestStatus: RequestStatus | null;
}

/**
 * Has a job that failed for good tried again. One whose request has failed with it would find nothing to do: then the
 * request is tried again.
 * @returns the id of the job that runs for it now.
 * @throws NotFoundError | ConflictError
 */
export async function retryJob(ctx: Context, admin: User, id: string): Promise<string> {
  const recorded = ({ name }: KnownJob, ctx: Context) =>
    recordAudit(ctx, "job.retried", { subject: { type: "job", id }, details: { type: name } });
  const failed = await inTransaction(ctx, async (ctx) => {
    const job = await lockJob(ctx, id);
    if (job.name === deadLetterQueue)
      throw new ConflictError("It only tells of another job that failed: try that one again, or its request.", { id });
    if (job.status !== JobStatus.FAILED && job.status !== JobStatus.CANCELLED)
      throw new ConflictError("Only a job that failed or was cancelled can be tried again.", { id });
    if (job.requestStatus === RequestStatus.FAILED) return job;
    if (!(await ctx.queue.retry(ctx.em, job)))
      throw new ConflictError("The same work waits in the queue already: it will be done.", { id });
    await recorded(job, ctx);
    return null;
  });
  if (!failed) return id;
  await retryRequest(ctx, admin, failed.requestId!);
  return inTransaction(ctx, async (ctx) => {
    await recorded(failed, ctx);
    const [due] = await ctx.em.execute<{ id: string }[]>(
      "select id from jobs where request_id = ? order by created_at desc, id desc limit 1",
      [failed.requestId],
    );
    return due!.id;
  });
}

/**
 * Takes a job that waits out of the queue.
 * @throws NotFoundError | ConflictError when it runs or is over, and when a request waits for it.
 */
export async function cancelJob(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const job = await lockJob(ctx, id);
    // It would be given another one within a minute.
    if (job.requestId !== null)
      throw new ConflictError("A request waits for it: cancel the request instead.", { requestId: job.requestId });
    if (!(await ctx.queue.cancel(ctx.em, job)))
      throw new ConflictError("It runs already, or is over: only a job that waits can be cancelled.", { id });
    await recordAudit(ctx, "job.cancelled", { subject: { type: "job", id }, details: { type: job.name } });
  });
}

async function lockJob({ em }: Context, id: string): Promise<KnownJob> {
  const { rows } = await sql<KnownJob>`
    select j.id as "jobId", j.queue_job_id as "queueJobId", j.type as name, j.status, j.priority, coalesce(j.payload, '{}') as data,
           0 as snoozes, j.request_id as "requestId", r.status as "requestStatus",
           coalesce(q.singleton_key, j.request_id::text) as key
      from jobs j left join requests r on r.id = j.request_id
      left join pgboss.job q on q.name = j.type and q.id::text = j.queue_job_id
     where j.id = ${id}::uuid for update of j`.execute(em.getKysely() as Kysely<any>);
  const [job] = rows;
  if (!job) throw new NotFoundError("job", id);
  const ownKey = "schedule" in (jobs[job.name as JobName] ?? {}) ? scheduleKey : job.name;
  return { ...job, key: job.key ?? ownKey };
}
