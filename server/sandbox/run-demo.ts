/**
 * The product at work: the server that `npm start` runs, beside the sandbox, asked for three books through its public API.
 * Nothing here reaches into the server; what it claims at the end it has looked at on the disk.
 */
import { destination } from "pino";
import { createApp } from "../app.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { connectApi, type Api } from "./api.ts";
import { takeDemoFolder, type DemoFolder } from "./demo-folder.ts";
import { measureBook } from "./shelf.ts";
import type { View } from "./terminal.ts";
import { followedFields, watchRequests, type FollowedRequest } from "./watch-requests.ts";
import { settingsOf, startSandbox, type Sandbox } from "./world.ts";

/** How the demo runs. */
export interface DemoOptions {
  /** Absolute folder of the demo's own. */
  readonly dir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Go on with what an earlier demo left, instead of from nothing. */
  readonly keepData: boolean;
  /** Multiplies the speed of the seeds; 1 unless told. */
  readonly speed?: number;
  /** How long the books may take to arrive; 3 minutes unless told. */
  readonly withinMs?: number;
  readonly view: View;
  /** Ends the demo. */
  readonly signal: AbortSignal;
}

/** What the demo has brought about; the server still runs. */
export interface Demo {
  readonly url: string;
  readonly account: DemoFolder["account"];
  readonly library: string;
  /** In the order in which they were asked for. */
  readonly books: readonly DeliveredBook[];
  /** Ends server and sandbox; what they made stays in the folder. */
  close(): Promise<void>;
}

/** A book that is on the shelf. */
export interface DeliveredBook {
  readonly title: string;
  /** Absolute path in the library. */
  readonly path: string;
  readonly seconds: number;
  /** Distinct percentages that the live updates told of its download. */
  readonly distinctProgress: number;
  /** Everything that the search found, best first. */
  readonly releases: readonly ReleaseFate[];
}

/** What became of a release. */
export interface ReleaseFate {
  readonly name: string;
  readonly score: number;
  readonly fate: "taken" | "passed over" | "refused" | "not needed";
  /** Why it was passed over or refused: a sentence. */
  readonly reason: string | null;
}

/** A quick one of two discs, one whose best release is dead, and a slow one whose progress can be watched. */
const WANTED = ["The War of the Worlds", "Frankenstein", "A Study in Scarlet"];
/** Nobody has sent a byte for so long: a real swarm deserves hours, the sandbox's dead one does not. */
const STALLED_AFTER_SECONDS = 8;

/** @throws Error with a sentence when a book does not arrive; by then everything is closed. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const { view, signal } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = await takeDemoFolder(options.dir, options.keepData);
    closers.push(folder.release);
    view.say(`The demo works in ${options.dir}; the server writes its log to ${folder.logFile}.`);
    const world = await startSandbox({ dataDir: folder.world, speed: options.speed });
    closers.push(world.close);
    signal.throwIfAborted();
    view.say(`An indexer, a catalog, a tracker and seeds for ${world.books.length} books run on this machine only.`);

    const env = readEnv({ PORT: String(options.port), HOST: "127.0.0.1", DATA_DIR: folder.server });
    const app = await createApp(env, createLogger(env.logLevel, destination({ dest: folder.logFile, sync: true })));
    closers.push(() => app.close());
    const { setUpToken } = await app.ready;
    signal.throwIfAborted();
    view.say(`The server runs at ${app.url}. Everything from here on goes through its API.\n`);

    const api = await connectApi(app.url, folder.account, setUpToken);
    closers.push(() => api.close());
    await configure(api, folder, world);
    // Not AbortSignal.timeout: one that only AbortSignal.any knows has been collected before its time.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), options.withinMs ?? 180_000);
    const books = await deliver(api, view, AbortSignal.any([signal, late.signal])).finally(() => clearTimeout(timer));
    return { url: app.url, account: folder.account, library: folder.library, books, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function configure(api: Api, folder: DemoFolder, world: Sandbox): Promise<void> {
  const settings = {
    ...settingsOf(world, folder),
    "automation.stalled_after_seconds": String(STALLED_AFTER_SECONDS),
    "automation.check_interval_seconds": "10",
    "setup.completed": "true",
  };
  await api.ask("mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }", {
    input: Object.entries(settings).map(([key, value]) => ({ key, value })),
  });
}

async function deliver(api: Api, view: View, signal: AbortSignal): Promise<DeliveredBook[]> {
  const watch = watchRequests(api, view);
  const ids: string[] = [];
  for (const title of WANTED) {
    const found = await api.ask<{ searchCatalog: { entries: { audibleId: string }[] } }>(
      "query ($query: String!) { searchCatalog(query: $query) { entries { audibleId } } }",
      { query: title },
    );
    const { createRequest } = await api.ask<{ createRequest: FollowedRequest }>(
      `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { ${followedFields} } }`,
      { input: { audibleId: found.searchCatalog.entries[0]?.audibleId } },
    );
    watch.see(createRequest);
    ids.push(createRequest.id);
  }
  await watch.completed(ids, signal);
  return Promise.all(ids.map((id) => inspect(api, id, watch.distinctProgress(id))));
}

interface Outcome {
  readonly audiobook: { readonly title: string; readonly filePath: string | null };
  readonly releases: readonly {
    readonly torrentName: string;
    readonly qualityScore: number;
    readonly verdict: string;
    readonly refusal: string | null;
    readonly downloadStatus: string | null;
    readonly downloadError: string | null;
  }[];
}

async function inspect(api: Api, id: string, distinctProgress: number): Promise<DeliveredBook> {
  const { request } = await api.ask<{ request: Outcome }>(
    `query ($id: ID!) {
      request(id: $id) {
        audiobook { title filePath }
        releases { torrentName qualityScore verdict refusal downloadStatus downloadError }
      }
    }`,
    { id },
  );
  const { title, filePath } = request.audiobook;
  if (!filePath) throw new Error(`${title} is said to be there, but not where.`);
  const releases = request.releases.map(describeFate);
  return { title, path: filePath, seconds: await measureBook(filePath), distinctProgress, releases };
}

function describeFate(release: Outcome["releases"][number]): ReleaseFate {
  const { torrentName: name, qualityScore: score, verdict, refusal, downloadStatus, downloadError } = release;
  if (downloadStatus === "COMPLETED") return { name, score, fate: "taken", reason: null };
  if (downloadError) return { name, score, fate: "passed over", reason: downloadError };
  return { name, score, fate: verdict === "REFUSED" ? "refused" : "not needed", reason: refusal };
}
