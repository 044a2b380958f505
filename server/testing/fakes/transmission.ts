/**
 * An in-process Transmission for the versions that cannot be installed here. It answers as they do, in the old names and in
 * JSON-RPC, refusals included, and fetches what it is given from the swarm. What it holds can be changed from outside.
 */
import { randomUUID } from "node:crypto";
import { startTorrentEngine } from "./torrent-engine.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** Program and RPC version of each; `modern` speaks JSON-RPC as well. */
const versions = {
  "2.94": { version: "2.94 (d8e60ee44f)", rpc: 15, isModern: false },
  "3.00": { version: "3.00 (bb6b5a062e)", rpc: 16, isModern: false },
  "4.0": { version: "4.0.6 (38c164933e)", rpc: 17, isModern: false },
  "4.1": { version: "4.1.0 (0123456789)", rpc: 18, isModern: true },
} as const;

/** What `torrent_get` knows of a torrent, by names in snake_case. */
export type FakeTorrent = Record<string, unknown> & { labels: string[] };

/** How it behaves; every part may be changed while it runs. */
export interface TransmissionFakeOptions {
  readonly version: keyof typeof versions;
  /** Where it saves to. Absolute. */
  readonly folder: string;
  username: string;
  password: string;
  /** Every call is refused with this status: 403 or 421. */
  refusal: number | null;
  /** A new torrent shows in the list after so long. */
  showsAfterMs: number;
  /** It does not run: connections break off. */
  isDown: boolean;
  /** It shows no torrent, as right after its start. */
  hides: boolean;
  /** It takes every torrent for damaged. */
  refusesTorrents: boolean;
}

/** A running fake. */
export interface TransmissionFake extends VendorServer {
  readonly options: TransmissionFakeOptions;
  /** By info hash. What is put in here is shown as it is. */
  readonly torrents: Map<string, FakeTorrent>;
  /** Every call that was understood, oldest first: the dialect, the method in snake_case, its arguments as they came. */
  readonly calls: { dialect: "legacy" | "json-rpc"; method: string; values: Values }[];
  /** As a restart does. */
  endSessions(): void;
}

type Values = Record<string, any>;

/** @param given beside folder and version: "admin" with the password "secret". */
export async function startTransmissionFake(
  given: Pick<TransmissionFakeOptions, "version" | "folder"> & Partial<TransmissionFakeOptions>,
): Promise<TransmissionFake> {
  const options: TransmissionFakeOptions = {
    username: "admin",
    password: "secret",
    refusal: null,
    showsAfterMs: 0,
    isDown: false,
    hides: false,
    refusesTorrents: false,
    ...given,
  };
  const { version, rpc, isModern } = versions[options.version];
  const engine = startTorrentEngine(options.folder);
  const torrents: TransmissionFake["torrents"] = new Map();
  const calls: TransmissionFake["calls"] = [];
  const shownAt = new Map<string, number>();
  let session = randomUUID();

  function describe(hash: string, own: FakeTorrent): Values {
    const state = engine.find(hash);
    const size = state?.sizeBytes ?? 0;
    return {
      hash_string: hash,
      name: state?.name ?? hash,
      status: state?.isDone ? 6 : 4,
      error: 0,
      error_string: "",
      percent_done: state?.progress ?? 0,
      left_until_done: Math.round(size * (1 - (state?.progress ?? 0))),
      size_when_done: size,
      metadata_percent_complete: size > 0 ? 1 : 0,
      rate_download: Math.round(state?.bytesPerSecond ?? 0),
      eta: -1,
      download_dir: options.folder,
      peers_sending_to_us: state && !state.isDone ? state.peers : 0,
      tracker_stats: [{ seeder_count: 0 }],
      ...own,
    };
  }

  const isShown = (hash: string) => !options.hides && (shownAt.get(hash) ?? 0) <= Date.now();
  const chosen = ({ ids }: Values): string[] => [...torrents.keys()].filter((hash) => !ids || ids.includes(hash));
  const methods: Record<string, (values: Values) => Values | string | Promise<Values | string>> = {
    session_get: () => ({ version, rpc_version: rpc, download_dir: options.folder }),
    free_space: ({ path }) => (path.startsWith(options.folder) ? { path, size_bytes: 1 } : "No such file or directory"),
    torrent_get: (values) => ({
      torrents: chosen(values)
        .filter(isShown)
        .map((hash) => {
          const all = describe(hash, torrents.get(hash)!);
          return Object.fromEntries((values.fields as string[]).map((field) => [field, all[field]]));
        }),
    }),
    async torrent_add({ metainfo, filename, labels }) {
      const hash = await engine.add(metainfo ? Buffer.from(metainfo, "base64") : filename);
      if (!hash || options.refusesTorrents) return isModern ? "unrecognized info" : "invalid or corrupt torrent file";
      if (torrents.has(hash)) return { torrent_duplicate: { hash_string: hash } };
      shownAt.set(hash, Date.now() + options.showsAfterMs);
      // 3.00 knows labels, but not here.
      torrents.set(hash, { labels: rpc >= 17 ? (labels ?? []) : [] });
      return { torrent_added: { hash_string: hash } };
    },
    torrent_set({ ids, ...values }) {
      for (const hash of chosen({ ids })) Object.assign(torrents.get(hash)!, values);
      return {};
    },
    async torrent_remove({ ids, delete_local_data: deleteFiles }) {
      for (const hash of chosen({ ids })) {
        torrents.delete(hash);
        await engine.remove(hash, { deleteFiles });
      }
      return {};
    },
  };

  const server = await startVendorServer(async (url, { headers, socket }, body): Promise<VendorAnswer> => {
    if (options.isDown) socket.destroy();
    if (options.isDown) return {};
    if (url.pathname !== "/transmission/rpc") return { status: 301, headers: { location: "/transmission/web/" } };
    if (options.refusal) return { status: options.refusal, body: "<h1>Forbidden</h1>" };
    const basic = Buffer.from(`${options.username}:${options.password}`).toString("base64");
    if (headers.authorization !== `Basic ${basic}`) return { status: 401, body: "<h1>401: Unauthorized</h1>" };
    if (headers["x-transmission-session-id"] !== session) {
      const rpcVersion: Record<string, string> = isModern ? { "x-transmission-rpc-version": "6.0.0" } : {};
      return {
        status: 409,
        headers: { "x-transmission-session-id": session, ...rpcVersion },
        body: "<h1>409: Conflict</h1>",
      };
    }
    const question = JSON.parse(Buffer.from(body).toString()) as Values;
    const isJsonRpc = isModern && question.jsonrpc === "2.0";
    const rename = isJsonRpc ? (name: string) => name : toSnake;
    const method = rename(question.method);
    const given = (isJsonRpc ? question.params : question.arguments) as Values;
    calls.push({ dialect: isJsonRpc ? "json-rpc" : "legacy", method, values: given });
    const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [rename(name), value]));
    if (values.fields) values.fields = values.fields.map(rename);
    const result = (await methods[method]?.(values)) ?? "method name not recognized";
    if (isJsonRpc) return { body: JSON.stringify({ jsonrpc: "2.0", ...toJsonRpc(result), id: question.id }) };
    const failed = typeof result === "string";
    return {
      body: JSON.stringify({ result: failed ? result : "success", arguments: failed ? {} : toLegacy(result, method) }),
    };
  });
  return {
    ...server,
    options,
    torrents,
    calls,
    endSessions: () => void (session = randomUUID()),
    async close() {
      await server.close();
      await engine.stop();
    },
  };
}

function toJsonRpc(result: Values | string): object {
  if (typeof result !== "string") return { result };
  return { error: { code: 5, message: "operation failed", data: { error_string: result } } };
}

/** Fields of torrents are in camelCase, all else in kebab-case. */
function toLegacy(value: unknown, method: string): unknown {
  if (Array.isArray(value)) return value.map((each) => toLegacy(each, "field"));
  if (typeof value !== "object" || value === null) return value;
  const rename = (name: string) =>
    method === "field"
      ? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
      : name.replaceAll("_", "-");
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), toLegacy(each, method)]));
}

const toSnake = (name: string) => name.replaceAll("-", "_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
