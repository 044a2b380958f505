import { eventually } from "../eventually.ts";
import { inPlace } from "./scenario.ts";

const ticks = 2;

/** Two servers on one database: one torrent for each book, one run for each tick of a schedule, and everything seen at both. */
export const twoServers = inPlace(
  { what: `two servers share the work, through ${ticks} ticks of the schedules`, times: 1, outer: true, books: 12 },
  async (place) => {
    const [one, another] = [await place.start(), await place.start({ PORT: "0" })];
    const watcher = one.person.watch();
    const beside = another.person.watch();
    await Promise.all([place.askForAll(one.person, 0), place.askForAll(another.person, 0)]);
    await place.untilCompleted(another.person);
    const problems: string[] = [];
    await eventually(async () => {
      const [{ reached }] = await place.sql(
        "select count(distinct singleton_on)::int as reached from pgboss.job where name = '__pgboss__send-it'",
      );
      if (reached < ticks) throw new Error("The clock stands still.");
    }, 130_000);
    await eventually(async () => {
      const rows = await place.sql(
        `select (select count(distinct singleton_on)::int from pgboss.job where name = '__pgboss__send-it') as ticks,
                (select count(*)::int from jobs where type = 'reconcile_requests') as runs`,
      );
      if (rows[0].ticks !== rows[0].runs) throw new Error(`${rows[0].ticks} ticks led to ${rows[0].runs} runs.`);
    }, 15_000).catch((error: Error) => problems.push(error.message));
    const rows = await place.sql("select id, version from requests");
    await eventually(() => {
      for (const { id, version } of rows)
        if (beside.seen.get(id)?.version !== version)
          throw new Error(`At the other server version ${version} of ${id} was not seen.`);
    }, 10_000).catch((error: Error) => problems.push(error.message));
    problems.push(...beside.problems);
    await beside.close();
    return { problems, watcher, saw: `${rows.length} books, each of ${ticks} ticks or more once, seen alike at both` };
  },
);
