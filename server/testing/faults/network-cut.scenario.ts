import { setTimeout as pause } from "node:timers/promises";
import { startCuttingProxy } from "./cutting-proxy.ts";
import type { FaultPlace, PlaceServer } from "./fault-place.ts";
import type { Watcher } from "./person.ts";
import { inPlace } from "./scenario.ts";
import { untilJobRuns, untilSeen } from "./until-it-works.ts";

const cutMs = 25_000;
/** Whoever asks meanwhile is told within so long to come back. */
const answerMs = 12_000;
/** Within so long of its end everything works again: answers, jobs, live updates. */
const targetMs = 30_000;

/** The network between server and database falls silent without closing a connection; it comes back, or forgets those. */
export const networkCut = inPlace(
  {
    what: `the network to the database is silent for ${cutMs / 1000} s, and then forgets every connection, under load`,
    times: 1,
    outer: true,
    books: 16,
    bytesPerSecond: 30_000,
  },
  async (place) => {
    const { user, database } = place.postgres!.address;
    const proxy = await startCuttingProxy(place.postgres!.address);
    place.atEnd(async () => proxy.close());
    const server = await place.start({ DATABASE_URL: `postgres://${user}@127.0.0.1:${proxy.port}/${database}` });
    const { person } = server;
    const watcher = person.watch();
    const problems: string[] = [];
    const asked = place.askForAll(person, 40_000);
    await pause(4_000);

    proxy.cut();
    const mended = pause(cutMs).then(() => proxy.mend());
    const slowest = Math.max(...(await Promise.all([1, 2, 3].map(() => askMeanwhile(server, problems)))));
    await mended;
    const afterCut = await untilItWorks(place, server, watcher, problems);

    proxy.forget();
    const afterForgetting = await untilItWorks(place, server, watcher, problems);
    await asked;
    await place.untilCompleted(person);
    return {
      problems,
      watcher,
      crashes: 2,
      saw: `${place.books.length} books; answers 503 within ${inSeconds(slowest)} meanwhile, works ${inSeconds(afterCut)} after the silence and ${inSeconds(afterForgetting)} after the forgetting`,
    };
  },
);

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** @returns how long the answer took. */
async function askMeanwhile({ url, person }: PlaceServer, problems: string[]): Promise<number> {
  const begun = performance.now();
  const [{ status, retryAfter, error }, alive, ready] = await Promise.all([
    person.send("{ requests(first: 1) { totalCount } }"),
    fetch(`${url}/healthz`),
    fetch(`${url}/readyz`),
  ]);
  const took = performance.now() - begun;
  if (status !== 503 || !retryAfter)
    problems.push(`Meanwhile it answers ${status} (${error?.message}), Retry-After ${retryAfter}.`);
  if (alive.status !== 200 || ready.status !== 503)
    problems.push(`Meanwhile /healthz is ${alive.status} and /readyz ${ready.status}.`);
  if (took > answerMs) problems.push(`Meanwhile it answers only after ${inSeconds(took)}.`);
  return took;
}

/** @returns how long it is, from now on, until it answers, tells subscribers, and has worked on a new job. */
async function untilItWorks(
  place: FaultPlace,
  { person }: PlaceServer,
  watcher: Watcher,
  problems: string[],
): Promise<number> {
  const begun = performance.now();
  const answered = person.ask("{ requests(first: 1) { totalCount } }");
  const [seenAfter] = await Promise.all([untilSeen(place, watcher), answered, untilJobRuns(place)]);
  const took = performance.now() - begun;
  if (took > targetMs) problems.push(`It works only ${inSeconds(took)} later (subscribers: ${inSeconds(seenAfter)}).`);
  return took;
}
