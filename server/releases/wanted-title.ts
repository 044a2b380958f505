/**
 * The forms under which a wanted title may appear in a release's name. Subtitles are data, in the title or beside it: one
 * is left out only when it describes the book ("A Novel", "Book One of …") or names an umbrella ("Star Wars").
 */
import { expandUmlauts, readName, romanValue, spanOfLine } from "./normalise-title.ts";
import { findMarks, type Mark } from "./release-marks.ts";
import { UMBRELLAS, type MarkKind } from "./release-vocabulary.ts";
import { readSeries, withoutArticle } from "./wanted-series.ts";
import { EDITION, isDispensable, isUmbrella, isVague, standsAlone, tellsTheBook } from "./wanted-subtitle.ts";

/** How much of the wanted title a form is. */
export type TitleFormKind = "whole" | "withoutSubtitle" | "subtitleOnly";

export interface TitleForm {
  readonly kind: TitleFormKind;
  /** Folded letters without spaces, to be found in `NameText.letters`. */
  readonly phrase: string;
  /** The volume that must stand beside the phrase; null when the phrase alone is the title. */
  readonly volume: string | null;
}

/** What the catalog says of the wanted book's name. */
export interface NamedBook {
  readonly title: string;
  readonly subtitle?: string | null;
  readonly seriesTitle?: string | null;
  /** "1", "0.5", "1-3" of a collection, "2, Dramatized Adaptation". */
  readonly seriesPosition?: string | null;
  /** Whether the abridged recording is wanted; null when only the title may tell. */
  readonly isAbridged?: boolean | null;
}

export interface WantedTitle {
  /** As people read it; with its subtitle where the title alone does not tell the book. */
  readonly text: string;
  readonly forms: readonly TitleForm[];
  /** Other wordings of the wanted title and its series, which explain words around a match. */
  readonly knownPhrases: readonly string[];
  /** The volume in the title itself, else the catalog's position in the series; null for a collection. */
  readonly position: string | null;
  /** "1–3" when the wanted book is several of its series. */
  readonly collection: string | null;
  /** Whether title and series have the same name, so that only a number tells the volumes apart. */
  readonly isNamedAsSeries: boolean;
  /** What the wanted title itself says: "(Abridged)", "[Dramatized Adaptation]", "The Complete …". */
  readonly says: ReadonlySet<MarkKind>;
  /** The part that its brackets ask for: "(1 of 5)". */
  readonly part: string | null;
}

const TRAILING_VOLUME = /^(.+?)[ ,:-]*(?:, | |-|#)((?:book|vol|volume|no|part|number) )?#?(\d{1,3}(?:\.\d)?)$/;
const LABEL = /^(.*?)[ ,]*(?:book|vol|volume|#) ?#?(\d{1,3}(?:\.\d)?)$/;
const SEPARATOR = /[:;]\s|꞉\s?|\s[-–—]\s|_\s/u;
const BRACKETS = /[([{【]([^)\]}】]*)[)\]}】]/gu;
/** What a subtitle or a position may say of the recording, as a title may in brackets. */
const SAID_BESIDE: readonly MarkKind[] = ["dramatised", "abridged", "pack", "part"];

/** Reads the wanted title with what the catalog says beside it. */
export function readWantedTitle(book: NamedBook): WantedTitle {
  const series = readSeries(book.seriesTitle, book.seriesPosition);
  const subtitle = book.subtitle ?? "";
  const describing = subtitle.replace(BRACKETS, " ").split(SEPARATOR).filter(Boolean);
  const telling = isVague(book.title, series.names)
    ? describing.filter((part) => tellsTheBook(part, book.title, book.seriesTitle ?? ""))
    : [];
  const text = [book.title, ...telling].join(": ");

  const brackets: string[] = [];
  const bare = text.normalize("NFKC").replace(BRACKETS, (_, content: string) => (brackets.push(content), " "));
  const named = brackets.filter((content) => !isEditionOrSeries(content));
  const base = bare.trim() === "" ? text : bare;
  const [head = base, ...tails] = base.split(SEPARATOR);
  const tail = tails.join(" ");
  const labels = [...tails, ...brackets, ...describing].map((part) => LABEL.exec(lineOf(part)));
  const label = labels.find((match) => match !== null);
  const names = series.names.length > 0 ? series.names : readSeries(label?.[1], null).names;
  const said = [
    ...marksOf(text),
    ...[subtitle, series.remark].flatMap(marksOf).filter(({ kind, value }) => {
      // "Book 2 of the Complete Saga" is no pack.
      return SAID_BESIDE.includes(kind) && (kind !== "pack" || value !== "" || label === undefined);
    }),
  ];
  const range = said.find(({ kind, value }) => kind === "pack" && /^[\d.]+–/.test(value));
  const collection = series.collection ?? range?.value;

  const forms: TitleForm[] = [];
  const add = (kind: TitleFormKind, part: string): void => addForms(forms, kind, part, names);
  if (named.length > 0) add("whole", `${base} ${named.join(" ")}`);
  add(named.length > 0 ? "withoutSubtitle" : "whole", base);
  if (tail !== "") {
    if (isDispensable(tail, head, names)) add("withoutSubtitle", head);
    const own = tails.filter((part) => !isUmbrella(part)).join(" ");
    for (const part of new Set([tail, own])) if (standsAlone(part)) add("subtitleOnly", part);
  }
  const beyond = withoutUmbrella(lineOf(head));
  if (beyond !== null) add("subtitleOnly", beyond);
  const volume = TRAILING_VOLUME.exec(lineOf(base))?.[3] ?? label?.[2] ?? null;
  const first = forms.find((form) => form.volume !== null) ?? forms[0];
  const says = new Set(said.map((mark) => mark.kind));
  // "Mistborn Trilogy" tells the collection from its first volume even where the series is called so.
  const isSaidCollection =
    collection !== undefined && marksOf(text).some(({ kind }) => kind === "pack" || kind === "maybePack");
  if (collection) says.add("pack");
  if (book.isAbridged === true) says.add("abridged");
  if (book.isAbridged === false) says.delete("abridged");
  return {
    text,
    forms,
    knownPhrases: [
      ...new Set([
        lettersOf(base),
        ...[head, ...tails, ...named].map(lettersOf),
        ...describing.map(phraseBeside),
        lettersOf(book.seriesTitle ?? ""),
        ...names,
      ]),
    ].filter((phrase) => phrase.length > 2),
    position: collection ? null : (volume ?? series.position),
    collection: collection ?? null,
    isNamedAsSeries: first !== undefined && names.includes(withoutArticle(first.phrase)) && !isSaidCollection,
    says,
    part: [...brackets, subtitle, series.remark].flatMap(marksOf).find((mark) => mark.kind === "part")?.value ?? null,
  };
}

const lettersOf = (text: string): string => readName(text).letters;
const lineOf = (text: string): string => readName(text).line.trim();
const marksOf = (text: string): Mark[] => findMarks(readName(text));

/** A part of the subtitle as a release may repeat it; "" for what says of a recording what it is, which is to be heard. */
function phraseBeside(part: string): string {
  const line = lineOf(part).replace(/\b(?:book|vol|volume|no) ?#?\d+(?:\.\d)?(?: (?:of|in|from))?\b/, " ");
  const isSaying = marksOf(line).some(({ kind }) => kind === "unabridged" || SAID_BESIDE.includes(kind));
  return isSaying || EDITION.test(line) ? "" : line.replaceAll(/[^\p{L}\d]/gu, "");
}

/** Whether what stands in brackets says which edition it is or which volume of what, and not what the book is called. */
function isEditionOrSeries(content: string): boolean {
  const text = readName(content);
  const marks = findMarks(text);
  if (EDITION.test(text.line) || marks.some((mark) => mark.kind === "volume" || mark.kind === "part")) return true;
  return text.pieces.every((piece) => marks.some((mark) => mark.from <= piece.from && mark.to >= piece.to));
}

function addForms(forms: TitleForm[], kind: TitleFormKind, text: string, series: readonly string[]): void {
  const spellings = new Set([text, expandUmlauts(text)]);
  for (const spelling of spellings) {
    const name = readName(spelling);
    const words = name.words.map((word) => name.letters.slice(word.from, word.to));
    const push = (phrase: string, volume: string | null): void => {
      for (const form of [phrase, withoutFirstWord(phrase, words)]) {
        if (form && !forms.some((other) => other.phrase === form && other.volume === volume))
          forms.push({ kind, phrase: form, volume });
      }
    };
    push(name.letters, null);
    const last = words.at(-1) ?? "";
    const roman = words.length > 1 ? romanValue(last) : null;
    if (roman !== null) push(name.letters.slice(0, -last.length), String(roman));
    const numbered = TRAILING_VOLUME.exec(name.line.trim());
    const base = numbered?.[1] && spanOfLine(name, 0, numbered[1].length);
    if (!base || numbered[2] === "part ") continue;
    const phrase = name.letters.slice(0, base.to);
    push(phrase, numbered[3] ?? null);
    const isOptional =
      numbered[2] !== undefined && !series.includes(phrase) && (numbered[3] === "1" || words.length >= 6);
    if (isOptional) push(phrase, null);
  }
}

/** Without the leading article, unless too little is left to be found safely. */
function withoutFirstWord(phrase: string, words: readonly string[]): string | null {
  const [first = "", second = ""] = words;
  const rest = phrase.slice(first.length);
  return /^(?:the|an|a)$/.test(first) && second !== "" && rest.length >= 4 && /\p{L}{3}/u.test(rest) ? rest : null;
}

/** "Harry Potter and the Chamber of Secrets" is also "The Chamber of Secrets", beside an umbrella. */
function withoutUmbrella(head: string): string | null {
  const [umbrella = "", ...rest] = head.split(/ and (?=the )/);
  return UMBRELLAS.has(umbrella) && rest.length > 0 ? rest.join(" and ") : null;
}
