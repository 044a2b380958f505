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

/** Port: somebody who knows which recordings exist. */
export interface Catalog {
  /** @param page 1 is the first; 20 entries each. */
  search(query: string, page: number, signal: AbortSignal): Promise<{ entries: CatalogEntry[]; hasNextPage: boolean }>;
  /** @returns null when the catalog has no such id. */
  find(audibleId: string, signal: AbortSignal): Promise<CatalogEntry | null>;
  check(signal: AbortSignal): Promise<IntegrationCheck>;
}
