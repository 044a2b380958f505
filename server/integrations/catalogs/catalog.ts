import type { IntegrationCheck } from "../integration.ts";

/** A recording as a catalog describes it. */
export interface CatalogEntry {
  /** The catalog's id: an Audible ASIN, or the catalog's own. */
  readonly audibleId: string;
  readonly title: string;
  /** Comma-separated when there are several. */
  readonly author: string;
  readonly narrator: string | null;
  readonly description: string | null;
  readonly coverArtUrl: string | null;
  readonly durationMinutes: number | null;
  /** ISO date (yyyy-mm-dd). */
  readonly releaseDate: string | null;
  /** 0 to 5. */
  readonly rating: number | null;
  readonly genres: readonly string[];
}

/** Port: somebody who knows which recordings exist. */
export interface Catalog {
  /** @param page 1 is the first; 20 entries each. */
  search(query: string, page: number, signal: AbortSignal): Promise<{ entries: CatalogEntry[]; hasNextPage: boolean }>;
  /** @returns null when the catalog has no such id. */
  find(audibleId: string, signal: AbortSignal): Promise<CatalogEntry | null>;
  check(signal: AbortSignal): Promise<IntegrationCheck>;
}
