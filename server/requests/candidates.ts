/**
 * The candidates of a request: what a search found, which one is taken, and what happens when it turns out to be no good.
 */
import { ref } from "@mikro-orm/core";
import type { Context } from "../context.ts";
import type { JobName } from "../jobs/registry.ts";
import { blockRelease, findBlockedReleases } from "../releases/blocked-release.service.ts";
import type { RankedRelease } from "../releases/rank-releases.ts";
import { DownloadHistory, DownloadStatus, ReleaseVerdict } from "./download-history.entity.ts";
import { activeDownload } from "./due-request.ts";
import { notBefore } from "./not-before.ts";
import { releaseKey } from "./release-key.ts";
import { RequestEventType } from "./request-event.entity.ts";
import { lockTogether } from "./request-together.ts";
import { advance, transition } from "./request.lifecycle.ts";
import { record } from "./request-step.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";

/** How long a search's findings are good for: links and seeders grow old. */
const candidateLifeHours = 24;

/** Stores everything that a search found, best first, with score, reasons and verdict. Finds of an earlier search are brought up to date. */
export async function storeCandidates(ctx: Context, request: Request, ranked: readonly RankedRelease[]): Promise<void> {
  const blocked = await findBlockedReleases(ctx.em, request.audiobook.id);
  const stored = new Map(
    (await ctx.em.find(DownloadHistory, { request: request.id })).map((row) => [row.releaseKey, row]),
  );
  for (const { release, score, reasons, verdict, refusal } of ranked) {
    const key = releaseKey(release);
    const row = stored.get(key) ?? Object.assign(new DownloadHistory(), { request: ref(request), releaseKey: key });
    const place = (column: string) => ({ table: "download_history", column, id: row.id });
    const block = blocked.get(key) ?? (release.infoHash ? blocked.get(release.infoHash) : undefined);
    Object.assign(row, {
      indexerName: release.indexerName.slice(0, 100),
      torrentName: release.title.slice(0, 500),
      torrentHash: release.infoHash ?? row.torrentHash,
      torrentSizeBytes: release.sizeBytes,
      torrentUrl: release.torrentUrl === null ? null : ctx.secrets.seal(release.torrentUrl, place("torrent_url")),
      magnetLink: release.magnetLink === null ? null : ctx.secrets.seal(release.magnetLink, place("magnet_link")),
      seeders: release.seeders,
      leechers: release.leechers,
      publishedAt: release.publishedAt,
      minimumRatio: release.minimumRatio,
      minimumSeedSeconds: release.minimumSeedSeconds,
      qualityScore: score,
      scoreReasons: [...reasons],
      verdict: block
        ? ReleaseVerdict.BLOCKED
        : verdict === "acceptable"
          ? ReleaseVerdict.ACCEPTABLE
          : ReleaseVerdict.REFUSED,
      refusal: block ?? refusal,
      foundAt: new Date(),
      // It failed without being to blame (its indexer was down): a new find is a new chance.
      ...(row.selected && isOver(row) && !block ? { selected: false, downloadStatus: null, downloadError: null } : {}),
    } satisfies Partial<DownloadHistory>);
    ctx.em.persist(row);
  }
  await ctx.em.flush();
}

/** The best candidate that may be taken by itself and was not tried yet; only fresh ones count. */
export async function findBestCandidate(ctx: Context, requestId: string): Promise<DownloadHistory | null> {
  return ctx.em.findOne(
    DownloadHistory,
    {
      request: requestId,
      selected: false,
      verdict: ReleaseVerdict.ACCEPTABLE,
      foundAt: { $gt: new Date(Date.now() - candidateLifeHours * 3_600_000) },
    },
    { orderBy: { qualityScore: "desc", seeders: "desc nulls last", id: "asc" }, refresh: true },
  );
}

/** Takes a candidate: the request starts (or starts again) to download. What was being fetched for it is let go. Inside a transaction. */
export async function choose(ctx: Context, requestId: string, candidate: DownloadHistory): Promise<void> {
  const { request } = await lockTogether(ctx.em, requestId);
  await dropDownloads(ctx, [requestId], "Another release was taken.");
  Object.assign(candidate, { selected: true, downloadStatus: DownloadStatus.QUEUED, downloadError: null, progress: 0 });
  request.downloadAttempts += 1;
  await ctx.em.flush();
  const message = `Takes “${candidate.torrentName}” from ${candidate.indexerName} (score ${candidate.qualityScore}).`;
  if (request.status === RequestStatus.DOWNLOADING)
    await advance(ctx, requestId, request.step as JobName, message, "start_download");
  else await transition(ctx, requestId, RequestStatus.DOWNLOADING, { message });
}

/** Ends what is being fetched for requests, and has it removed from the download client. Inside a transaction. */
export async function dropDownloads(ctx: Context, requestIds: readonly string[], reason: string): Promise<void> {
  const rows = await ctx.em.find(
    DownloadHistory,
    { request: { $in: [...requestIds] }, selected: true, downloadStatus: { $in: activeDownload } },
    { refresh: true },
  );
  for (const row of rows) await end(ctx, row, { status: DownloadStatus.FAILED, reason });
  await ctx.em.flush();
}

/** Lets what was tried before, and was not at fault, be taken again: a request begins anew. Inside a transaction. */
export async function forgetTries(ctx: Context, requestId: string): Promise<void> {
  await ctx.em.nativeUpdate(
    DownloadHistory,
    { request: requestId, selected: true, verdict: ReleaseVerdict.ACCEPTABLE },
    { selected: false, downloadStatus: null, downloadError: null },
  );
}

/** How a candidate failed. */
export interface Failure {
  readonly status: DownloadStatus.FAILED | DownloadStatus.STALLED;
  /** A sentence for the timeline. */
  readonly reason: string;
  /** It was not the release's fault: it may be tried again when a later search finds it. */
  readonly blameless?: boolean;
  /** How long the indexer asked to be left alone. */
  readonly retryAfterSeconds?: number;
}

/**
 * A chosen candidate is no good: it is blocked for this book, its download is removed, and the next candidate is taken;
 * when there is none, the request is searched for again later. Inside a transaction.
 */
export async function passOver(
  ctx: Context,
  requestId: string,
  candidate: DownloadHistory,
  failure: Failure,
): Promise<void> {
  const { reason, blameless = false } = failure;
  const { request, live } = await lockTogether(ctx.em, requestId);
  await end(ctx, candidate, failure);
  if (!blameless) {
    Object.assign(candidate, { verdict: ReleaseVerdict.BLOCKED, refusal: reason });
    await blockRelease(ctx.em, request.audiobook.id, candidate, reason);
  }
  for (const each of live)
    record(ctx, each, {
      type: RequestEventType.NOTE,
      fromStatus: each.status,
      message: `Passed over “${candidate.torrentName}”: ${reason}`,
    });
  await ctx.em.flush();
  const next = await findBestCandidate(ctx, requestId);
  if (next) return choose(ctx, requestId, next);
  await transition(ctx, requestId, RequestStatus.PENDING, {
    message: "No other release is left; it will be searched for again.",
    blocker: {
      ...(blameless
        ? { kind: BlockerKind.INDEXERS_UNAVAILABLE, message: reason }
        : {
            kind: BlockerKind.NO_RELEASE_FOUND,
            message: "The releases that were found are no good. Looking again later.",
          }),
      nextTryAt: await nextSearchAt(ctx, request, failure.retryAfterSeconds),
    },
  });
}

async function end(ctx: Context, row: DownloadHistory, { status, reason }: Failure): Promise<void> {
  Object.assign(row, {
    downloadStatus: status,
    downloadError: reason,
    secondsLeft: null,
    downloadBytesPerSecond: null,
    completedAt: notBefore(row.startedAt),
  });
  const options = { requestId: row.request.id, key: row.id };
  const { downloadClient, downloadClientId, importPath } = row;
  // The job outlives the row when an admin deletes the request.
  if (downloadClientId !== null) {
    const data = { downloadId: row.id, download: { downloadClient, downloadClientId, importPath } };
    await ctx.queue.enqueue(ctx.em, "remove_download", data, options);
  }
}

function isOver(row: DownloadHistory): boolean {
  return row.downloadStatus === DownloadStatus.FAILED || row.downloadStatus === DownloadStatus.STALLED;
}

/** When a request is searched for again: the interval doubles with every search, up to a day. */
export async function nextSearchAt(ctx: Context, request: Request, leastSeconds = 0): Promise<Date> {
  const interval = Number((await ctx.integrations.settings())["automation.check_interval_seconds"]);
  const pause = Math.min(
    interval * 2 ** Math.min(Math.max(request.searchAttempts - 1, 0), 10),
    Math.max(interval, 86_400),
  );
  return new Date(Date.now() + Math.max(pause, leastSeconds) * 1000);
}
