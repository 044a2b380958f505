/**
 * The forms under which a wanted title may appear in a release's name. Subtitles are data: one is left out only when it
 * describes the book ("A Novel", "Book One of …") or names an umbrella ("Star Wars"); one that tells the book from its
 * siblings ("Eden's Gate: The Reborn") must be there.
 */
import { expandUmlauts, readName, romanValue, spanOfLine } from "./normalise-title.ts";
import { findMarks } from "./release-marks.ts";
import { SERIES_WORDS, SUBTITLE_NOUNS, SUBTITLE_OPENERS, UMBRELLAS, type MarkKind } from "./release-vocabulary.ts";

/** How much of the wanted title a form is. */
export type TitleFormKind = "whole" | "withoutSubtitle" | "subtitleOnly";

export interface TitleForm {
  readonly kind: TitleFormKind;
  /** Folded letters without spaces, to be found in `NameText.letters`. */
  readonly phrase: string;
  /** The volume that must stand beside the phrase; null when the phrase alone is the title. */
  readonly volume: string | null;
}

export interface WantedTitle {
  readonly forms: readonly TitleForm[];
  /** Other wordings of the wanted title and its series, which explain words around a match. */
  readonly knownPhrases: readonly string[];
  readonly seriesPhrase: string | null;
  /** The volume in the title itself, else the catalog's position in the series. */
  readonly position: string | null;
  /** Whether title and series have the same name, so that only a number tells the volumes apart. */
  readonly isNamedAsSeries: boolean;
  /** What the wanted title itself says: "(Abridged)", "[Dramatized Adaptation]", "The Complete …". */
  readonly says: ReadonlySet<MarkKind>;
  /** The part that its brackets ask for: "(1 of 5)". */
  readonly part: string | null;
}

const GENRES = /^(?:novel|novella|memoirs?|thriller|mystery|romance|litrpg|biography|autobiography|edition)$/;
const TRAILING_VOLUME = /^(.+?)[ ,:-]*(?:, | |-|#)((?:book|vol|volume|no|part|number) )?#?(\d{1,3}(?:\.\d)?)$/;
const EDITION =
  /\b(?:edition|unabridged|abridged|version|audiobook|narrated|read by|dramati[sz]ed|full[ -]cast|adaptation|remaster(?:ed)?|anniversary)\b/;

/** Reads the wanted title and, where the catalog knows it, its place in a series. */
export function readWantedTitle(
  title: string,
  seriesTitle?: string | null,
  seriesPosition?: string | null,
): WantedTitle {
  const said = findMarks(readName(title));
  const brackets: string[] = [];
  const bare = title
    .normalize("NFKC")
    .replace(/[([{【]([^)\]}】]*)[)\]}】]/gu, (_, content: string) => (brackets.push(content), " "));
  const named = brackets.filter((content) => !isEditionOrSeries(content));
  const base = bare.trim() === "" ? title : bare;
  const [head = base, ...tails] = base.split(/[:;]\s|꞉\s?|\s[-–—]\s|_\s/u);
  const tail = tails.join(" ");
  const labels = [...tails, ...brackets].map((text) =>
    /^(.*?)[ ,]*(?:book|vol|volume|#) ?#?(\d{1,3}(?:\.\d)?)$/.exec(lineOf(text)),
  );
  const label = labels.find((match) => match !== null);
  const series = seriesTitle ?? null;
  const seriesPhrase = series
    ? withoutArticle(lettersOf(series))
    : label?.[1]
      ? withoutArticle(label[1].replaceAll(/[^\p{L}\d]/gu, ""))
      : null;

  const forms: TitleForm[] = [];
  const add = (kind: TitleFormKind, text: string): void => addForms(forms, kind, text, seriesPhrase);
  if (named.length > 0) add("whole", `${base} ${named.join(" ")}`);
  add(named.length > 0 ? "withoutSubtitle" : "whole", base);
  if (tail !== "") {
    if (isDispensable(tail, head, seriesPhrase)) add("withoutSubtitle", head);
    if (standsAlone(tail)) add("subtitleOnly", tail);
  }
  const beyond = withoutUmbrella(lineOf(head));
  if (beyond !== null) add("subtitleOnly", beyond);
  const volume = TRAILING_VOLUME.exec(lineOf(base))?.[3] ?? label?.[2] ?? null;
  const first = forms.find((form) => form.volume !== null) ?? forms[0];
  return {
    forms,
    knownPhrases: [
      ...new Set([
        lettersOf(base),
        ...[head, ...tails, ...named].map(lettersOf),
        ...(series ? [lettersOf(series)] : []),
        seriesPhrase ?? "",
      ]),
    ].filter((phrase) => phrase.length > 2),
    seriesPhrase,
    position: volume ?? seriesPosition?.replace(/^0+(?=\d)/, "") ?? null,
    isNamedAsSeries: first !== undefined && seriesPhrase === withoutArticle(first.phrase),
    says: new Set(said.map((mark) => mark.kind)),
    part:
      brackets.flatMap((content) => findMarks(readName(content))).find((mark) => mark.kind === "part")?.value ?? null,
  };
}

const lettersOf = (text: string): string => readName(text).letters;
const lineOf = (text: string): string => readName(text).line.trim();
const withoutArticle = (letters: string): string => letters.replace(/^(?:the|an|a)(?=.{4})/, "");

/** Whether what stands in brackets says which edition it is or which volume of what, and not what the book is called. */
function isEditionOrSeries(content: string): boolean {
  const text = readName(content);
  const marks = findMarks(text);
  if (EDITION.test(text.line) || marks.some((mark) => mark.kind === "volume" || mark.kind === "part")) return true;
  return text.pieces.every((piece) => marks.some((mark) => mark.from <= piece.from && mark.to >= piece.to));
}

function addForms(forms: TitleForm[], kind: TitleFormKind, text: string, seriesPhrase: string | null): void {
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
      numbered[2] !== undefined && phrase !== seriesPhrase && (numbered[3] === "1" || words.length >= 6);
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

/** Whether a release may leave the subtitle out and still be this book. */
function isDispensable(tail: string, head: string, seriesPhrase: string | null): boolean {
  const words = lineOf(tail)
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
  const headLetters = lettersOf(head);
  const headLine = lineOf(head);
  const headWords = headLine.split(" ");
  if (
    UMBRELLAS.has(headLine) ||
    withoutArticle(headLetters) === seriesPhrase ||
    headWords.some((word) => SERIES_WORDS.has(word))
  ) {
    return /^(?:a|an)$/.test(words[0] ?? "") && SUBTITLE_NOUNS.has(words.at(-1) ?? "");
  }
  if (UMBRELLAS.has(words.join(" ")) || words.some((word) => SERIES_WORDS.has(word)) || EDITION.test(words.join(" ")))
    return true;
  if (seriesPhrase !== null && withoutArticle(words.join("")).includes(seriesPhrase)) return true;
  return isGenericSubtitle(words) || words.length >= 5 || seriesPhrase !== null;
}

/** Whether the words describe a book without telling it from another: "A Novel", "How to …", "The True Story of …". */
export function isGenericSubtitle(words: readonly string[]): boolean {
  const first = words[0] ?? "";
  if (SUBTITLE_OPENERS.has(first)) return words.length > 2;
  if (words.length >= 9 && !/^(?:the|a|an)$/.test(first)) return true;
  const hasNoun = words.some((word) => SUBTITLE_NOUNS.has(word));
  return (
    hasNoun && (/^(?:a|an|1)$/.test(first) || GENRES.test(words.at(-1) ?? "") || (first === "the" && words.length >= 5))
  );
}

/** Whether a subtitle names a book by itself ("Thrawn" of "Star Wars: Thrawn"), with the right author beside it. */
function standsAlone(tail: string): boolean {
  const words = lineOf(tail)
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
  const letters = words.join("");
  return (
    letters.length >= 4 &&
    /\p{L}{3}/u.test(letters) &&
    !UMBRELLAS.has(words.join(" ")) &&
    !isGenericSubtitle(words) &&
    !words.some((word) => SERIES_WORDS.has(word))
  );
}
