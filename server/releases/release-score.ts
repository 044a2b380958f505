/**
 * The points of a release. Being the recording that was asked for is decided elsewhere (`release-refusals.ts`); here
 * what confirms it weighs most (83 of about 110 points), and convenience only orders releases that are all right.
 */
import type { IdentifiedRelease } from "./identify-release.ts";
import type { AudioFormat } from "./parse-release-title.ts";

/** One line of a score. */
export interface ScoreReason {
  readonly points: number;
  /** Fragment of a sentence, for people: "Title matches exactly". */
  readonly text: string;
}

/** All that earns points. */
export interface ScoredRelease extends IdentifiedRelease {
  readonly durationMinutes: number | null;
  /** Place in the owner's list of preferred indexers, from 0; -1 when it is not in it. */
  readonly indexerRank: number;
}

/** Every weight in one place. A sum of all conveniences (27) is less than title and author (65). */
export const WEIGHTS = {
  /** A form without its subtitle may hide a sibling; a subtitle alone more so. */
  title: { whole: 40, withoutSubtitle: 34, subtitleOnly: 30 },
  /** What reads as another book keeps enough to be listed before strangers. */
  titleOfAnother: 10,
  author: { whole: 25, stated: 25, lastName: 18 },
  /** The narrator is what makes it this recording: worth more than format and seeders together. */
  narrator: 15,
  seriesPosition: 3,
  unabridged: 3,
  /** One file with chapters first; then what plays everywhere; lossless speech is only bigger. */
  format: { m4b: 8, m4a: 6, flac: 6, mp3: 5, aac: 3, opus: 2, ogg: 2, aax: 1, wma: 1, wav: 1 } satisfies Record<
    AudioFormat,
    number
  >,
  formatUnknown: 1,
  /** 0.45 MB a minute is 60 kbps, the usual rate of audiobook shops; 3.5 is above 320 kbps; 8 is uncompressed sound. */
  density: { good: 6, thin: 3, heavy: 3, excessive: -6, unknown: 2 },
  /** Two points each time the seeders quadruple, up to 6; unknown lies between few and many. */
  seedersMost: 6,
  seedersUnknown: 3,
  freeleech: 1,
  indexer: [3, 2, 1],
} as const;

/** Itemises the score: a release's score is the sum of these. Lines of no points are left out. */
export function scoreReasons(scored: ScoredRelease): ScoreReason[] {
  const { match, facts, release } = scored;
  const reasons: ScoreReason[] = [];
  const add = (points: number, text: string): void => {
    if (points !== 0) reasons.push({ points, text });
  };
  if (match?.problem === null) add(WEIGHTS.title[match.form.kind], TITLE_TEXTS[match.form.kind]);
  else if (match) add(WEIGHTS.titleOfAnother, "The title is in the name, among other words");
  if (scored.author !== null) add(WEIGHTS.author[scored.author], AUTHOR_TEXTS[scored.author]);
  if (scored.isNarratorConfirmed) add(WEIGHTS.narrator, "Names the narrator that was asked for");
  if (match?.isPositionConfirmed) add(WEIGHTS.seriesPosition, "Gives the right number in the series");
  if (facts.abridgement === "unabridged") add(WEIGHTS.unabridged, "Says that it is unabridged");
  if (facts.format) add(WEIGHTS.format[facts.format], `Format is ${facts.format.toUpperCase()}`);
  else add(WEIGHTS.formatUnknown, "Does not name its format");
  reasons.push(densityReason(scored));
  add(...seederPoints(release.seeders));
  if (release.downloadVolumeFactor === 0) add(WEIGHTS.freeleech, "Freeleech");
  add(WEIGHTS.indexer[scored.indexerRank] ?? 0, `Comes from a preferred indexer (${release.indexerName})`);
  return reasons.filter((reason) => reason.points !== 0);
}

const TITLE_TEXTS = {
  whole: "Title matches exactly",
  withoutSubtitle: "Title matches without its subtitle",
  subtitleOnly: "The part of the title after the colon matches",
};
const AUTHOR_TEXTS = {
  whole: "Names the author",
  stated: "The indexer names the author",
  lastName: "Names the author by last name only",
};

function densityReason({ release, facts, durationMinutes }: ScoredRelease): ScoreReason {
  const minutes = durationMinutes ?? facts.durationMinutes;
  const { good, thin, heavy, excessive, unknown } = WEIGHTS.density;
  if (!release.sizeBytes || !minutes) {
    if (facts.bitrateKbps === null) return { points: unknown, text: "Size cannot be judged without the running time" };
    return { points: facts.bitrateKbps >= 60 ? good - 1 : thin, text: `Says ${facts.bitrateKbps} kbps` };
  }
  const density = release.sizeBytes / 1e6 / minutes;
  const text = `${density.toFixed(2)} MB a minute`;
  if (density > 8) return { points: excessive, text: `Far larger than one book of this length (${text})` };
  if (density > 3.5 && facts.format !== "flac" && facts.format !== "wav")
    return { points: heavy, text: `Large for its length (${text})` };
  return density >= 0.45
    ? { points: good, text: `Size fits the running time (${text})` }
    : { points: thin, text: `Low bit rate (${text})` };
}

function seederPoints(seeders: number | null): [points: number, text: string] {
  if (seeders === null) return [WEIGHTS.seedersUnknown, "Does not say how many seed it"];
  const points = Math.min(WEIGHTS.seedersMost, Math.round(Math.log2(seeders + 1)));
  return [points, seeders === 1 ? "1 seeder" : `${seeders} seeders`];
}
