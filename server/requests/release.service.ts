/** What people do about releases: look for them now, choose one, block one, let it be taken again. */
import { acrossPeople, inTransaction, type Context } from "../context.ts";
import { ConflictError, IllegalTransitionError, InvalidInputError, NotFoundError } from "../errors.ts";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { blockRelease, unblockRelease } from "../releases/blocked-release.service.ts";
import { rankReleases } from "../releases/rank-releases.ts";
import type { User } from "../users/user.entity.ts";
import { auditRelease } from "./audit-request.ts";
import { choose, passOver, storeCandidates } from "./candidates.ts";
import { DownloadHistory, DownloadStatus, ReleaseVerdict } from "./download-history.entity.ts";
import { activeDownload } from "./due-request.ts";
import { isLive } from "./lifecycle-table.ts";
import { assertMaySelectReleases } from "./may-ask.ts";
import { getOwnRequest } from "./request.service.ts";
import { lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";
import { searchReleases, type IndexerAnswer } from "./search-releases.ts";

/** As long as the slowest indexer may take, twice: it is asked two questions at the most. */
const searchTimeoutMs = 180_000;

/**
 * Asks the indexers now, and stores what they have as candidates of the request: nothing is taken by it.
 * @param words what to look for instead of title and author.
 * @returns what each indexer had to say, and the request that has the candidates: who asked first has them for all.
 * @throws NotFoundError | ForbiddenError | InvalidInputError
 */
export async function searchNow(
  ctx: Context,
  viewer: User,
  requestId: string,
  words: string | null,
): Promise<{ readonly requestId: string; readonly indexers: readonly IndexerAnswer[] }> {
  await getOwnRequest(ctx, viewer, requestId);
  await assertMaySelectReleases(ctx, viewer);
  if (words !== null && (words.trim() === "" || words.length > 200))
    throw new InvalidInputError({ query: "Give some words to look for, at most 200 characters." });
  const across = acrossPeople(ctx);
  const { audiobook } = await inTransaction(across, (ctx) => lockTogether(ctx.em, requestId));
  const { ranked, answers } = await searchReleases(across, audiobook, AbortSignal.timeout(searchTimeoutMs), words);
  return inTransaction(across, async (ctx) => {
    const { request, live } = await lockTogether(ctx.em, requestId);
    const leader = live[0] ?? request;
    await storeCandidates(ctx, leader, ranked);
    return { requestId: leader.id, indexers: answers };
  });
}

/** Takes a candidate that a person chose. @throws NotFoundError | ForbiddenError | ConflictError | IllegalTransitionError */
export async function selectRelease(ctx: Context, viewer: User, requestId: string, releaseId: string): Promise<void> {
  await getOwnRequest(ctx, viewer, requestId);
  await assertMaySelectReleases(ctx, viewer);
  await inTransaction(acrossPeople(ctx), async (ctx) => {
    const { request } = await lockTogether(ctx.em, requestId);
    await takeByHand(ctx, request, releaseId, isLive(request.status));
  });
}

/**
 * Takes a candidate of a request, or of the one that leads its company. Inside a transaction that has locked them.
 * @param isAllowed whether anything may be fetched for it.
 * @throws NotFoundError | ConflictError | IllegalTransitionError
 */
export async function takeByHand(ctx: Context, { id, status }: Request, releaseId: string, isAllowed: boolean) {
  const { request, audiobook, live } = await lockTogether(ctx.em, id);
  const leader = live[0] ?? request;
  const row = await ctx.em.findOne(DownloadHistory, { id: releaseId, request: { $in: [id, leader.id] } });
  if (!row) throw new NotFoundError("release", releaseId);
  if (status === RequestStatus.PROCESSING || status === RequestStatus.COMPLETED)
    throw new ConflictError("The book has arrived already.", { id });
  if (!isAllowed) throw new IllegalTransitionError(status, RequestStatus.DOWNLOADING);
  if (row.selected && activeDownload.some((status) => status === row.downloadStatus)) return;
  // Whoever chooses it knows better than what blocked it.
  await unblockRelease(ctx.em, audiobook.id, row);
  Object.assign(row, { verdict: ReleaseVerdict.ACCEPTABLE, refusal: null, selectedByHand: true });
  await choose(ctx, leader.id, row);
  await auditRelease(ctx, "release.selected", row, audiobook);
}

/**
 * Never takes a release again for its book; when it is the one that is being fetched, the next one is taken.
 * @returns the id of the block. @throws NotFoundError | InvalidInputError
 */
export async function blockCandidate(ctx: Context, releaseId: string, reason: string): Promise<string> {
  if (reason.length > 500) throw new InvalidInputError({ reason: "Give a reason of at most 500 characters." });
  return inTransaction(ctx, async (ctx) => {
    const { row, audiobook, audiobookId, same } = await lockCandidate(ctx, releaseId);
    const id = await blockRelease(ctx.em, audiobookId, row, reason);
    for (const each of same) Object.assign(each, { verdict: ReleaseVerdict.BLOCKED, refusal: reason });
    await ctx.em.flush();
    await auditRelease(ctx, "release.blocked", row, audiobook, { reason });
    const isFetched = row.downloadStatus === DownloadStatus.QUEUED || row.downloadStatus === DownloadStatus.DOWNLOADING;
    if (row.selected && isFetched) await passOver(ctx, row.request.id, row, { status: DownloadStatus.FAILED, reason });
    return id;
  });
}

/** Lets a blocked release be taken again, if the ranking has nothing against it. @returns the id of its request. @throws NotFoundError */
export async function unblockCandidate(ctx: Context, releaseId: string): Promise<string> {
  const settings = await ctx.integrations.settings();
  return inTransaction(ctx, async (ctx) => {
    const { row, audiobook, audiobookId, same } = await lockCandidate(ctx, releaseId);
    await unblockRelease(ctx.em, audiobookId, row);
    for (const each of same) {
      const minimumSeeders = Number(settings["automation.minimum_seeders"]);
      const { verdict, refusal } = rankReleases(audiobook, [asFound(each)], { minimumSeeders })[0]!;
      const isOver = each.downloadStatus === DownloadStatus.FAILED || each.downloadStatus === DownloadStatus.STALLED;
      Object.assign(each, {
        verdict: verdict === "acceptable" ? ReleaseVerdict.ACCEPTABLE : ReleaseVerdict.REFUSED,
        refusal,
        ...(isOver ? { selected: false, downloadStatus: null, downloadError: null } : {}),
      });
    }
    await ctx.em.flush();
    await auditRelease(ctx, "release.unblocked", row, audiobook);
    return row.request.id;
  });
}

/** The candidate, its book, and the same release wherever it was found for that book. */
async function lockCandidate(ctx: Context, releaseId: string) {
  const found = await ctx.em.findOne(DownloadHistory, { id: releaseId });
  if (!found) throw new NotFoundError("release", releaseId);
  const { audiobook } = await lockTogether(ctx.em, found.request.id);
  const row = await ctx.em.findOneOrFail(DownloadHistory, { id: releaseId }, { refresh: true });
  const { releaseKey, torrentHash } = row;
  const same = await ctx.em.find(DownloadHistory, {
    request: { audiobook: audiobook.id },
    $or: [{ releaseKey }, ...(torrentHash ? [{ torrentHash }] : [])],
  });
  return { row, audiobook, audiobookId: audiobook.id, same };
}

/** What is known of a candidate, in the words of an indexer. */
function asFound(row: DownloadHistory): FoundRelease {
  return {
    guid: row.releaseKey,
    title: row.torrentName ?? "",
    indexerName: row.indexerName,
    indexerPriority: null,
    sizeBytes: row.torrentSizeBytes,
    seeders: row.seeders,
    leechers: row.leechers,
    publishedAt: row.publishedAt,
    torrentUrl: null,
    magnetLink: null,
    infoHash: row.torrentHash,
    categories: [],
    downloadVolumeFactor: null,
    minimumRatio: row.minimumRatio,
    minimumSeedSeconds: row.minimumSeedSeconds,
    bookTitle: null,
    author: null,
    language: null,
  };
}
