import type { IntegrationCheck } from "../integration.ts";

/** What to look for. Both in the words of the catalog; an adapter shapes them into its own query. */
export interface ReleaseQuery {
  readonly title: string;
  /** Left out to search by title alone. */
  readonly author?: string;
}

/** One release as an indexer lists it. `null` is "the indexer does not say", which is not zero. */
export interface FoundRelease {
  /** The indexer's own id of it; stable between searches. */
  readonly guid: string;
  /** The release's name, as it was published. */
  readonly title: string;
  /** The tracker that has it: behind an aggregator, its name rather than the aggregator's. */
  readonly indexerName: string;
  /** How much its owner prefers that tracker, as in Prowlarr: 1 is asked first, 50 last; null is an ordinary 25. */
  readonly indexerPriority: number | null;
  readonly sizeBytes: number | null;
  readonly seeders: number | null;
  readonly leechers: number | null;
  readonly publishedAt: Date | null;
  /** http(s) address of the .torrent (or of a redirect to a magnet link). May hold the user's key: a secret. */
  readonly torrentUrl: string | null;
  /** May hold the user's passkey: a secret. */
  readonly magnetLink: string | null;
  /** BitTorrent v1 info hash, 40 lower-case hex digits. */
  readonly infoHash: string | null;
  /** Newznab category numbers (3030 is Audio/Audiobook). */
  readonly categories: readonly number[];
  /** 0 is freeleech, 0.5 half, 1 normal. */
  readonly downloadVolumeFactor: number | null;
  /** Seeding goals of the tracker. */
  readonly minimumRatio: number | null;
  readonly minimumSeedSeconds: number | null;
  /** What the indexer itself says of the book, when it does. */
  readonly bookTitle: string | null;
  readonly author: string | null;
  readonly language: string | null;
}

/**
 * Port: somebody who knows releases.
 * Errors are UpstreamUnavailableError (time-out, 5xx, limits, with retryAfterSeconds when told) and
 * UpstreamRejectedError (wrong key, not an indexer, malformed document).
 */
export interface Indexer {
  /** @returns what matches, in the indexer's order; an empty list is an answer, not an error. */
  search(query: ReleaseQuery, signal: AbortSignal): Promise<FoundRelease[]>;
  /** Asks for its capabilities; proves the address and the key. */
  check(signal: AbortSignal): Promise<IntegrationCheck>;
}
