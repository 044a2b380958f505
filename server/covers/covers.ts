/**
 * The pictures of books and people, which lie with others: fetched once, made small, and kept on the disk. The browser asks
 * nobody but this server for them.
 */
import { createHash } from "node:crypto";
import type { HttpClient } from "../integrations/http-client.ts";
import type { Logger } from "../logger.ts";
import { openCoverFiles } from "./cover-files.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { createRests } from "./rests.ts";
import { coverWidths, shrinkPicture, type CoverWidth } from "./shrink-picture.ts";
import { createTurns, TooManyWaitError } from "./turns.ts";

/** What the pictures need, and what tests make small. */
export interface CoversOptions {
  /** To which an address of a configured origin is as good as an admin's. */
  readonly http: HttpClient;
  readonly folder: string;
  readonly logger: Logger;
  readonly mostBytes?: number;
  readonly timeoutMs?: number;
}

/** The pictures of others, as this server has them. */
export interface Covers {
  /** @returns a WebP; null when it cannot be had now. */
  get(address: string, width: CoverWidth): Promise<Buffer | null>;
  /** Breaks off what is being fetched. */
  close(): Promise<void>;
}

const largest = coverWidths.at(-1)!;
const MOST_WAITING = 500;

/** Whoever asks for one that is on its way waits for that. */
export function createCovers({
  http,
  folder,
  logger,
  mostBytes = 500_000_000,
  timeoutMs = 10_000,
}: CoversOptions): Covers {
  const files = openCoverFiles(folder, mostBytes);
  const rests = createRests();
  // What is fetched is held in memory until it is decoded, so the first bounds the second.
  const fetching = createTurns(6, MOST_WAITING);
  const decoding = createTurns(2, MOST_WAITING);
  const onTheWay = new Map<string, Promise<Buffer | null>>();
  const stop = new AbortController();

  function get(address: string, width: CoverWidth): Promise<Buffer | null> {
    const name = fileName(address, width);
    let picture = onTheWay.get(name);
    if (!picture) onTheWay.set(name, (picture = find(address, width, name).finally(() => onTheWay.delete(name))));
    return picture;
  }

  async function find(address: string, width: CoverWidth, name: string): Promise<Buffer | null> {
    try {
      stop.signal.throwIfAborted();
      const kept = await files.read(name);
      if (kept || rests.isResting(address)) return kept;
      const picture = await make(address, width);
      if (picture)
        await files.write(name, picture).catch((err: Error) => logger.warn({ err }, "A cover could not be kept"));
      return picture;
    } catch (error) {
      if (stop.signal.aborted || error instanceof TooManyWaitError) return null;
      rests.add(address, error);
      const host = URL.parse(address)?.host;
      logger.debug({ host, reason: (error as Error).message }, "A picture cannot be had");
      return null;
    }
  }

  /** The smaller ones are made of the largest, so that its host is asked once. */
  async function make(address: string, width: CoverWidth): Promise<Buffer | null> {
    if (width === largest)
      return fetching.take(async () => {
        // Its host may have come to rest while this one waited.
        if (rests.isResting(address)) return null;
        const fetched = await fetchPicture(address, http, stop.signal, timeoutMs);
        return decoding.take(() => shrinkPicture(fetched, width));
      });
    const whole = await get(address, largest);
    return whole && decoding.take(() => shrinkPicture(whole, width));
  }

  return {
    get,
    async close() {
      stop.abort();
      await Promise.all(onTheWay.values());
    },
  };
}

/** Says nothing of the address, and is a name everywhere. */
function fileName(address: string, width: CoverWidth): string {
  return `${createHash("sha256").update(address).digest("hex")}-${width}.webp`;
}
