import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { bossSettings } from "../../jobs/queue.ts";
import { eventually } from "../eventually.ts";
import { embeddedAddress } from "./embedded-address.ts";
import { inPlace } from "./scenario.ts";

const count = 3_000;
const kills = 3;

/** Thousands of jobs, and a server that is killed among them: the history has every one of them once, with its end. */
export const historyKilled = inPlace(
  { what: `the server is killed ${kills} times while it works on ${count} jobs`, times: 1, books: 1 },
  async (place) => {
    let server = await place.start();
    const { person } = server;
    const watcher = person.watch();
    const address = await embeddedAddress(place.data);
    const boss = new PgBoss(bossSettings(address, address.user, { migrate: false, supervise: false, schedule: false }));
    boss.on("error", () => {});
    await boss.start();
    // Each about a request that is gone: read, found stale, recorded.
    const sent = Array.from({ length: count }, () => ({
      id: randomUUID(),
      data: { requestId: randomUUID() },
      singletonKey: randomUUID(),
    }));
    await boss.insert("match_plex", sent);
    await boss.stop();
    const left = async () => {
      const [row] = await place.sql(
        "select count(*)::int as left from pgboss.job where name = 'match_plex' and completed_on is null",
      );
      return row.left as number;
    };
    const at: number[] = [];
    for (let time = 1; time <= kills; time += 1) {
      await pause(2_000);
      at.push(count - (await left()));
      const gone = once(server.child, "exit");
      server.child.kill("SIGKILL");
      await gone;
      server = await place.start();
    }
    await eventually(async () => {
      if ((await left()) > 0) throw new Error(`${await left()} jobs are left.`);
    }, 150_000);
    await place.askForAll(person, 0);
    await place.untilCompleted(person);
    const rows = await place.sql("select id, status from jobs where id = any($1)", [sent.map(({ id }) => id)]);
    const ended = rows.filter(({ status }) => status === "completed").length;
    return {
      watcher,
      problems: ended === count ? [] : [`Of ${count} jobs ${rows.length} are in the history, ${ended} with their end.`],
      crashes: kills,
      saw: `killed after ${at.join(", ")} jobs, and all ${ended} are in the history once`,
    };
  },
);
