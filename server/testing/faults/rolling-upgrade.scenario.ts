import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { PgBoss } from "pg-boss";
import { bossSettings } from "../../jobs/queue.ts";
import { eventually } from "../eventually.ts";
import type { FaultPlace, PlaceServer } from "./fault-place.ts";
import { makeNewerProgram, newJob, newMigration } from "./newer-program.ts";
import { inPlace } from "./scenario.ts";

const quarter = 4;

/** An older and a newer program on one database: each does what it knows, and the newer one all that is left at the end. */
export const rollingUpgrade = inPlace(
  {
    what: "a newer program migrates the database and works on it, while the older one still runs",
    times: 1,
    outer: true,
    books: 4 * quarter,
    bytesPerSecond: 10_000,
  },
  async (place) => {
    const program = await makeNewerProgram(join(place.folder, "newer"));
    const problems: string[] = [];
    const older = await place.start();
    const atOlder = older.person.watch();
    await askForSome(place, 0, [older]);

    // In the middle of their downloads.
    const web = await place.start({ PORT: "0" }, null, { program, words: ["--role", "web"] });
    const watcher = web.person.watch(new Map(atOlder.seen));
    await askForSome(place, 1, [older, web]);
    const sent = await sendNewWork(place, web);
    await place.untilCompleted(older.person);
    problems.push(...(await findTouched(place, sent)));

    const newer = await place.start({ PORT: "0" }, null, { program });
    await askForSome(place, 2, [older, web, newer]);
    await place.untilCompleted(older.person);
    await untilDone(place, sent);

    await atOlder.close();
    // What changed before the newer one was there.
    for (const [id, request] of atOlder.seen)
      if (request.version > (watcher.seen.get(id)?.version ?? -1)) watcher.seen.set(id, request);
    problems.push(...atOlder.problems, ...(await stop(older)), ...(await findRefusal(place)));
    await askForSome(place, 3, [web, newer]);
    await place.untilCompleted(newer.person);
    const [{ readings }] = await place.sql("select count(*)::int as readings from readings");
    if (readings !== sent.length) problems.push(`Of ${sent.length} new jobs ${readings} were done.`);
    return {
      problems,
      watcher,
      saw: `${place.books.length} books; ${sent.length} jobs that the older one does not know waited for the newer one; it did not start again`,
    };
  },
);

async function askForSome(place: FaultPlace, turn: number, servers: readonly PlaceServer[]): Promise<void> {
  const books = place.books.slice(turn * quarter, (turn + 1) * quarter);
  for (const [index, book] of books.entries()) await place.ask(servers[index % servers.length]!.person, book);
}

/** One for each request, and one that a person asks for. @returns the ids of all. */
async function sendNewWork(place: FaultPlace, { person }: PlaceServer): Promise<string[]> {
  const { address } = place.postgres!;
  const boss = new PgBoss(bossSettings(address, address.user, { migrate: false, supervise: false, schedule: false }));
  boss.on("error", () => {});
  await boss.start();
  const requests = await place.sql("select id from requests");
  const ids = requests.map(() => randomUUID());
  for (const [index, { id: requestId }] of requests.entries())
    await boss.send(newJob, { requestId }, { id: ids[index]!, singletonKey: requestId });
  await boss.stop();
  const { runJob } = await person.ask(`mutation ($type: String!) { runJob(input: { type: $type }) { id } }`, {
    type: newJob,
  });
  return [...ids, runJob.id];
}

/** @returns what the older program has done with work that it does not know. */
async function findTouched(place: FaultPlace, ids: readonly string[]): Promise<string[]> {
  const rows = await place.sql("select state, retry_count from pgboss.job where name = $1 and id = any($2)", [
    newJob,
    ids,
  ]);
  const waiting = rows.filter(({ state, retry_count: retries }) => state === "created" && retries === 0).length;
  const [{ shown }] = await place.sql(
    "select count(*)::int as shown from jobs where type = $1 and status = 'pending' and attempts = 0",
    [newJob],
  );
  return [
    ...(waiting === ids.length ? [] : [`Of ${ids.length} jobs that nobody knows yet ${waiting} wait.`]),
    ...(shown >= 1 ? [] : ["The one that a person asked for is not shown as waiting."]),
  ];
}

async function untilDone(place: FaultPlace, ids: readonly string[]): Promise<void> {
  await eventually(async () => {
    const rows = await place.sql("select status, attempts from jobs where id = any($1::uuid[])", [ids]);
    const done = rows.filter(({ status, attempts }) => status === "completed" && attempts === 1).length;
    if (done !== ids.length) throw new Error(`Of ${ids.length} jobs the newer program did ${done} at once.`);
  }, 60_000);
}

async function stop({ child }: PlaceServer): Promise<string[]> {
  const gone = once(child, "exit") as Promise<[number | null, string | null]>;
  child.kill("SIGTERM");
  const [code, signal] = await gone;
  return code === 0 ? [] : [`Told to stop, the older one ended with ${code ?? signal}.`];
}

/** The older program, once more, on a database that it does not know. */
async function findRefusal(place: FaultPlace): Promise<string[]> {
  const wanted = `A newer ReadMeABook has worked on this database: ${newMigration} is not known here.`;
  const said = await place.start().then(() => "nothing, and starts", (error: Error) => error.message); // prettier-ignore
  return said.includes(wanted) ? [] : [`Started again, the older one says ${said}.`];
}
