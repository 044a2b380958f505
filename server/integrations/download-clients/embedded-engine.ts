/**
 * What is particular to webtorrent: how it is configured, and what is kept from it. Nothing that a stranger sends may
 * point it elsewhere (no web seeds, no metadata by HTTP, no ports opened in the router, trackers and peers on the public
 * internet only), nor name a file.
 */
import { createSocket, type Socket, type SocketOptions } from "node:dgram";
import { once } from "node:events";
import { isIP } from "node:net";
import parseTorrent, { type ParsedTorrent } from "parse-torrent";
import WebTorrent, { type Torrent } from "webtorrent";
import { UpstreamRejectedError } from "../../errors.ts";
import { guardDispatcher, guardLookup, mayCall, type NamedBy } from "../outgoing-addresses.ts";
import "./bencode-guard.ts";
import { findMetadataFault, pathsOnDisk } from "./embedded-metadata.ts";
import { EMBEDDED_CLIENT, type EmbeddedSettings } from "./embedded-settings.ts";
import "./handshake-keys.ts";

/** How long it may take to let go of a torrent, or of all; it waits up to a second for trackers. */
const CLOSE_MS = 5_000;

/** A tracker lists at most some hundred peers, at 6 bytes each or, in the old way, some 80. */
const TRACKER_ANSWER_BYTES = 64 * 1024;

/** In whose name trackers and peers are called: one that listens on this machine alone is meant to find them there. */
export function whoNamesPeers({ listen_address: address }: EmbeddedSettings): NamedBy {
  return /^127\.|^::1$/.test(address) ? "admin" : "stranger";
}

/** Opens the port. @throws {UpstreamRejectedError} when it cannot be opened. */
export async function startEngine(settings: EmbeddedSettings): Promise<WebTorrent> {
  const { port, listen_address: host, dht } = settings;
  const namedBy = whoNamesPeers(settings);
  const dispatcher = guardDispatcher(namedBy, TRACKER_ANSWER_BYTES);
  const bytesPerSecond = (kib: number | undefined) => (kib === undefined ? -1 : kib * 1024);
  const engine = new WebTorrent({
    torrentPort: host ? { host, port } : port,
    dht: dht && { socket: openDhtSocket(namedBy) },
    lsd: false,
    utp: false,
    natUpnp: false,
    natPmp: false,
    webSeeds: false,
    // By another name fetch's dispatcher; with no socksProxy at all bittorrent-tracker 11.2.3 throws.
    tracker: { proxyOpts: { socksProxy: null, httpAgent: dispatcher, httpsAgent: dispatcher } },
    downloadLimit: bytesPerSecond(settings.download_limit_kib),
    uploadLimit: bytesPerSecond(settings.upload_limit_kib),
  });
  engine.blocked = { contains: (host) => !mayCall(host, namedBy) };
  try {
    await once(engine, "listening");
    return engine;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `The embedded client cannot listen on port ${port} (${code}). Choose another one under Settings, or 0 for any that is free.`;
    throw new UpstreamRejectedError(message, { integration: EMBEDDED_CLIENT }, { cause });
  }
}

/** Resolves when its files and sockets are closed, or when that takes too long. */
export async function stopEngine(engine: WebTorrent): Promise<void> {
  if (!engine.destroyed) await withinLimit((done) => engine.destroy(done));
}

/** How a torrent is opened. */
export interface TorrentOpening {
  readonly folder: string;
  /** It was complete before: a piece of each file is checked instead of all. */
  readonly wasComplete: boolean;
  /** Called once, before anything is written. @param paths of the files, relative to `folder`. */
  onMetadata(parsed: ParsedTorrent, paths: readonly string[]): void;
  /** The metadata cannot be used; the torrent does nothing more. */
  onFault(error: unknown): void;
}

/** Opens a torrent; pieces that are on the disk are checked first. */
export function openInEngine(engine: WebTorrent, source: ParsedTorrent, opening: TorrentOpening): Torrent {
  const { xs: _elsewhere, so: _selection, ...parsed } = source;
  const torrent = engine.add(
    { ...parsed, urlList: [], announce: parsed.announce.filter((url) => isTracker(url, engine)) },
    {
      path: opening.folder,
      // Not "rarest": with a thousand pieces it keeps the thread busy for minutes (webtorrent 3.0.21).
      strategy: "sequential",
      // The system caches files already; the engine would hold 20 whole pieces a torrent.
      storeCacheSlots: 0,
      ...(opening.wasComplete && parsed.pieces && { bitfield: fullBitfield(parsed.pieces.length) }),
    },
  );
  // The one place that metadata passes, from a .torrent and from peers; two peers may send it at once, and what is thrown
  // in there nobody would catch (webtorrent 3.0.21).
  const initialise = torrent._onMetadata.bind(torrent);
  let isKnown = false;
  torrent._onMetadata = async (metadata) => {
    if (isKnown) return;
    isKnown = true;
    try {
      const known = metadata instanceof Uint8Array ? await parseTorrent(metadata) : metadata;
      const fault = findMetadataFault(known);
      if (fault) throw new Error(fault);
      const files = known.files ?? [];
      const paths = pathsOnDisk(files.map((file) => file.path));
      known.files = files.map((file, index) => ({ ...file, path: paths[index]! }));
      opening.onMetadata(known, paths);
      await initialise(known);
    } catch (error) {
      opening.onFault(error);
    }
  };
  return torrent;
}

/** Resolves when its files are closed, or when that takes too long. They stay where they are. */
export async function closeInEngine(torrent: Torrent): Promise<void> {
  if (!torrent.destroyed) await withinLimit((done) => torrent.destroy({ destroyStore: false }, done));
}

/** Over UDP nobody else would see an address that stands there as such; names are looked up under guard. */
function isTracker(address: string, engine: WebTorrent): boolean {
  if (!/^udp:/i.test(address)) return /^https?:\/\//i.test(address);
  // bittorrent-tracker 11.2.3 reads it by the rules of http, where 127.1 and 2130706433 are addresses too.
  const url = URL.parse(address.replace(/^udp:/i, "http:"));
  if (!url) return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 || !engine.blocked?.contains(host);
}

/** A socket that asks about every address before it sends there, for the DHT. */
export function openDhtSocket(namedBy: NamedBy): Socket {
  const guarded = guardLookup(namedBy) as NonNullable<SocketOptions["lookup"]>;
  let isBound = false;
  const socket = createSocket({
    type: "udp4",
    lookup(host, options, callback) {
      // Listening asks too, first of all, and on every address; to send there is to send to this machine.
      if (isBound) guarded(host, options, callback);
      else process.nextTick(callback, null, host, 4);
    },
  });
  return socket.once("listening", () => (isBound = true));
}

/** One bit a piece, all set, and the rest of the last byte clear as the protocol wants it. */
function fullBitfield(pieces: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(pieces / 8)).fill(0xff);
  if (pieces % 8) bits[bits.length - 1] = (0xff << (8 - (pieces % 8))) & 0xff;
  return bits;
}

function withinLimit(work: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, CLOSE_MS);
    work(() => {
      clearTimeout(limit);
      resolve();
    });
  });
}
