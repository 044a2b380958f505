import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../eventually.ts";
import type { PlaceServer } from "./fault-place.ts";
import { inPlace } from "./scenario.ts";
import { untilSeen } from "./until-it-works.ts";

const restarts = 10;
const downMs = 1_000;
/** After the database is back, what is changed then has to be with a subscriber within so long. */
const targetMs = 10_000;

/** PostgreSQL ends at once, ten times, while people ask for books, download and watch. */
export const databaseRestarts = inPlace(
  {
    what: `the database is ended at once and started again, ${restarts} times, under load`,
    times: 1,
    outer: true,
    books: 30,
    bytesPerSecond: 30_000,
  },
  async (place) => {
    const server = await place.start();
    const watcher = server.person.watch();
    const problems: string[] = [];
    const asked = place.askForAll(server.person, 25_000);
    await eventually(() => {
      if (watcher.seen.size === 0) throw new Error("Nobody has seen a request yet.");
    });
    const resynced: number[] = [];
    for (let time = 1; time <= restarts; time += 1) {
      await pause(1_500);
      await place.postgres!.crash();
      problems.push(...(await lookWhileDown(server)));
      await pause(downMs);
      await place.postgres!.start();
      const took = await untilSeen(place, watcher);
      resynced.push(took);
      if (took > targetMs) problems.push(`A subscriber heard of a change only ${(took / 1000).toFixed(1)} s later.`);
    }
    await asked;
    await place.untilCompleted(server.person);
    const most = Math.max(...resynced) / 1000;
    return {
      problems,
      watcher,
      crashes: restarts,
      saw: `${place.books.length} books, subscribers are back within ${most.toFixed(1)} s`,
    };
  },
);

/** Whoever asks is told to come back; it is alive, and not ready. */
async function lookWhileDown({ url, person }: PlaceServer): Promise<string[]> {
  const problems: string[] = [];
  const { status, retryAfter, error } = await person.send("{ requests(first: 1) { totalCount } }");
  if (status !== 503 || !retryAfter)
    problems.push(`Without a database it answers ${status} (${error?.message}), Retry-After ${retryAfter}.`);
  const alive = await fetch(`${url}/healthz`);
  const ready = await fetch(`${url}/readyz`);
  if (alive.status !== 200 || ready.status !== 503)
    problems.push(`Without a database /healthz is ${alive.status} and /readyz ${ready.status}.`);
  return problems;
}
