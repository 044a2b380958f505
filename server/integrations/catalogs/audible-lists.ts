/**
 * What Audible lists without a search. Two of its ways have to be known: its newest and its best-selling products are to
 * a good part not out yet, and it finds people by words of their names and so finds others with them.
 */
import { z } from "zod";
import { list, number, text } from "../lenient-json.ts";
import { toCatalogEntries, type AudibleProduct } from "./audible-product.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";

/** The most that it gives at once. */
const PAGE_SIZE = 50;
const SHELF_SIZE = 100;
const SHELF_PAGES = 4;
const NEW_DAYS = 90;

interface Products {
  readonly products: readonly AudibleProduct[];
  readonly total_results: number | null;
}
type Read = (query: Record<string, string | number>, signal: AbortSignal) => Promise<Products>;

/** @param read asks for products. @param readChildren asks for the ids of a series' books, in their order. */
export function openAudibleLists(
  read: Read,
  readChildren: (asin: string, signal: AbortSignal) => Promise<string[]>,
): Pick<Catalog, "shelf" | "kin"> {
  async function released(sort: string, signal: AbortSignal): Promise<CatalogEntry[]> {
    const found = new Map<string, CatalogEntry>();
    for (let page = 0; page < SHELF_PAGES && found.size < SHELF_SIZE; page += 1) {
      const { products } = await read({ num_results: PAGE_SIZE, page, products_sort_by: sort }, signal);
      for (const entry of toCatalogEntries(products).filter(isOut)) found.set(entry.audibleId, entry);
      if (products.length < PAGE_SIZE) break;
    }
    return [...found.values()];
  }

  async function findSeries(name: string, signal: AbortSignal): Promise<string | null> {
    const words = { keywords: name, num_results: PAGE_SIZE, page: 0, products_sort_by: "Relevance" };
    const { products } = await read(words, signal);
    const listed = products.flatMap(({ series }) => series);
    return listed.find(({ asin, title }) => asin && isSame(title, name))?.asin ?? null;
  }

  return {
    async shelf(shelf, signal) {
      const popular = await released("BestSellers", signal);
      if (shelf === "popular") return popular.slice(0, SHELF_SIZE);
      const newest = [...(await released("-ReleaseDate", signal)), ...popular.filter(isNew)];
      const each = [...new Map(newest.map((entry) => [entry.audibleId, entry])).values()];
      return each.sort((one, other) => (one.releaseDate! < other.releaseDate! ? 1 : -1)).slice(0, SHELF_SIZE);
    },

    async kin(kinship, name, page, signal) {
      if (kinship === "series") {
        const series = await findSeries(name, signal);
        const children = series ? await readChildren(series, signal) : [];
        const asins = children.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
        if (asins.length === 0) return { entries: [], hasNextPage: false };
        const { products } = await read({ asins: asins.join(","), num_results: PAGE_SIZE }, signal);
        const known = new Map(toCatalogEntries(products).map((entry) => [entry.audibleId, entry]));
        const entries = asins.flatMap((asin) => known.get(asin) ?? []);
        return { entries, hasNextPage: children.length > page * PAGE_SIZE };
      }
      const query = { [kinship]: name, num_results: PAGE_SIZE, page: page - 1, products_sort_by: "BestSellers" };
      const { products, total_results: total } = await read(query, signal);
      const theirs = products.filter(({ authors, narrators }) =>
        (kinship === "author" ? authors : narrators).some((person) => isSame(person.name, name)),
      );
      const hasNextPage = products.length > 0 && (total ?? 0) > page * PAGE_SIZE;
      return { entries: toCatalogEntries(theirs), hasNextPage };
    },
  };
}

const relationship = z.object({ asin: text, relationship_to_product: text, sort: number });
export const seriesAnswer = z.object({ product: z.object({ relationships: list(relationship) }) });

/** @returns the ids of a series' books, in its order. */
export function childrenOf({ relationships }: z.infer<typeof seriesAnswer>["product"]): string[] {
  const children = relationships.filter((each) => each.asin && each.relationship_to_product !== "parent");
  const inOrder = children.sort((one, other) => (one.sort ?? 0) - (other.sort ?? 0));
  return [...new Set(inOrder.map(({ asin }) => asin!))];
}

const isOut = ({ releaseDate }: CatalogEntry): boolean =>
  releaseDate !== null && releaseDate <= new Date().toISOString().slice(0, 10);

const isNew = ({ releaseDate }: CatalogEntry): boolean =>
  Date.parse(releaseDate!) > Date.now() - NEW_DAYS * 24 * 3_600_000;

const isSame = (one: string | null, other: string): boolean => plain(one ?? "") === plain(other);

function plain(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.]+/g, " ")
    .trim();
}
