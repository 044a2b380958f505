/** A book's place in a series, as catalogs write it, in the form that names are compared in. */
import { readName } from "./normalise-title.ts";

/** The series of the wanted book. */
export interface WantedSeries {
  /** Folded letters under which it may appear, without article; of "Star Wars: Aftermath" also those of its parts. */
  readonly names: readonly string[];
  /** "2", "0.5"; null when it is not known, and for a book that is several. */
  readonly position: string | null;
  /** "1–3" when the wanted book is a collection of these. */
  readonly collection: string | null;
  /** What else stands in the position: "Dramatized Adaptation". */
  readonly remark: string;
}

const POSITION =
  /^\D{0,12}?0*(\d{1,4}(?:\.\d{1,2})?)((?:\s*(?:[-–—&+,]|\bto\b|\band\b)\s*(?:\d{1,4}(?:\.\d{1,2})?)(?![\p{L}\d.]))*)[\s,;:]*(.*)$/iu;
/** Names of series are given with and without such a word at their end. */
const LAST_WORD = /(?<=.)\s(?:series|saga|trilogy|duology|quartet|novels|books)$/;

/** @param position "1", "1.5", "1-3", "2, Dramatized Adaptation"; what has no number in it counts as not known. */
export function readSeries(title: string | null | undefined, position: string | null | undefined): WantedSeries {
  const parts = [title ?? "", ...(title ?? "").split(/[:;]\s|\s[-–—]\s/u)];
  const names = parts.flatMap((part) => {
    const line = readName(part.replace(/[([{].*$/u, "")).line.trim();
    return [line, line.replace(LAST_WORD, "")].map((text) => withoutArticle(text.replaceAll(/[^\p{L}\d]/gu, "")));
  });
  return { names: [...new Set(names)].filter((name) => name.length > 2), ...readPosition(position ?? "") };
}

/** Folded letters without a leading article, unless little is left then. */
export function withoutArticle(letters: string): string {
  return letters.replace(/^(?:the|an|a)(?=.{4})/, "");
}

function readPosition(text: string): Omit<WantedSeries, "names"> {
  // "Book Two" is read as "book 2".
  const [, first, more = "", remark = ""] = POSITION.exec(/\d/.test(text) ? text.trim() : readName(text).line) ?? [];
  if (first === undefined) return { position: null, collection: null, remark: "" };
  const last = [...more.matchAll(/\d+(?:\.\d+)?/g)].at(-1)?.[0];
  return last !== undefined && Number(last) > Number(first)
    ? { position: null, collection: `${Number(first)}–${Number(last)}`, remark }
    : { position: String(Number(first)), collection: null, remark };
}
