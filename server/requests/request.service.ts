import { ref } from "@mikro-orm/core";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { findOrCreateAudiobook, type WantedAudiobook } from "../audiobooks/audiobook.service.ts";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors.ts";
import { User } from "../users/user.entity.ts";
import { choose } from "./candidates.ts";
import { DownloadHistory, DownloadStatus, ReleaseVerdict } from "./download-history.entity.ts";
import { isLive } from "./lifecycle-table.ts";
import { enter, leave, startJob } from "./request.lifecycle.ts";
import { lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { Request } from "./request.entity.ts";

/** What is asked for, and for whom. */
export interface NewRequest extends WantedAudiobook {
  readonly onBehalfOfUserId?: string | null;
  readonly priority?: number | null;
}

/**
 * Asks for a book. Asking again for what is on its way changes nothing; for what was cancelled, denied or failed it
 * begins anew, and the history goes on.
 * @returns the request's id.
 * @throws InvalidInputError | NotFoundError | ForbiddenError
 */
export async function createRequest(ctx: Context, viewer: User, wanted: NewRequest): Promise<string> {
  const forOther = wanted.onBehalfOfUserId != null && wanted.onBehalfOfUserId !== viewer.id;
  if ((forOther || wanted.priority != null) && !viewer.isAdmin())
    throw new ForbiddenError("Only an admin may ask for somebody else or set a priority.");
  if (Math.abs(wanted.priority ?? 0) > 100) throw new InvalidInputError({ priority: "A priority is −100 to 100." });
  const userId = wanted.onBehalfOfUserId ?? viewer.id;
  if (forOther && !(await ctx.em.findOne(User, { id: userId, deactivatedAt: null })))
    throw new NotFoundError("user", userId);

  const audiobook = await findOrCreateAudiobook(ctx, wanted);
  return inTransaction(ctx, async (ctx) => {
    const { em } = ctx;
    // One at a time for a book: of two clicks at once, the second finds what the first has made.
    await em.execute("select 1 from audiobooks where id = ? for update", [audiobook]);
    const before = await em.findOne(Request, { user: userId, audiobook });
    if (
      before &&
      (isLive(before.status) ||
        before.status === RequestStatus.COMPLETED ||
        before.status === RequestStatus.AWAITING_APPROVAL)
    )
      return before.id;
    const request =
      before ??
      Object.assign(new Request(), {
        user: ref(em.getReference(User, userId)),
        audiobook: ref(em.getReference(Audiobook, audiobook)),
      });
    if (wanted.priority != null) request.priority = wanted.priority;
    em.persist(request);
    await em.flush();
    await enter(ctx, request.id, before ? "Asked for again." : "Asked for.");
    return request.id;
  });
}

/** The request, when the viewer may act on it. @throws NotFoundError for a missing one and for somebody else's alike. */
export async function getOwnRequest(ctx: Context, viewer: User, id: string): Promise<Request> {
  const request = await ctx.em.findOne(Request, viewer.isAdmin() ? { id } : { id, user: viewer.id });
  if (!request) throw new NotFoundError("request", id);
  return request;
}

/** Takes a request back. What was being downloaded for nobody else is removed. @throws NotFoundError | IllegalTransitionError */
export async function cancelRequest(ctx: Context, viewer: User, id: string): Promise<void> {
  await getOwnRequest(ctx, viewer, id);
  await inTransaction(ctx, async (ctx) => {
    const next = await leave(ctx, id, RequestStatus.CANCELLED, "Cancelled.");
    if (next) return;
    const active = { $in: [DownloadStatus.QUEUED, DownloadStatus.DOWNLOADING, DownloadStatus.COMPLETED] };
    for (const row of await ctx.em.find(DownloadHistory, { request: id, selected: true, downloadStatus: active })) {
      Object.assign(row, {
        downloadStatus: DownloadStatus.FAILED,
        downloadError: "The request was cancelled.",
        secondsLeft: null,
        downloadBytesPerSecond: null,
      });
      if (row.downloadClientId)
        await ctx.queue.enqueue(ctx.em, "remove_download", { downloadId: row.id }, { requestId: id, key: row.id });
    }
    await ctx.em.flush();
  });
}

/** Begins a failed or cancelled request anew, and has one that waits tried at once. @throws NotFoundError | ConflictError */
export async function retryRequest(ctx: Context, viewer: User, id: string): Promise<void> {
  const request = await getOwnRequest(ctx, viewer, id);
  if (request.status === RequestStatus.COMPLETED)
    throw new ConflictError("The book is in the library: there is nothing to try again.", { id });
  await inTransaction(ctx, async (ctx) => {
    if (!isLive(request.status)) return enter(ctx, id, "Tried again.");
    const { live } = await lockTogether(ctx.em, id);
    for (const each of live) each.nextTryAt = null;
    await ctx.em.flush();
    await startJob(ctx, live[0]!);
  });
}

/** Takes a candidate that a person chose. @throws NotFoundError | ConflictError | IllegalTransitionError */
export async function selectRelease(ctx: Context, viewer: User, requestId: string, releaseId: string): Promise<void> {
  await getOwnRequest(ctx, viewer, requestId);
  await inTransaction(ctx, async (ctx) => {
    const { request, live } = await lockTogether(ctx.em, requestId);
    const leader = live[0] ?? request;
    const row = await ctx.em.findOne(DownloadHistory, { id: releaseId, request: { $in: [requestId, leader.id] } });
    if (!row) throw new NotFoundError("release", releaseId);
    if (request.status === RequestStatus.PROCESSING || request.status === RequestStatus.COMPLETED) {
      throw new ConflictError("The book has arrived already.", { id: requestId });
    }
    const present = await ctx.em.find(DownloadHistory, {
      request: leader.id,
      selected: true,
      downloadStatus: { $in: [DownloadStatus.QUEUED, DownloadStatus.DOWNLOADING] },
    });
    if (present.some((each) => each.id === row.id)) return;
    for (const each of present) {
      Object.assign(each, {
        downloadStatus: DownloadStatus.FAILED,
        downloadError: "Another release was chosen.",
        secondsLeft: null,
        downloadBytesPerSecond: null,
      });
      if (each.downloadClientId)
        await ctx.queue.enqueue(ctx.em, "remove_download", { downloadId: each.id }, { requestId, key: each.id });
    }
    row.verdict = ReleaseVerdict.ACCEPTABLE;
    await ctx.em.flush();
    await choose(ctx, leader.id, row);
  });
}
