import type { CatalogEntry } from "../../integrations/catalogs/catalog.ts";
import { startVendorServer, type VendorServer } from "./vendor-server.ts";

/** A running fake. Change `books` at any time. */
export interface CatalogFake extends VendorServer {
  books: CatalogEntry[];
}

const PAGE_SIZE = 20;
/** The highest first. */
const by = (rank: (book: CatalogEntry) => number) => (one: CatalogEntry, other: CatalogEntry) =>
  rank(other) - rank(one);

/**
 * A catalog in process that speaks as the sandbox's does: it finds what holds the query in its title or author, and what is
 * of an author, a narrator or a series; its shelves have the newest and the best-rated first.
 */
export async function startCatalogFake(): Promise<CatalogFake> {
  const state = { books: [] as CatalogEntry[] };
  const json = (value: unknown) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  const server = await startVendorServer(({ pathname, searchParams }) => {
    if (pathname === "/books") {
      const query = (searchParams.get("query") ?? "").toLowerCase();
      const isOf = (names: string | null, kinship: string) =>
        !searchParams.has(kinship) ||
        names?.toLowerCase().split(", ").includes(searchParams.get(kinship)!.toLowerCase()) === true;
      const found = state.books.filter(
        ({ title, author, narrator, seriesTitle }) =>
          `${title} ${author}`.toLowerCase().includes(query) &&
          isOf(author, "author") &&
          isOf(narrator, "narrator") &&
          isOf(seriesTitle, "series"),
      );
      if (searchParams.has("series")) found.sort(by(({ seriesPosition }) => -Number(seriesPosition)));
      if (searchParams.get("shelf") === "new")
        found.sort(by(({ releaseDate }) => Date.parse(releaseDate ?? "1900-01-01")));
      if (searchParams.get("shelf") === "popular") found.sort(by(({ rating }) => rating ?? 0));
      const end = Number(searchParams.get("page")) * PAGE_SIZE;
      return json({ entries: found.slice(end - PAGE_SIZE, end), hasNextPage: found.length > end });
    }
    const id = decodeURIComponent(pathname.slice("/books/".length));
    const book = pathname.startsWith("/books/") ? state.books.find(({ audibleId }) => audibleId === id) : undefined;
    return book ? json(book) : { status: 404 };
  });
  return Object.assign(state, server);
}
