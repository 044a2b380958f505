/**
 * The little world of `npm run demo`: an indexer, a catalog and a swarm on ephemeral ports of 127.0.0.1, so that the whole
 * product works for somebody who has none of them. It knows nothing of the server: both meet over HTTP and BitTorrent.
 */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import Fastify from "fastify";
import { books as sampled, sampleBooks, type SandboxBook, type SandboxRelease } from "./books.ts";
import { serveCatalog } from "./catalog.ts";
import { serveIndexer, type ListedRelease } from "./indexer.ts";
import { startSwarm, type Swarm } from "./swarm.ts";

/** How the world is made. */
export interface SandboxOptions {
  /** A folder of its own; made when it is not there. The seeds' copies lie in it. */
  readonly dataDir: string;
  /** Multiplies the speed of every seed; 1 unless told. */
  readonly speed?: number;
  /** What its catalog and its indexer have, instead of the five; the folder of each is absolute. */
  readonly books?: readonly SandboxBook[];
  /** Seconds between two announcements to its tracker: 1 unless told, and more where there are hundreds of seeds. */
  readonly announceSeconds?: number;
}

/** A running world. */
export interface Sandbox {
  /** What to enter as indexer.url, with `apiKey`; its type is torznab. */
  readonly indexerUrl: string;
  readonly apiKey: string;
  /** What to enter as catalog.url; its type is sandbox. */
  readonly catalogUrl: string;
  readonly books: readonly SandboxBook[];
  /** Takes at most about two seconds. */
  close(): Promise<void>;
}

/** Starts it; resolves when every seed is known to the tracker. */
export async function startSandbox({
  dataDir,
  speed = 1,
  books = sampled,
  announceSeconds = 1,
}: SandboxOptions): Promise<Sandbox> {
  const storeDir = join(dataDir, "seeds");
  await mkdir(storeDir, { recursive: true });
  const swarm = await startSwarm(storeDir, announceSeconds);
  const app = Fastify({ forceCloseConnections: true });
  const close = async (): Promise<void> => void (await Promise.all([app.close(), swarm.close()]));
  try {
    const apiKey = randomBytes(16).toString("hex");
    const releases = await Promise.all(
      books.flatMap((book) => book.releases.map((release) => list(swarm, book, release, speed))),
    );
    await app.register(serveIndexer(apiKey, releases, new Date()), { prefix: "/indexer" });
    await app.register(serveCatalog(books), { prefix: "/catalog" });
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { indexerUrl: `${url}/indexer`, apiKey, catalogUrl: `${url}/catalog`, books, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What an owner would enter under Settings to work with this world only. */
export function settingsOf(
  world: Pick<Sandbox, "indexerUrl" | "apiKey" | "catalogUrl">,
  paths: { readonly downloads: string; readonly library: string },
): Readonly<Record<string, string>> {
  return {
    "indexer.type": "torznab",
    "indexer.url": world.indexerUrl,
    "indexer.api_key": world.apiKey,
    "download_client.type": "embedded",
    "download_client.dht": "false",
    "download_client.listen_address": "127.0.0.1",
    "media_server.type": "folder",
    "catalog.type": "sandbox",
    "catalog.url": world.catalogUrl,
    "paths.downloads": paths.downloads,
    "paths.media_library": paths.library,
  };
}

async function list(
  swarm: Swarm,
  { folder }: SandboxBook,
  release: SandboxRelease,
  speed: number,
): Promise<ListedRelease> {
  const { seed, name, sizeBytes = 0 } = release;
  const torrent = seed
    ? await swarm.share({
        folder: resolve(sampleBooks, folder),
        contentName: seed.contentName,
        bytesPerSecond: Math.round(seed.bytesPerSecond * speed),
      })
    : swarm.describeDead(name, sizeBytes);
  return { ...release, ...torrent };
}
