import { findBestCandidate, choose, nextSearchAt, storeCandidates } from "../requests/candidates.ts";
import { findDue, requestJobData, stale, whileDue, type DueRequest } from "../requests/due-request.ts";
import { RequestEventType } from "../requests/request-event.entity.ts";
import { record, wait, type Blocker } from "../requests/request-step.ts";
import { transition } from "../requests/request.lifecycle.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import { searchReleases, type IndexerAnswer, type ReleaseSearch } from "../requests/search-releases.ts";
import { inTransaction } from "../context.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";

const step = "search_indexers";

/** Asks every indexer for a book, stores every candidate with its score and verdict, and takes the best acceptable one. */
export const searchIndexers: Job<{ requestId: string }> = {
  description: "Asks every indexer for a book, ranks what they have and takes the best release.",
  data: requestJobData,
  concurrency: 2,
  batchSize: 4,
  expireInSeconds: 300,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, step);
    if (!due) return stale;
    const begun = await whileDue(ctx, requestId, step, async (ctx) => {
      // What a search of the last day found and nobody has tried is as good as asking again.
      const kept = await findBestCandidate(ctx, requestId);
      if (!kept) return null;
      await choose(ctx, requestId, kept);
      return { chosen: kept.torrentName, score: kept.qualityScore, fromEarlierSearch: true };
    });
    if (begun) return begun;
    const released = releaseDay(due);
    if (released) return waitForRelease(ctx, requestId, released);

    const searching = await whileDue(ctx, requestId, step, (ctx) =>
      transition(ctx, requestId, RequestStatus.SEARCHING, { message: "Asks the indexers." }),
    );
    if (typeof searching === "object") return searching;
    return decide(ctx, requestId, await searchReleases(ctx, due.audiobook, ctx.signal));
  },
};

/** The day on which the book comes out; null when it is out, or nobody knows. On the day itself it is out. */
function releaseDay({ audiobook: { releaseDate } }: DueRequest): Date | null {
  const day = releaseDate === null ? null : new Date(`${releaseDate}T00:00:00Z`);
  return day && day.getTime() > Date.now() ? day : null;
}

/** What indexers list of a book that is not out is something else, or a fake. */
async function waitForRelease(ctx: JobContext, requestId: string, day: Date): Promise<JobOutcome> {
  const message = `It comes out on ${day.toISOString().slice(0, 10)}, and is searched for from then on.`;
  const blocker = { kind: BlockerKind.NOT_RELEASED_YET, message, nextTryAt: day };
  const waits = await inTransaction(ctx, (ctx) => wait(ctx, requestId, step, blocker));
  return waits ? snooze((day.getTime() - Date.now()) / 1000) : stale;
}

async function decide(ctx: JobContext, requestId: string, { ranked, answers }: ReleaseSearch): Promise<JobOutcome> {
  return whileDue(ctx, requestId, step, async (ctx, { request, live }) => {
    const outcome = { indexers: answers, candidates: ranked.length };
    await storeCandidates(ctx, request, ranked);
    const failed = answers.filter(({ failure }) => failure !== null);
    const best = await findBestCandidate(ctx, requestId);
    // The blocker says the same when nobody answered.
    if (failed.length > 0 && (best || failed.length < answers.length))
      for (const each of live)
        record(ctx, each, {
          type: RequestEventType.NOTE,
          fromStatus: each.status,
          message: `Not every indexer answered. ${failures(answers)}`,
        });
    if (best) {
      await choose(ctx, requestId, best);
      return { ...outcome, chosen: best.torrentName, score: best.qualityScore };
    }
    const { message, ...blocker } = explain(ranked.length, answers);
    // When somebody could not be asked, the pause does not grow: it was not looked for everywhere.
    const counted = failed.length > 0 ? { ...request, searchAttempts: 1 } : request;
    const nextTryAt = await nextSearchAt(ctx, counted, blocker.leastSeconds);
    await transition(ctx, requestId, RequestStatus.PENDING, {
      message,
      blocker: { kind: blocker.kind, message, nextTryAt },
    });
    return { ...outcome, chosen: null, waits: blocker.kind };
  });
}

/** Why nothing was taken, and how long it is of no use to ask again. */
function explain(
  candidates: number,
  answers: readonly IndexerAnswer[],
): Pick<Blocker, "kind" | "message"> & { readonly leastSeconds: number } {
  if (answers.length === 0) {
    const message = "No indexer is set up yet. An admin can do that under Settings.";
    return { kind: BlockerKind.NO_INDEXER_CONFIGURED, message, leastSeconds: 0 };
  }
  if (answers.every(({ failure, found }) => failure !== null && found === 0)) {
    const rests = answers.map(({ restsUntil }) => (restsUntil ? (restsUntil.getTime() - Date.now()) / 1000 : 0));
    return {
      kind: BlockerKind.INDEXERS_UNAVAILABLE,
      message: failures(answers),
      leastSeconds: Math.max(0, Math.min(...rests)),
    };
  }
  const message =
    candidates === 0
      ? "No indexer has it yet. Looking again later."
      : `None of the ${candidates} releases that were found is surely this recording. Looking again later.`;
  return { kind: BlockerKind.NO_RELEASE_FOUND, message, leastSeconds: 0 };
}

/** Each failure says by itself whose it is; of several indexers the name that people gave it comes before. */
function failures(answers: readonly IndexerAnswer[]): string {
  return answers
    .filter(({ failure }) => failure !== null)
    .map(({ name, failure }) => (answers.length > 1 ? `${name}: ${failure}` : failure))
    .join(" ");
}
