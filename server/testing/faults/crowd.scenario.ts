import { Client } from "pg";
import { eventually } from "../eventually.ts";
import { inPlace } from "./scenario.ts";

const people = 50;

/** More people wait for the database than it has connections for; the jobs, which have their own, go on. */
export const crowd = inPlace(
  { what: `${people} people take every connection and wait, while the jobs go on`, times: 1, outer: true, books: 3 },
  async (place) => {
    const { person } = await place.start();
    const watcher = person.watch();
    await place.askForAll(person, 0);
    const locker = new Client({ ...place.postgres!.address });
    await locker.connect();
    // Who asks is looked up here; jobs have no business with it.
    await locker.query("begin; lock table api_keys in access exclusive mode");
    const waiting = Array.from({ length: people }, () => person.send("{ requests(first: 1) { totalCount } }"));
    const begun = performance.now();
    await eventually(async () => {
      const [{ left }] = await place.sql("select count(*)::int as left from requests where status <> 'completed'");
      if (left > 0) throw new Error(`The jobs stand still with the people: ${left} books are not there.`);
    }, 60_000);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    await locker.end();
    const answers = await Promise.all(waiting);
    const wrong = answers.filter(({ status }) => status !== 200 && status !== 503);
    const [{ repeated }] = await place.sql("select count(*)::int as repeated from jobs where attempts > 1");
    return {
      problems: [
        ...wrong.map(({ status, error }) => `Somebody was answered ${status}: ${error?.message}`),
        ...(repeated > 0 ? [`${repeated} jobs were taken for dead.`] : []),
      ],
      watcher,
      saw: `${place.books.length} books arrived in ${seconds} s meanwhile; ${answers.filter(({ status }) => status === 200).length} of ${people} were answered afterwards`,
    };
  },
);
