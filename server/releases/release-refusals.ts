/**
 * Why a release is not taken by itself. The rules are asked in order and the first that answers is shown: identity
 * first (is it this book?), then what kind of thing it is, then whether it can be had. A refused release may still be
 * chosen by a person.
 */
import type { IdentifiedRelease, WantedRecording } from "./identify-release.ts";
import { languageName, type ReleaseFacts } from "./parse-release-title.ts";
import { LEAST_MEGABYTES_PER_MINUTE } from "./release-score.ts";

/** All that the rules look at. */
export interface ReleaseJudgement extends IdentifiedRelease {
  readonly wanted: WantedRecording;
  /** Fewest seeders that are enough. */
  readonly minimumSeeders: number;
}

const INSTEAD: Readonly<Record<NonNullable<ReleaseFacts["notABook"]>, string>> = {
  summary: "It is a summary or study guide, not the book.",
  sample: "It is a sample, not the whole book.",
  ebook: "It is an e-book, not a recording.",
  comic: "It is a comic, not a recording.",
  magazine: "It is a magazine, not the book.",
  video: "It is a film or a video, not a recording of the book.",
  music: "It is music, not a recording of the book.",
  talk: "It is an interview or a talk, not the book.",
};

/** Of a book whose running time nobody knows; the shortest picture books are about this. */
const LEAST_MEGABYTES = 3;

const RULES: readonly ((judged: ReleaseJudgement) => string | null)[] = [
  ({ facts }) => (facts.notABook === "summary" ? INSTEAD.summary : null),
  ({ match, wanted }) => (match === null ? `It does not carry the title “${wanted.title.text}”.` : null),
  authorRefusal,
  packRefusal,
  ({ match }) => match?.problem ?? null,
  ({ facts }) => (facts.notABook === null ? null : INSTEAD[facts.notABook]),
  categoryRefusal,
  languageRefusal,
  ({ otherNarrator }) => (otherNarrator === null ? null : `It names another narrator (${otherNarrator}).`),
  abridgementRefusal,
  dramatisedRefusal,
  partRefusal,
  sizeRefusal,
  durationRefusal,
  ({ release, minimumSeeders }) => {
    if (release.seeders === null || release.seeders >= minimumSeeders) return null;
    return release.seeders === 0
      ? "Nobody is seeding it."
      : `Only ${release.seeders} of the ${minimumSeeders} seeders asked for have it.`;
  },
];

/** @returns a sentence for a person, or null when nothing stands against taking the release. */
export function findRefusal(judged: ReleaseJudgement): string | null {
  for (const rule of RULES) {
    const refusal = rule(judged);
    if (refusal !== null) return refusal;
  }
  return null;
}

function authorRefusal({ author, release, wanted }: ReleaseJudgement): string | null {
  if (author !== null) return null;
  return release.author
    ? `It is by ${release.author}, not by ${wanted.book.author}.`
    : `It does not name the author (${wanted.book.author}).`;
}

function packRefusal({ facts, match, wanted }: ReleaseJudgement): string | null {
  const { collection, isNamedAsSeries } = wanted.title;
  if (collection !== null) {
    const mayBeOne = isNamedAsSeries && match?.problem === null;
    if (!facts.pack) return mayBeOne ? `It does not say that it holds volumes ${collection}.` : null;
    return [collection, countOf(collection)].includes(facts.pack)
      ? null
      : `It holds other books (${facts.pack}) than volumes ${collection}.`;
  }
  if (facts.pack === null || wanted.title.says.has("pack") || wanted.title.says.has("maybePack")) return null;
  return facts.pack === "" ? "It holds several books." : `It holds several books (${facts.pack}).`;
}

/** "1–3" is "3 books". */
function countOf(collection: string): string {
  const [first = 0, last = 0] = collection.split("–").map(Number);
  return `${last - first + 1} books`;
}

/** Newznab numbers: 3000 audio (3030 audiobooks), 7000 books; above 100000 each tracker has its own. */
function categoryRefusal({ release, facts }: ReleaseJudgement): string | null {
  const categories = release.categories.filter((category) => category >= 1000 && category < 9000);
  if (
    categories.length === 0 ||
    categories.some((category) => category === 3000 || category === 3030 || category === 3050)
  )
    return null;
  if (categories.every((category) => category >= 7000 && category < 8000))
    return isNamedAudio(facts) ? null : INSTEAD.ebook;
  if (categories.every((category) => (category >= 2000 && category < 3000) || (category >= 5000 && category < 6000)))
    return INSTEAD.video;
  return categories.every((category) => (category >= 3000 && category < 4000) || category >= 7000)
    ? null
    : "It is not listed as an audiobook.";
}

function languageRefusal({ release, facts, wanted, foreignScript }: ReleaseJudgement): string | null {
  if (foreignScript !== null)
    return `Its name is partly in ${foreignScript} script, so it is most likely a translation.`;
  if (wanted.language === null) return null;
  const stated = release.language === null ? null : languageName(release.language);
  const languages = facts.languages.length > 0 ? facts.languages : stated === null ? [] : [stated];
  return languages.length === 0 || languages.includes(wanted.language) ? null : `It is in ${languages.join(" and ")}.`;
}

function abridgementRefusal({ facts, wanted }: ReleaseJudgement): string | null {
  if (facts.abridgement === "abridged" && !wanted.title.says.has("abridged")) return "It is abridged.";
  return facts.abridgement === "unabridged" && wanted.title.says.has("abridged")
    ? "It is unabridged; the abridged recording was asked for."
    : null;
}

function dramatisedRefusal({ facts, wanted }: ReleaseJudgement): string | null {
  if (facts.isDramatised && !wanted.isFullCast && !wanted.title.says.has("dramatised"))
    return "It is a dramatised adaptation, not the book read aloud.";
  return !facts.isDramatised && wanted.title.says.has("dramatised")
    ? "It does not say that it is the dramatised adaptation."
    : null;
}

function partRefusal({ facts, wanted }: ReleaseJudgement): string | null {
  if (wanted.title.part === null) return facts.part === null ? null : `It is only a part of the book (${facts.part}).`;
  return facts.part?.split(" ")[0] === wanted.title.part.split(" ")[0]
    ? null
    : `It does not say that it is part ${wanted.title.part}.`;
}

function isNamedAudio({ format, bitrateKbps, abridgement }: ReleaseJudgement["facts"]): boolean {
  return format !== null || bitrateKbps !== null || abridgement !== null;
}

/**
 * What is small and does not say that it is sound is most likely the text of the book. What says so loses points, and
 * comes after all others: its files are looked at before anything gets into the library.
 */
function sizeRefusal({ release, facts, wanted }: ReleaseJudgement): string | null {
  const megabytes = (release.sizeBytes ?? 0) / 1e6;
  if (megabytes <= 0 || isNamedAudio(facts)) return null;
  const minutes = wanted.book.durationMinutes ?? facts.durationMinutes;
  const isTooSmall = minutes ? megabytes / minutes < LEAST_MEGABYTES_PER_MINUTE : megabytes < LEAST_MEGABYTES;
  return isTooSmall ? `It is far too small (${megabytes.toFixed(1)} MB) to be the whole book.` : null;
}

function durationRefusal({ facts, wanted }: ReleaseJudgement): string | null {
  const { durationMinutes } = wanted.book;
  if (facts.durationMinutes === null || !durationMinutes || facts.durationMinutes < 10) return null;
  const difference = Math.abs(facts.durationMinutes - durationMinutes);
  if (difference <= Math.max(15, durationMinutes * 0.15)) return null;
  return `It runs ${hours(facts.durationMinutes)}; the recording that was asked for runs ${hours(durationMinutes)}.`;
}

const hours = (minutes: number): string => `${Math.floor(minutes / 60)} h ${Math.round(minutes % 60)} min`;
