/** A small real BitTorrent swarm on 127.0.0.1: one HTTP tracker, and a seeder for each torrent. */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "bittorrent-tracker";
import WebTorrent, { type ClientOptions, type Torrent } from "webtorrent";

/** Bytes of a file in a torrent; `path` is relative to the torrent's folder, with "/" between its parts. */
export interface SeedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A torrent as an indexer would offer it. */
export interface SeededTorrent {
  readonly torrent: Uint8Array;
  readonly infoHash: string;
  readonly magnetLink: string;
}

/** `name` is that of the single file (whose `path` is not used then), or of the folder that holds several. */
export interface SeedOptions {
  readonly name: string;
  /** Of this seeder; no limit where absent. */
  readonly uploadBytesPerSecond?: number;
}

/** A running swarm. */
export interface Swarm {
  /** Address of the tracker, as it stands in the torrents. */
  readonly announceUrl: string;
  seed(files: readonly SeedFile[], options: SeedOptions): Promise<SeededTorrent>;
  /** The same torrent, which nobody has. */
  describeDead(files: readonly SeedFile[], options: SeedOptions): Promise<SeededTorrent>;
  stop(): Promise<void>;
}

/** Starts the tracker; seeders start with their torrents. */
export async function startSwarm(): Promise<Swarm> {
  const folder = await mkdtemp(join(tmpdir(), "swarm-"));
  const tracker = new Server({ http: true, udp: false, ws: false, stats: false, interval: 1_000 });
  // What clients send wrong is theirs to find out.
  tracker.on("warning", () => undefined);
  await new Promise<void>((resolve) => tracker.listen(0, "127.0.0.1", resolve));
  const announceUrl = `http://127.0.0.1:${(tracker.http.address() as AddressInfo).port}/announce`;
  const seeders: WebTorrent[] = [];

  async function describe(files: readonly SeedFile[], { name, uploadBytesPerSecond }: SeedOptions, isSeeded: boolean) {
    const seeder = openSeeder({ uploadLimit: uploadBytesPerSecond ?? -1, tracker: isSeeded });
    seeders.push(seeder);
    const input = files.map(({ path, bytes }) =>
      Object.assign(Buffer.from(bytes), { name: files.length === 1 ? name : `${name}/${path}` }),
    );
    const torrent = await new Promise<Torrent>((resolve, reject) => {
      seeder.on("error", reject);
      const path = join(folder, String(seeders.length));
      const described = seeder.seed(input, { path, name, announceList: [[announceUrl]] }, () => {
        if (!isSeeded) resolve(described);
      });
      // By now its pieces are loaded or will be before a peer has shaken hands; who asks the tracker is told of it.
      if (isSeeded) described.once("trackerAnnounce", () => resolve(described));
    });
    const { infoHash, magnetURI, torrentFile } = torrent;
    if (!isSeeded) await close(seeder);
    return { infoHash, magnetLink: magnetURI, torrent: torrentFile! };
  }

  return {
    announceUrl,
    seed: (files, options) => describe(files, options, true),
    describeDead: (files, options) => describe(files, options, false),
    async stop() {
      await Promise.all(seeders.map(close));
      await new Promise<void>((resolve) => {
        tracker.close(resolve);
        tracker.http.closeAllConnections();
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openSeeder(options: ClientOptions): WebTorrent {
  return new WebTorrent({
    torrentPort: { host: "127.0.0.1", port: 0 },
    dht: false,
    lsd: false,
    utp: false,
    natUpnp: false,
    natPmp: false,
    webSeeds: false,
    ...options,
  });
}

async function close(client: WebTorrent): Promise<void> {
  if (!client.destroyed) await new Promise<void>((resolve) => client.destroy(() => resolve()));
}
