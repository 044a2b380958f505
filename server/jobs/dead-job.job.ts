import { z } from "zod";
import type { Context } from "../context.ts";
import { requestJobData, whileDue } from "../requests/due-request.ts";
import { RequestEventType } from "../requests/request-event.entity.ts";
import { transition } from "../requests/request.lifecycle.ts";
import { RequestStatus } from "../requests/request-status.ts";
import { record, startJob } from "../requests/request-step.ts";
import { Request } from "../requests/request.entity.ts";
import { JobRecord, JobStatus } from "./job.entity.ts";
import type { Job } from "./job.ts";
import type { JobName } from "./registry.ts";

/** A job that failed for good, as pg-boss hands it over. */
interface DeadLetter {
  readonly data: unknown;
  readonly sourceName: string | null;
  readonly sourceId: string | null;
  readonly sourceOutput: {
    readonly message?: string;
    readonly forPeople?: boolean;
    /** The database was not there: worker.ts says so. */
    readonly isAway?: boolean;
    /** What pg-boss says itself. */
    readonly value?: { readonly message?: string };
  } | null;
}

/** How often in an hour a step is begun again that was broken off: one that kills the server itself must come to an end. */
const mostBeginnings = 3;

/**
 * When all retries of a job are spent, this and nothing else makes its request failed, with a sentence that a person can
 * act on. Of what was only broken off, by a server or a database that went away, nobody is to blame: it is begun again.
 */
export const deadJob: Job<DeadLetter> = {
  description:
    "Tells people of a job that failed for good, and fails its request with a sentence that they can act on.",
  data: z.any(),
  concurrency: 1,
  // pg-boss does not announce a dead letter.
  pollSeconds: 1,
  expireInSeconds: 60,
  async run(ctx, { data, sourceName, sourceId, sourceOutput }) {
    const { data: about } = requestJobData.safeParse(data);
    const step = (sourceName ?? "a job").replaceAll("_", " ");
    const said = sourceOutput?.message;
    ctx.logger.error({ source: sourceName, sourceId, reason: said }, "A job is dead");
    if (!about) return { request: null, source: sourceName };
    const { requestId } = about;
    const errorMessage =
      sourceOutput?.forPeople && said
        ? said
        : `Something unexpected happened in the step “${step}”, several times. Try again; an admin finds the details under Jobs.`;
    if (!(await ctx.em.findOne(Request, { id: requestId }))) return { request: requestId, stale: true };
    return whileDue(ctx, requestId, sourceName as JobName, async (ctx, { live }) => {
      if (isBrokenOff(sourceOutput) && (await countFailures(ctx, requestId, sourceName!)) <= mostBeginnings) {
        for (const each of live)
          record(ctx, each, {
            type: RequestEventType.NOTE,
            fromStatus: each.status,
            message: `The step “${step}” was broken off several times, because the server or its database went away. It is begun again.`,
          });
        await ctx.em.flush();
        await startJob(ctx, live[0]!);
        return { request: requestId, source: sourceName, isBegunAgain: true };
      }
      await transition(ctx, requestId, RequestStatus.FAILED, { message: errorMessage, errorMessage });
      return { request: requestId, source: sourceName };
    });
  },
};

function isBrokenOff(output: DeadLetter["sourceOutput"]): boolean {
  return output?.isAway === true || output?.value?.message === "job heartbeat timeout";
}

function countFailures(ctx: Context, requestId: string, type: string): Promise<number> {
  const anHourAgo = new Date(Date.now() - 3_600_000);
  return ctx.em.count(JobRecord, {
    request: requestId,
    type,
    status: JobStatus.FAILED,
    completedAt: { $gt: anHourAgo },
  });
}
