import { z } from "zod";
import { requestJobData, whileDue } from "../requests/due-request.ts";
import { transition } from "../requests/request.lifecycle.ts";
import { RequestStatus } from "../requests/request-status.ts";
import { Request } from "../requests/request.entity.ts";
import type { Job } from "./job.ts";
import type { JobName } from "./registry.ts";

/** A job that failed for good, as pg-boss hands it over. */
interface DeadLetter {
  readonly data: unknown;
  readonly sourceName: string | null;
  readonly sourceId: string | null;
  readonly sourceOutput: { readonly message?: string; readonly forPeople?: boolean } | null;
}

/** When all retries of a job are spent, this and nothing else makes its request failed, with a sentence that a person can act on. */
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
    return whileDue(ctx, requestId, sourceName as JobName, async (ctx) => {
      await transition(ctx, requestId, RequestStatus.FAILED, { message: errorMessage, errorMessage });
      return { request: requestId, source: sourceName };
    });
  },
};
