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
  if (seriesTitle) facts.push(`${describePlace(seriesPosition ?? "")} of ${seriesTitle}`);
  if (language && language !== "english") facts.push(`in ${language.replace(/_/g, " ").replace(/\b\p{L}/gu, toUpper)}`);
  if (isAbridged) facts.push("abridged");
  return facts;
}

function describePlace(position: string): string {
  const [, first, last] = /^\D*?(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?/.exec(position) ?? [];
  if (first === undefined) return "Part";
  return last === undefined ? `Book ${first}` : `Books ${first}–${last}`;
}

const toUpper = (letter: string): string => letter.toUpperCase();
