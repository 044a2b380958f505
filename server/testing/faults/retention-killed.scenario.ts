import { once } from "node:events";
import { eventually } from "../eventually.ts";
import { inPlace } from "./scenario.ts";

const amounts = { jobs: 30_000, events: 10_000 };

/** The server is killed while it puts old rows away: what is left is put away next time, and nothing is there twice or gone. */
export const retentionKilled = inPlace(
  {
    what: `the server is killed in the middle of putting away ${amounts.jobs} old jobs, and goes on`,
    times: 1,
    books: 1,
  },
  async (place) => {
    let server = await place.start();
    const watcher = server.person.watch();
    await place.askForAll(server.person, 0);
    await place.untilCompleted(server.person);
    await fillYears(place);
    const counts = async () => {
      const [row] = await place.sql(
        `select (select count(*)::int from jobs where payload ? 'old') as jobs, (select count(*)::int from jobs_archive where payload ? 'old') as archive,
                (select count(distinct id)::int from jobs_archive) as distinct, (select count(*)::int from jobs_archive) as all`,
      );
      return row as { jobs: number; archive: number; distinct: number; all: number };
    };
    const run = () => server.person.ask(`mutation { runJob(input: { type: "apply_retention" }) { id } }`);
    await run();
    const middle = await eventually(async () => {
      const { archive } = await counts();
      if (archive === 0) throw new Error("Nothing was put away.");
      return archive;
    }, 60_000);
    const gone = once(server.child, "exit");
    server.child.kill("SIGKILL");
    await gone;
    server = await place.start();
    const { reported, runs } = await eventually(async () => {
      const rows = await place.sql(
        "select status, attempts, (result->>'jobs')::int as jobs from jobs where type = 'apply_retention'",
      );
      if (rows.some(({ status }) => status !== "completed")) throw new Error("The next run does not end.");
      return { reported: rows.at(-1).jobs as number, runs: rows.at(-1).attempts as number };
    }, 120_000);
    const { jobs, archive, distinct, all } = await counts();
    const again = await server.person.ask(`{ retention { name due } }`);
    const problems = [
      ...(jobs !== 0 || archive !== amounts.jobs ? [`${jobs} old jobs are left, ${archive} are in the archive.`] : []),
      ...(distinct !== all ? [`${all - distinct} jobs are in the archive twice.`] : []),
      ...(middle >= amounts.jobs ? ["It was over before it was killed."] : []),
      ...(reported > amounts.jobs - middle
        ? [`The second run says that it moved ${reported} of ${amounts.jobs - middle}.`]
        : []),
      ...again.retention
        .filter(({ due }: { due: number }) => due > 0)
        .map(({ name }: { name: string }) => `Old ${name} are left.`),
    ];
    return {
      problems,
      watcher,
      crashes: 1,
      saw: `killed after ${middle} or more, the ${runs}nd attempt moved the other ${reported}`,
    };
  },
);

async function fillYears(place: { sql(statement: string, values?: unknown[]): Promise<any[]> }): Promise<void> {
  await place.sql(
    `insert into jobs (id, queue_job_id, type, status, attempts, payload, started_at, completed_at, created_at, updated_at)
     select gen_random_uuid(), gen_random_uuid()::text, 'match_plex', 'completed', 1, '{"old": true}', at, at, at, at
       from generate_series(1, $1) n cross join lateral (select now() - (100 + n % 300) * interval '1 day' as at) t`,
    [amounts.jobs],
  );
  await place.sql(
    `with asker as (select id from users limit 1), book as (insert into audiobooks (title, author) values ('Emma', 'Jane Austen') returning id),
          request as (insert into requests (user_id, audiobook_id, status) select asker.id, book.id, 'cancelled' from asker, book returning id)
     insert into request_events (request_id, type, to_status, message, created_at)
     select request.id, 'note', 'cancelled', 'Long ago.', now() - interval '5 years' from request, generate_series(1, $1)`,
    [amounts.events],
  );
}
