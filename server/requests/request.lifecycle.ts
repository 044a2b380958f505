/**
 * The state machine of a request: the only code that writes a status. lifecycle-table.ts says what may follow what.
 *
 * Entering a status starts the first of its jobs; the end of a job starts the next one of the same status, or enters
 * another. Several people who ask for one book move together: the oldest live request leads (it has the jobs and the
 * downloads), the others receive each change in the same transaction. Everything here runs inside a transaction and
 * has locked the book's row first, so that two changes of one book never cross.
 */
import { ref } from "@mikro-orm/core";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import { IllegalTransitionError } from "../errors.ts";
import type { JobName } from "../jobs/registry.ts";
import { RequestEvent, RequestEventType } from "./request-event.entity.ts";
import { isLive, lifecycle } from "./lifecycle-table.ts";
import { handOverDownloads, lockTogether } from "./request-together.ts";
import { type BlockerKind, RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";

const { PENDING, SEARCHING, DOWNLOADING, PROCESSING, COMPLETED } = RequestStatus;

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

/** What comes with a change of status. */
export interface TransitionDetails {
  /** For the timeline: what happened, in a sentence. */
  readonly message: string;
  readonly blocker?: Blocker;
  /** For FAILED: what a person can do. */
  readonly errorMessage?: string;
}

/**
 * Moves a request, and those who asked for the same book, to another status. To the present status it does nothing.
 * @returns whether anything changed.
 * @throws IllegalTransitionError when the table has no such edge; in a job this means that the job is stale.
 */
export async function transition(
  ctx: Context,
  requestId: string,
  to: RequestStatus,
  details: TransitionDetails,
): Promise<boolean> {
  const together = await lockTogether(ctx.em, requestId);
  const { request } = together;
  if (request.status === to) return false;
  if (!lifecycle[request.status].to.includes(to)) throw new IllegalTransitionError(request.status, to);

  const moving = isLive(request.status) ? together.live : [request];
  for (const each of moving) changeStatus(ctx, each, to, details);
  together.audiobook.availabilityStatus = lifecycle[to].availability;
  if (to === COMPLETED) together.audiobook.availableAt ??= new Date();
  await ctx.em.flush();
  // SEARCHING goes on with the job that PENDING started.
  if (to !== SEARCHING) await startJob(ctx, moving[0]!);
  return true;
}

/**
 * Brings a new request, or one that is asked for again, to where its book is: to the shelf, beside those who wait for it
 * already, or to the beginning. Whoever asks, asks last: the one who leads goes on leading.
 */
export async function enter(ctx: Context, requestId: string, message: string): Promise<void> {
  const { request, audiobook, live } = await lockTogether(ctx.em, requestId);
  const others = live.filter((other) => other !== request);
  const leader = others[0];
  const lastAskedAt = Math.max(...others.map((other) => other.createdAt.getTime()));
  request.createdAt = new Date(Math.max(Date.now(), lastAskedAt + 1));
  if (isLive(request.status)) {
    request.step = lifecycle[request.status].jobs[0]!;
    record(ctx, request, { type: RequestEventType.STATUS, fromStatus: null, message });
  } else {
    if (!lifecycle[request.status].to.includes(PENDING)) throw new IllegalTransitionError(request.status, PENDING);
    Object.assign(request, { searchAttempts: 0, downloadAttempts: 0, completedAt: null });
    changeStatus(ctx, request, PENDING, { message });
  }
  if (audiobook.availabilityStatus === AvailabilityStatus.AVAILABLE) {
    changeStatus(ctx, request, COMPLETED, { message: "The book is in the library already." });
  } else if (leader) {
    follow(ctx, request, leader);
  } else {
    audiobook.availabilityStatus = AvailabilityStatus.REQUESTED;
  }
  await ctx.em.flush();
  if (isLive(request.status) && !leader) await startJob(ctx, request);
}

/**
 * Takes one person's request out, and leaves those of others alone: the next one leads from here on.
 * @param to CANCELLED or DENIED.
 * @returns the request that took over, or null when nobody waits for the book any more.
 */
export async function leave(
  ctx: Context,
  requestId: string,
  to: RequestStatus,
  message: string,
): Promise<Request | null> {
  const together = await lockTogether(ctx.em, requestId);
  const { request, audiobook, live } = together;
  if (!lifecycle[request.status].to.includes(to)) throw new IllegalTransitionError(request.status, to);
  const led = live[0] === request;
  changeStatus(ctx, request, to, { message });
  const next = led ? live[1] : live[0];
  if (!next && audiobook.availabilityStatus !== AvailabilityStatus.AVAILABLE)
    audiobook.availabilityStatus = lifecycle[to].availability;
  if (led && next)
    record(ctx, next, {
      type: RequestEventType.NOTE,
      fromStatus: next.status,
      message: "Goes on for you: whoever asked first no longer waits.",
    });
  await ctx.em.flush();
  if (led && next) {
    await handOverDownloads(ctx.em, request, next);
    await startJob(ctx, next);
  }
  return next ?? null;
}

/**
 * The end of one step: starts the next one of the same status, or the one that is named.
 * @returns false when the request is no longer at `from`: the job is stale.
 */
export async function advance(
  ctx: Context,
  requestId: string,
  from: JobName,
  message: string,
  to?: JobName,
): Promise<boolean> {
  const { request, live } = await lockTogether(ctx.em, requestId);
  const { jobs } = lifecycle[request.status];
  const next = to ?? jobs[jobs.indexOf(from) + 1];
  if (request.step !== from || live[0] !== request || next === undefined) return false;
  for (const each of live) {
    clearBlocker(each);
    each.step = next;
    if (next === "start_download") each.progress = 0;
    record(ctx, each, { type: RequestEventType.STEP, fromStatus: each.status, message });
  }
  await ctx.em.flush();
  await startJob(ctx, request);
  return true;
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

function changeStatus(ctx: Context, request: Request, to: RequestStatus, details: TransitionDetails): void {
  const fromStatus = request.status;
  request.status = to;
  request.step = lifecycle[to].jobs[0] ?? null;
  request.errorMessage = details.errorMessage ?? null;
  if (details.blocker) setBlocker(request, details.blocker);
  else clearBlocker(request);
  if (to === SEARCHING) request.searchAttempts += 1;
  if (to === DOWNLOADING || to === PENDING) request.progress = 0;
  if (to === PROCESSING || to === COMPLETED) request.progress = 100;
  if (to === COMPLETED) request.completedAt = new Date();
  record(ctx, request, { type: RequestEventType.STATUS, fromStatus, message: details.message });
}

function follow(ctx: Context, request: Request, leader: Request): void {
  const { status, step, progress, blocker, blockerMessage, nextTryAt } = leader;
  const fromStatus = request.status;
  Object.assign(request, { status, step, progress, blocker, blockerMessage, nextTryAt });
  record(ctx, request, {
    type: RequestEventType.NOTE,
    fromStatus,
    message: "Somebody has asked for it already: it is on its way.",
  });
}

function setBlocker(request: Request, blocker: Blocker): void {
  if (!lifecycle[request.status].blockers.includes(blocker.kind))
    throw new Error(`A request that is ${request.status} does not wait with ${blocker.kind}.`);
  request.blocker = blocker.kind;
  request.blockerMessage = blocker.message;
  request.nextTryAt = blocker.nextTryAt;
}

function clearBlocker(request: Request): void {
  request.blocker = null;
  request.blockerMessage = null;
  request.nextTryAt = null;
}
