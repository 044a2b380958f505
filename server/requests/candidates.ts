/**
 * The candidates of a request: what a search found, which one is taken, and what happens when it turns out to be no good.
 */
import { createHash } from "node:crypto";
import { ref } from "@mikro-orm/core";
import type { Context } from "../context.ts";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { BlockedRelease } from "../releases/blocked-release.entity.ts";
import type { RankedRelease } from "../releases/rank-releases.ts";
import { DownloadHistory, DownloadStatus, ReleaseVerdict } from "./download-history.entity.ts";
import { RequestEventType } from "./request-event.entity.ts";
import { lockTogether } from "./request-together.ts";
import { advance, record, transition } from "./request.lifecycle.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";

/** How long a search's findings are good for: links and seeders grow old. */
const candidateLifeHours = 24;

/** @returns the info hash, or a digest of indexer and guid where none is known. */
export function releaseKey(release: Pick<FoundRelease, "infoHash" | "indexerName" | "guid">): string {
  return release.infoHash ?? createHash("sha256").update(`${release.indexerName}|${release.guid}`).digest("hex");
}

/** Stores everything that a search found, best first, with score, reasons and verdict. Finds of an earlier search are brought up to date. */
export async function storeCandidates(ctx: Context, request: Request, ranked: readonly RankedRelease[]): Promise<void> {
  const blocked = await findBlocked(ctx, request.audiobook.id);
  const stored = new Map(
    (await ctx.em.find(DownloadHistory, { request: request.id })).map((row) => [row.releaseKey, row]),
  );
  for (const { release, score, reasons, verdict, refusal } of ranked) {
    const key = releaseKey(release);
    const row = stored.get(key) ?? Object.assign(new DownloadHistory(), { request: ref(request), releaseKey: key });
    if (!stored.has(key)) stored.set(key, row);
    else if (row.foundAt.getTime() > Date.now() - 1000) continue; // the same release twice in one search: the better one came first
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

/** Takes a candidate: the request starts (or starts again) to download. Inside a transaction. */
export async function choose(ctx: Context, requestId: string, candidate: DownloadHistory): Promise<void> {
  const { request } = await lockTogether(ctx.em, requestId);
  Object.assign(candidate, { selected: true, downloadStatus: DownloadStatus.QUEUED, downloadError: null, progress: 0 });
  request.downloadAttempts += 1;
  await ctx.em.flush();
  const message = `Takes “${candidate.torrentName}” from ${candidate.indexerName} (score ${candidate.qualityScore}).`;
  if (request.status === RequestStatus.DOWNLOADING)
    await advance(ctx, requestId, request.step as "start_download", message, "start_download");
  else await transition(ctx, requestId, RequestStatus.DOWNLOADING, { message });
}

/** How a candidate failed. */
export interface Failure {
  readonly status: DownloadStatus.FAILED | DownloadStatus.STALLED;
  /** A sentence for the timeline. */
  readonly reason: string;
  /** It was not the release's fault: it may be tried again when a later search finds it. */
  readonly blameless?: boolean;
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
  const { status, reason, blameless = false } = failure;
  const { request, live } = await lockTogether(ctx.em, requestId);
  const row = await ctx.em.findOneOrFail(DownloadHistory, { id: candidate.id }, { refresh: true });
  if (isOver(row)) return; // a second run of the same job
  const wasAdded = row.downloadClientId !== null;
  Object.assign(row, {
    downloadStatus: status,
    downloadError: reason,
    secondsLeft: null,
    downloadBytesPerSecond: null,
    completedAt: new Date(),
  });
  if (!blameless) await block(ctx, request, row, reason);
  for (const each of live)
    record(ctx, each, {
      type: RequestEventType.NOTE,
      fromStatus: each.status,
      message: `Passed over “${row.torrentName}”: ${reason}`,
    });
  await ctx.em.flush();
  if (wasAdded) await ctx.queue.enqueue(ctx.em, "remove_download", { downloadId: row.id }, { requestId, key: row.id });
  const next = await findBestCandidate(ctx, requestId);
  if (next) return choose(ctx, requestId, next);
  const nextTryAt = await nextSearchAt(ctx, request);
  await transition(ctx, requestId, RequestStatus.PENDING, {
    message: "No other release is left; it will be searched for again.",
    blocker: {
      kind: BlockerKind.NO_RELEASE_FOUND,
      message: "The releases that were found are no good. Looking again later.",
      nextTryAt,
    },
  });
}

async function block(ctx: Context, request: Request, row: DownloadHistory, reason: string): Promise<void> {
  const { releaseKey: key, torrentHash, torrentName } = row;
  Object.assign(row, { verdict: ReleaseVerdict.BLOCKED, refusal: reason });
  if ((await ctx.em.count(BlockedRelease, { audiobook: request.audiobook.id, releaseKey: key })) > 0) return;
  ctx.em.persist(
    Object.assign(new BlockedRelease(), {
      audiobook: request.audiobook,
      releaseKey: key,
      torrentHash,
      torrentName,
      reason,
    }),
  );
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

/** What is blocked for a book: key or info hash → why. */
async function findBlocked(ctx: Context, audiobookId: string): Promise<Map<string, string>> {
  const rows = await ctx.em.find(BlockedRelease, { audiobook: audiobookId });
  return new Map(
    rows.flatMap(
      (row) =>
        [[row.releaseKey, row.reason], ...(row.torrentHash ? [[row.torrentHash, row.reason] as const] : [])] as [
          string,
          string,
        ][],
    ),
  );
}
