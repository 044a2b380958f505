/**
 * Which release is the recording that was asked for, and why. Pure: the same book and releases give the same order.
 * A release is acceptable, or refused with a sentence; within each, more points come first. No bonus can make a refused
 * release acceptable.
 */
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { identifyRelease, readWanted, type WantedBook, type WantedRecording } from "./identify-release.ts";
import { findRefusal } from "./release-refusals.ts";
import { scoreReasons, type ScoreReason } from "./release-score.ts";

export type { WantedBook } from "./identify-release.ts";
export type { ScoreReason } from "./release-score.ts";

/** One release with its verdict. */
export interface RankedRelease {
  readonly release: FoundRelease;
  /** Sum of the reasons' points, not negative; about 60 to 110 when acceptable. */
  readonly score: number;
  readonly reasons: readonly ScoreReason[];
  readonly verdict: "acceptable" | "refused";
  /** Sentence: why it is not taken by itself. Null when it is acceptable. */
  readonly refusal: string | null;
}

/** What the owner prefers among releases that are all right. */
export interface RankingPreferences {
  /** Fewest seeders that are enough, 1 when left out. Unknown is not zero. */
  readonly minimumSeeders?: number;
}

/** @returns every release, acceptable ones before refused ones, best first; equal ones by date, seeders and guid. */
export function rankReleases(
  book: WantedBook,
  releases: readonly FoundRelease[],
  preferences: RankingPreferences = {},
): RankedRelease[] {
  const wanted = readWanted(book);
  return releases.map((release) => rankRelease(wanted, release, preferences)).sort(compareRanked);
}

function rankRelease(wanted: WantedRecording, release: FoundRelease, preferences: RankingPreferences): RankedRelease {
  const identified = identifyRelease(wanted, release);
  const refusal = findRefusal({ ...identified, wanted, minimumSeeders: preferences.minimumSeeders ?? 1 });
  const reasons = scoreReasons({ ...identified, wanted });
  const score = Math.max(
    0,
    reasons.reduce((sum, reason) => sum + reason.points, 0),
  );
  return { release, score, reasons, verdict: refusal === null ? "acceptable" : "refused", refusal };
}

function compareRanked(one: RankedRelease, other: RankedRelease): number {
  if (one.verdict !== other.verdict) return one.verdict === "acceptable" ? -1 : 1;
  return (
    other.score - one.score ||
    (other.release.publishedAt?.getTime() ?? 0) - (one.release.publishedAt?.getTime() ?? 0) ||
    (other.release.seeders ?? 0) - (one.release.seeders ?? 0) ||
    (one.release.guid < other.release.guid ? -1 : one.release.guid > other.release.guid ? 1 : 0)
  );
}
