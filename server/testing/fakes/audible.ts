/**
 * Audible's catalog and Audnexus in process, on one address. Like the real ones, Audible tells nothing but ids without
 * response groups, counts pages from 0, and answers 200 with a stub for an id that it does not know.
 */
import type { CatalogEntry } from "../../integrations/catalogs/catalog.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** A running fake. Change what it has at any time. */
export interface AudibleFake extends VendorServer {
  /** What Audible sells. */
  books: CatalogEntry[];
  /** What Audnexus keeps. */
  kept: CatalogEntry[];
}

/** Picks the questions to one of the two for `fault`. */
export const only = {
  audible: (url: URL) => url.pathname.startsWith("/1.0/"),
  audnexus: (url: URL) => !url.pathname.startsWith("/1.0/"),
};

export async function startAudibleFake(): Promise<AudibleFake> {
  const state = { books: [] as CatalogEntry[], kept: [] as CatalogEntry[] };
  const server = await startVendorServer(({ pathname, searchParams }) => {
    const groups = searchParams.get("response_groups") ?? "";
    const show = (book: CatalogEntry) =>
      groups.includes("product_attrs") ? toProduct(book) : { asin: book.audibleId };
    if (pathname === "/1.0/catalog/products") {
      const words = (name: string) => (searchParams.get(name) ?? "").toLowerCase().split(" ");
      // People are found by any words of their names, as at the real one.
      const has = (text: string | null, name: string) =>
        words(name).every((word) => (text ?? "").toLowerCase().includes(word));
      const asins = searchParams.get("asins")?.split(",");
      const found = state.books.filter(
        ({ audibleId, title, author, narrator, seriesTitle }) =>
          `${title} ${author} ${seriesTitle}`
            .toLowerCase()
            .includes((searchParams.get("keywords") ?? "").toLowerCase()) &&
          has(author, "author") &&
          has(narrator, "narrator") &&
          (asins?.includes(audibleId) ?? true),
      );
      const sort = searchParams.get("products_sort_by");
      if (sort === "BestSellers") found.sort((one, other) => (other.rating ?? 0) - (one.rating ?? 0));
      if (sort === "-ReleaseDate")
        found.sort((one, other) => ((one.releaseDate ?? "") < (other.releaseDate ?? "") ? 1 : -1));
      const size = Number(searchParams.get("num_results"));
      const start = Number(searchParams.get("page")) * size;
      return json({ products: found.slice(start, start + size).map(show), total_results: found.length });
    }
    if (pathname.endsWith(`/products/${SERIES}`))
      return json({ product: { asin: SERIES, relationships: toChildren(state.books) } });
    const [, kind, asin] = /^\/(1\.0\/catalog\/products|books)\/([A-Z0-9]+)$/.exec(pathname) ?? [];
    const book = (kind === "books" ? state.kept : state.books).find(({ audibleId }) => audibleId === asin);
    if (kind === "books")
      return book ? json(toAudnexus(book)) : { ...json({ error: { code: "NOT_FOUND" } }), status: 404 };
    if (kind) return json({ product: book ? show(book) : { asin } });
    return pathname === "/health" ? json({ status: "healthy" }) : { status: 404 };
  });
  return Object.assign(state, server);
}

/** The id of the one series that it has. */
const SERIES = "B0SERIES01";

const toChildren = (books: readonly CatalogEntry[]) =>
  books
    .filter(({ seriesTitle }) => seriesTitle !== null)
    .map(({ audibleId, seriesPosition }) => ({
      asin: audibleId,
      relationship_to_product: "child",
      relationship_type: "series",
      sequence: seriesPosition ?? "",
      sort: seriesPosition ?? "0",
    }));

const json = (value: unknown): VendorAnswer => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const toPeople = (names: string | null) => (names ? names.split(", ").map((name) => ({ name })) : []);
const toFormatType = ({ isAbridged }: CatalogEntry) =>
  isAbridged === null ? "original_recording" : isAbridged ? "abridged" : "unabridged";
const toHtml = (text: string | null) => (text === null ? "" : `<p>${text}</p>`);

const toProduct = (book: CatalogEntry) => ({
  asin: book.audibleId,
  title: book.title,
  ...(book.subtitle !== null && { subtitle: book.subtitle }),
  authors: toPeople(book.author),
  narrators: toPeople(book.narrator),
  ...(book.seriesTitle !== null && {
    series: [{ asin: SERIES, title: book.seriesTitle, sequence: book.seriesPosition ?? "" }],
  }),
  ...(book.language !== null && { language: book.language }),
  format_type: toFormatType(book),
  publisher_summary: toHtml(book.description),
  product_images: book.coverArtUrl ? { 500: `${book.coverArtUrl}?small`, 1024: book.coverArtUrl } : {},
  runtime_length_min: book.durationMinutes ?? 0,
  release_date: book.releaseDate,
  rating: {
    overall_distribution: {
      average_rating: (book.rating ?? 0) + 0.013,
      display_average_rating: (book.rating ?? 0).toFixed(1),
      num_ratings: book.rating === null ? 0 : 12,
    },
  },
  category_ladders: book.genres.map((name) => ({ root: "Genres", ladder: [{ id: "1", name }] })),
  content_type: "Product",
});

const toAudnexus = (book: CatalogEntry) => ({
  asin: book.audibleId,
  title: book.title,
  ...(book.subtitle !== null && { subtitle: book.subtitle }),
  authors: toPeople(book.author),
  narrators: toPeople(book.narrator),
  ...(book.seriesTitle !== null && {
    seriesPrimary: {
      asin: SERIES,
      name: book.seriesTitle,
      ...(book.seriesPosition !== null && { position: book.seriesPosition }),
    },
  }),
  ...(book.language !== null && { language: book.language }),
  formatType: toFormatType(book),
  summary: toHtml(book.description),
  image: book.coverArtUrl ?? "",
  runtimeLengthMin: book.durationMinutes ?? 0,
  releaseDate: book.releaseDate === null ? null : `${book.releaseDate}T00:00:00.000Z`,
  rating: (book.rating ?? 0).toFixed(1),
  genres: book.genres.map((name) => ({ asin: "1", name, type: "genre" })),
});
