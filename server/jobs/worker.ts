/**
 * Empties the queue: the life of one run, from "started" in the history to its outcome. The outcomes are a closed set:
 * a result, a pause (the same work later), stale (the request has moved on), failed (pg-boss tries again), failed for
 * good (the dead letter).
 */
import type { JobResult, JobWithMetadata, PgBoss } from "pg-boss";
import { z } from "zod";
import { inTransaction } from "../context.ts";
import { isDatabaseAway } from "../database/database-away.ts";
import { DomainError, IllegalTransitionError, InvalidInputError } from "../errors.ts";
import { logContext } from "../logger.ts";
import type { JobOutcome, Metrics } from "../metrics/metrics.ts";
import { hideAddresses } from "../secrets-in-text.ts";
import { failSpan, traced, TracedKind } from "../tracing.ts";
import { isSnooze, type Job, type JobContext } from "./job.ts";
import { deadLetterQueue, heartbeatSeconds, scheduleKey, type PresentRun } from "./queue.ts";
import { isUuid, pausedRun, recordEnd, recordFailure, recordProgress, recordStart } from "./sync.ts";

/** Makes the context of one run: an em of its own, as the worker role. */
export type MakeJobContext = () => Omit<JobContext, "signal" | "snoozes" | "reportProgress">;

/** Hears of every run that is over. */
type OnRunEnd = Metrics["jobEnded"];

/** Begins to work on every job, and sets the schedules. */
export async function startWorkers(
  boss: PgBoss,
  jobs: Readonly<Record<string, Job<any>>>,
  makeContext: MakeJobContext,
  onRunEnd: OnRunEnd = () => {},
): Promise<void> {
  for (const [name, job] of Object.entries(jobs)) {
    if (job.schedule) {
      const missed = job.catchesUp ? "once" : "skip";
      await boss.schedule(name, job.schedule, null, { tz: "UTC", singletonKey: scheduleKey, missed });
    }
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
      Promise.all(
        batch.map(async (boxed) => {
          const begun = performance.now();
          const { jobId } = describeRun(name, boxed);
          return traced(`job ${name}`, TracedKind.JOB, { "readmeabook.job_id": jobId }, async (span) => {
            const result = await logContext.run({ job: name, jobId }, () => run(name, job, boxed, makeContext()));
            const outcome = outcomeOf(result);
            span.setAttribute("readmeabook.outcome", outcome);
            if (outcome === "failed" || outcome === "dead") failSpan(span, outcome);
            onRunEnd(name, outcome, (performance.now() - begun) / 1000);
            // pg-boss hears of a batch when its slowest is done: what a kill interrupts until then would be run again. It
            // may hear of one sooner, and twice; where it cannot be told now, it is told with the others.
            if (batch.length > 1 && result.status === "completed")
              await boss.complete(name, boxed, result.output as object | null).catch(() => {});
            return result;
          });
        }),
      ),
    );
  }
}

function outcomeOf({ status, output }: JobResult): JobOutcome {
  if (status === "deadletter") return "dead";
  if (status !== "completed") return "failed";
  if (output === pausedRun) return "paused";
  return (output as { stale?: unknown } | undefined)?.stale === true ? "stale" : "completed";
}

async function run(
  name: string,
  job: Job<any>,
  boxed: JobWithMetadata<any>,
  context: ReturnType<MakeJobContext>,
): Promise<JobResult> {
  const present = describeRun(name, boxed);
  const { logger } = context;
  let percent = 0;
  const ctx: JobContext = {
    ...context,
    signal: boxed.signal,
    snoozes: present.snoozes,
    async reportProgress(done, of) {
      const reached = Math.min(100, Math.floor((done / Math.max(1, of)) * 100));
      if (reached <= percent) return;
      percent = reached;
      await recordProgress(context.em, present, percent);
    },
  };
  try {
    await recordStart(ctx.em, present, boxed);
    const outcome = await job.run(ctx, name === deadLetterQueue ? boxed : parse(job, present.data));
    if (isSnooze(outcome)) {
      await inTransaction(ctx, ({ em, queue }) => queue.again(em, present, outcome.seconds));
      return { id: boxed.id, status: "completed", output: pausedRun };
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

function describeRun(name: string, { id, data, singletonKey, priority }: JobWithMetadata<any>): PresentRun {
  const sent = data ?? {};
  const { jobId, snoozes, ...own } = (typeof sent === "object" && !Array.isArray(sent) ? sent : { sent }) as Record<
    string,
    unknown
  >;
  // What a dead letter carries is the data of the job that failed: its jobId is not ours.
  const isLaterRun = name !== deadLetterQueue && typeof jobId === "string" && isUuid.test(jobId);
  return {
    name,
    data: own,
    snoozes: isLaterRun && typeof snoozes === "number" ? snoozes : 0,
    jobId: isLaterRun ? jobId : id,
    queueJobId: id,
    key: singletonKey ?? "",
    priority,
  };
}

/** @throws InvalidInputError, which is not tried again: the payload will not be another one. */
function parse(job: Job<any>, data: Record<string, unknown>): unknown {
  const parsed = job.data.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError({ payload: `The payload of this job cannot be used: ${z.prettifyError(parsed.error)}` });
}

async function completed(ctx: JobContext, present: PresentRun, output: Record<string, unknown>): Promise<JobResult> {
  await recordEnd(ctx.em, present, output);
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
  // Nobody has weighed the words of that one.
  const output = {
    message: hideAddresses(error.message),
    stack: error.stack ? hideAddresses(error.stack) : null,
    forPeople: error instanceof DomainError,
    isAway: isDatabaseAway(error),
  };
  // The database may be what failed: then the sync step tells the history later.
  await recordFailure(ctx.em, present, output, forGood || boxed.retryCount >= boxed.retryLimit).catch(() => {});
  return { id: present.queueJobId, status: forGood ? "deadletter" : "failed", output };
}
