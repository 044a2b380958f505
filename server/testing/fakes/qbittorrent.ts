/**
 * An in-process qBittorrent for the versions that cannot be installed here. It answers as they do, refusals included, and
 * fetches what it is given from the swarm. What it holds can be changed from outside, as a person would with the program.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { startTorrentEngine, type TorrentEngine } from "./torrent-engine.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** Program and Web API of each. */
const versions = {
  "4.1": { program: "v4.1.9.1", api: "2.2.1" },
  "4.6": { program: "v4.6.7", api: "2.9.3" },
  "5.0": { program: "v5.0.4", api: "2.11.4" },
  "5.2": { program: "v5.2.4", api: "2.14.1" },
} as const;

/** What `torrents/info` says of a torrent. */
export type FakeTorrent = Record<string, string | number> & { hash: string; category: string };

/** How it behaves; every part may be changed while it runs. */
export interface QbittorrentFakeOptions {
  readonly version: keyof typeof versions;
  /** Where it saves to. Absolute. */
  readonly folder: string;
  username: string;
  password: string;
  apiKey: string | null;
  /** Anybody is let in, as from addresses that the owner trusts. */
  needsNoPassword: boolean;
  /** The only Host header that is taken; null: any. */
  host: string | null;
  /** A new torrent shows in the list after so long. */
  showsAfterMs: number;
  /** Filters of the list are ignored, as by programs that imitate the Web API. */
  ignoresFilters: boolean;
  /** It does not run: connections break off. */
  isDown: boolean;
  /** It shows no torrent, as right after its start. */
  hides: boolean;
  /** It takes every torrent for damaged. */
  refusesTorrents: boolean;
}

/** A running fake. */
export interface QbittorrentFake extends VendorServer {
  readonly options: QbittorrentFakeOptions;
  /** By info hash. What is put in here is shown as it is. */
  readonly torrents: Map<string, FakeTorrent>;
  readonly categories: Record<string, { name: string; savePath: string }>;
  readonly preferences: Record<string, unknown>;
  /** Parameters of every add that was tried, oldest first. */
  readonly adds: Record<string, string>[];
  /** As a restart does; it lifts bans too. */
  endSessions(): void;
}

/**
 * @param given beside folder and version, "admin" with the password "secret", nobody banned, and no API key.
 * @param engine what fetches; one that is in the swarm unless told.
 */
export async function startQbittorrentFake(
  given: Pick<QbittorrentFakeOptions, "version" | "folder"> & Partial<QbittorrentFakeOptions>,
  engine: TorrentEngine = startTorrentEngine(given.folder),
): Promise<QbittorrentFake> {
  const options: QbittorrentFakeOptions = {
    username: "admin",
    password: "secret",
    apiKey: null,
    needsNoPassword: false,
    host: null,
    showsAfterMs: 0,
    ignoresFilters: false,
    isDown: false,
    hides: false,
    refusesTorrents: false,
    ...given,
  };
  const isModern = options.version === "5.2";
  const isPausing = options.version.startsWith("4");
  const torrents: QbittorrentFake["torrents"] = new Map();
  const categories: QbittorrentFake["categories"] = {};
  const preferences = { save_path: options.folder, auto_tmm_enabled: false };
  const adds: Record<string, string>[] = [];
  const shownAt = new Map<string, number>();
  const sessions = new Set<string>();
  let failures = 0;

  function logIn({ username, password }: Record<string, string>): VendorAnswer {
    if (failures > 5) return { status: 403, body: "Your IP address has been banned after too many failed attempts." };
    const isRight = username === options.username && password === options.password;
    if (!isRight && !options.needsNoPassword) {
      failures += 1;
      return isModern ? { status: 401, body: "Unauthorized" } : { body: "Fails." };
    }
    failures = 0;
    if (options.needsNoPassword) return isModern ? { status: 204 } : { body: "Ok." };
    const id = randomUUID();
    sessions.add(id);
    const headers = { "set-cookie": `${isModern ? "QBT_SID_8080" : "SID"}=${id}; HttpOnly; SameSite=Strict; path=/` };
    return isModern ? { status: 204, headers } : { headers, body: "Ok." };
  }

  function isLetIn({ headers }: IncomingMessage): boolean {
    if (options.needsNoPassword) return true;
    if (headers.authorization) return options.apiKey !== null && headers.authorization === `Bearer ${options.apiKey}`;
    const name = isModern ? "QBT_SID_8080" : "SID";
    return (headers.cookie ?? "")
      .split("; ")
      .some((each) => each.startsWith(`${name}=`) && sessions.has(each.slice(name.length + 1)));
  }

  async function add(form: FormData): Promise<VendorAnswer> {
    const file = form.get("torrents");
    const fields = Object.fromEntries([...form].filter(([, value]) => typeof value === "string")) as Record<
      string,
      string
    >;
    adds.push(fields);
    const infoHash = await engine.add(
      file instanceof File ? new Uint8Array(await file.arrayBuffer()) : (fields.urls ?? ""),
    );
    if (options.refusesTorrents || (!infoHash && file))
      return { status: 415, body: "Error: it is not a valid torrent file." };
    const isNew = infoHash !== null && !torrents.has(infoHash);
    if (isNew) {
      const category = fields.category ?? "";
      if (category) categories[category] ??= { name: category, savePath: "" };
      shownAt.set(infoHash, Date.now() + options.showsAfterMs);
      // Its owner has it add torrents stopped, unless it is told otherwise in the words of its version.
      const isStarted = fields[isPausing ? "paused" : "stopped"] === "false";
      torrents.set(infoHash, {
        hash: infoHash,
        category,
        ...(isStarted ? {} : { state: isPausing ? "pausedDL" : "stoppedDL" }),
      });
    }
    if (!isModern) return { body: isNew ? "Ok." : "Fails." };
    const counts = { success_count: isNew ? 1 : 0, pending_count: 0, failure_count: isNew ? 0 : 1 };
    return {
      status: isNew ? 200 : 409,
      body: JSON.stringify({ ...counts, added_torrent_ids: isNew ? [infoHash] : [] }),
    };
  }

  function describe(torrent: FakeTorrent): object {
    const state = engine.find(torrent.hash);
    return {
      infohash_v1: torrent.hash,
      name: state?.name ?? torrent.hash,
      state: state?.isDone
        ? "stalledUP"
        : state?.sizeBytes
          ? state.bytesPerSecond > 0
            ? "downloading"
            : "stalledDL"
          : "metaDL",
      progress: state?.progress ?? 0,
      size: state?.sizeBytes ?? -1,
      dlspeed: Math.round(state?.bytesPerSecond ?? 0),
      eta: 8_640_000,
      num_seeds: state?.peers ?? 0,
      num_complete: 0,
      save_path: options.folder,
      content_path: state?.sizeBytes ? join(options.folder, state.name) : "",
      download_path: "",
      ...torrent,
    };
  }

  function list(query: URLSearchParams): VendorAnswer {
    const hashes = query.get("hashes")?.split("|");
    const category = query.get("category");
    const isWanted = ({ hash, category: own }: FakeTorrent) =>
      options.ignoresFilters || ((!hashes || hashes.includes(hash)) && (category === null || category === own));
    const shown = [...torrents.values()].filter(
      (each) => !options.hides && isWanted(each) && (shownAt.get(each.hash) ?? 0) <= Date.now(),
    );
    return { body: JSON.stringify(shown.map(describe)) };
  }

  async function remove({ hashes = "", deleteFiles }: Record<string, string>): Promise<VendorAnswer> {
    for (const hash of hashes.split("|")) {
      torrents.delete(hash);
      await engine.remove(hash, { deleteFiles: deleteFiles === "true" });
    }
    return {};
  }

  const reads: Record<string, (query: URLSearchParams) => VendorAnswer> = {
    "app/version": () => ({ body: versions[options.version].program }),
    "app/webapiVersion": () => ({ body: versions[options.version].api }),
    "app/preferences": () => ({ body: JSON.stringify(preferences) }),
    "torrents/categories": () => ({ body: JSON.stringify(categories) }),
    "torrents/info": list,
  };
  const writes: Record<string, (form: FormData) => VendorAnswer | Promise<VendorAnswer>> = {
    "auth/login": (form) => logIn(Object.fromEntries(form) as Record<string, string>),
    "torrents/add": add,
    "torrents/delete": (form) => remove(Object.fromEntries(form) as Record<string, string>),
  };

  const server = await startVendorServer(async (url, request, body) => {
    if (options.isDown) request.socket.destroy();
    if (options.isDown) return {};
    const { host, origin } = request.headers;
    if ((options.host && host !== options.host) || (origin && new URL(origin).host !== host))
      return { status: 401, body: "Unauthorized" };
    const method = url.pathname.replace(/^\/api\/v2\//, "");
    if (method !== "auth/login" && !isLetIn(request)) return { status: 403, body: "Forbidden" };
    const read = reads[method];
    const write = writes[method];
    if (!read && !write) return { status: 404, body: "Not Found" };
    if (request.method !== (write ? "POST" : "GET")) return { status: 405, body: "Method Not Allowed" };
    if (read) return read(url.searchParams);
    const type = request.headers["content-type"] ?? "";
    return write!(
      await new Response(body as Uint8Array<ArrayBuffer>, { headers: { "content-type": type } }).formData(),
    );
  });
  return {
    ...server,
    options,
    torrents,
    categories,
    preferences,
    adds,
    endSessions() {
      sessions.clear();
      failures = 0;
    },
    async close() {
      await server.close();
      await engine.stop();
    },
  };
}
