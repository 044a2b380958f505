import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { bossSettings } from "../../jobs/queue.ts";
import { eventually } from "../eventually.ts";
import { embeddedAddress } from "./embedded-address.ts";
import { inPlace } from "./scenario.ts";

/** What no server of ours would send, for a job that works on a request. */
const payloads: readonly object[] = [
  { version: 99, request: { id: 1 } },
  { requestId: "'; drop table requests" },
  { requestId: 7, padding: "x".repeat(1_000_000) },
  { jobId: "nonsense", snoozes: "many" },
  ["no", "object"],
];

/** Payloads that cannot be worked on: they fail at once, somebody is told, and what is behind them in the queue goes on. */
export const poison = inPlace(
  {
    what: `${payloads.length} payloads that nobody can work on are put into every queue of the pipeline`,
    times: 1,
    books: 2,
  },
  async (place) => {
    const { person } = await place.start();
    const watcher = person.watch();
    const address = await embeddedAddress(place.data);
    const boss = new PgBoss(bossSettings(address, address.user, { migrate: false, supervise: false, schedule: false }));
    boss.on("error", () => {});
    await boss.start();
    const queues = [
      "search_indexers",
      "start_download",
      "monitor_download",
      "organize_files",
      "scan_plex",
      "match_plex",
    ];
    for (const queue of queues)
      for (const payload of payloads) await boss.send(queue, payload as object, { singletonKey: randomUUID() });
    await boss.stop();
    await place.askForAll(person, 0);
    await place.untilCompleted(person);
    const sent = queues.length * payloads.length;
    await eventually(async () => {
      const [row] = await place.sql(
        `select count(*) filter (where type <> 'dead_job' and status = 'failed' and attempts = 1)::int as failed,
                count(*) filter (where type = 'dead_job' and status = 'completed')::int as told from jobs`,
      );
      if (row.failed !== sent || row.told !== sent)
        throw new Error(`Of ${sent} payloads ${row.failed} have failed at once, and ${row.told} were told of.`);
    }, 60_000);
    return {
      watcher,
      saw: `${sent} failed at the first attempt and were told of, ${place.books.length} books arrived`,
    };
  },
);
