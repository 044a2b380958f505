import { z } from "zod";
import type { Audiobook } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import type { JobName } from "../jobs/registry.ts";
import { DownloadHistory, DownloadStatus } from "./download-history.entity.ts";
import { isLive } from "./lifecycle-table.ts";
import { Request } from "./request.entity.ts";

/** The data of every job that works on a request. */
export const requestJobData = z.object({ requestId: z.uuid() });

/** A request whose step is due, with its book. */
export interface DueRequest {
  readonly request: Request;
  readonly audiobook: Audiobook;
}

/** @returns null when the request is gone, has moved on, or another one leads by now: the job is stale. */
export async function findDue(ctx: Context, requestId: string, step: JobName): Promise<DueRequest | null> {
  const request = await ctx.em.findOne(Request, { id: requestId }, { populate: ["audiobook"], refresh: true });
  if (!request || request.step !== step || !isLive(request.status)) return null;
  return { request, audiobook: request.audiobook.unwrap() };
}

/** The candidate that was chosen and is being fetched or imported; null when there is none. */
export async function findChosen(ctx: Context, requestId: string): Promise<DownloadHistory | null> {
  return ctx.em.findOne(
    DownloadHistory,
    {
      request: requestId,
      selected: true,
      downloadStatus: { $in: [DownloadStatus.QUEUED, DownloadStatus.DOWNLOADING, DownloadStatus.COMPLETED] },
    },
    { orderBy: { id: "desc" }, refresh: true },
  );
}

/** What a job that was not due tells the history. */
export const stale = { stale: true } as const;
