/** What Audible's catalog says of a product, in the words of the port. */
import { z } from "zod";
import { listOrNone, number, text } from "../lenient-json.ts";
import { chooseSeries } from "./audible-series.ts";
import { toPlainText } from "./audible-text.ts";
import type { CatalogEntry } from "./catalog.ts";

/** Every group that holds a field below: without them only the id comes. */
export const responseGroups =
  "contributors,product_desc,product_attrs,product_extended_attrs,product_details,media,rating,series,category_ladders";

const people = listOrNone(z.object({ name: text }));

/** A product of `GET /1.0/catalog/products`. One without a title is a stub: the catalog does not know the id. */
export const audibleProduct = z.object({
  asin: text.pipe(z.string().max(20)),
  title: text,
  subtitle: text,
  authors: people,
  narrators: people,
  series: listOrNone(z.object({ asin: text, title: text, sequence: text })),
  /** The name of the series that the shop shows beside the book. */
  publication_name: text,
  language: text,
  format_type: text,
  publisher_summary: z.string().nullish().catch(null),
  product_images: z.record(z.string(), z.unknown()).nullish().catch(null),
  runtime_length_min: number,
  release_date: text,
  rating: z
    .object({ overall_distribution: z.object({ display_average_rating: number, num_ratings: number }) })
    .nullish()
    .catch(null),
  category_ladders: listOrNone(z.object({ ladder: listOrNone(z.object({ name: text })) })),
  content_type: text,
});

/** A product that has been read. */
export type AudibleProduct = z.infer<typeof audibleProduct>;

/** @returns null for a stub, and for a podcast, which is no book. */
export function toCatalogEntry(product: AudibleProduct): CatalogEntry | null {
  const { title, rating, content_type: type } = product;
  if (title === null || /^podcast/i.test(type ?? "")) return null;
  const stars = rating?.overall_distribution;
  return {
    audibleId: product.asin,
    title,
    subtitle: product.subtitle,
    author: joinAuthors(product.authors),
    narrator: joinNames(product.narrators) || null,
    ...chooseSeries(product.series, [product.publication_name, product.subtitle]),
    language: product.language?.toLowerCase() ?? null,
    isAbridged: readAbridgement(product.format_type),
    description: toPlainText(product.publisher_summary ?? "") || null,
    coverArtUrl: chooseCover(product.product_images ?? {}),
    // A book that is not out yet has a running time of 0.
    durationMinutes: product.runtime_length_min ? Math.round(product.runtime_length_min) : null,
    releaseDate: readDate(product.release_date),
    rating: stars?.num_ratings ? readRating(stars.display_average_rating) : null,
    genres: [...new Set(product.category_ladders.flatMap(({ ladder }) => ladder.flatMap(({ name }) => name ?? [])))],
  };
}

/** @returns what is a book, each once. */
export function toCatalogEntries(products: readonly AudibleProduct[]): CatalogEntry[] {
  const entries = products.map(toCatalogEntry).filter((entry) => entry !== null);
  return [...new Map(entries.map((entry) => [entry.audibleId, entry])).values()];
}

/** @returns the names, comma-separated. */
export function joinNames(people: readonly { readonly name: string | null }[]): string {
  return [...new Set(people.flatMap(({ name }) => name ?? []))].join(", ");
}

/** Audible lists "Albert Einstein - foreword" among the authors; who only did that counts when there is nobody else. */
export function joinAuthors(people: readonly { readonly name: string | null }[]): string {
  const isHelper =
    /\s[-–]\s*(translat\w+|foreword|introductions?|editor|preface|afterword|contribut\w+|adaptat\w+|adaptor|illustrator|compiler|essay|notes)\s*$/i;
  const authors = people.filter(({ name }) => name !== null && !isHelper.test(name));
  return joinNames(authors.length > 0 ? authors : people);
}

/** An "original_recording" has no text that could have been cut. */
export function readAbridgement(format: string | null): boolean | null {
  const match = /^(un)?abridged$/i.exec(format ?? "");
  return match ? match[1] === undefined : null;
}

/** @returns the calendar day, yyyy-mm-dd; null for what is none. */
export function readDate(date: string | null): string | null {
  const day = date?.slice(0, 10);
  return z.iso.date().safeParse(day).data ?? null;
}

/** @returns 0 to 5. */
export function readRating(rating: number | null): number | null {
  return rating !== null && rating <= 5 ? rating : null;
}

/** @returns the address when it is one that a browser may load. */
export function readCover(address: unknown): string | null {
  const url = typeof address === "string" ? URL.parse(address) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** Images are keyed by their width. */
function chooseCover(images: Readonly<Record<string, unknown>>): string | null {
  const widths = Object.keys(images).sort((one, other) => Number(other) - Number(one));
  return widths.map((width) => readCover(images[width])).find((cover) => cover !== null) ?? null;
}
