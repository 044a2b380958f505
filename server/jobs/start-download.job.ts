import { inTransaction } from "../context.ts";
import { DomainError, UpstreamUnavailableError } from "../errors.ts";
import { fetchReleaseLink, type ReleaseSource } from "../integrations/indexers/release-link.ts";
import { findChosen, findDue, requestJobData, stale } from "../requests/due-request.ts";
import { DownloadHistory, DownloadStatus } from "../requests/download-history.entity.ts";
import { passOver } from "../requests/candidates.ts";
import { advance, wait } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";

/** How long a download client that does not answer is left alone, in seconds; it doubles up to the second number. */
const clientPause = [5, 300] as const;

/** Fetches the chosen release's link, once, and hands it to the download client. */
export const startDownload: Job<{ requestId: string }> = {
  data: requestJobData,
  concurrency: 2,
  batchSize: 4,
  expireInSeconds: 300,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "start_download");
    const chosen = due && (await findChosen(ctx, requestId));
    if (!due || !chosen) return stale;

    let client;
    try {
      client = await ctx.integrations.open("download_client");
      if (!client)
        return await waitFor(
          ctx,
          requestId,
          BlockerKind.NO_DOWNLOAD_CLIENT,
          "No download client is set up yet. An admin can do that under Configuration.",
        );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return waitFor(ctx, requestId, BlockerKind.CLIENT_UNREACHABLE, error.message);
    }

    let fetched: ReleaseSource;
    try {
      fetched = await fetchReleaseLink(openLinks(ctx, chosen), ctx.integrations.http, ctx.signal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { message } = error;
      await inTransaction(ctx, (ctx) =>
        passOver(ctx, requestId, chosen, {
          status: DownloadStatus.FAILED,
          reason: message,
          blameless: error.retryable,
        }),
      );
      return { passedOver: chosen.torrentName, reason: message };
    }

    // The hash is stored before the client hears of it: whatever is killed from here on, the torrent is known as ours.
    await inTransaction(ctx, async ({ em }) => {
      await em.nativeUpdate(
        DownloadHistory,
        { id: chosen.id },
        { torrentHash: fetched.infoHash, downloadClient: client.type, downloadClientId: fetched.infoHash },
      );
    });
    try {
      await client.port.add(
        {
          ...fetched,
          ...(chosen.minimumRatio === null ? {} : { seedRatio: chosen.minimumRatio }),
          ...(chosen.minimumSeedSeconds === null ? {} : { seedSeconds: chosen.minimumSeedSeconds }),
        },
        ctx.signal,
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return waitFor(
        ctx,
        requestId,
        BlockerKind.CLIENT_UNREACHABLE,
        error.message,
        error instanceof UpstreamUnavailableError ? error.facts.retryAfterSeconds : undefined,
      );
    }
    await inTransaction(ctx, async (ctx) => {
      const now = new Date();
      await ctx.em.nativeUpdate(
        DownloadHistory,
        { id: chosen.id },
        { downloadStatus: DownloadStatus.DOWNLOADING, startedAt: now, lastProgressAt: now },
      );
      await advance(ctx, requestId, "start_download", `${client.label} has begun to fetch it.`);
    });
    return { infoHash: fetched.infoHash, downloadClient: client.type };
  },
};

async function waitFor(
  ctx: JobContext,
  requestId: string,
  kind: BlockerKind,
  message: string,
  leastSeconds = 0,
): Promise<JobOutcome> {
  const seconds = Math.max(leastSeconds, Math.min(clientPause[0] * 2 ** Math.min(ctx.snoozes, 10), clientPause[1]));
  await inTransaction(ctx, (ctx) =>
    wait(ctx, requestId, { kind, message, nextTryAt: new Date(Date.now() + seconds * 1000) }),
  );
  return snooze(seconds);
}

function openLinks(ctx: JobContext, row: DownloadHistory): { torrentUrl: string | null; magnetLink: string | null } {
  const open = (sealed: string | null, column: string) =>
    sealed === null ? null : ctx.secrets.open(sealed, { table: "download_history", column, id: row.id });
  return { torrentUrl: open(row.torrentUrl, "torrent_url"), magnetLink: open(row.magnetLink, "magnet_link") };
}
