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
import { findChanges, type ClientOwner } from "./client-owner.ts";
import { digestsOf } from "./digests.ts";
import { embeddedAddress } from "./embedded-address.ts";
import { findLost } from "./nothing-lost.ts";
import { startPlexOf } from "./plex-of-folder.ts";
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
  "between Plex's scan and the match": (request: Seen) => request.step === "match_plex",
} as const;

/** A moment of the matrix. */
export type Moment = keyof typeof moments;

interface Seen {
  readonly status: string;
  readonly step: string | null;
}

const account = { username: "owner", password: "kept for the whole run" };
const book = { audibleId: "SANDBOX002", title: "The Time Machine", folder: "the-time-machine" };
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
  const plex = moment === "between Plex's scan and the match" ? await startPlexOf(places.library) : null;
  const mediaServer: Record<string, string> = plex
    ? { "media_server.type": "plex", "media_server.url": plex.url, "media_server.auth_token": plex.token }
    : { "media_server.type": "folder" };
  try {
    const ownBefore = await owner.lookAtOwn();
    const settings = { ...settingsFor(sandbox, places), ...owner.settings, ...mediaServer };
    const hit = await requestAndKill(settings, moment, places.data);
    const begun = Date.now();
    const second = await startServer(places.data, null);
    const api = await connectApi(second.url, account, second.token);
    await eventually(async () => {
      const { requests } = await api.ask<{ requests: { nodes: Seen[] } }>(`{ requests { nodes { status step } } }`);
      if (requests.nodes.length !== 1) throw new Error(`There are ${requests.nodes.length} requests.`);
      const [{ status, step }] = requests.nodes as [Seen];
      if (status !== "COMPLETED") throw new Error(`It is ${status} (${step}) two minutes after the restart.`);
    }, patienceMs);
    const seconds = (Date.now() - begun) / 1000;
    const { problems } = await findLost({
      ...places,
      database: await embeddedAddress(places.data),
      owner,
      books: new Map([[book.title, await digestsOf(join(sampleBooks, book.folder))]]),
      seen: null,
      scans: plex && plex.requests.filter(({ pathname }) => pathname.endsWith("/refresh")).length,
      told: null,
      crashes: 1,
      // It signed in twice.
      done: { "set_up.done": 1, "api_key.created": 2, "configuration.changed": Object.keys(settings).length },
    });
    if (plex && plex.albums.length !== 1) problems.push(`Plex shows ${plex.albums.length} books.`);
    problems.push(...findChanges(ownBefore, await owner.lookAtOwn()));
    await api.close();
    return { problems, hit, seconds };
  } finally {
    await stopServers();
    await plex?.close();
    await owner.removeAdded();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** @param dataDir DATA_DIR of the server, new. @returns whether it was killed at the moment. */
async function requestAndKill(
  settings: Readonly<Record<string, string>>,
  moment: Moment,
  dataDir: string,
): Promise<boolean> {
  const isMoment = moments[moment];
  const { child, url, token } = await startServer(dataDir, isMoment ? null : moment);
  const api = await connectApi(url, account, token);
  const input = Object.entries(settings).map(([key, value]) => ({ key, value }));
  await api.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, { input });
  const died = once(child, "exit");
  const watching = isMoment ? killWhenSeen(api, isMoment, child) : true;
  const asked = api.ask(`mutation ($audibleId: String!) { createRequest(input: { audibleId: $audibleId }) { id } }`, {
    audibleId: book.audibleId,
  });
  // Killed soon enough, it leaves the question unanswered.
  await asked.catch((error: Error) => {
    if (!child.killed) throw error;
  });
  await Promise.race([died, delay(patienceMs, undefined, { ref: false })]);
  const seen = await watching;
  await api.close().catch(() => {});
  return seen && child.signalCode === "SIGKILL";
}

const settingsFor = (sandbox: Sandbox, { library, downloads }: { library: string; downloads: string }) => ({
  "indexer.type": "torznab",
  "indexer.url": sandbox.indexerUrl,
  "indexer.api_key": sandbox.apiKey,
  "catalog.type": "sandbox",
  "catalog.url": sandbox.catalogUrl,
  "paths.media_library": library,
  "paths.downloads": downloads,
});

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
