import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { createChance, type Chance } from "../../database/seed-chance.ts";
import type { FaultPlace, PlaceServer } from "./fault-place.ts";
import { runInPlace, UsageError, type Scenario, type Story } from "./scenario.ts";

const askEveryMs = 5_000;
/** How long a process lives once it runs. */
const working = { least: 500, most: 20_000 };
/** One in four is given only so long from its beginning, and not a moment longer when it runs before that. */
const starting = { least: 100, most: 6_000 };

/** How often a process was killed. */
interface Kills {
  whileWorking: number;
  whileStarting: number;
}

/** `npm run fault -- random-kills [minutes] [seed]`: the same seed kills after the same times. */
export const randomKills: Scenario = {
  what: "two servers are killed at random, again and again, while people ask for books",
  times: 2,
  async run(minutes, words, tell) {
    const [word = String(Date.now() % 100_000), ...more] = words;
    if (!/^\d{1,9}$/.test(word) || more.length > 0)
      throw new UsageError(`The seed is a number, and the last word: “${words.join(" ")}” is not.`);
    const books = Math.ceil((minutes * 60_000) / askEveryMs);
    // Hundreds of seeds that call out every second would be all that the machine does.
    const wanted = { books, outer: true, fileBytes: 20_000, announceSeconds: 10 };
    await tell(`two servers are killed at random for ${minutes} minutes, seed ${word}`, () =>
      runInPlace(wanted, (place) => killBoth(place, minutes * 60_000, Number(word))),
    );
  },
};

async function killBoth(place: FaultPlace, forMs: number, seed: number): Promise<Story> {
  const [one, another] = [await place.start(), await place.start({ PORT: "0" })];
  const [watcher, beside] = [one.person.watch(), another.person.watch()];
  const endAt = Date.now() + forMs;
  const asked = askFor(place, [one, another], forMs);
  asked.catch(() => {});
  // Both to their end: the place is not to be closed under one of them.
  const ends = await Promise.allSettled(
    [one, another].map((server, index) => killAgainAndAgain(place, server, createChance(seed + index), endAt)),
  );
  const kills = ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
  await asked;
  const begun = performance.now();
  await place.untilCompleted(one.person, 300_000);
  const settled = ((performance.now() - begun) / 1000).toFixed(0);
  await beside.close();
  const count = (when: keyof Kills) => kills.reduce((sum, each) => sum + each[when], 0);
  const [whileWorking, whileStarting] = [count("whileWorking"), count("whileStarting")];
  const [{ jobs, repeated }] = await place.sql(
    "select count(*)::int as jobs, count(*) filter (where attempts > 1)::int as repeated from jobs",
  );
  return {
    watcher,
    problems: beside.problems,
    crashes: whileWorking + whileStarting,
    saw: `${whileWorking + whileStarting} kills, ${whileStarting} of them during the start; ${place.books.length} books, the last ${settled} s after the last kill; ${repeated} of ${jobs} jobs were run again; ${watcher.frames} and ${beside.frames} updates`,
  };
}

/** @returns once the time is over, and it runs. */
async function killAgainAndAgain(place: FaultPlace, first: PlaceServer, chance: Chance, endAt: number): Promise<Kills> {
  const env = { PORT: new URL(first.url).port };
  const kills: Kills = { whileWorking: 0, whileStarting: 0 };
  const between = ({ least, most }: typeof working) => chance.between(least, most);
  await pause(between(working));
  await killNow(first);
  kills.whileWorking += 1;
  while (Date.now() < endAt) {
    const early = chance.random() < 0.25 ? AbortSignal.timeout(between(starting)) : null;
    const server = await place.start(env, null, early ? { killed: early } : {}).catch((error: Error) => {
      if (early?.aborted) return null;
      throw error;
    });
    if (server && !early) await pause(between(working));
    if (server) await killNow(server);
    kills[server ? "whileWorking" : "whileStarting"] += 1;
  }
  await place.start(env);
  return kills;
}

async function killNow({ child }: PlaceServer): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  if (child.signalCode !== "SIGKILL") throw new Error(`A server ended by itself, with ${child.exitCode}.`);
}

/** At both servers at once: whichever is there takes it, and what both have taken is asked for once all the same. */
async function askFor(place: FaultPlace, servers: readonly PlaceServer[], forMs: number): Promise<void> {
  const begun = Date.now();
  const asked = place.books.map(async (book, index) => {
    await pause(begun + (index * forMs) / place.books.length - Date.now());
    await Promise.any(servers.map(({ person }) => place.ask(person, book)));
  });
  await Promise.all(asked);
}
