/**
 * The state machine of a request: the only code that writes a status. lifecycle-table.ts says what may follow what.
 *
 * Entering a status starts the first of its jobs; the end of a job starts the next one of the same status, or enters
 * another. Several people who ask for one book move together: who asked first leads (that request has the jobs and the
 * downloads), the others receive each change in the same transaction. Everything here runs inside a transaction and
 * has locked the book's row first, so that two changes of one book never cross.
 */
import { AvailabilityStatus, type Audiobook } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import { IllegalTransitionError } from "../errors.ts";
import type { JobName } from "../jobs/registry.ts";
import { RequestEventType } from "./request-event.entity.ts";
import { isLive, lifecycle } from "./lifecycle-table.ts";
import { notBefore } from "./not-before.ts";
import { clearBlocker, record, setBlocker, startJob, type Blocker } from "./request-step.ts";
import { handOverDownloads, lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { tellOfRequest, type ToldBook } from "./tell-of-request.ts";
import type { Request } from "./request.entity.ts";

const { AWAITING_APPROVAL, PENDING, SEARCHING, DOWNLOADING, PROCESSING, COMPLETED, FAILED } = RequestStatus;

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

  const moving = isLive(request.status) ? [...together.live] : [request];
  // A book that is there is there for those too whom nobody has given leave to have it fetched.
  if (to === COMPLETED) moving.push(...together.awaiting.filter((each) => each !== request));
  for (const each of moving) changeStatus(ctx, each, to, details);
  together.audiobook.availabilityStatus = lifecycle[to].availability;
  if (to === COMPLETED) together.audiobook.availableAt ??= new Date();
  await ctx.em.flush();
  for (const each of moving) await tellOfEnd(ctx, each, together.audiobook);
  // SEARCHING goes on with the job that PENDING started.
  if (to !== SEARCHING) await startJob(ctx, moving[0]!);
  return true;
}

/**
 * Completes requests for books that are there, in one go: `transition` for each would be a dozen statements each.
 * @param requests that may be completed, locked, and their books before them.
 * @param books of these requests, by id.
 */
export async function completeTogether(
  ctx: Context,
  requests: readonly Request[],
  books: ReadonlyMap<string, ToldBook>,
  message: string,
): Promise<void> {
  for (const each of requests) {
    if (!lifecycle[each.status].to.includes(COMPLETED)) throw new IllegalTransitionError(each.status, COMPLETED);
    changeStatus(ctx, each, COMPLETED, { message });
  }
  await ctx.em.flush();
  for (const each of requests) await tellOfEnd(ctx, each, books.get(each.audiobook.id)!);
}

/** How somebody asks for a book. */
export interface Asking {
  /** For the timeline. */
  readonly message: string;
  /** It waits for an admin first, unless the book is there. */
  readonly needsApproval: boolean;
  /** The admin who asks in the person's name: that is a decision too, made at the moment of asking. */
  readonly onBehalfById: string | null;
}

/**
 * Brings a new request, or one that is asked for again, to where its book is: to the shelf, beside those who wait for it
 * already, or to the beginning. Whoever asks, asks last: the one who leads goes on leading.
 */
export async function enter(ctx: Context, requestId: string, asking: Asking): Promise<void> {
  const { request, audiobook, live } = await lockTogether(ctx.em, requestId);
  const { message, onBehalfById } = asking;
  const others = live.filter((other) => other !== request);
  const isThere = audiobook.availabilityStatus === AvailabilityStatus.AVAILABLE;
  const to = asking.needsApproval && !isThere ? AWAITING_APPROVAL : PENDING;
  const createdAt = afterAll(others, new Date());
  const decidedAt = onBehalfById === null ? null : createdAt;
  Object.assign(request, { createdAt, decidedAt, decidedById: onBehalfById, decisionReason: null });
  if (isLive(request.status)) {
    request.status = to;
    request.step = lifecycle[to].jobs[0] ?? null;
    record(ctx, request, { type: RequestEventType.STATUS, fromStatus: null, message });
  } else {
    if (!lifecycle[request.status].to.includes(to)) throw new IllegalTransitionError(request.status, to);
    Object.assign(request, { searchAttempts: 0, downloadAttempts: 0, completedAt: null });
    changeStatus(ctx, request, to, { message });
  }
  if (to === PENDING) return join(ctx, request, audiobook, others);
  if (others.length === 0) audiobook.availabilityStatus = lifecycle[to].availability;
  await ctx.em.flush();
  await tellOfRequest(ctx, request, audiobook, "request_awaiting_approval");
}

/**
 * Lets a request that awaits approval begin: beside those who wait for its book already, if there are any.
 * @throws IllegalTransitionError when it does not await approval.
 */
export async function admit(ctx: Context, requestId: string, message: string): Promise<void> {
  const { request, audiobook, live } = await lockTogether(ctx.em, requestId);
  if (request.status !== AWAITING_APPROVAL) throw new IllegalTransitionError(request.status, PENDING);
  // It may have been asked for before them; but the jobs and the downloads are theirs.
  request.createdAt = afterAll(live, request.createdAt);
  changeStatus(ctx, request, PENDING, { message });
  await join(ctx, request, audiobook, live);
  await tellOfEnd(ctx, request, audiobook);
}

/** Whoever asks for what is there sees that; what comes to its end later is told. */
async function tellOfEnd(ctx: Context, request: Request, audiobook: ToldBook): Promise<void> {
  if (request.status === COMPLETED) await tellOfRequest(ctx, request, audiobook, "request_available");
  if (request.status === FAILED) await tellOfRequest(ctx, request, audiobook, "request_failed", request.errorMessage);
}

async function join(ctx: Context, request: Request, audiobook: Audiobook, others: readonly Request[]): Promise<void> {
  const leader = others[0];
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

/** A time at which somebody asks last of all. */
function afterAll(others: readonly Request[], time: Date): Date {
  return new Date(Math.max(time.getTime(), ...others.map((other) => other.createdAt.getTime() + 1)));
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

function changeStatus(ctx: Context, request: Request, to: RequestStatus, details: TransitionDetails): void {
  const fromStatus = request.status;
  request.status = to;
  request.step = lifecycle[to].jobs[0] ?? null;
  request.archivedAt = null;
  request.errorMessage = details.errorMessage ?? null;
  if (details.blocker) setBlocker(request, details.blocker);
  else clearBlocker(request);
  if (to === SEARCHING) request.searchAttempts += 1;
  if (to === DOWNLOADING || to === PENDING) request.progress = 0;
  if (to === PROCESSING || to === COMPLETED) request.progress = 100;
  if (to === COMPLETED) request.completedAt = notBefore(request.createdAt);
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
