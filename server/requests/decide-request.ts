/** What an admin decides about a request that awaits approval. Each person's request is decided on by itself. */
import { inTransaction, type Context } from "../context.ts";
import { IllegalTransitionError, InvalidInputError } from "../errors.ts";
import type { User } from "../users/user.entity.ts";
import { auditRequest } from "./audit-request.ts";
import { takeByHand } from "./release.service.ts";
import { RequestEventType } from "./request-event.entity.ts";
import { record } from "./request-step.ts";
import { lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { admit, leave } from "./request.lifecycle.ts";
import { tellOfRequest } from "./tell-of-request.ts";
import type { Request } from "./request.entity.ts";

const { AWAITING_APPROVAL, PENDING, DENIED } = RequestStatus;

/**
 * Lets a request begin.
 * @param reason for the person who asked; may be empty.
 * @param releaseId a candidate that is to be taken, for all who wait for the book.
 * @throws NotFoundError | InvalidInputError | ConflictError | IllegalTransitionError
 */
export async function approveRequest(
  ctx: Context,
  admin: User,
  id: string,
  reason: string,
  releaseId: string | null,
): Promise<void> {
  assertShort(reason);
  await inTransaction(ctx, async (ctx) => {
    const { request, audiobook, live } = await lockTogether(ctx.em, id);
    if (request.status !== AWAITING_APPROVAL) throw new IllegalTransitionError(request.status, PENDING);
    const message = reason ? `Approved: ${reason}` : "Approved.";
    if (releaseId !== null && live.length === 0) {
      record(ctx, request, { type: RequestEventType.NOTE, fromStatus: request.status, message });
      await takeByHand(ctx, request, releaseId, true);
    } else {
      await admit(ctx, id, message);
      if (releaseId !== null) await takeByHand(ctx, request, releaseId, true);
    }
    await noteDecision(ctx, request, admin, reason);
    await auditRequest(ctx, "request.approved", request, audiobook, { reason });
    await tellOfRequest(ctx, request, audiobook, "request_approved", reason);
  });
}

/** Turns a request down. @param reason is what the person who asked gets to see. @throws NotFoundError | InvalidInputError | IllegalTransitionError */
export async function denyRequest(ctx: Context, admin: User, id: string, reason: string): Promise<void> {
  if (!reason) throw new InvalidInputError({ reason: "Give a reason: whoever asked gets to see it." });
  assertShort(reason);
  await inTransaction(ctx, async (ctx) => {
    await leave(ctx, id, DENIED, `Denied: ${reason}`);
    const { request, audiobook } = await lockTogether(ctx.em, id);
    await noteDecision(ctx, request, admin, reason);
    await auditRequest(ctx, "request.denied", request, audiobook, { reason });
    await tellOfRequest(ctx, request, audiobook, "request_denied", reason);
  });
}

async function noteDecision(ctx: Context, request: Request, admin: User, reason: string): Promise<void> {
  // Later than it was asked for, always: that tells it from asking in somebody's name.
  const decidedAt = new Date(Math.max(Date.now(), request.createdAt.getTime() + 1));
  Object.assign(request, { decisionReason: reason || null, decidedAt, decidedById: admin.id });
  await ctx.em.flush();
}

function assertShort(reason: string): void {
  if (reason.length > 500) throw new InvalidInputError({ reason: "Give a reason of at most 500 characters." });
}
