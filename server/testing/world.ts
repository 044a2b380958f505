/** The program with a world around it: an indexer, a download client in memory, a library folder. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Integrations } from "../configuration/integrations.ts";
import { fakeMp3 } from "./fakes/audio.ts";
import { createFakeDownloadClient, type FakeDownloadClient } from "./fakes/download-client.ts";
import { makeTorrent, startTorznabFake, type FakeRelease, type TorznabFake } from "./fakes/torznab.ts";
import { eventually } from "./eventually.ts";
import { startTestApp, type TestApp, type TestClient } from "./test-app.ts";

/** A program, and the world that it talks to. */
export interface TestWorld extends TestApp {
  readonly indexer: TorznabFake;
  readonly client: TestApp["client"];
  readonly downloads: FakeDownloadClient;
  readonly libraryDir: string;
  /** Asks for a book by hand. @returns the request's id. */
  request(title: string, author: string, who?: TestClient): Promise<string>;
  /** Waits until a request is in a status. @returns it, with timeline, candidates and jobs. */
  reaches(id: string, status: string, timeoutMs?: number): Promise<any>;
  /** The request as an admin sees it. */
  look(id: string): Promise<any>;
}

/** An audiobook of one short MP3. */
export const oneMp3 = { "book.mp3": fakeMp3() };

/** A release that can be taken, of a torrent of its own. */
export function release(title: string, more: Partial<FakeRelease> = {}): FakeRelease {
  return { title, seeders: 10, leechers: 0, sizeBytes: 200_000_000, torrent: makeTorrent(title), ...more };
}

/** @param options.settings replaces or adds settings; null leaves one out. */
export async function startWorld(options: { settings?: Record<string, string | null> } = {}): Promise<TestWorld> {
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-world-"));
  const libraryDir = join(folder, "library");
  await mkdir(libraryDir);
  const indexer = await startTorznabFake();
  const downloads = createFakeDownloadClient(join(folder, "downloads"));
  const app = await startTestApp({ leaves: { integrations: (real) => withDownloadClient(real, downloads) } });
  const settings: Record<string, string | null> = {
    "indexer.type": "torznab",
    "indexer.url": indexer.feedUrl,
    "indexer.api_key": indexer.apiKey,
    "download_client.type": "embedded",
    "media_server.type": "folder",
    "paths.media_library": libraryDir,
    ...options.settings,
  };
  const input = Object.entries(settings).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  await app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
    input,
  });

  const look = async (id: string) =>
    (await app.admin.ask(`query ($id: ID!) { request(id: $id) { ${requestFields} } }`, { id })).request;
  return {
    ...app,
    indexer,
    downloads,
    libraryDir,
    look,
    async request(title, author, who = app.admin) {
      const { createRequest } = await who.ask(
        `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`,
        { input: { title, author } },
      );
      return createRequest.id;
    },
    reaches: (id, status, timeoutMs = 15_000) =>
      eventually(async () => {
        const request = await look(id);
        if (request.status !== status)
          throw new Error(
            `It is ${request.status} (${request.step}, ${request.blocker?.message ?? request.errorMessage ?? "goes on"}), not ${status}.`,
          );
        return request;
      }, timeoutMs),
    async close() {
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
  downloads { torrentName downloadStatus progress }`;

/** The configured download client, whatever its type, is the fake. */
function withDownloadClient(real: Integrations, port: FakeDownloadClient): Integrations {
  const opened = async () => {
    const type = (await real.settings())["download_client.type"];
    return type ? { type, label: "The fake client", port } : null;
  };
  return {
    ...real,
    open: ((kind: string) =>
      kind === "download_client" ? opened() : real.open(kind as "indexer")) as Integrations["open"],
    downloads: (signal) => port.list(signal),
  };
}
