/** One run of the kill matrix: a request in the sandbox, a server that is killed at a given moment, and one that takes over. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connectApi, type Api } from "../../sandbox/api.ts";
import { sampleBooks } from "../../sandbox/books.ts";
import type { Sandbox } from "../../sandbox/world.ts";
import { eventually } from "../eventually.ts";
import { checkOutcome, type Places } from "./check-outcome.ts";
import { findChanges, type ClientOwner } from "./client-owner.ts";
import { startServer, stopServers } from "./server-process.ts";

/** The moments, and how each is known: by what a subscriber sees, or from inside (kill-points.ts). */
export const moments = {
  "after the request was made": (request: Seen) => request.status === "PENDING" || request.status === "SEARCHING",
  "after the search": (request: Seen) => request.step === "start_download",
  "between the add and the commit": null,
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
const book = { audibleId: "SANDBOX002", folder: "the-time-machine" };
/** Transmission looks only every ten seconds whom to ask for pieces. */
const patienceMs = 120_000;

/** How a run went. */
export interface KilledRun {
  /** What is wrong afterwards, a sentence each; nothing when all is well. */
  readonly problems: string[];
  /** Whether the server was killed before the request was completed. */
  readonly hit: boolean;
  /** From the start of the second server until the request was completed. */
  readonly seconds: number;
}

/** Begins with a client that holds nothing but what is its owner's, and leaves it so. */
export async function killedRun(sandbox: Sandbox, owner: ClientOwner, moment: Moment): Promise<KilledRun> {
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-fault-"));
  const places = { data: join(folder, "data"), library: join(folder, "library"), downloads: join(folder, "downloads") };
  for (const place of [places.library, places.downloads]) await mkdir(place);
  try {
    const ownBefore = await owner.lookAtOwn();
    const { id, hit } = await requestAndKill(sandbox, owner, moment, places);
    const begun = Date.now();
    const second = await startServer(places.data, null);
    const api = await connectApi(second.url, account, second.token);
    await eventually(async () => {
      const { request } = await api.ask<{ request: Seen }>(`query ($id: ID!) { request(id: $id) { status step } }`, {
        id,
      });
      if (request.status !== "COMPLETED")
        throw new Error(`It is ${request.status} (${request.step}) two minutes after the restart.`);
    }, patienceMs);
    const seconds = (Date.now() - begun) / 1000;
    const problems = await checkOutcome(places, owner, join(sampleBooks, book.folder));
    await api.close();
    return { problems: [...problems, ...findChanges(ownBefore, await owner.lookAtOwn())], hit, seconds };
  } finally {
    await stopServers();
    await owner.removeAdded();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function requestAndKill(
  sandbox: Sandbox,
  owner: ClientOwner,
  moment: Moment,
  places: Places,
): Promise<{ id: string; hit: boolean }> {
  const isMoment = moments[moment];
  const { child, url, token } = await startServer(places.data, isMoment ? null : moment);
  const api = await connectApi(url, account, token);
  await configure(api, sandbox, owner, places);
  const died = once(child, "exit");
  const watching = isMoment ? killWhenSeen(api, isMoment, child) : true;
  const { createRequest } = await api.ask<{ createRequest: { id: string } }>(
    `mutation ($audibleId: String!) { createRequest(input: { audibleId: $audibleId }) { id } }`,
    { audibleId: book.audibleId },
  );
  await Promise.race([died, delay(patienceMs, undefined, { ref: false })]);
  const seen = await watching;
  await api.close().catch(() => {});
  return { id: createRequest.id, hit: seen && child.signalCode === "SIGKILL" };
}

async function configure(api: Api, sandbox: Sandbox, owner: ClientOwner, places: Places): Promise<void> {
  const settings = {
    "indexer.type": "torznab",
    "indexer.url": sandbox.indexerUrl,
    "indexer.api_key": sandbox.apiKey,
    ...owner.settings,
    "media_server.type": "folder",
    "catalog.type": "sandbox",
    "catalog.url": sandbox.catalogUrl,
    "paths.media_library": places.library,
    "paths.downloads": places.downloads,
  };
  const input = Object.entries(settings).map(([key, value]) => ({ key, value }));
  await api.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, { input });
}

/** @returns whether the moment was seen, rather than the end. */
async function killWhenSeen(api: Api, isMoment: (request: Seen) => boolean, child: ChildProcess): Promise<boolean> {
  try {
    for await (const { requestChanged } of api.subscribe<{ requestChanged: { request: Seen } }>(
      `subscription { requestChanged { request { status step } } }`,
    )) {
      const { request } = requestChanged;
      if (!isMoment(request) && request.status !== "COMPLETED") continue;
      child.kill("SIGKILL");
      return request.status !== "COMPLETED";
    }
  } catch {
    // the connection broke with the server
  }
  return false;
}
