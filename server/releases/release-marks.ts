/**
 * Finds what a name says of its release besides who wrote what: format, language, volume, pack, narrator and so on.
 * A mark is a place and a meaning. It does not know which book is wanted: who does drops the marks that lie inside the
 * wanted title ("Summary Justice" is no summary).
 */
import { fold, overlaps, spanOfLine, type NameText, type Piece, type Span } from "./normalise-title.ts";
import { LANGUAGES, PHRASES, WORDS, type MarkKind } from "./release-vocabulary.ts";

/** One thing that a name says, and where. */
export interface Mark extends Span {
  readonly kind: MarkKind;
  /** What it says: "m4b", "64", "German", "1-7", "2/5", a narrator's name as written. */
  readonly value: string;
  /** 0 outside brackets. */
  readonly bracket: number;
  /** Of a volume: a bare number may also be something else. */
  readonly isBare?: boolean;
}

const WORD_KINDS = new Map<string, MarkKind[]>();
for (const [kind, words] of Object.entries(WORDS) as [MarkKind, string][]) {
  for (const word of words.split(" ")) WORD_KINDS.set(fold(word), [...(WORD_KINDS.get(fold(word)) ?? []), kind]);
}
const LANGUAGE_WORDS = new Map(
  LANGUAGES.flatMap(({ name, words }) => words.split(" ").map((word) => [fold(word), name])),
);
const LANGUAGE_CODES = new Map(LANGUAGES.flatMap(({ name, codes }) => codes.split(" ").map((code) => [code, name])));
const LANGUAGE_PHRASES = LANGUAGES.flatMap(({ name, phrases }) =>
  phrases ? [{ name, pattern: new RegExp(`(?<![\\p{L}\\d])(?:${phrases})`, "gu") }] : [],
);

const N = String.raw`(\d{1,4}(?:\.\d)?)`;
const VOLUME_WORD = String.raw`(?:book|bk|vol(?:ume)?|band|tome|tomo|teil|folge|libro|deel|buch|installment|book no|volume no|книга|том)`;
const JOIN = String.raw`(?: ?- ?|, | to | thru | through | and )`;
const RANGES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:books|bks|vols|volumes|volume|vol|book|bk|band|books vol)[ ,.]{0,2}#?${N}${JOIN}#?${N}(?:(?:, and |, | and |-)#?\d{1,3}){0,12}(?![\d.])`,
    "g",
  ),
  new RegExp(String.raw`#${N}${JOIN}#?${N}(?![\d.])`, "g"),
];
const BARE_RANGE = new RegExp(String.raw`(?<![\d./:-]|\d, )${N}-${N}(?:-\d{1,3})*(?![\p{L}\d]|\.\d|-\d)`, "gu");
const COUNTED =
  /\b(\d{1,3})[ -](?:(?:mp3|m4b|audio) )?(?:books|audiobooks|novels|in[ -]1|book (?:set|bundle|collection|series|box))\b/g;
const COMPLETE =
  /\b(?:complete|entire|whole|full) (?:[\p{L}\d]+ ){0,5}?(?:series|collection|saga|trilogy|works?|set|chronicles|quartet|duology|cycle|audiobooks?|books|novels|stories)\b|\bcomplete (?=\[|- |$)|\b(?:all|both) (?:\d+ )?books\b|\b(?:box|boxed)[ -]set\b|\bmega[ -]pack\b|\b(?:audio|audiobook|audiobooks) collection\b|\bera \d\b|\bcollected works\b|\bcollection of\b/gu;
const VOLUME = new RegExp(String.raw`(?:\b${VOLUME_WORD}[ .:-]{0,2}#? ?|#)${N}(?![\d.]|\.\d)(?: of (\d{1,2}))?`, "gu");
const SINGLE_LETTER_VOLUME = new RegExp(String.raw`\b${VOLUME_WORD}[ .:-]{0,2}(i|v|x)\b`, "gu");
const PART_OF = /(?<!\/ ?)\b(?:(?:part|pt|disc|disk|cd|side|dvd)[ .-]?)?(\d{1,3}) ?(?:of|\/) ?(\d{1,3})\b(?! ?\/)/g;
const PART =
  /\b(?:part|pt|disc|disk|cd|side|dvd|act|teil|parte|partie)[ .-]?(\d{1,2}|i|v|x)(?! ?(?:-|to|and|of|\/) ?\d)\b/g;
const PARTS =
  /\b(?:parts|discs|disks|cds|cd|disc|tracks?|chapters) \d{1,3}(?:-| to | and )\d{1,3}\b|\b\d{1,3} ?(?:x )?(?:mp3[ -]?)?(?:cds?|discs|disks|dvds?|tracks|files|parts|chapters)\b/g;
const READER = String.raw`(?:(?:read|narrated|performed|voiced|narration|reading|told|recorded) by|narrator[s:]*|narr by|reader:|read-by|lu par|gelesen von|gesprochen von|letto da|narrado por|voorgelezen door|czyta|читает)`;
const NARRATOR = new RegExp(
  String.raw`(?<![\p{L}\d])${READER}:? (?:an? |the )?([^\[\]:/#]{2,80}?)(?= - |\[|\]|:|/|#|$| \d|-\d| (?:unabridged|abridged|audiobook|m4b|mp3|m4a|flac|aac|retail|eng|english)\b)`,
  "gu",
);

/** @returns every mark in the name, in the order of their kinds' rules; marks of different kinds may overlap. */
export function findMarks(name: NameText): Mark[] {
  const marks: Mark[] = [];
  const bracketAt = (span: Span): number => name.pieces.find((piece) => piece.from >= span.from)?.bracket ?? 0;
  const isTaken = (span: Span): boolean => marks.some((mark) => mark.from <= span.from && mark.to >= span.to);
  const addSpan = (kind: MarkKind, span: Span, value: string, isBare?: true): void => {
    marks.push({ kind, from: span.from, to: span.to, value, bracket: bracketAt(span), ...(isBare && { isBare }) });
  };
  const add = (
    kind: MarkKind,
    pattern: RegExp,
    read: (match: RegExpMatchArray) => string | null,
    isBare?: true,
  ): void => {
    for (const match of name.line.matchAll(pattern)) {
      const span = spanOfLine(name, match.index, match.index + match[0].length);
      if (!span || isTaken(span)) continue;
      const value = read(match);
      if (value !== null) addSpan(kind, span, value, isBare);
    }
  };

  for (const { name: language, pattern } of LANGUAGE_PHRASES) add("language", pattern, () => language);
  add("narrator", NARRATOR, (match) => match[1]?.trim() ?? null);
  for (const [kind, pattern] of PHRASES) add(kind, pattern, (match) => match[1] ?? match[0]);
  add("filler", PARTS, () => "");
  const range = (match: RegExpMatchArray): string | null =>
    Number(match[1]) < Number(match[2]) && Number(match[2]) < 400 ? `${match[1]}–${match[2]}` : null;
  for (const pattern of RANGES) add("pack", pattern, range);
  add("pack", COMPLETE, () => "");
  add("pack", COUNTED, (match) => (Number(match[1]) > 1 && Number(match[1]) < 400 ? `${match[1]} books` : null));
  add("volume", VOLUME, (match) => match[1] ?? null);
  add("volume", SINGLE_LETTER_VOLUME, (match) => ({ i: "1", v: "5", x: "10" })[match[1] ?? ""] ?? null);
  const part = (match: RegExpMatchArray): string | null =>
    Number(match[1]) <= Number(match[2]) && Number(match[2]) > 1 ? `${match[1]} of ${match[2]}` : null;
  add("part", PART_OF, part);
  add("part", PART, (match) => ({ i: "1", v: "5", x: "10" })[match[1] ?? ""] ?? match[1] ?? null);
  add("pack", BARE_RANGE, (match) => (Number(match[2]) <= 99 ? range(match) : null));
  addWords(name, isTaken, addSpan);
  addBareNumbers(name, marks, addSpan);
  return marks;
}

function addWords(
  name: NameText,
  isTaken: (span: Span) => boolean,
  add: (kind: MarkKind, span: Span, value: string) => void,
): void {
  for (const word of name.words) {
    const text = name.letters.slice(word.from, word.to);
    const kinds = isTaken(word) ? [] : (WORD_KINDS.get(text) ?? []);
    const language = LANGUAGE_WORDS.get(text) ?? codeAt(name, word, text);
    for (const kind of kinds) add(kind, word, text);
    if (language) add("language", word, language);
  }
}

/** A two- or three-letter code counts in capitals, or in brackets with nothing but other short marks. */
function codeAt(name: NameText, word: Span, text: string): string | undefined {
  const language = text.length <= 4 ? LANGUAGE_CODES.get(text) : undefined;
  const pieces = name.pieces.filter((piece) => piece.from >= word.from && piece.to <= word.to);
  const first = pieces[0];
  if (!language || !first) return undefined;
  const index = name.pieces.indexOf(first);
  const next = name.pieces[index + pieces.length];
  const isCapital = pieces.every((piece) => piece.raw === piece.raw.toUpperCase());
  if (first.bracket > 0)
    return isTagBracket(
      name.pieces.filter((piece) => piece.bracket === first.bracket),
      isCapital,
    )
      ? language
      : undefined;
  const isAlone =
    isEdge(first.gap) &&
    (next === undefined || isEdge(next.gap) || WORD_KINDS.has(next.text) || /^\d{4}$/.test(next.text));
  const isAfterMark = index > 0 && (WORD_KINDS.has(wordBefore(name, word)) || /^\d{4}$/.test(wordBefore(name, word)));
  return isCapital && index > 0 && (isAlone || isAfterMark) ? language : undefined;
}

const isEdge = (gap: Piece["gap"]): boolean => gap === "hard" || gap === "hyphen";

function wordBefore(name: NameText, word: Span): string {
  const before = name.words.findLast((other) => other.to <= word.from);
  return before ? name.letters.slice(before.from, before.to) : "";
}

function isTagBracket(pieces: readonly Piece[], isCapital: boolean): boolean {
  const long = pieces.filter(
    (piece) =>
      piece.text.length > 3 && !WORD_KINDS.has(piece.text) && !LANGUAGE_WORDS.has(piece.text) && !/\d/.test(piece.text),
  );
  return long.length === 0 || (isCapital && pieces.length <= 3);
}

/** Numbers nobody else claimed: years, and what may be a volume. */
function addBareNumbers(
  name: NameText,
  marks: readonly Mark[],
  add: (kind: MarkKind, span: Span, value: string, isBare?: true) => void,
): void {
  for (const word of name.words) {
    const text = name.letters.slice(word.from, word.to);
    if (!/^\d{1,4}(?:\.\d)?$/.test(text) || marks.some((mark) => overlaps(mark, word))) continue;
    if (/^(?:1[0-9]|20)\d\d$/.test(text)) add("year", word, text);
    else if (/^(?:64|96|128|192|256|320)$/.test(text)) add("bitrate", word, text);
    else if (Number(text) < 400) add("volume", word, text, true);
  }
}
