import { inTransaction } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Download } from "../integrations/download-clients/download-client.ts";
import { passOver } from "../requests/candidates.ts";
import { DownloadHistory, DownloadStatus } from "../requests/download-history.entity.ts";
import { findChosen, findDue, requestJobData, stale } from "../requests/due-request.ts";
import { reportProgress, transition, wait } from "../requests/request.lifecycle.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";

/** Seconds between two looks: while bytes arrive, and at the most while none do. */
const pause = { moving: 1, still: 15 } as const;

/** Looks how far a download is, tells it, and decides when it is done, dead or damaged. All downloads share one poll. */
export const monitorDownload: Job<{ requestId: string }> = {
  data: requestJobData,
  concurrency: 1,
  batchSize: 50,
  pollSeconds: 1,
  expireInSeconds: 60,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "monitor_download");
    const chosen = due && (await findChosen(ctx, requestId));
    if (!due || !chosen) return stale;

    let download: Download | undefined;
    try {
      const find = async (fresh: boolean) =>
        (await ctx.integrations.downloads(ctx.signal, { fresh })).find((each) => each.id === chosen.downloadClientId);
      // The shared poll may be older than this download.
      download = (await find(false)) ?? (await find(true));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { message } = error;
      const nextTryAt = new Date(Date.now() + pause.still * 1000);
      await inTransaction(ctx, (ctx) =>
        wait(ctx, requestId, { kind: BlockerKind.CLIENT_UNREACHABLE, message, nextTryAt }),
      );
      return snooze(pause.still);
    }
    if (!download)
      return giveUp(ctx, requestId, chosen, DownloadStatus.FAILED, "It is no longer in the download client.");
    if (download.status === "failed")
      return giveUp(
        ctx,
        requestId,
        chosen,
        DownloadStatus.FAILED,
        download.error ?? "The download client gave up on it.",
      );
    if (download.status === "completed") return complete(ctx, requestId, chosen);
    return goOn(ctx, requestId, chosen, download);
  },
};

async function goOn(
  ctx: JobContext,
  requestId: string,
  chosen: DownloadHistory,
  download: Download,
): Promise<JobOutcome> {
  const settings = await ctx.integrations.settings();
  const progress = Math.min(99, Math.floor(download.progress * 100));
  const moves = download.bytesPerSecond > 0 || progress > (chosen.progress ?? 0);
  const silentSince = chosen.lastProgressAt ?? chosen.startedAt ?? new Date();
  const silentSeconds = (Date.now() - silentSince.getTime()) / 1000;
  if (!moves && silentSeconds > Number(settings["automation.stalled_after_seconds"])) {
    const seeders = download.seeders === 0 ? " and nobody is seeding it" : "";
    return giveUp(
      ctx,
      requestId,
      chosen,
      DownloadStatus.STALLED,
      `Nothing has arrived for ${describeSeconds(silentSeconds)}${seeders}.`,
    );
  }
  await inTransaction(ctx, async (ctx) => {
    await ctx.em.nativeUpdate(
      DownloadHistory,
      { id: chosen.id },
      {
        progress,
        secondsLeft: download.secondsLeft === null ? null : Math.round(download.secondsLeft),
        downloadBytesPerSecond: Math.round(download.bytesPerSecond),
        torrentSizeBytes: download.sizeBytes ?? chosen.torrentSizeBytes,
        ...(moves ? { lastProgressAt: new Date() } : {}),
      },
    );
    if (moves) await reportProgress(ctx, requestId, progress);
  });
  return snooze(moves || silentSeconds < 60 ? pause.moving : Math.min(pause.still, silentSeconds / 20));
}

async function complete(ctx: JobContext, requestId: string, chosen: DownloadHistory): Promise<JobOutcome> {
  await inTransaction(ctx, async (ctx) => {
    await ctx.em.nativeUpdate(
      DownloadHistory,
      { id: chosen.id },
      {
        downloadStatus: DownloadStatus.COMPLETED,
        progress: 100,
        secondsLeft: 0,
        downloadBytesPerSecond: 0,
        completedAt: new Date(),
      },
    );
    await transition(ctx, requestId, RequestStatus.PROCESSING, { message: "It has arrived." });
  });
  return { infoHash: chosen.torrentHash };
}

async function giveUp(
  ctx: JobContext,
  requestId: string,
  chosen: DownloadHistory,
  status: DownloadStatus.FAILED | DownloadStatus.STALLED,
  reason: string,
): Promise<JobOutcome> {
  await inTransaction(ctx, (ctx) => passOver(ctx, requestId, chosen, { status, reason }));
  return { passedOver: chosen.torrentName, reason };
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
