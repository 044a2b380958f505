import { isWatched } from "../database/watchers.ts";
import type { Download } from "../integrations/download-clients/download-client.ts";
import { passOver } from "../requests/candidates.ts";
import { DownloadHistory, DownloadStatus } from "../requests/download-history.entity.ts";
import { notBefore } from "../requests/not-before.ts";
import { findDueDownload, requestJobData, stale, whileChosen, type DueDownload } from "../requests/due-request.ts";
import { advance, transition } from "../requests/request.lifecycle.ts";
import { reportProgress } from "../requests/request-step.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";
import { noLongerMissing, waitForMissing } from "./missing-download.ts";
import { openDownloadClient } from "./open-download-client.ts";
import { waitFor } from "./wait-for.ts";

const step = "monitor_download";
/** Seconds between two looks: while bytes arrive and somebody watches or nobody does, and at the most while none arrive. */
const pause = { watched: 1, unwatched: 5, still: 15 } as const;
/** After so many seconds without a byte people are told. */
const silentAfterSeconds = 60;

/** Looks how far a download is, tells it, and decides when it is done, dead or damaged. All downloads share one poll. */
export const monitorDownload: Job<{ requestId: string }> = {
  description: "Looks how far a download is, and decides when it is done, dead or damaged.",
  data: requestJobData,
  concurrency: 1,
  batchSize: 50,
  pollSeconds: 0.5,
  expireInSeconds: 60,
  async run(ctx, { requestId }) {
    const due = await findDueDownload(ctx, requestId, step);
    if (!due) return stale;
    const { chosen } = due;
    const open = await openDownloadClient(ctx, chosen.downloadClientId);
    if ("kind" in open) {
      await noLongerMissing(ctx, requestId, step, chosen);
      return waitFor(ctx, requestId, step, open, { first: pause.still, most: pause.still });
    }
    if (open.client.type !== chosen.downloadClient) return startAgain(ctx, requestId, chosen, open.client.label);

    const { download } = open;
    if (!download)
      return (
        (await waitForMissing(ctx, requestId, step, chosen, open.client.label)) ??
        giveUp(ctx, requestId, chosen, DownloadStatus.FAILED, "It is no longer in the download client.")
      );
    await noLongerMissing(ctx, requestId, step, chosen);
    if (download.status === "failed") {
      const reason = download.error ?? "The download client gave up on it.";
      return giveUp(ctx, requestId, chosen, DownloadStatus.FAILED, reason);
    }
    if (download.status === "completed") return complete(ctx, requestId, chosen);
    return goOn(ctx, due, download);
  },
};

async function goOn(ctx: JobContext, { request, chosen }: DueDownload, download: Download): Promise<JobOutcome> {
  const requestId = request.id;
  const settings = await ctx.integrations.settings();
  const limitSeconds = Number(settings["automation.stalled_after_seconds"]);
  const progress = Math.min(99, Math.floor(download.progress * 100));
  const moves = download.bytesPerSecond > 0 || progress > (chosen.progress ?? 0);
  const silentSince = chosen.lastProgressAt ?? chosen.startedAt ?? new Date();
  const sinceSeconds = (Date.now() - silentSince.getTime()) / 1000;
  // Told of a silence, people have known for a while. An untold one that is over the limit is a time in which the client
  // was away, or this program was: it begins anew.
  const isUnseen =
    request.blocker === BlockerKind.CLIENT_UNREACHABLE ||
    (sinceSeconds > limitSeconds + silentAfterSeconds && request.blocker !== BlockerKind.STALLED);
  const silentSeconds = moves || isUnseen ? 0 : sinceSeconds;
  if (silentSeconds > limitSeconds) {
    const seeders = download.seeders === 0 ? " and nobody is seeding it" : "";
    const reason = `Nothing has arrived for ${describeSeconds(silentSeconds)}${seeders}.`;
    return giveUp(ctx, requestId, chosen, DownloadStatus.STALLED, reason);
  }
  const told = await whileChosen(ctx, requestId, step, chosen.id, async (ctx, row, { live }) => {
    Object.assign(row, {
      progress,
      secondsLeft: download.secondsLeft === null ? null : Math.round(download.secondsLeft),
      downloadBytesPerSecond: Math.round(download.bytesPerSecond),
      torrentSizeBytes: download.sizeBytes ?? row.torrentSizeBytes,
      ...(moves || isUnseen ? { lastProgressAt: new Date() } : {}),
    });
    if (silentSeconds < silentAfterSeconds) await reportProgress(ctx, live, progress);
    return { progress };
  });
  if ("stale" in told) return told;
  if (silentSeconds < silentAfterSeconds) {
    return snooze(untilBeat((await isWatched(ctx.em)) ? pause.watched : pause.unwatched));
  }
  const message = `Nothing arrives. After ${describeSeconds(limitSeconds)} of silence the next release is taken.`;
  const seconds = Math.min(pause.still, silentSeconds / 20);
  return waitFor(ctx, requestId, step, { kind: BlockerKind.STALLED, message }, { first: seconds, most: seconds });
}

async function complete(ctx: JobContext, requestId: string, chosen: DownloadHistory): Promise<JobOutcome> {
  return whileChosen(ctx, requestId, step, chosen.id, async (ctx, row) => {
    Object.assign(row, {
      downloadStatus: DownloadStatus.COMPLETED,
      progress: 100,
      secondsLeft: 0,
      downloadBytesPerSecond: 0,
      completedAt: notBefore(row.startedAt),
    });
    await transition(ctx, requestId, RequestStatus.PROCESSING, { message: "It has arrived." });
    return { infoHash: row.torrentHash };
  });
}

/** Another download client was configured meanwhile: it knows nothing of this torrent, which is nobody's fault. */
async function startAgain(ctx: JobContext, requestId: string, chosen: DownloadHistory, label: string) {
  return whileChosen(ctx, requestId, step, chosen.id, async (ctx, row) => {
    row.downloadStatus = DownloadStatus.QUEUED;
    await advance(
      ctx,
      requestId,
      step,
      `The download client is another one now: ${label} begins anew.`,
      "start_download",
    );
    return { startedAgain: row.torrentName };
  });
}

async function giveUp(
  ctx: JobContext,
  requestId: string,
  chosen: DownloadHistory,
  status: DownloadStatus.FAILED | DownloadStatus.STALLED,
  reason: string,
): Promise<JobOutcome> {
  return whileChosen(ctx, requestId, step, chosen.id, async (ctx, row) => {
    await passOver(ctx, requestId, row, { status, reason });
    return { passedOver: row.torrentName, reason };
  });
}

/** On the beat of the clock, all of a client's downloads are due at once and share a poll; a late look delays no other. */
const untilBeat = (seconds: number) => seconds - ((Date.now() / 1000) % seconds);

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
