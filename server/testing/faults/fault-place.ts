/** Where a fault happens: books of its own in a sandbox, folders, a database, and servers on it. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseAddress } from "../../database/address.ts";
// For the seeds, of which there may be hundreds.
import "../../integrations/download-clients/handshake-keys.ts";
import { connectApi } from "../../sandbox/api.ts";
import type { SandboxBook } from "../../sandbox/books.ts";
import { settingsOf, startSandbox } from "../../sandbox/world.ts";
import { ask as askDatabase } from "../ask.ts";
import { eventually } from "../eventually.ts";
import { startVendorServer } from "../fakes/vendor-server.ts";
import { embeddedOwner, type ClientOwner } from "./client-owner.ts";
import { digestsOf } from "./digests.ts";
import { embeddedAddress } from "./embedded-address.ts";
import { generateBooks, type BooksWanted } from "./generated-books.ts";
import { startMoodyGateway, type MoodyGateway } from "./moody-gateway.ts";
import { findLost, type Findings } from "./nothing-lost.ts";
import { startOuterPostgres, type OuterPostgres } from "./outer-postgres.ts";
import { createPerson, type Person, type Watcher } from "./person.ts";
import { startServer, stopServers, type ServerStart } from "./server-process.ts";

/** What a scenario needs. */
export interface PlaceWanted extends BooksWanted {
  /** The servers share a PostgreSQL of the place instead of having one embedded. */
  readonly outer?: boolean;
  /** Instead of the embedded download client. @param downloads where it is to save. @param books what there is. */
  readonly startClient?: (downloads: string, books: readonly SandboxBook[]) => Promise<ClientOwner>;
  /** Seconds between two announcements of a seed, and of whoever fetches from it. Default 1. */
  readonly announceSeconds?: number;
  /** DATA_DIR below the folder of the place. Default "data". */
  readonly dataName?: string;
  /** The settings whose addresses lead through gateways that can be in a mood. */
  readonly gateways?: readonly string[];
}

/** A server that runs. */
export interface PlaceServer {
  readonly child: ChildProcess;
  readonly url: string;
  /** The admin, at this server. */
  readonly person: Person;
}

/** A place, as long as it is there. */
export interface FaultPlace {
  readonly folder: string;
  readonly data: string;
  readonly library: string;
  readonly downloads: string;
  readonly books: readonly SandboxBook[];
  readonly postgres: OuterPostgres | null;
  /** One for each that was wanted, in the same order. */
  readonly gateways: readonly MoodyGateway[];
  /**
   * Starts a server; the first one is set up.
   * @param env goes over what it is given otherwise.
   * @param killAt see kill-points.ts.
   * @param how another program, words of the command line, or when it is killed, wherever it is by then.
   */
  start(env?: Readonly<Record<string, string>>, killAt?: string | null, how?: ServerStart): Promise<PlaceServer>;
  /** A free port, for servers that come back to where they were. */
  readonly port: number;
  /** Asks for a book, until that is answered. */
  ask(person: Person, book: SandboxBook): Promise<void>;
  /** Asks for every book, one after the other. @param overMs how long to take for all. */
  askForAll(person: Person, overMs: number): Promise<void>;
  /** Waits until every book that was asked for is there. @throws with how far the others are. */
  untilCompleted(person: Person, patienceMs?: number): Promise<void>;
  /** Asks the database as a superuser. */
  sql(statement: string, values?: unknown[]): Promise<any[]>;
  /** The twelve checks. @param watcher of all requests since the beginning. @param crashes see Aftermath. */
  findLost(watcher: Watcher | null, crashes: number): Promise<Findings>;
  /** Before the servers are ended. */
  atEnd(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

const account = { username: "owner", password: "kept for the whole run" };

const ask: FaultPlace["ask"] = (person, { audibleId }) =>
  person.ask(`mutation ($audibleId: String!) { createRequest(input: { audibleId: $audibleId }) { id } }`, {
    audibleId,
  });

/** Whatever was started is ended by `close`. */
export async function openPlace(wanted: PlaceWanted): Promise<FaultPlace> {
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-fault-"));
  const at = (name: string) => join(folder, name);
  const [data, library, downloads] = [at(wanted.dataName ?? "data"), at("library"), at("downloads")];
  for (const each of [library, downloads]) await mkdir(each);
  // Also when a signal ends the run.
  const removeAtOnce = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.once("exit", removeAtOnce);
  const closers: (() => Promise<unknown>)[] = [
    async () => process.off("exit", removeAtOnce),
    () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const books = await generateBooks(at("books"), wanted);
    const sandbox = await startSandbox({
      dataDir: at("sandbox"),
      books,
      announceSeconds: wanted.announceSeconds ?? 1,
    });
    closers.push(() => sandbox.close());
    const postgres = wanted.outer ? await startOuterPostgres(folder) : null;
    if (postgres) closers.push(() => postgres.stop());
    const owner = (await wanted.startClient?.(downloads, books)) ?? embeddedOwner;
    closers.push(() => owner.close());
    closers.push(stopServers);
    const told: string[] = [];
    const webhook = await startVendorServer((_url, { headers }) => {
      told.push(String(headers["idempotency-key"]));
      return {};
    });
    closers.push(() => webhook.close());
    const settings: Record<string, string> = {
      ...settingsOf(sandbox, { downloads, library }),
      ...owner.settings,
      "notifier.type": "webhook",
      "notifier.url": webhook.url,
      "notifier.events": "request_available",
    };
    const gateways: MoodyGateway[] = [];
    for (const key of wanted.gateways ?? []) {
      const { origin, pathname } = new URL(settings[key]!);
      const gateway = await startMoodyGateway(origin);
      closers.push(() => gateway.close());
      gateways.push(gateway);
      settings[key] = `${gateway.url}${pathname.replace(/\/$/, "")}`;
    }
    const port = await findFreePort();
    let apiKey: string | null = null;

    async function setUp(url: string, token: string | null): Promise<string> {
      const api = await connectApi(url, account, token);
      const input = Object.entries(settings).map(([key, value]) => ({ key, value }));
      await api.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, { input });
      await api.close();
      return api.apiKey;
    }
    const address = async (): Promise<DatabaseAddress> => postgres?.address ?? embeddedAddress(data);

    return {
      folder,
      data,
      library,
      downloads,
      books,
      postgres,
      gateways,
      port,
      close,
      atEnd: (each) => void closers.push(each),
      ask,
      async start(env = {}, killAt = null, how = {}) {
        const environment = {
          PORT: String(port),
          LOG_LEVEL: process.env["FAULT_LOG"] ?? "silent",
          ...(postgres ? { DATABASE_URL: postgres.url } : {}),
          ...env,
        };
        const server = await startServer(data, killAt, environment, how);
        apiKey ??= await setUp(server.url, server.token);
        return { child: server.child, url: server.url, person: createPerson(server.url, apiKey) };
      },
      async askForAll(person, overMs) {
        for (const book of books) {
          await ask(person, book);
          await pause(overMs / books.length);
        }
      },
      untilCompleted: (person, patienceMs = 90_000) =>
        eventually(async () => {
          const { all, completed } = await person.ask(
            `{ all: requests(first: 100) { totalCount nodes { status step errorMessage blocker { message } jobs { type attempts errorMessage } } }
               completed: requests(first: 1, filter: { status: [COMPLETED] }) { totalCount } }`,
          );
          if (completed.totalCount === all.totalCount) return;
          const left = all.nodes.filter(({ status }: { status: string }) => status !== "COMPLETED").slice(0, 2);
          await pause(250);
          throw new Error(
            `Of ${all.totalCount} requests ${completed.totalCount} are completed. Others: ${JSON.stringify(left)}`,
          );
        }, patienceMs),
      sql: async (statement, values) => askDatabase(await address(), statement, values),
      async findLost(watcher, crashes) {
        const digests = books.map(async ({ title, folder }) => [title, await digestsOf(folder)] as const);
        const { problems, skipped } = await findLost({
          data,
          library,
          downloads,
          owner,
          database: await address(),
          books: new Map(await Promise.all(digests)),
          seen: watcher && watcher.seen,
          scans: null,
          told,
          crashes,
          done: { "set_up.done": 1, "api_key.created": 1, "configuration.changed": Object.keys(settings).length },
        });
        return { problems: [...(watcher?.problems ?? []), ...problems], skipped };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
