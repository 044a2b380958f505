/** A data folder, a downloads folder and a lease for tests of the embedded client; no PostgreSQL is needed. */
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IntegrationRuntime, Lease } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";
import { embedded } from "./embedded.ts";

/** Where one installation keeps its things; plain data, so that a child process can be given it. */
export interface TestPlace {
  readonly root: string;
  readonly dataDir: string;
  readonly downloadsDir: string;
  /** Whoever listens here has the lease; it ends with the process, as a database lock does. */
  readonly leasePort: number;
}

/** Makes the folders; `root` is the test's to remove. */
export async function makeTestPlace(): Promise<TestPlace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "embedded-")));
  const place = {
    root,
    dataDir: join(root, "data"),
    downloadsDir: join(root, "downloads"),
    leasePort: await freePort(),
  };
  await mkdir(place.downloadsDir);
  return place;
}

/** Removes what makeTestPlace made. */
export async function removeTestPlace({ root }: TestPlace): Promise<void> {
  await rm(root, { recursive: true, force: true });
}

/** Opens the client as the server would, on 127.0.0.1 and without the DHT. */
export function openTestClient(
  place: TestPlace,
  runtime: Partial<IntegrationRuntime> = {},
  settings: Record<string, string> = {},
): Promise<DownloadClient> {
  return embedded.open(embedded.settings.parse({ listen_address: "127.0.0.1", dht: "false", ...settings }), {
    http: { request: () => Promise.reject(new Error("The embedded client asks nobody over HTTP.")) },
    dataDir: place.dataDir,
    downloadsDir: place.downloadsDir,
    libraryDir: place.root,
    exclusive: () => takeLease(place.leasePort),
    log: () => undefined,
    ...runtime,
  });
}

async function takeLease(port: number): Promise<Lease | null> {
  const lock = createServer();
  const isTaken = await new Promise<boolean>((resolve) => {
    lock.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isTaken) return null;
  lock.unref();
  return { lost: new AbortController().signal, release: () => new Promise((resolve) => lock.close(() => resolve())) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
