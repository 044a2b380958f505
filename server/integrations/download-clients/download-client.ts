import type { IntegrationCheck } from "../integration.ts";

/** What to fetch. One of `torrent` and `magnetLink` is given. */
export interface NewDownload {
  /** BitTorrent v1 info hash, 40 lower-case hex digits: known before adding, so that a second add is recognised. */
  readonly infoHash: string;
  /** The bytes of the .torrent. */
  readonly torrent?: Uint8Array;
  readonly magnetLink?: string;
  /**
   * Seeding goals: with one of them the client's own limits do not end the seeding before that is reached; with neither
   * they hold. Both: whichever is reached first. Above 0.
   */
  readonly seedRatio?: number;
  readonly seedSeconds?: number;
}

/** A download as the client reports it. */
export interface Download {
  /** The client's id; for every BitTorrent client here the info hash. Stable over restarts. */
  readonly id: string;
  readonly name: string;
  /**
   * queued: known, not moving yet (metadata, checking, waiting). downloading: not complete. completed: every wanted
   * byte is there, checked, and at `contentPath`. failed: the client gave up, `error` says why.
   */
  readonly status: "queued" | "downloading" | "completed" | "failed";
  /** 0 to 1. */
  readonly progress: number;
  readonly bytesPerSecond: number;
  /** null when the client cannot tell. */
  readonly secondsLeft: number | null;
  readonly sizeBytes: number | null;
  /** Peers that it is connected to or knows to have data; null when it cannot tell. */
  readonly seeders: number | null;
  /** Absolute path of the file or folder that holds the content, as this server sees it; null until it is known. */
  readonly contentPath: string | null;
  readonly error: string | null;
}

/**
 * Port: somebody who fetches torrents. It sees and touches only what was added through it (its own label, category or
 * folder); everything else in the client is none of our business.
 */
export interface DownloadClient {
  /**
   * Adds and starts; `list` shows it from then on. Adding what is already there is success and changes nothing: what a
   * person has there stays that person's.
   * @throws {UpstreamRejectedError} with the fact `isReleaseRefused` when the client takes this very torrent for damaged.
   */
  add(download: NewDownload, signal: AbortSignal): Promise<void>;
  /** All downloads that are ours, and those of other people that were asked for here. */
  list(signal: AbortSignal): Promise<Download[]>;
  /** Forgets a download, with its files when asked. Removing what is not there, or is somebody else's, is success. */
  remove(id: string, options: { deleteFiles: boolean }, signal: AbortSignal): Promise<void>;
  check(signal: AbortSignal): Promise<IntegrationCheck>;
  /** Lets go of sockets and files. Downloads go on where the client is another program. */
  close(): Promise<void>;
}
