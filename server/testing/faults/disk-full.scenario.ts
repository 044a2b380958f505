import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../eventually.ts";
import type { FaultPlace, PlaceServer } from "./fault-place.ts";
import { fill, mountAt, resize } from "./full-disk.ts";
import type { Person } from "./person.ts";
import { inPlace, type Story } from "./scenario.ts";

/** One book of two files of 40 kB fits. */
const smallLibrary = "size=140k";
/** A cluster and its log. */
const smallDisk = "size=200m";
const fullForMs = 5_000;

/** First the library is full, then the disk of the database, until that ends. Both are disks of their own, in memory. */
export const diskFull = inPlace(
  { what: "the library's disk is full, then the database's", times: 1, books: 6 },
  async (place): Promise<Story> => {
    const why = await mountAt(place, place.library, smallLibrary);
    if (why) return { saw: "nothing", skipped: [`A full disk: ${why}.`] };
    await mkdir(place.data);
    await mountAt(place, place.data, smallDisk);
    const server = await place.start();
    const { person } = server;
    const watcher = person.watch();
    const [first, second] = [place.books.slice(0, 3), place.books.slice(3)];
    const problems = await fillLibrary(place, person, first);
    problems.push(...(await fillDatabase(place, server, second)));
    await place.untilCompleted(person);
    return { problems, watcher, crashes: 1, saw: `${place.books.length} books arrived when there was room again` };
  },
);

async function fillLibrary(place: FaultPlace, person: Person, books: FaultPlace["books"]): Promise<string[]> {
  for (const book of books) await place.ask(person, book);
  await eventually(async () => {
    const rows = await place.sql("select status, blocker from requests");
    const full = rows.filter(({ blocker }) => blocker === "disk_full").length;
    const there = rows.filter(({ status }) => status === "completed").length;
    if (there !== 1 || full !== books.length - 1) throw new Error(`With a full library: ${JSON.stringify(rows)}.`);
  }, 60_000);
  await resize(place.library, "size=10m");
  const { requests } = await person.ask(`{ requests(first: 10) { nodes { id status blocker { message } } } }`);
  const waiting = requests.nodes.filter(({ status }: { status: string }) => status !== "COMPLETED");
  for (const { id } of waiting)
    await person.ask(`mutation ($id: ID!) { retryRequest(input: { id: $id }) { id } }`, { id });
  await place.untilCompleted(person);
  return waiting
    .filter(({ blocker }: any) => !/space|full|room/i.test(blocker?.message ?? ""))
    .map(({ blocker }: any) => `It waits for “${blocker?.message}”.`);
}

/** First what is written needs more room than there is, then PostgreSQL ends itself because it can log nothing more, and cannot start. */
async function fillDatabase(
  place: FaultPlace,
  { person, url }: PlaceServer,
  books: FaultPlace["books"],
): Promise<string[]> {
  const filler = join(place.data, "filler");
  await fill(filler);
  const refusal = (statement: string) =>
    place.sql(statement).then(() => "nothing", (error: Error) => error.message); // prettier-ignore
  const problems: string[] = [];
  const said = await refusal("create table more as select repeat('x', 1000) from generate_series(1, 10000)");
  if (!said.includes("No space left")) problems.push(`With a full disk PostgreSQL says ${said}.`);
  const asked = Promise.all(books.map((book) => place.ask(person, book)));
  asked.catch(() => {});
  await pause(fullForMs);
  await eventually(async () => {
    if ((await refusal("select pg_switch_wal(), pg_current_xact_id()")) === "nothing") throw new Error("It goes on.");
  }, 20_000);
  await eventually(async () => {
    const [{ status, retryAfter }, ready] = [
      await person.send("{ requests { totalCount } }"),
      await fetch(`${url}/readyz`),
    ];
    if (status !== 503 || !retryAfter || ready.status !== 503)
      throw new Error(
        `Without a database it answers ${status}, Retry-After ${retryAfter}; /readyz is ${ready.status}.`,
      );
  }, 10_000).catch((error: Error) => problems.push(error.message));
  await pause(fullForMs);
  await rm(filler);
  await asked;
  return problems;
}
