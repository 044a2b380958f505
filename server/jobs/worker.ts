/**
 * Empties the queue: the life of one run, from "started" in the history to its outcome. The outcomes are a closed set:
 * a result, a pause (the same work later), stale (the request has moved on), failed (pg-boss tries again), failed for
 * good (the dead letter).
 */
import type { JobResult, JobWithMetadata, PgBoss } from "pg-boss";
import { inTransaction } from "../context.ts";
import { DomainError, IllegalTransitionError } from "../errors.ts";
import { isSnooze, type Job, type JobContext } from "./job.ts";
import { deadLetterQueue, heartbeatSeconds, type PresentRun } from "./queue.ts";
import { recordEnd, recordFailure, recordStart } from "./sync.ts";

/** Makes the context of one run: an em of its own, as the worker role. */
export type MakeJobContext = () => Omit<JobContext, "signal" | "snoozes">;

/** Begins to work on every job, and sets the schedules. */
export async function startWorkers(
  boss: PgBoss,
  jobs: Readonly<Record<string, Job<any>>>,
  makeContext: MakeJobContext,
): Promise<void> {
  for (const [name, job] of Object.entries(jobs)) {
    if (job.schedule) await boss.schedule(name, job.schedule, null, { tz: "UTC", singletonKey: "schedule" });
    const options = {
      includeMetadata: true,
      perJobResults: true,
      burstWhenBatchFull: true,
      batchSize: job.batchSize ?? 2,
      localConcurrency: job.concurrency,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: job.pollSeconds ?? 5,
      heartbeatRefreshSeconds: heartbeatSeconds / 3,
    } as const;
    await boss.work(name, options, (batch: JobWithMetadata<any>[]) =>
      Promise.all(batch.map((boxed) => run(name, job, boxed, makeContext()))),
    );
  }
}

async function run(
  name: string,
  job: Job<any>,
  boxed: JobWithMetadata<any>,
  context: ReturnType<MakeJobContext>,
): Promise<JobResult> {
  // What a dead letter carries is the data of the job that failed: its jobId is not ours.
  const isDeadLetter = name === deadLetterQueue;
  const {
    jobId,
    snoozes = 0,
    ...data
  } = (isDeadLetter ? {} : (boxed.data ?? {})) as { jobId?: string; snoozes?: number };
  const present: PresentRun = {
    name,
    data,
    snoozes,
    jobId: jobId ?? boxed.id,
    queueJobId: boxed.id,
    key: boxed.singletonKey ?? "",
    priority: boxed.priority,
  };
  const logger = context.logger.child({ job: name, jobId: present.jobId });
  const ctx: JobContext = { ...context, logger, signal: boxed.signal, snoozes };
  try {
    await recordStart(ctx.em, present, boxed);
    const outcome = await job.run(ctx, isDeadLetter ? boxed : job.data.parse(data));
    if (isSnooze(outcome)) {
      await inTransaction(ctx, ({ em, queue }) => queue.again(em, present, outcome.seconds));
      return { id: boxed.id, status: "completed" };
    }
    return await completed(ctx, present, outcome ?? {});
  } catch (error) {
    if (error instanceof IllegalTransitionError) {
      logger.info({ facts: error.facts }, "A stale job was dropped: its request has moved on");
      return completed(ctx, present, { stale: true });
    }
    return failed(ctx, present, boxed, error instanceof Error ? error : new Error(String(error)));
  }
}

async function completed(ctx: JobContext, present: PresentRun, output: Record<string, unknown>): Promise<JobResult> {
  await recordEnd(ctx.em, present.jobId, present.queueJobId, output);
  return { id: present.queueJobId, status: "completed", output };
}

async function failed(
  ctx: JobContext,
  present: PresentRun,
  boxed: JobWithMetadata<any>,
  error: Error,
): Promise<JobResult> {
  const forGood = error instanceof DomainError && !error.retryable;
  ctx.logger.error({ err: error, attempt: boxed.retryCount + 1 }, forGood ? "A job failed for good" : "A job failed");
  // A domain error's message is a sentence for people; any other one is for the log and for admins.
  const output = { message: error.message, stack: error.stack ?? null, forPeople: error instanceof DomainError };
  // The database may be what failed: then the sync step tells the history later.
  await recordFailure(
    ctx.em,
    present.jobId,
    present.queueJobId,
    output,
    forGood || boxed.retryCount >= boxed.retryLimit,
  ).catch(() => {});
  return { id: present.queueJobId, status: forGood ? "deadletter" : "failed", output };
}
