/**
 * What happens to a request inside a status: its job is started, it waits and says for what, it gets on. Everything here
 * runs inside a transaction that has locked the book, and writes no status.
 */
import { ref } from "@mikro-orm/core";
import type { Context } from "../context.ts";
import type { JobName } from "../jobs/registry.ts";
import { RequestEvent, RequestEventType } from "./request-event.entity.ts";
import { lifecycle } from "./lifecycle-table.ts";
import { lockTogether } from "./request-together.ts";
import type { BlockerKind } from "./request-status.ts";
import type { Request } from "./request.entity.ts";

/** How often a download is told of whose percentage does not change. */
const tellAgainMs = 3_000;

/** Why a request waits, and until when. */
export interface Blocker {
  readonly kind: BlockerKind;
  /** A sentence, with what would help. */
  readonly message: string;
  /** When it is tried again by itself. */
  readonly nextTryAt: Date;
}

/**
 * Says why a request (and its company) waits at a step. The job that says so comes again by itself.
 * @returns false when the request is no longer there: the job is stale.
 */
export async function wait(ctx: Context, requestId: string, step: JobName, blocker: Blocker): Promise<boolean> {
  const { request, live } = await lockTogether(ctx.em, requestId);
  if (request.step !== step || live[0] !== request) return false;
  for (const each of live) {
    const repeated = each.blocker === blocker.kind && each.blockerMessage === blocker.message;
    setBlocker(each, blocker);
    if (!repeated)
      record(ctx, each, { type: RequestEventType.WAITING, fromStatus: each.status, message: blocker.message });
  }
  await ctx.em.flush();
  return true;
}

/**
 * Tells how far the download is, and ends a wait. Of an unchanged percentage subscribers hear now and then, because
 * speed and time left have changed.
 * @param live the leader and its company, locked.
 * @param progress percent, 0 to 100; less than before is explained in the timeline.
 */
export async function reportProgress(ctx: Context, live: readonly Request[], progress: number): Promise<void> {
  for (const each of live) {
    if (progress < each.progress)
      record(ctx, each, {
        type: RequestEventType.NOTE,
        fromStatus: each.status,
        message: `The download client checks again what it has: ${progress} % of it is sure.`,
      });
    each.progress = progress;
    clearBlocker(each);
    // The trigger sets the very time.
    if (Date.now() - each.updatedAt.getTime() > tellAgainMs) each.updatedAt = new Date();
  }
  await ctx.em.flush();
}

/** Has a request that waits tried at once, with its company. */
export async function tryNow(ctx: Context, requestId: string): Promise<void> {
  const { live } = await lockTogether(ctx.em, requestId);
  for (const each of live) each.nextTryAt = null;
  await ctx.em.flush();
  if (live[0]) await startJob(ctx, live[0]);
}

/** Makes sure that the job which is due is in the queue, no later than the request's next try. */
export async function startJob(ctx: Context, request: Request): Promise<void> {
  if (request.step === null) return;
  await ctx.queue.enqueue(
    ctx.em,
    request.step as JobName,
    { requestId: request.id },
    {
      requestId: request.id,
      priority: request.priority,
      ...(request.nextTryAt ? { startAfter: request.nextTryAt } : {}),
    },
  );
}

/** Adds a line to the timeline. */
export function record(
  ctx: Context,
  request: Request,
  event: Pick<RequestEvent, "type" | "fromStatus" | "message">,
): void {
  ctx.em.persist(
    Object.assign(new RequestEvent(), {
      ...event,
      request: ref(request),
      toStatus: request.status,
      step: request.step,
    }),
  );
}

/** @throws Error when the status does not wait with it: the table says what may be waited for. */
export function setBlocker(request: Request, blocker: Blocker): void {
  if (!lifecycle[request.status].blockers.includes(blocker.kind))
    throw new Error(`A request that is ${request.status} does not wait with ${blocker.kind}.`);
  request.blocker = blocker.kind;
  request.blockerMessage = blocker.message;
  request.nextTryAt = blocker.nextTryAt;
}

/** It goes on. */
export function clearBlocker(request: Request): void {
  request.blocker = null;
  request.blockerMessage = null;
  request.nextTryAt = null;
}
