import type { ShownBook } from "./shown-book.ts";

/** What of a series its order and its gaps are made from. */
type Part = Pick<ShownBook, "audibleId" | "title" | "language" | "isAbridged" | "seriesPosition" | "standing">;

/** @returns its number in the series; infinite for one that has none. */
export function placeOf({ seriesPosition }: Pick<Part, "seriesPosition">): number {
  const [number] = /\d+(\.\d+)?/.exec(seriesPosition ?? "") ?? [];
  return number === undefined ? Number.POSITIVE_INFINITY : Number(number);
}

/** In the series' order; those without a number at the end. */
export function inOrder<Book extends Part>(books: readonly Book[]): Book[] {
  const compare = (one: number, other: number) => (one === other ? 0 : one - other);
  return books.toSorted((one, other) => compare(placeOf(one), placeOf(other)) || one.title.localeCompare(other.title));
}

/**
 * What is missing of a series: one recording for each place of which none is there or asked for by the viewer. It is in
 * the language that most of the series is in, and uncut where there is such a one. A collection is no place of its own.
 */
export function restOfSeries<Book extends Part>(books: readonly Book[]): Book[] {
  const language = mostCommon(books.map((book) => book.language));
  const single = inOrder(books).filter((book) => placeOf(book) < Infinity && !isCollection(book));
  const places = [...new Set(single.map(placeOf))];
  return places.flatMap((place) => {
    const recordings = single.filter((book) => placeOf(book) === place);
    if (recordings.some(({ standing }) => standing === "here" || standing === "yours")) return [];
    const wanted = recordings.filter((book) => book.audibleId !== null && book.language === language);
    return (wanted.some(isUncut) ? wanted.filter(isUncut) : wanted).slice(0, 1);
  });
}

const isUncut = ({ isAbridged }: Part): boolean => isAbridged !== true;

function isCollection({ seriesPosition }: Part): boolean {
  return /\d\s*[-–]\s*\d/.test(seriesPosition ?? "");
}

function mostCommon(values: readonly (string | null)[]): string | null {
  const count = (value: string | null) => values.filter((each) => each === value).length;
  return values.toSorted((one, other) => count(other) - count(one))[0] ?? null;
}
