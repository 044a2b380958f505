import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { createPerson } from "./person.ts";
import { inPlace } from "./scenario.ts";

const lateMs = 15_000;
const targetMs = 10_000;

/** A server that is started before its database: it says so, waits, and begins by itself. */
export const databaseLate = inPlace(
  { what: `the database comes ${lateMs / 1000} s after the server`, times: 1, outer: true, books: 2 },
  async (place) => {
    const problems: string[] = [];
    const first = await place.start();
    const gone = once(first.child, "exit");
    first.child.kill("SIGTERM");
    await gone;
    await place.postgres!.crash();
    const starting = place.start();
    starting.catch(() => {});
    await pause(lateMs);
    const person = createPerson(first.url, "");
    const { status, retryAfter } = await person.send("{ setup { hasAdmin } }");
    const [alive, ready] = [await fetch(`${first.url}/healthz`), await fetch(`${first.url}/readyz`)];
    if (status !== 503 || !retryAfter) problems.push(`It answers ${status}, Retry-After ${retryAfter}.`);
    if (alive.status !== 200 || ready.status !== 503)
      problems.push(`/healthz is ${alive.status} and /readyz ${ready.status}.`);
    const begun = performance.now();
    await place.postgres!.start();
    const server = await starting;
    const took = performance.now() - begun;
    if (took > targetMs) problems.push(`It began only ${(took / 1000).toFixed(1)} s after the database.`);
    const watcher = server.person.watch();
    await place.askForAll(server.person, 0);
    await place.untilCompleted(server.person);
    return { problems, watcher, saw: `begins ${(took / 1000).toFixed(1)} s after the database` };
  },
);
