import type { CatalogEntry } from "../../integrations/catalogs/catalog.ts";
import { startVendorServer, type VendorServer } from "./vendor-server.ts";

/** A running fake. Change `books` at any time. */
export interface CatalogFake extends VendorServer {
  books: CatalogEntry[];
}

const PAGE_SIZE = 20;

/** A catalog in process that speaks as the sandbox's does: it finds what holds the query in its title or author. */
export async function startCatalogFake(): Promise<CatalogFake> {
  const state = { books: [] as CatalogEntry[] };
  const json = (value: unknown) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  const server = await startVendorServer(({ pathname, searchParams }) => {
    if (pathname === "/books") {
      const query = (searchParams.get("query") ?? "").toLowerCase();
      const found = state.books.filter(({ title, author }) => `${title} ${author}`.toLowerCase().includes(query));
      const end = Number(searchParams.get("page")) * PAGE_SIZE;
      return json({ entries: found.slice(end - PAGE_SIZE, end), hasNextPage: found.length > end });
    }
    const id = decodeURIComponent(pathname.slice("/books/".length));
    const book = pathname.startsWith("/books/") ? state.books.find(({ audibleId }) => audibleId === id) : undefined;
    return book ? json(book) : { status: 404 };
  });
  return Object.assign(state, server);
}
