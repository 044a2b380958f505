import { eventually } from "../eventually.ts";
import { inPlace } from "./scenario.ts";

/** Seconds. An API key of an hour stays good throughout. */
const wrongBy = [3_000, 2_400, -3_600];

/** The server's clock is not the database's, and jumps back twice. */
export const clockSkew = inPlace(
  {
    what: `the server's clock is wrong by ${wrongBy.join(", then ")} seconds`,
    times: 1,
    books: 3 * wrongBy.length,
  },
  async (place) => {
    const server = await place.start({
      NODE_OPTIONS: `--import=${new URL("./skewed-clock.js", import.meta.url)}`,
      CLOCK_WRONG_BY: wrongBy.join(" "),
    });
    const { person, child } = server;
    const watcher = person.watch();
    for (const [index, book] of place.books.entries()) {
      await place.ask(person, book);
      const { length } = place.books;
      if ((index + 1) % (length / wrongBy.length) !== 0) continue;
      // Some are on their way when it jumps.
      await eventually(async () => {
        const [{ begun }] = await place.sql(
          "select count(*)::int as begun from requests where step = 'monitor_download'",
        );
        if (begun === 0) throw new Error("No download has begun.");
      }, 30_000).catch(() => {});
      child.kill("SIGUSR2");
    }
    const [{ jumped }] = await place.sql("select now()::text as jumped");
    await place.untilCompleted(person);
    const [{ ticks, runs, later }] = await eventually(async () => {
      const rows = await place.sql(
        `select (select count(distinct singleton_on)::int from pgboss.job where name = '__pgboss__send-it') as ticks,
                (select count(*)::int from jobs where type = 'reconcile_requests') as runs,
                (select count(*)::int from jobs where type = 'reconcile_requests' and created_at > $1) as later`,
        [jumped],
      );
      const [{ ticks, runs, later }] = rows;
      if (later === 0 || ticks !== runs) throw new Error(`${ticks} ticks, ${runs} runs, ${later} after the last jump.`);
      return rows;
    }, 80_000);
    const backwards = await place.sql(
      `select format('%s took %s', type, completed_at - started_at) as line from jobs where completed_at < started_at
       union all select format('a request took %s', completed_at - created_at) from requests where completed_at < created_at
       union all select format('a download took %s', completed_at - started_at) from download_history where completed_at < started_at`,
    );
    return {
      watcher,
      problems: backwards.map(({ line }) => `Time ran backwards: ${line}.`),
      saw: `${place.books.length} books, ${ticks} ticks led to ${runs} runs, ${later} of them after the last jump`,
    };
  },
);
