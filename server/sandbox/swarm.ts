/**
 * The swarm of the sandbox, on 127.0.0.1: an HTTP tracker, and for each seeded release a seed of its own, so that each
 * has its own speed. Nobody beyond this machine is asked or told anything: no DHT, no local discovery, no ports opened.
 */
import { readdir, readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { Server } from "bittorrent-tracker";
import { toTorrentFile } from "parse-torrent";
import WebTorrent, { type Torrent } from "webtorrent";

/** The least that BitTorrent knows: even a short book has pieces enough for its progress to be seen. */
const PIECE_LENGTH = 16_384;

/** What to share. */
export interface Share {
  /** Absolute folder of the files. */
  readonly folder: string;
  /** Of the folder as the torrent names it, or of the only file. */
  readonly contentName: string;
  readonly bytesPerSecond: number;
}

/** A torrent file, and the size of what it describes. */
export interface SharedTorrent {
  readonly torrent: Uint8Array;
  readonly sizeBytes: number;
}

/** A running swarm. */
export interface Swarm {
  /** Resolves when the tracker knows the seed. */
  share(share: Share): Promise<SharedTorrent>;
  /** A torrent that nobody has. */
  describeDead(name: string, sizeBytes: number): SharedTorrent;
  close(): Promise<void>;
}

/**
 * @param storeDir where the seeds keep their copies; must exist.
 * @param announceSeconds how often whoever shares or fetches is to say so.
 */
export async function startSwarm(storeDir: string, announceSeconds: number): Promise<Swarm> {
  const interval = 1_000 * announceSeconds;
  const tracker = new Server({ http: true, udp: false, ws: false, stats: false, interval });
  // What clients send wrong is theirs to find out.
  tracker.on("warning", () => undefined);
  await new Promise<void>((resolve, reject) => {
    tracker.once("error", reject);
    tracker.listen(0, "127.0.0.1", resolve);
  });
  const announceUrl = `http://127.0.0.1:${(tracker.http.address() as AddressInfo).port}/announce`;
  const seeds: WebTorrent[] = [];

  return {
    async share({ folder, contentName, bytesPerSecond }) {
      const seed = new WebTorrent({
        torrentPort: { host: "127.0.0.1", port: 0 },
        dht: false,
        lsd: false,
        utp: false,
        natUpnp: false,
        natPmp: false,
        webSeeds: false,
        uploadLimit: bytesPerSecond,
      });
      seeds.push(seed);
      const files = await readFiles(folder, contentName);
      const torrent = await new Promise<Torrent>((resolve, reject) => {
        seed.on("error", reject);
        const path = join(storeDir, String(seeds.length));
        const announced = seed.seed(
          files,
          { path, name: contentName, pieceLength: PIECE_LENGTH, announceList: [[announceUrl]] },
          () => undefined,
        );
        announced.once("trackerAnnounce", () => resolve(announced));
      });
      return { torrent: torrent.torrentFile!, sizeBytes: torrent.length! };
    },

    describeDead(name, sizeBytes) {
      const pieces = Buffer.alloc(20 * Math.ceil(sizeBytes / PIECE_LENGTH));
      const info = { name, "piece length": PIECE_LENGTH, pieces, length: sizeBytes };
      return { torrent: toTorrentFile({ info, infoHash: "", announce: [announceUrl], urlList: [] }), sizeBytes };
    },

    async close() {
      // Leaving is told to the tracker, so it goes last.
      await Promise.all(seeds.map((seed) => new Promise<void>((resolve) => seed.destroy(() => resolve()))));
      await new Promise<void>((resolve) => {
        tracker.close(resolve);
        tracker.http.closeAllConnections();
      });
    },
  };
}

/** In the shape that webtorrent takes: bytes whose `name` is their path in the torrent. */
async function readFiles(folder: string, contentName: string): Promise<(Uint8Array & { name: string })[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async (path) => {
      const name = paths.length === 1 ? contentName : `${contentName}/${relative(folder, path).replaceAll("\\", "/")}`;
      return Object.assign(await readFile(path), { name });
    }),
  );
}
