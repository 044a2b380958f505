import { ref } from "@mikro-orm/core";
import { Audiobook, AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { findOrCreateAudiobook, type WantedAudiobook } from "../audiobooks/audiobook.service.ts";
import { acrossPeople, inTransaction, type Context } from "../context.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors.ts";
import { User } from "../users/user.entity.ts";
import { auditRequest } from "./audit-request.ts";
import { dropDownloads, forgetTries } from "./candidates.ts";
import { isLive } from "./lifecycle-table.ts";
import { assertMayAsk, lockAsker } from "./may-ask.ts";
import { enter, leave } from "./request.lifecycle.ts";
import { recogniseBook } from "./owned-books.ts";
import { RequestEventType } from "./request-event.entity.ts";
import { record, startJob, tryNow } from "./request-step.ts";
import { lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { Request } from "./request.entity.ts";

/** What is asked for, and for whom. */
export interface NewRequest extends WantedAudiobook {
  readonly onBehalfOfUserId?: string | null;
  readonly priority?: number | null;
}

/**
 * Asks for a book; what the library has already is completed at once. Asking again for what is on its way or there
 * changes nothing, but that it comes back from the archive; for what was cancelled, denied, failed or has vanished from the library it begins anew, and the
 * history goes on.
 * @returns the request's id.
 * @throws InvalidInputError | NotFoundError | ForbiddenError
 */
export async function createRequest(ctx: Context, viewer: User, wanted: NewRequest): Promise<string> {
  const forOther = wanted.onBehalfOfUserId != null && wanted.onBehalfOfUserId !== viewer.id;
  if ((forOther || wanted.priority != null) && !viewer.isAdmin())
    throw new ForbiddenError("Only an admin may ask for somebody else or set a priority.");
  assertPriority(wanted.priority ?? 0);
  const userId = wanted.onBehalfOfUserId ?? viewer.id;
  if (forOther && !(await ctx.em.findOne(User, { id: userId, deactivatedAt: null })))
    throw new NotFoundError("user", userId);

  const audiobook = await findOrCreateAudiobook(ctx, wanted);
  return inTransaction(acrossPeople(ctx), async (ctx) => {
    const { em } = ctx;
    const asker = await lockAsker(em, userId);
    // One at a time for a book: of two clicks at once, the second finds what the first has made.
    await em.execute("select 1 from audiobooks where id = ? for update", [audiobook]);
    await recogniseBook(ctx, audiobook);
    const before = await em.findOne(Request, { user: userId, audiobook }, { populate: ["audiobook"] });
    if (before && isSettled(before)) {
      if (before.archivedAt) bringBack(ctx, before);
      return before.id;
    }
    const request =
      before ??
      Object.assign(new Request(), {
        user: ref(em.getReference(User, userId)),
        audiobook: ref(em.getReference(Audiobook, audiobook)),
      });
    const leave = await assertMayAsk(ctx, viewer, asker, request);
    if (wanted.priority != null) request.priority = wanted.priority;
    em.persist(request);
    await em.flush();
    if (before) await forgetTries(ctx, request.id);
    await enter(ctx, request.id, { ...leave, message: before ? "Asked for again." : "Asked for." });
    if (forOther) {
      const book = await em.findOneOrFail(Audiobook, { id: audiobook });
      await auditRequest(ctx, "request.made_for_other", request, book);
    }
    return request.id;
  });
}

/** Asking again changes nothing: it is on its way, or the book is still there. */
function isSettled({ status, audiobook }: Request): boolean {
  if (status === RequestStatus.COMPLETED) return audiobook.unwrap().availabilityStatus === AvailabilityStatus.AVAILABLE;
  return isLive(status) || status === RequestStatus.AWAITING_APPROVAL;
}

/** What is in the library, and was asked for again, stands in the lists once more. */
function bringBack(ctx: Context, request: Request): void {
  request.archivedAt = null;
  record(ctx, request, { type: RequestEventType.NOTE, fromStatus: request.status, message: "Asked for again." });
}

/** The request, when the viewer may act on it. @throws NotFoundError for a missing one and for somebody else's alike. */
export async function getOwnRequest(ctx: Context, viewer: User, id: string): Promise<Request> {
  const request = await ctx.em.findOne(Request, viewer.isAdmin() ? { id } : { id, user: viewer.id });
  if (!request) throw new NotFoundError("request", id);
  return request;
}

/** Takes a request back. What was being downloaded for nobody else is removed. @throws NotFoundError | IllegalTransitionError */
export async function cancelRequest(ctx: Context, viewer: User, id: string): Promise<void> {
  const { user } = await getOwnRequest(ctx, viewer, id);
  await inTransaction(acrossPeople(ctx), async (ctx) => {
    const next = await leave(ctx, id, RequestStatus.CANCELLED, "Cancelled.");
    if (!next) await dropDownloads(ctx, [id], "The request was cancelled.");
    if (user.id === viewer.id) return;
    const { request, audiobook } = await lockTogether(ctx.em, id);
    await auditRequest(ctx, "request.cancelled_for_other", request, audiobook);
  });
}

/**
 * Begins a failed or cancelled request anew, and has one that waits tried at once. To begin anew is to ask again: it is
 * decided on again, whatever was decided before.
 * @throws NotFoundError | ConflictError | ForbiddenError
 */
export async function retryRequest(ctx: Context, viewer: User, id: string): Promise<void> {
  const { user } = await getOwnRequest(ctx, viewer, id);
  await inTransaction(acrossPeople(ctx), async (ctx) => {
    const asker = await lockAsker(ctx.em, user.id);
    const { request, audiobook } = await lockTogether(ctx.em, id);
    if (user.id !== viewer.id)
      await auditRequest(ctx, "request.retried_for_other", request, audiobook, { status: request.status });
    if (isLive(request.status)) return tryNow(ctx, id);
    const refusal = notToBeRetried[request.status];
    if (refusal) throw new ConflictError(refusal, { id });
    const leave = await assertMayAsk(ctx, viewer, asker, request);
    await forgetTries(ctx, id);
    await enter(ctx, id, { ...leave, message: "Tried again." });
  });
}

const notToBeRetried: Partial<Record<RequestStatus, string>> = {
  [RequestStatus.COMPLETED]: "The book is in the library: there is nothing to try again.",
  [RequestStatus.AWAITING_APPROVAL]: "An admin has not approved it yet.",
  [RequestStatus.DENIED]: "An admin has denied it. Ask for the book again instead.",
};

/**
 * Puts a request before others, or behind them. Those who wait for the same book move together: it holds for all of them.
 * @param priority −100 to 100, higher comes first.
 * @throws NotFoundError | InvalidInputError | ConflictError when nothing is left to be done for it.
 */
export async function setPriority(ctx: Context, id: string, priority: number): Promise<void> {
  assertPriority(priority);
  await inTransaction(ctx, async (ctx) => {
    const { request, audiobook, live } = await lockTogether(ctx.em, id);
    const moves = isLive(request.status);
    if (!moves && request.status !== RequestStatus.AWAITING_APPROVAL)
      throw new ConflictError("Nothing is being done for this request: there is nothing to put in order.", { id });
    const old = request.priority;
    for (const each of moves ? live : [request]) each.priority = priority;
    await ctx.em.flush();
    await auditRequest(ctx, "request.priority_changed", request, audiobook, { old, new: priority });
    if (moves) await startJob(ctx, live[0]!);
  });
}

function assertPriority(priority: number): void {
  if (Math.abs(priority) > 100) throw new InvalidInputError({ priority: "A priority is −100 to 100." });
}
