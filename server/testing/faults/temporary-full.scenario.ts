import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import type { FaultPlace } from "./fault-place.ts";
import { fill, mountAt } from "./full-disk.ts";
import { inPlace } from "./scenario.ts";

const halves = 3;

/**
 * The temporary folder is full, by bytes and by files. All that the program has there is the socket of the embedded
 * download client, and that only where the path of the data folder is too long for one.
 */
export const temporaryFull = inPlace(
  {
    what: "the temporary folder is full when the server starts, and again while it works",
    times: 1,
    outer: true,
    books: 2 * halves,
    dataName: "a data folder whose path is longer than that of a socket may be, with a name",
  },
  async (place) => {
    const temporary = join(place.folder, "temporary");
    await mkdir(temporary);
    const why = await mountAt(place, temporary, "size=64k,nr_inodes=16");
    if (why) return { saw: "nothing", skipped: [`A full temporary folder: ${why}.`] };
    await fillWhole(temporary);
    const { person } = await place.start({ TMPDIR: temporary });
    const watcher = person.watch();
    for (const book of place.books.slice(0, halves)) await place.ask(person, book);
    const problems = await untilAllWait(place);
    problems.push(...(await findLeft(place)));
    await empty(temporary);
    const { requests } = await person.ask(`{ requests(first: ${halves}) { nodes { id } } }`);
    for (const { id } of requests.nodes)
      await person.ask(`mutation ($id: ID!) { retryRequest(input: { id: $id }) { id } }`, { id });
    await place.untilCompleted(person);
    await fillWhole(temporary);
    for (const book of place.books.slice(halves)) await place.ask(person, book);
    await place.untilCompleted(person);
    await empty(temporary);
    const saw = `${halves} books waited and said why, and arrived when there was room; ${halves} arrived while it was full again`;
    return { problems, watcher, saw };
  },
);

/** @returns which of them do not say that it is because a disk is full. */
async function untilAllWait(place: FaultPlace): Promise<string[]> {
  const rows = await eventually(async () => {
    const found = await place.sql("select status, blocker, blocker_message as message from requests");
    if (found.length !== halves || found.some(({ blocker }) => blocker !== "client_unreachable"))
      throw new Error(`With a full temporary folder: ${JSON.stringify(found)}.`);
    return found;
  }, 60_000);
  return rows
    .filter(({ message }) => !/temporary.*the disk is full\. Make room/.test(message))
    .map(({ message }) => `It waits for “${message}”.`);
}

async function findLeft({ library, downloads }: FaultPlace): Promise<string[]> {
  const left = (await Promise.all([library, downloads].map((folder) => readdir(folder)))).flat();
  return left.length > 0 ? [`Nothing has been fetched, and yet there are ${left.join(", ")}.`] : [];
}

async function fillWhole(folder: string): Promise<void> {
  await fill(join(folder, "filler"));
  for (let files = 0; ; files += 1)
    try {
      await writeFile(join(folder, `filler ${files}`), "", { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
}

/** Of what it was filled with. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith("filler")) await rm(join(folder, name));
}
