import { DomainError, UpstreamUnavailableError } from "../errors.ts";
import { fetchReleaseLink, type ReleaseSource } from "../integrations/indexers/release-link.ts";
import { findBlockedReleases } from "../releases/blocked-release.service.ts";
import { passOver, type Failure } from "../requests/candidates.ts";
import { findDueDownload, requestJobData, stale, whileChosen, type DueDownload } from "../requests/due-request.ts";
import { DownloadHistory, DownloadStatus } from "../requests/download-history.entity.ts";
import { advance } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import type { Job, JobContext, JobOutcome } from "./job.ts";
import { clientPause, openDownloadClient, type OpenClient } from "./open-download-client.ts";
import { waitFor } from "./wait-for.ts";

const step = "start_download";

/** Fetches the chosen release's link and hands it to the download client; not before that answers, because many links work only once. */
export const startDownload: Job<{ requestId: string }> = {
  description: "Hands the chosen release to the download client.",
  data: requestJobData,
  concurrency: 2,
  batchSize: 4,
  expireInSeconds: 300,
  async run(ctx, { requestId }) {
    const due = await findDueDownload(ctx, requestId, step);
    if (!due) return stale;
    const open = await openDownloadClient(ctx, due.chosen.downloadClientId, { fresh: true });
    if ("kind" in open) return waitFor(ctx, requestId, step, open, clientPause);
    // Killed between the add and the commit: it is there, and its link need not work again.
    if (open.download) return finish(ctx, due, open, open.download.id);

    let source: ReleaseSource;
    try {
      source = await fetchReleaseLink(openLinks(ctx, due.chosen), ctx.integrations.http, ctx.signal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { retryAfterSeconds } = error instanceof UpstreamUnavailableError ? error.facts : {};
      return giveUp(ctx, due, {
        status: DownloadStatus.FAILED,
        reason: error.message,
        blameless: error.retryable,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      });
    }
    const blocked = (await findBlockedReleases(ctx.em, due.audiobook.id)).get(source.infoHash);
    if (blocked)
      return giveUp(ctx, due, {
        status: DownloadStatus.FAILED,
        reason: `It is the same torrent as one that was no good: ${blocked}`,
      });
    return add(ctx, due, open, source);
  },
};

async function add(ctx: JobContext, due: DueDownload, open: OpenClient, source: ReleaseSource): Promise<JobOutcome> {
  const { request, chosen } = due;
  // The hash is stored before the client hears of it: whatever is killed from here on, the torrent is known as ours.
  const noted = await whileChosen(ctx, request.id, step, chosen.id, async (_, row) => {
    const { infoHash } = source;
    Object.assign(row, { torrentHash: infoHash, downloadClient: open.client.type, downloadClientId: infoHash });
    return { infoHash };
  });
  if ("stale" in noted) return noted;
  try {
    await open.client.port.add(
      {
        ...source,
        // Nought is how some indexers write that there is none; a client would stop to seed at once.
        ...(chosen.minimumRatio ? { seedRatio: chosen.minimumRatio } : {}),
        ...(chosen.minimumSeedSeconds ? { seedSeconds: chosen.minimumSeedSeconds } : {}),
      },
      ctx.signal,
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.facts["isReleaseRefused"] === true)
      return giveUp(ctx, due, { status: DownloadStatus.FAILED, reason: error.message });
    const blocker = { kind: BlockerKind.CLIENT_UNREACHABLE, message: error.message };
    return waitFor(ctx, request.id, step, blocker, clientPause);
  }
  return finish(ctx, due, open, source.infoHash);
}

async function finish(ctx: JobContext, due: DueDownload, open: OpenClient, infoHash: string): Promise<JobOutcome> {
  const { request, chosen } = due;
  const finished = await whileChosen(ctx, request.id, step, chosen.id, async (ctx, row) => {
    const now = new Date();
    Object.assign(row, {
      downloadStatus: DownloadStatus.DOWNLOADING,
      // It may have been found in another client than the one that it was begun in.
      downloadClient: open.client.type,
      downloadClientId: infoHash,
      missingSince: null,
      startedAt: now,
      lastProgressAt: now,
    });
    await advance(ctx, request.id, step, `${open.client.label} has begun to fetch it.`);
    return { infoHash, downloadClient: open.client.type };
  });
  // It was cancelled, or another release was taken, while the client was adding this one.
  if ("stale" in finished)
    await ctx.queue.enqueue(
      ctx.em,
      "remove_download",
      { downloadId: chosen.id },
      { requestId: request.id, key: chosen.id },
    );
  return finished;
}

async function giveUp(ctx: JobContext, { request, chosen }: DueDownload, failure: Failure): Promise<JobOutcome> {
  return whileChosen(ctx, request.id, step, chosen.id, async (ctx, row) => {
    await passOver(ctx, request.id, row, failure);
    return { passedOver: row.torrentName, reason: failure.reason };
  });
}

function openLinks(ctx: JobContext, row: DownloadHistory): { torrentUrl: string | null; magnetLink: string | null } {
  const open = (sealed: string | null, column: string) =>
    sealed === null ? null : ctx.secrets.open(sealed, { table: "download_history", column, id: row.id });
  return { torrentUrl: open(row.torrentUrl, "torrent_url"), magnetLink: open(row.magnetLink, "magnet_link") };
}
