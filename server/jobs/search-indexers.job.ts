import { DomainError, UpstreamUnavailableError } from "../errors.ts";
import type { FoundRelease, Indexer } from "../integrations/indexers/indexer.ts";
import { rankReleases, type RankedRelease } from "../releases/rank-releases.ts";
import { choose, findBestCandidate, nextSearchAt, releaseKey, storeCandidates } from "../requests/candidates.ts";
import { findDue, requestJobData, stale, whileDue, type DueRequest } from "../requests/due-request.ts";
import { transition } from "../requests/request.lifecycle.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import type { Job, JobContext, JobOutcome } from "./job.ts";

/** Asks the indexers for a book, stores every candidate with its score and verdict, and takes the best acceptable one. */
export const searchIndexers: Job<{ requestId: string }> = {
  data: requestJobData,
  concurrency: 2,
  batchSize: 4,
  expireInSeconds: 300,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "search_indexers");
    if (!due) return stale;
    const begun = await whileDue(ctx, requestId, "search_indexers", async (ctx) => {
      // What a search of the last day found and nobody has tried is as good as asking again.
      const kept = await findBestCandidate(ctx, requestId);
      if (kept) await choose(ctx, requestId, kept);
      else await transition(ctx, requestId, RequestStatus.SEARCHING, { message: "Asks the indexers." });
      return kept ? { chosen: kept.torrentName, score: kept.qualityScore, fromEarlierSearch: true } : null;
    });
    if (begun) return begun;

    let indexer;
    try {
      indexer = await ctx.integrations.open("indexer");
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return goBackToWait(ctx, requestId, {
        kind: BlockerKind.INDEXERS_UNAVAILABLE,
        message: error.message,
        retryAfterSeconds: 0,
      });
    }
    if (!indexer) {
      return goBackToWait(ctx, requestId, {
        kind: BlockerKind.NO_INDEXER_CONFIGURED,
        message: "No indexer is set up yet. An admin can do that under Configuration.",
        retryAfterSeconds: 0,
      });
    }
    const found = await search(ctx, indexer.port, due);
    if ("failure" in found)
      return goBackToWait(ctx, requestId, { kind: BlockerKind.INDEXERS_UNAVAILABLE, ...found.failure });
    return decide(ctx, requestId, found.ranked);
  },
};

/** Author and title first; the title alone when that brings nothing that may be taken. */
async function search(
  ctx: JobContext,
  indexer: Indexer,
  { audiobook }: DueRequest,
): Promise<{ ranked: RankedRelease[] } | { failure: { message: string; retryAfterSeconds: number } }> {
  const found = new Map<string, FoundRelease>();
  let ranked: RankedRelease[] = [];
  for (const query of [{ title: audiobook.title, author: audiobook.author }, { title: audiobook.title }]) {
    try {
      for (const release of await indexer.search(query, ctx.signal)) {
        if (!found.has(releaseKey(release))) found.set(releaseKey(release), release);
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // The first question was answered: what it brought counts.
      if (ranked.length > 0) break;
      return {
        failure: {
          message: error.message,
          retryAfterSeconds: error instanceof UpstreamUnavailableError ? (error.facts.retryAfterSeconds ?? 0) : 0,
        },
      };
    }
    ranked = rankReleases(audiobook, [...found.values()]);
    if (ranked.some((each) => each.verdict === "acceptable")) break;
  }
  return { ranked };
}

async function decide(ctx: JobContext, requestId: string, ranked: readonly RankedRelease[]): Promise<JobOutcome> {
  return whileDue(ctx, requestId, "search_indexers", async (ctx, { request }) => {
    await storeCandidates(ctx, request, ranked);
    const best = await findBestCandidate(ctx, requestId);
    if (best) {
      await choose(ctx, requestId, best);
      return { candidates: ranked.length, chosen: best.torrentName, score: best.qualityScore };
    }
    const message =
      ranked.length === 0
        ? "No indexer has it yet. Looking again later."
        : `None of the ${ranked.length} releases that were found is surely this recording. Looking again later.`;
    await transition(ctx, requestId, RequestStatus.PENDING, {
      message,
      blocker: { kind: BlockerKind.NO_RELEASE_FOUND, message, nextTryAt: await nextSearchAt(ctx, request) },
    });
    return { candidates: ranked.length, chosen: null };
  });
}

async function goBackToWait(
  ctx: JobContext,
  requestId: string,
  { kind, message, retryAfterSeconds }: { kind: BlockerKind; message: string; retryAfterSeconds: number },
): Promise<JobOutcome> {
  return whileDue(ctx, requestId, "search_indexers", async (ctx, { request }) => {
    // It was not looked for: the pause does not grow.
    const nextTryAt = await nextSearchAt(ctx, { ...request, searchAttempts: 1 }, retryAfterSeconds);
    await transition(ctx, requestId, RequestStatus.PENDING, { message, blocker: { kind, message, nextTryAt } });
    return { waits: kind };
  });
}
