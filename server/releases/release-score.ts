/**
 * The points of a release. Being the recording that was asked for is decided elsewhere (`release-refusals.ts`); here
 * what confirms it weighs most (83 of about 110 points; 8 more where the language is not English), and convenience only
 * orders releases that are all right.
 */
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import type { IdentifiedRelease, WantedRecording } from "./identify-release.ts";
import { languageName, type AudioFormat } from "./parse-release-title.ts";

/** One line of a score. */
export interface ScoreReason {
  readonly points: number;
  /** Fragment of a sentence, for people: "Title matches exactly". */
  readonly text: string;
}

/** All that earns points. */
export interface ScoredRelease extends IdentifiedRelease {
  readonly wanted: WantedRecording;
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
  abridgement: 3,
  /**
   * Of a book that is not in English: a release that says nothing may be the English one of the same name, so saying it
   * is worth more than a format and the difference of a few seeders.
   */
  language: 8,
  /** One file with chapters first; then what plays everywhere; lossless speech is only bigger. */
  format: { m4b: 8, m4a: 6, flac: 6, mp3: 5, aac: 3, opus: 2, ogg: 2, aax: 1, wma: 1, wav: 1 } satisfies Record<
    AudioFormat,
    number
  >,
  formatUnknown: 1,
  /** 0.45 MB a minute is 60 kbps, the usual rate of audiobook shops; 3.5 is above 320 kbps; 8 is uncompressed sound. */
  density: { good: 6, thin: 3, heavy: 3, excessive: -6, implausible: -10, unknown: 2 },
  /** Two points each time the seeders quadruple, up to 6; unknown lies between few and many. */
  seedersMost: 6,
  seedersUnknown: 3,
  freeleech: 1,
  /** One point for eight steps of priority away from the ordinary 25, at most 3 either way. */
  indexer: { ordinary: 25, step: 8, most: 3 },
} as const;

/** Below 0.1 MB a minute (13 kbps) speech is hard to follow: it is a sample, a fake or another format. */
export const LEAST_MEGABYTES_PER_MINUTE = 0.1;

/** Itemises the score: a release's score is the sum of these. Lines of no points are left out. */
export function scoreReasons(scored: ScoredRelease): ScoreReason[] {
  const { match, facts, release, wanted } = scored;
  const reasons: ScoreReason[] = [];
  const add = (points: number, text: string): void => {
    if (points !== 0) reasons.push({ points, text });
  };
  if (match?.problem === null) add(WEIGHTS.title[match.form.kind], TITLE_TEXTS[match.form.kind]);
  else if (match) add(WEIGHTS.titleOfAnother, "The title is in the name, among other words");
  if (scored.author !== null) add(WEIGHTS.author[scored.author], AUTHOR_TEXTS[scored.author]);
  if (scored.isNarratorConfirmed) add(WEIGHTS.narrator, "Names the narrator that was asked for");
  if (match?.isPositionConfirmed) add(WEIGHTS.seriesPosition, "Gives the right number in the series");
  const abridgement = wanted.title.says.has("abridged") ? "abridged" : "unabridged";
  if (facts.abridgement === abridgement) add(WEIGHTS.abridgement, `Says that it is ${abridgement}`);
  if (wanted.language !== null && wanted.language !== "English" && saysLanguage(scored, wanted.language))
    add(WEIGHTS.language, `Says that it is in ${wanted.language}`);
  if (facts.format) add(WEIGHTS.format[facts.format], `Format is ${facts.format.toUpperCase()}`);
  else add(WEIGHTS.formatUnknown, "Does not name its format");
  reasons.push(densityReason(scored));
  add(...seederPoints(release.seeders));
  if (release.downloadVolumeFactor === 0) add(WEIGHTS.freeleech, "Freeleech");
  add(...indexerPoints(release));
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

function saysLanguage({ facts, release }: ScoredRelease, language: string): boolean {
  return facts.languages.includes(language) || languageName(release.language ?? "") === language;
}

function indexerPoints({ indexerPriority, indexerName }: FoundRelease): [points: number, text: string] {
  const { ordinary, step, most } = WEIGHTS.indexer;
  const points = Math.round((ordinary - (indexerPriority ?? ordinary)) / step);
  return points > 0
    ? [Math.min(most, points), `${indexerName} is a preferred indexer`]
    : [Math.max(-most, points), `${indexerName} is one of the last to be asked`];
}

function densityReason({ release, facts, wanted }: ScoredRelease): ScoreReason {
  const minutes = wanted.book.durationMinutes ?? facts.durationMinutes;
  const { good, thin, heavy, excessive, implausible, unknown } = WEIGHTS.density;
  if (!release.sizeBytes || !minutes) {
    if (facts.bitrateKbps === null) return { points: unknown, text: "Size cannot be judged without the running time" };
    return { points: facts.bitrateKbps >= 60 ? good - 1 : thin, text: `Says ${facts.bitrateKbps} kbps` };
  }
  const density = release.sizeBytes / 1e6 / minutes;
  const text = `${density.toFixed(2)} MB a minute`;
  if (density < LEAST_MEGABYTES_PER_MINUTE)
    return { points: implausible, text: `Far too small for the whole book (${text})` };
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
