/** Fetches torrents for real, so that the fakes of download clients have something to show and files to point at. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import parseTorrent from "parse-torrent";
import WebTorrent, { type Torrent } from "webtorrent";
import "../../integrations/download-clients/handshake-keys.ts";

/** How one torrent stands. */
export interface EngineTorrent {
  readonly infoHash: string;
  readonly name: string;
  /** null until the metadata has come. */
  readonly sizeBytes: number | null;
  readonly isDone: boolean;
  readonly progress: number;
  readonly bytesPerSecond: number;
  readonly peers: number;
}

/** A running engine. */
export interface TorrentEngine {
  /** @returns the info hash; null when it is no torrent and no magnet link. Knows it already: does nothing. */
  add(source: Uint8Array | string): Promise<string | null>;
  find(infoHash: string): EngineTorrent | null;
  remove(infoHash: string, options: { deleteFiles: boolean }): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder where everything is saved to. Absolute. */
export function startTorrentEngine(folder: string): TorrentEngine {
  const client = new WebTorrent({
    torrentPort: { host: "127.0.0.1", port: 0 },
    dht: false,
    lsd: false,
    utp: false,
    natUpnp: false,
    natPmp: false,
    webSeeds: false,
  });
  const torrents = new Map<string, Torrent>();

  return {
    async add(source) {
      const parsed = await parseTorrent(source).catch(() => null);
      if (!parsed?.infoHash) return null;
      if (!torrents.has(parsed.infoHash)) {
        const torrent = client.add(parsed, { path: folder });
        torrent.on("error", () => undefined);
        torrents.set(parsed.infoHash, torrent);
      }
      return parsed.infoHash;
    },
    find(infoHash) {
      const torrent = torrents.get(infoHash);
      if (!torrent) return null;
      const { name, length, ready, done, progress, downloadSpeed, numPeers } = torrent;
      return {
        infoHash,
        name: name ?? infoHash,
        sizeBytes: ready ? (length ?? null) : null,
        isDone: ready && done,
        progress: ready ? progress : 0,
        bytesPerSecond: downloadSpeed,
        peers: numPeers,
      };
    },
    async remove(infoHash, { deleteFiles }) {
      const torrent = torrents.get(infoHash);
      if (!torrent) return;
      torrents.delete(infoHash);
      await new Promise<void>((resolve) => torrent.destroy({}, () => resolve()));
      if (deleteFiles && torrent.name) await rm(join(folder, torrent.name), { recursive: true, force: true });
    },
    stop: () => new Promise((resolve) => client.destroy(() => resolve())),
  };
}
