/** One run of the kill matrix: a request in the sandbox, a server that is killed at a given moment, and one that takes over. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { connectApi, type Api } from "../../sandbox/api.ts";
import type { Sandbox } from "../../sandbox/world.ts";
import { eventually } from "../eventually.ts";
import { compareJobHistory } from "../job-history.ts";

/** The moments, and how each is known: by what a subscriber sees, or from inside (kill-points.ts). */
export const moments = {
  "after the request was made": (request: Seen) => request.status === "PENDING" || request.status === "SEARCHING",
  "after the search": (request: Seen) => request.step === "start_download",
  "after the torrent was added": (request: Seen) => request.step === "monitor_download",
  "in the middle of the copy": null,
  "after the copy": null,
  "before the match": (request: Seen) => request.step === "scan_plex" || request.step === "match_plex",
} as const;

/** A moment of the matrix. */
export type Moment = keyof typeof moments;

interface Seen {
  readonly status: string;
  readonly step: string | null;
}

const account = { username: "owner", password: "kept for the whole run" };
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** @returns what is wrong afterwards, a sentence each; nothing when all is well. `hit` says whether it was killed before the end. */
export async function killedRun(
  sandbox: Sandbox,
  moment: Moment,
): Promise<{ problems: string[]; hit: boolean; seconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-fault-"));
  const places = { data: join(folder, "data"), library: join(folder, "library"), downloads: join(folder, "downloads") };
  for (const place of [places.library, places.downloads]) await mkdir(place);
  const running: ChildProcess[] = [];
  try {
    const first = await startServer(places.data, moments[moment] ? null : moment, running);
    const api = await connectApi(first.url, account, first.token);
    await configure(api, sandbox, places);
    const died = new Promise<void>((resolve) => first.child.once("exit", () => resolve()));
    const watching = moments[moment] ? killWhenSeen(api, moments[moment], first.child) : null;
    const { createRequest } = await api.ask<{ createRequest: { id: string } }>(
      `mutation { createRequest(input: { audibleId: "SANDBOX002" }) { id } }`,
    );
    await Promise.race([died, new Promise((resolve) => setTimeout(resolve, 60_000))]);
    await watching;
    const hit = first.child.signalCode === "SIGKILL";
    await api.close().catch(() => {});
    const begun = Date.now();
    const second = await startServer(places.data, null, running);
    const again = await connectApi(second.url, account, second.token);
    await eventually(async () => {
      const { request } = await again.ask<{ request: Seen }>(`query ($id: ID!) { request(id: $id) { status step } }`, {
        id: createRequest.id,
      });
      if (request.status !== "COMPLETED")
        throw new Error(`It is ${request.status} (${request.step}) a minute after the restart.`);
    }, 60_000);
    const seconds = (Date.now() - begun) / 1000;
    const problems = [...(await checkFiles(places)), ...(await checkJobs(places.data))];
    await again.close();
    return { problems, hit, seconds };
  } finally {
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function startServer(
  dataDir: string,
  killAt: Moment | null,
  running: ChildProcess[],
): Promise<{ child: ChildProcess; url: string; token: string | null }> {
  const preload = killAt ? ["--import", here("./kill-points.js")] : [];
  const child = spawn(process.execPath, [...preload, here("../../main.js")], {
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      ...(killAt ? { KILL_AT: killAt } : {}),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  let said = "";
  child.stdout!.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  return eventually(() => {
    const url = /is at +(\S+)/.exec(said)?.[1];
    if (!url || !said.includes("\n\n", said.indexOf("playground")))
      throw new Error(`The server did not start: ${said}`);
    return { child, url, token: /token: (\S+)/.exec(said)?.[1] ?? null };
  }, 30_000);
}

async function configure(api: Api, sandbox: Sandbox, places: { library: string; downloads: string }): Promise<void> {
  const settings = {
    "indexer.type": "torznab",
    "indexer.url": sandbox.indexerUrl,
    "indexer.api_key": sandbox.apiKey,
    "download_client.type": "embedded",
    "download_client.dht": "false",
    "download_client.listen_address": "127.0.0.1",
    "media_server.type": "folder",
    "catalog.type": "sandbox",
    "catalog.url": sandbox.catalogUrl,
    "paths.media_library": places.library,
    "paths.downloads": places.downloads,
  };
  const input = Object.entries(settings).map(([key, value]) => ({ key, value }));
  await api.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, { input });
}

async function killWhenSeen(api: Api, isMoment: (request: Seen) => boolean, child: ChildProcess): Promise<void> {
  try {
    for await (const { requestChanged } of api.subscribe<{ requestChanged: { request: Seen } }>(
      `subscription { requestChanged { request { status step } } }`,
    )) {
      if (isMoment(requestChanged.request) || requestChanged.request.status === "COMPLETED") break;
    }
    child.kill("SIGKILL");
  } catch {
    // the connection broke with the server
  }
}

async function checkFiles({
  data,
  library,
  downloads,
}: {
  data: string;
  library: string;
  downloads: string;
}): Promise<string[]> {
  const problems: string[] = [];
  const books = (await readdir(library, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const wanted = await digests(downloads);
  const found = await digests(library);
  const folders = new Set(books.map((entry) => entry.parentPath));
  if (folders.size !== 1)
    problems.push(`The library has ${folders.size} folders with files: ${[...folders].join(", ")}.`);
  if (found.join() !== wanted.join())
    problems.push(`The library has other files (${found.length}) than the download (${wanted.length}).`);
  const torrents = (await readdir(join(data, "embedded-torrents"))).filter((name) => name.endsWith(".json"));
  if (torrents.length !== 1) problems.push(`The download client has ${torrents.length} torrents.`);
  return problems;
}

async function digests(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const all = await Promise.all(
    files.map(async (file) =>
      createHash("sha256")
        .update(await readFile(join(file.parentPath, file.name)))
        .digest("hex"),
    ),
  );
  return all.toSorted();
}

/** Every job of pg-boss has its row in the history, and the two agree; at the latest five seconds later. */
async function checkJobs(dataDir: string): Promise<string[]> {
  const [, , , port, host] = (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n");
  const client = new Client({
    host: resolve(dataDir, "postgres", host!),
    port: Number(port),
    user: "readmeabook",
    database: "readmeabook",
  });
  await client.connect();
  try {
    return await eventually(async () => {
      const differences = await compareJobHistory(async (statement) => (await client.query(statement)).rows);
      if (differences.length > 0) throw new Error(differences.join("; "));
      return differences;
    }, 6_000);
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await client.end();
  }
}
