import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { inPlace } from "./scenario.ts";

const stops = 5;
/** What `docker stop` gives. */
const targetMs = 10_000;

/** SIGTERM under load: it finishes what it can, leaves in time, and whoever comes next goes on. */
export const toldToStop = inPlace(
  {
    what: `the server is told to stop under load, ${stops} times, and started again`,
    times: 1,
    books: 20,
    bytesPerSecond: 30_000,
  },
  async (place) => {
    const problems: string[] = [];
    let server = await place.start();
    const { person } = server;
    const watcher = person.watch();
    const asked = place.askForAll(person, 20_000);
    const took: number[] = [];
    for (let time = 1; time <= stops; time += 1) {
      await pause(2_000 + 700 * time);
      const begun = performance.now();
      const gone = once(server.child, "exit") as Promise<[number | null, string | null]>;
      server.child.kill("SIGTERM");
      const [code, signal] = await gone;
      took.push(performance.now() - begun);
      if (code !== 0) problems.push(`Told to stop, it ended with ${code ?? signal}.`);
      server = await place.start();
    }
    await asked;
    await place.untilCompleted(person);
    const most = Math.max(...took);
    if (most > targetMs) problems.push(`It took ${(most / 1000).toFixed(1)} s to stop.`);
    const failures = await place.sql(
      "select type, attempts, error_message from jobs where status = 'failed' or attempts > max_attempts",
    );
    if (failures.length > 0) problems.push(`Jobs failed: ${JSON.stringify(failures)}.`);
    const [{ repeated }] = await place.sql("select count(*)::int as repeated from jobs where attempts > 1");
    return {
      problems,
      watcher,
      crashes: stops,
      saw: `${place.books.length} books, stops within ${(most / 1000).toFixed(1)} s, ${repeated} jobs were run again`,
    };
  },
);
