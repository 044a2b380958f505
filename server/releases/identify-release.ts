/** Compares one release with the wanted book: who and what its name speaks of. Judging that is left to others. */
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { findPerson, readPerson, splitPeople, type Person } from "./match-names.ts";
import { matchTitle, type TitleMatch } from "./match-title.ts";
import { findPhrase, fold, overlaps, readName, type NameText, type Span } from "./normalise-title.ts";
import { factsOf, languageName, type ReleaseFacts } from "./parse-release-title.ts";
import { findMarks } from "./release-marks.ts";
import { KNOWN_NARRATORS, LANGUAGES } from "./release-vocabulary.ts";
import { readWantedTitle, type NamedBook, type WantedTitle } from "./wanted-title.ts";

/** The recording that somebody asked for, in the words of the catalog. */
export interface WantedBook extends NamedBook {
  /** Several are separated by commas; any of them will do. */
  readonly author: string;
  readonly narrator: string | null;
  readonly durationMinutes: number | null;
  /** Name or code; "english" when it is not known. */
  readonly language?: string | null;
}

/** A wanted book, taken apart once for all releases. */
export interface WantedRecording {
  readonly book: WantedBook;
  readonly title: WantedTitle;
  readonly authors: readonly Person[];
  readonly narrators: readonly Person[];
  readonly isFullCast: boolean;
  /** English name of the language; null where any will do. */
  readonly language: string | null;
  readonly scripts: readonly string[];
}

/** What a release and a wanted book have to do with each other. */
export interface IdentifiedRelease {
  readonly release: FoundRelease;
  readonly facts: ReleaseFacts;
  readonly match: TitleMatch | null;
  /** How the author is known: by the whole name, the last name alone, or by the indexer's word. */
  readonly author: "whole" | "lastName" | "stated" | null;
  readonly isNarratorConfirmed: boolean;
  /** Somebody else whom the release names as its narrator. */
  readonly otherNarrator: string | null;
  /** The script that the name uses and the wanted book does not. */
  readonly foreignScript: string | null;
}

/** Takes the wanted book apart. */
export function readWanted(book: WantedBook): WantedRecording {
  const narrators =
    book.narrator === null
      ? []
      : splitPeople(book.narrator).filter((name) => !/\bcast\b|^various|uncredited/iu.test(name));
  const ofName = scriptsOf(`${book.title} ${book.author}`);
  // A title in another script is a recording in that script's language, whichever that is.
  const language = book.language?.trim() || (ofName.length > 0 ? "" : "english");
  const ofLanguage = LANGUAGES.find(({ name }) => name === languageName(language))?.script;
  return {
    book,
    title: readWantedTitle(book),
    authors: splitPeople(book.author).map(readPerson),
    narrators: narrators.map(readPerson),
    isFullCast: /\bcast\b|graphic ?audio/iu.test(book.narrator ?? ""),
    language: languageName(language),
    scripts: ofLanguage ? [...ofName, ofLanguage] : ofName,
  };
}

/** Reads the release's name, and what its indexer states beside it, against the wanted book. */
export function identifyRelease(wanted: WantedRecording, release: FoundRelease): IdentifiedRelease {
  const name = readName(release.title);
  const authors = wanted.authors.flatMap((author) => findPerson(name, author));
  const narrators = wanted.narrators.flatMap((narrator) => findPerson(name, narrator));
  const famous = FAMOUS.filter(({ phrase }) => name.letters.includes(phrase)).flatMap(({ person, phrase }) =>
    findPhrase(name, phrase).map((span) => ({ ...span, person })),
  );
  const people = [...authors, ...narrators];
  const marks = findMarks(name).filter(
    (mark) => mark.kind === "narrator" || !people.some((span) => overlaps(span, mark)),
  );
  const ofName = matchTitle(name, marks, authors, [...narrators, ...famous], wanted.title);
  const match = ofName ?? matchStatedTitle(release, wanted);
  const isOutside = (span: Span): boolean => ofName === null || !overlaps(span, ofName);
  const readers = marks.filter((mark) => mark.kind === "narrator");
  const named = authors.filter((span) => isOutside(span) && !readers.some((reader) => overlaps(reader, span)));
  const said = factsOf(ofName?.marks ?? marks);
  // "… : An Audio Drama" says it in the title itself.
  const isAsTitled = wanted.title.says.has("dramatised") && marks.some((mark) => mark.kind === "dramatised");
  const facts = isAsTitled ? { ...said, isDramatised: true } : said;
  const isFree = (span: Span): boolean => isOutside(span) && !authors.some((author) => overlaps(author, span));
  return {
    release,
    facts,
    match,
    author: named.some((span) => !span.isLastNameOnly)
      ? "whole"
      : named.length > 0
        ? "lastName"
        : isStatedAuthor(release, wanted)
          ? "stated"
          : null,
    ...readNarration(wanted, facts.narrators, narrators.some(isFree), famous.find(isFree)?.person ?? null),
    foreignScript: scriptsOf(release.title).find((script) => !wanted.scripts.includes(script)) ?? null,
  };
}

const FAMOUS = KNOWN_NARRATORS.map((person) => ({ person, phrase: readName(person).letters }));

/** What the indexer itself calls the book counts when the name does not carry the title at all. */
function matchStatedTitle(release: FoundRelease, wanted: WantedRecording): TitleMatch | null {
  if (!release.bookTitle) return null;
  const stated = readName(release.bookTitle);
  return matchTitle(stated, findMarks(stated), [], [], wanted.title);
}

function isStatedAuthor(release: FoundRelease, wanted: WantedRecording): boolean {
  if (!release.author) return false;
  const stated: NameText = readName(release.author);
  return wanted.authors.some((author) => findPerson(stated, author).length > 0);
}

function readNarration(
  wanted: WantedRecording,
  named: readonly string[],
  isNamedBare: boolean,
  famous: string | null,
): Pick<IdentifiedRelease, "isNarratorConfirmed" | "otherNarrator"> {
  if (wanted.narrators.length === 0) return { isNarratorConfirmed: false, otherNarrator: null };
  const isWanted = (reader: string): boolean => {
    const people = /^(?:the )?authors?$/.test(fold(reader)) ? wanted.book.author : reader;
    return wanted.narrators.some((narrator) => findPerson(readName(people), narrator).length > 0);
  };
  const isNarratorConfirmed = isNamedBare || named.some(isWanted);
  const other = isNarratorConfirmed ? null : (named[0] ?? famous);
  return { isNarratorConfirmed, otherNarrator: other === null ? null : titleCase(other) };
}

const titleCase = (text: string): string => text.replace(/(?<![\p{L}\d'])\p{L}/gu, (letter) => letter.toUpperCase());

const SCRIPTS = [
  ["Cyrillic", /\p{sc=Cyrillic}{3}/u],
  ["Greek", /\p{sc=Greek}{3}/u],
  ["Chinese or Japanese", /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{2}/u],
  ["Korean", /\p{sc=Hangul}{2}/u],
  ["Hebrew", /\p{sc=Hebrew}{3}/u],
  ["Arabic", /\p{sc=Arabic}{3}/u],
  ["Thai", /\p{sc=Thai}{3}/u],
  ["Devanagari", /\p{sc=Devanagari}{3}/u],
] as const;

/** Names of the scripts other than Latin that a text is written in. */
function scriptsOf(text: string): string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return [];
  const script = text.normalize("NFKC");
  return SCRIPTS.filter(([, pattern]) => pattern.test(script)).map(([label]) => label);
}
