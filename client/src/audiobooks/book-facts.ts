import i18next from "i18next";
import "../i18n/language.ts";
import { languageName } from "./language-name.ts";

interface FactsOfBook {
  readonly seriesTitle: string | null;
  /** As the catalog writes it: "2", "1-3", "2, Dramatized Adaptation". */
  readonly seriesPosition: string | null;
  readonly language: string | null;
  readonly isAbridged: boolean | null;
}

/** @returns what people would want to know before they ask for it: its place in a series, and what is not as usual. */
export function bookFacts({ seriesTitle, seriesPosition, language, isAbridged }: FactsOfBook): string[] {
  const facts: string[] = [];
  if (seriesTitle) facts.push(placeInSeries(seriesTitle, seriesPosition ?? ""));
  if (language && language !== "english")
    facts.push(i18next.t("audiobooks:facts.inLanguage", { language: languageName(language) }));
  if (isAbridged) facts.push(i18next.t("audiobooks:facts.abridged"));
  return facts;
}

/** @returns such as "Book 2 of The Bobiverse". */
export function placeInSeries(series: string, position: string): string {
  const [, first, last] = /^\D*?(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?/.exec(position) ?? [];
  if (first === undefined) return i18next.t("audiobooks:facts.part", { series });
  if (last === undefined) return i18next.t("audiobooks:facts.book", { number: first, series });
  return i18next.t("audiobooks:facts.books", { first, last, series });
}
