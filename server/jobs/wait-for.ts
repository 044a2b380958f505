import { noteHealth } from "../configuration/integration-health.ts";
import { inTransaction } from "../context.ts";
import { BlockerKind } from "../requests/request-status.ts";
import { stale } from "../requests/due-request.ts";
import { wait } from "../requests/request-step.ts";
import { snooze, type JobContext, type JobOutcome } from "./job.ts";
import type { JobName } from "./registry.ts";

/** How long a job pauses, in seconds: at first, at the most, and how much longer each time. Factor 2 unless told. */
export interface Pause {
  readonly first: number;
  readonly most: number;
  readonly factor?: number;
}

/** The integration that a blocker tells of. */
const downWith: Partial<Record<BlockerKind, string>> = {
  [BlockerKind.CLIENT_UNREACHABLE]: "download_client",
  [BlockerKind.MEDIA_SERVER_UNREACHABLE]: "media_server",
};

/** Says why a request waits at a step, and has the job come again: later and later. */
export async function waitFor(
  ctx: JobContext,
  requestId: string,
  step: JobName,
  { kind, message }: { readonly kind: BlockerKind; readonly message: string },
  { first, most, factor = 2 }: Pause,
): Promise<JobOutcome> {
  const seconds = Math.min(first * factor ** Math.min(ctx.snoozes, 30), most);
  const nextTryAt = new Date(Date.now() + seconds * 1000);
  const integration = downWith[kind];
  if (integration) await noteHealth(ctx, { [integration]: { isUp: false, message } });
  const waits = await inTransaction(ctx, (ctx) => wait(ctx, requestId, step, { kind, message, nextTryAt }));
  return waits ? snooze(seconds) : stale;
}
