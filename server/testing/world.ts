/** The program with a world around it: an indexer, a download client in memory, a library folder. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { IntegrationKind } from "../configuration/integration-keys.ts";
import type { Integrations } from "../configuration/integrations.ts";
import type { Indexer } from "../integrations/indexers/indexer.ts";
import type { MediaServer } from "../integrations/media-servers/media-server.ts";
import { fakeMp3 } from "./fakes/audio.ts";
import { createFakeDownloadClient, type FakeDownloadClient } from "./fakes/download-client.ts";
import { makeTorrent, startTorznabFake, type FakeRelease, type TorznabFake } from "./fakes/torznab.ts";
import { eventually } from "./eventually.ts";
import { createGate, type Gate } from "./gate.ts";
import { startTestApp, type TestApp, type TestClient } from "./test-app.ts";

/** A program, and the world that it talks to. */
export interface TestWorld extends TestApp {
  readonly indexer: TorznabFake;
  readonly client: TestApp["client"];
  readonly downloads: FakeDownloadClient;
  readonly libraryDir: string;
  /** Every search passes it on its way to the indexer. */
  readonly searchGate: Gate;
  /** Puts the same fakes around another program. */
  withFakes(real: Integrations): Integrations;
  /** How the media server behaves: it may not show what it has, and every call may throw. */
  readonly mediaServer: MediaServerMood;
  /** Asks for a book by hand. @returns the request's id. */
  request(title: string, author: string, who?: TestClient): Promise<string>;
  /** Waits until a request is in a status. @returns it, with timeline, candidates and jobs. */
  reaches(id: string, status: string, timeoutMs?: number): Promise<any>;
  /** The request as an admin sees it. */
  look(id: string): Promise<any>;
  /** Waits until what is seen of a request passes. @returns it. */
  sees(id: string, check: (request: any) => void, timeoutMs?: number): Promise<any>;
  /** Changes settings, as an admin does; null goes back to the default. */
  configure(settings: Record<string, string | null>): Promise<void>;
  /** Looks into, or tampers with, the database as its superuser. */
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
}

/** What a test may do to the media server. */
export interface MediaServerMood {
  hides: boolean;
  fault: Error | null;
}

/** An audiobook of one short MP3. */
export const oneMp3 = { "book.mp3": fakeMp3() };

/** A release that can be taken, of a torrent of its own. */
export function release(title: string, more: Partial<FakeRelease> = {}): FakeRelease {
  return { title, seeders: 10, leechers: 0, sizeBytes: 200_000_000, torrent: makeTorrent(title), ...more };
}

/**
 * @param options.settings replaces or adds settings; null leaves one out.
 * @param options.watched whether somebody has the live view open, so that downloads are looked at every second. Default true.
 * @param options.realClient opens the download client that is configured, instead of the one in memory.
 */
export async function startWorld(
  options: { settings?: Record<string, string | null>; watched?: boolean; realClient?: boolean } = {},
): Promise<TestWorld> {
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-world-"));
  const libraryDir = join(folder, "library");
  await mkdir(libraryDir);
  const indexer = await startTorznabFake();
  const downloads = createFakeDownloadClient(join(folder, "downloads"));
  const searchGate = createGate();
  const mediaServer: MediaServerMood = { hides: false, fault: null };
  const clients = options.realClient ? null : downloads;
  const around = (real: Integrations) => withFakes(real, { downloads: clients, searchGate, mediaServer });
  const app = await startTestApp({ leaves: { integrations: around } });
  const database = new Client({ ...app.database.address });
  await database.connect();
  const configure = async (settings: Record<string, string | null>) => {
    const input = Object.entries(settings).map(([key, value]) => ({ key, value }));
    await app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
      input,
    });
  };
  const settings: Record<string, string | null> = {
    "indexer.type": "torznab",
    "indexer.url": indexer.feedUrl,
    "indexer.api_key": indexer.apiKey,
    "download_client.type": "embedded",
    "media_server.type": "folder",
    "paths.media_library": libraryDir,
    ...options.settings,
  };
  await configure(Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)));
  if (options.watched !== false) app.admin.collect("subscription { requestChanged { cursor } }");

  const look = async (id: string) =>
    (await app.admin.ask(`query ($id: ID!) { request(id: $id) { ${requestFields} } }`, { id })).request;
  const sees: TestWorld["sees"] = (id, check, timeoutMs = 25_000) =>
    eventually(async () => {
      const request = await look(id);
      check(request);
      return request;
    }, timeoutMs);
  return {
    ...app,
    indexer,
    downloads,
    libraryDir,
    searchGate,
    mediaServer,
    withFakes: around,
    look,
    async request(title, author, who = app.admin) {
      const { createRequest } = await who.ask(
        `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`,
        { input: { title, author } },
      );
      return createRequest.id;
    },
    sees,
    configure,
    sql: async (statement, values) => (await database.query(statement, values)).rows,
    reaches: (id, status, timeoutMs) =>
      sees(
        id,
        (request) => {
          if (request.status !== status)
            throw new Error(
              `It is ${request.status} (${request.step}, ${request.blocker?.message ?? request.errorMessage ?? "goes on"}), not ${status}.`,
            );
        },
        timeoutMs,
      ),
    async close() {
      await database.end();
      await app.close();
      await indexer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const requestFields = `id status progress step errorMessage searchAttempts downloadAttempts version completedAt
  blocker { kind message nextTryAt } audiobook { id availabilityStatus filePath fileFormat plexGuid }
  events { type fromStatus toStatus step message } jobs { type status attempts result errorMessage }
  releases { id torrentName verdict refusal selected qualityScore scoreReasons { points text } downloadStatus downloadError torrentHash }
  downloads { torrentName downloadStatus progress downloadBytesPerSecond secondsLeft torrentSizeBytes }`;

/**
 * The configured download client, whatever its type, is the fake (when there is one); searches pass the gate, and the media server has its
 * moods. In place, so that what the real ones share (one poll for all) is shared in tests too.
 */
function withFakes(
  real: Integrations,
  {
    downloads,
    searchGate,
    mediaServer,
  }: Pick<TestWorld, "searchGate" | "mediaServer"> & { downloads: FakeDownloadClient | null },
): Integrations {
  const openReal = real.open.bind(real);
  const open = async (kind: IntegrationKind, instance?: string) => {
    if (kind === "download_client" && downloads) {
      const type = (await real.settings())["download_client.type"];
      return type ? { type, label: "The fake client", port: downloads } : null;
    }
    const opened = await openReal(kind, instance);
    if (!opened || kind === "catalog" || kind === "download_client") return opened;
    const port = opened.port as Indexer & MediaServer;
    const mood = () => {
      if (mediaServer.fault) throw mediaServer.fault;
    };
    const search: Indexer["search"] = (query, signal) => searchGate.pass().then(() => port.search(query, signal));
    const requestScan: MediaServer["requestScan"] = async (path, signal) => {
      mood();
      await port.requestScan(path, signal);
    };
    const itemsUnder: MediaServer["itemsUnder"] = async (path, signal) => {
      mood();
      return mediaServer.hides ? [] : port.itemsUnder(path, signal);
    };
    return { ...opened, port: kind === "indexer" ? { ...port, search } : { ...port, requestScan, itemsUnder } };
  };
  return Object.assign(real, { open: open as Integrations["open"] });
}
