// What this program uses of four packages that ship no types, as of webtorrent 3.0.21, parse-torrent 11.0.24,
// bittorrent-tracker 11.2.3 and bencode 4.0.1.

declare module "parse-torrent" {
  export interface ParsedTorrent {
    infoHash: string;
    name?: string;
    /** Tracker addresses. */
    announce: string[];
    /** Web seeds. */
    urlList: string[];
    /** Where the metadata may be fetched by HTTP (magnet links only). */
    xs?: string | string[];
    /** Which files are wanted (magnet links only). */
    so?: number[];
    /** From here on: only with metadata. `path` is normalised and relative, with `..` already resolved. */
    info?: object;
    files?: { path: string; name: string; length: number; offset: number }[];
    length?: number;
    pieceLength?: number;
    /** One SHA-1 in hex a piece. */
    pieces?: string[];
  }
  export default function parseTorrent(source: string | Uint8Array): Promise<ParsedTorrent>;
  export function toTorrentFile(parsed: ParsedTorrent): Uint8Array;
  export function toMagnetURI(parsed: ParsedTorrent): string;
}

declare module "webtorrent" {
  import type { Socket } from "node:dgram";
  import type { EventEmitter } from "node:events";
  import type { ParsedTorrent } from "parse-torrent";

  export interface TorrentOptions {
    path?: string;
    announce?: string[];
    name?: string;
    pieceLength?: number;
    announceList?: string[][];
    /** Pieces that are believed to be there; one piece of each file is checked, and all of them if that one is wrong. */
    bitfield?: Uint8Array;
    storeCacheSlots?: number;
    strategy?: "rarest" | "sequential";
  }

  /** Events: infoHash, metadata, ready, done, error(Error), warning(Error), close. An error has destroyed the torrent. */
  export interface Torrent extends EventEmitter {
    readonly infoHash: string;
    readonly name?: string;
    readonly length?: number;
    readonly files: { path: string; length: number }[];
    /** The .torrent file; null until the metadata is known. */
    readonly torrentFile: Uint8Array | null;
    readonly magnetURI: string;
    readonly ready: boolean;
    readonly done: boolean;
    readonly destroyed: boolean;
    readonly progress: number;
    readonly uploaded: number;
    /** Of this session, including what was thrown away. */
    readonly received: number;
    readonly downloadSpeed: number;
    /** Milliseconds; Infinity while nothing comes. */
    readonly timeRemaining: number;
    readonly numPeers: number;
    destroy(options: { destroyStore?: boolean }, callback: (error?: Error | null) => void): void;
    /** Private in webtorrent: what it runs once with the metadata, unparsed when peers sent it. */
    _onMetadata(metadata: Uint8Array | ParsedTorrent): Promise<void>;
  }

  export interface ClientOptions {
    /** A number, or what `net.Server.listen` takes: it is handed on untouched. */
    torrentPort?: number | { host: string; port: number };
    /** A socket of one's own goes by the DHT's packages (bittorrent-dht 11, k-rpc-socket 1.11) to where they send. */
    dht?: boolean | { socket: Socket };
    tracker?:
      | boolean
      | {
          /** Agents are undici dispatchers. */
          proxyOpts: { socksProxy: null; httpAgent: object; httpsAgent: object };
        };
    lsd?: boolean;
    utp?: boolean;
    natUpnp?: boolean;
    natPmp?: boolean;
    webSeeds?: boolean;
    /** Bytes a second; -1 is no limit. */
    downloadLimit?: number;
    uploadLimit?: number;
  }

  /** Events: listening, error(Error). An error has destroyed the client. */
  export default class WebTorrent extends EventEmitter {
    static readonly VERSION: string;
    static readonly WEBRTC_SUPPORT: boolean;
    constructor(options?: ClientOptions);
    readonly torrents: Torrent[];
    readonly listening: boolean;
    readonly destroyed: boolean;
    /** Private in webtorrent: which peers are not called. An own blocklist is of IPv4 only. */
    blocked?: { contains(host: string): boolean };
    address(): { port: number } | null;
    add(torrent: ParsedTorrent | Uint8Array | string, options?: TorrentOptions): Torrent;
    /** `name` of a file is its path in the torrent, which begins with the folder's name when there are several. */
    seed(
      files: (Uint8Array & { name: string })[],
      options: TorrentOptions,
      onSeed: (torrent: Torrent) => void,
    ): Torrent;
    destroy(callback: (error?: Error | null) => void): void;
  }
}

declare module "bittorrent-tracker" {
  import type { EventEmitter } from "node:events";
  import type { Server as HttpServer } from "node:http";

  /** Events: listening, error(Error), warning(Error). */
  export class Server extends EventEmitter {
    constructor(options: { http?: boolean; udp?: boolean; ws?: boolean; stats?: boolean; interval?: number });
    readonly http: HttpServer;
    listen(port: number, hostname: string, onListening: () => void): void;
    close(callback: () => void): void;
  }
}

declare module "bittorrent-protocol" {
  import type { Duplex } from "node:stream";

  /** Of one side of one connection, as much of node:crypto's DiffieHellman as is used. */
  export interface HandshakeKeys {
    /** Makes them, if need be. @returns the public one. */
    generateKeys(): Buffer;
    /** @param theirs the public key of the other side. */
    computeSecret(theirs: Uint8Array): Buffer;
  }

  /** Events: crypto-infohash, crypto-handshake, handshake(infoHash). */
  export default class Wire extends Duplex {
    /** @param encryption 0: none; 1: asked for; 2: insisted on. */
    constructor(type: "" | "tcpIncoming" | "tcpOutgoing", encryption: 0 | 1 | 2);
    readonly _encryptor: { readonly dh: HandshakeKeys };
    /** 1: in the clear, 2: RC4. */
    readonly _encryptionMethod: number | null;
    startEncryption(infoHash: string): void;
    setInfoHash(infoHash: string): void;
    handshake(infoHash: string, peerId: string, extensions: object): void;
  }
}

declare module "bencode" {
  interface Decode {
    (data: Uint8Array | string): unknown;
    /** Where it reads; `buffer` moves it behind the string that begins there. */
    position: number;
    buffer(): Uint8Array;
  }
  const bencode: { readonly decode: Decode };
  export default bencode;
}
