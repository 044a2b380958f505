import type { IntegrationCheck } from "../integration.ts";

/** A book as the media server knows it. */
export interface MediaServerItem {
  /** The server's own id of it. */
  readonly id: string;
  /** Its globally unique name, where the server has one; else derived from the id. */
  readonly guid: string;
  /** The library (section) that holds it. */
  readonly libraryId: string;
  readonly title: string;
  readonly author: string | null;
  readonly narrator: string | null;
  readonly asin: string | null;
  readonly durationMinutes: number | null;
  /** Absolute path of the book's folder (or of its only file), as this program sees it. */
  readonly path: string;
}

/** Port: somebody who shows the library to people. */
export interface MediaServer {
  /** Asks for a scan of just that folder (absolute). Returns when the request was taken, not when the scan is done. */
  requestScan(path: string, signal: AbortSignal): Promise<void>;
  /** What it now knows at or below that folder; empty while it has not got there yet. */
  itemsUnder(path: string, signal: AbortSignal): Promise<MediaServerItem[]>;
  /** Everything that it has, in pages. */
  items(signal: AbortSignal): AsyncIterable<MediaServerItem[]>;
  /** By which plex.tv lists it; only a Plex server has one. */
  machineIdentifier?(signal: AbortSignal): Promise<string>;
  check(signal: AbortSignal): Promise<IntegrationCheck>;
}
