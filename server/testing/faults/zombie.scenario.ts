import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../eventually.ts";
import { startFakeQbittorrent } from "./fake-qbittorrent-owner.ts";
import type { FaultPlace, PlaceServer } from "./fault-place.ts";
import { moments, type Moment } from "./killed-run.ts";
import type { SeenRequest } from "./nothing-lost.ts";
import { inPlace } from "./scenario.ts";

/** From outside where the moment can be seen, from inside where it cannot. */
const stopped: readonly Moment[] = [
  "after the request was made",
  "between the add and the commit",
  "after the torrent was added",
  "in the middle of the copy",
  "after the copy",
  "before the match",
];
/** Longer than what a run may be silent for: by then another server has taken it over. */
const stoppedForMs = 20_000;

/** A server that stands still in the middle of a step while another one takes over, and then goes on as if nothing had been. */
export const zombie = inPlace(
  {
    what: `a server stands still for up to ${stoppedForMs / 1000} s in each of ${stopped.length} steps, another takes over, the first goes on`,
    times: 1,
    outer: true,
    books: stopped.length,
    startClient: startFakeQbittorrent,
  },
  async (place) => {
    const seen = new Map<string, SeenRequest>();
    const problems: string[] = [];
    let takenOver = 0;
    for (const [index, moment] of stopped.entries()) {
      const { watcher, isTakenOver } = await standStill(place, index, moment, seen).catch((error: Error) => {
        throw new Error(`Stopped ${moment}: ${error.message}`);
      });
      problems.push(...watcher.problems);
      if (isTakenOver) takenOver += 1;
    }
    await place.start();
    return {
      problems,
      crashes: stopped.length,
      saw: `${takenOver} of ${stopped.length} were completed by the other one meanwhile`,
      watcher: { seen, problems: [], frames: 0, close: async () => {} },
    };
  },
);

async function standStill(place: FaultPlace, index: number, moment: Moment, seen: Map<string, SeenRequest>) {
  const isMoment = moments[moment];
  const first = await place.start({ KILL_WITH: "SIGSTOP" }, isMoment ? null : moment);
  const watcher = first.person.watch(seen);
  const book = place.books[index]!;
  const asked = place.ask(first.person, book);
  const row = async () => {
    const [found] = await place.sql(
      "select r.id, r.version, upper(r.status) as status, r.step from requests r join audiobooks a on a.id = r.audiobook_id where a.audible_id = $1",
      [book.audibleId],
    );
    if (!found) throw new Error("It was never asked for.");
    return found;
  };
  await eventually(async () => {
    if (isMoment && isMoment(await row())) first.child.kill("SIGSTOP");
    if (!isStill(first)) throw new Error("It never came to that.");
  }, 60_000);
  const second = await place.start({ PORT: "0" });
  const isTakenOver = await eventually(async () => {
    if ((await row()).status !== "COMPLETED") throw new Error("Not yet.");
    return true;
  }, stoppedForMs).catch(() => false);
  first.child.kill("SIGCONT");
  await asked;
  await eventually(async () => {
    const { id, version, status } = await row();
    if (status !== "COMPLETED") throw new Error(`It is ${status}, long after both went on.`);
    if (watcher.seen.get(id)?.version !== version)
      throw new Error("A subscriber at the first one did not see the end.");
  }, 90_000);
  // What it would still do with what it holds, it does now.
  await pause(2_000);
  await watcher.close();
  for (const { child } of [first, second]) {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
  return { watcher, isTakenOver };
}

function isStill({ child }: PlaceServer): boolean {
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
  return /^[Tt]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}
