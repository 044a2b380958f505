/**
 * What a job may count on. Between its first look and its result a request may be cancelled, get another leader or
 * another release, and the same job may even run twice at once: so each result is written in a transaction that has
 * locked the request and looked again.
 */
import { z } from "zod";
import type { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { inTransaction, type Context } from "../context.ts";
import type { JobName } from "../jobs/registry.ts";
import { DownloadHistory, DownloadStatus } from "./download-history.entity.ts";
import { isLive } from "./lifecycle-table.ts";
import { lockTogether, type Together } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { transition } from "./request.lifecycle.ts";
import { Request } from "./request.entity.ts";

/** The data of every job that works on a request. */
export const requestJobData = z.object({ requestId: z.uuid() });

/** What a job that is not due (any more) tells the history. */
export const stale = { stale: true } as const;

/** A download that counts: it is wanted, on its way, or there. */
export const activeDownload = [DownloadStatus.QUEUED, DownloadStatus.DOWNLOADING, DownloadStatus.COMPLETED];

/** A request whose step is due, with its book. */
export interface DueRequest {
  readonly request: Request;
  readonly audiobook: Audiobook;
}

/** The same, with the candidate that was chosen. */
export interface DueDownload extends DueRequest {
  readonly chosen: DownloadHistory;
}

/** A first look, without a lock. @returns null when the request is gone or has moved on: the job is stale. */
export async function findDue(ctx: Context, requestId: string, step: JobName): Promise<DueRequest | null> {
  const request = await ctx.em.findOne(Request, { id: requestId }, { populate: ["audiobook"], refresh: true });
  if (!request || request.step !== step || !isLive(request.status)) return null;
  return { request, audiobook: request.audiobook.unwrap() };
}

/** A first look at a step that needs a download. A request that has none any more is searched for again. */
export async function findDueDownload(ctx: Context, requestId: string, step: JobName): Promise<DueDownload | null> {
  const due = await findDue(ctx, requestId, step);
  const chosen = due && (await findChosen(ctx, requestId));
  if (due && chosen) return { ...due, chosen };
  if (due) await whileDue(ctx, requestId, step, (ctx) => searchUnlessChosen(ctx, requestId));
  return null;
}

/**
 * Runs `work` in a transaction throughout which the step is due.
 * @returns `stale`, without running it, when the request has moved on or another one leads by now.
 */
export function whileDue<C extends Context, T>(
  ctx: C,
  requestId: string,
  step: JobName,
  work: (ctx: C, together: Together) => Promise<T>,
): Promise<T | typeof stale> {
  return inTransaction(ctx, async (ctx) => {
    const together = await lockTogether(ctx.em, requestId);
    if (together.request.step !== step || together.live[0] !== together.request) return stale;
    return work(ctx, together);
  });
}

/** As whileDue, in a transaction throughout which that very candidate is the chosen one; `work` gets its present row. */
export function whileChosen<C extends Context, T>(
  ctx: C,
  requestId: string,
  step: JobName,
  candidateId: string,
  work: (ctx: C, chosen: DownloadHistory, together: Together) => Promise<T>,
): Promise<T | typeof stale> {
  return whileDue(ctx, requestId, step, async (ctx, together) => {
    const chosen = await findChosen(ctx, requestId);
    if (chosen?.id === candidateId) return work(ctx, chosen, together);
    if (!chosen) await searchUnlessChosen(ctx, requestId);
    return stale;
  });
}

async function searchUnlessChosen(ctx: Context, requestId: string): Promise<void> {
  if (await findChosen(ctx, requestId)) return;
  await transition(ctx, requestId, RequestStatus.PENDING, {
    message: "Nobody knows any more what was being downloaded for it: it is searched for again.",
  });
}

/** The candidate that was chosen and is being fetched or imported; null when there is none. */
async function findChosen(ctx: Context, requestId: string): Promise<DownloadHistory | null> {
  return ctx.em.findOne(
    DownloadHistory,
    { request: requestId, selected: true, downloadStatus: { $in: activeDownload } },
    { orderBy: { id: "desc" }, refresh: true },
  );
}
