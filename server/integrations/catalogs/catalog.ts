import type { IntegrationCheck } from "../integration.ts";

/** A recording as a catalog describes it. */
export interface CatalogEntry {
  /** The catalog's id: an Audible ASIN, or the catalog's own. */
  readonly audibleId: string;
  readonly title: string;
  readonly subtitle: string | null;
  /** Comma-separated when there are several. */
  readonly author: string;
  readonly narrator: string | null;
  readonly seriesTitle: string | null;
  /** As the catalog writes it: "1", "2.5", "1-3", "2, Dramatized Adaptation". Null when it has no number. */
  readonly seriesPosition: string | null;
  /** English name of the language, in lower case: "german". */
  readonly language: string | null;
  /** Whether the text was cut for this recording. */
  readonly isAbridged: boolean | null;
  readonly description: string | null;
  readonly coverArtUrl: string | null;
  readonly durationMinutes: number | null;
  /** ISO date (yyyy-mm-dd). */
  readonly releaseDate: string | null;
  /** 0 to 5. */
  readonly rating: number | null;
  readonly genres: readonly string[];
}

/** A page of what a catalog found. */
export interface CatalogPage {
  readonly entries: CatalogEntry[];
  readonly hasNextPage: boolean;
}

/** What people look at without having searched: what others hear, what has come out lately. */
export type CatalogShelf = "popular" | "new";

/** What books can have in common. */
export type CatalogKinship = "author" | "narrator" | "series";

/** Port: somebody who knows which recordings exist. */
export interface Catalog {
  /** @param page 1 is the first; 20 entries each. */
  search(query: string, page: number, signal: AbortSignal): Promise<CatalogPage>;
  /** @returns up to 100 that are out, the first being the most popular or the newest. */
  shelf(shelf: CatalogShelf, signal: AbortSignal): Promise<CatalogEntry[]>;
  /**
   * The books of one author or narrator, or of one series in its order.
   * @param name as entries have it; of several authors, one. Case does not matter.
   * @param page 1 is the first; up to 50 entries each.
   */
  kin(kinship: CatalogKinship, name: string, page: number, signal: AbortSignal): Promise<CatalogPage>;
  /** @returns null when the catalog has no such id. */
  find(audibleId: string, signal: AbortSignal): Promise<CatalogEntry | null>;
  check(signal: AbortSignal): Promise<IntegrationCheck>;
}
