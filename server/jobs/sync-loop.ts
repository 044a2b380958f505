import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import type { Logger } from "../logger.ts";
import { forgetPauses, synchronizeJobs } from "./sync.ts";

/** Between two sync steps; the history is to be within 5 s of the truth. */
const everyMs = 2_000;
/** How far back a step compares what has finished. The first one, and one each minute, compares all. */
const lookBackSeconds = 600;
const allEveryMs = 60_000;

/**
 * Runs the sync step every two seconds for as long as the program runs, in one process at a time.
 * @returns what stops it.
 */
export function startSyncLoop(
  fork: () => EntityManager,
  names: readonly string[],
  logger: Logger,
): () => Promise<void> {
  let stopped = false;
  let comparedAllAt = -Infinity;
  let wake = () => {};

  async function step(): Promise<void> {
    const begun = performance.now();
    const all = begun - comparedAllAt >= allEveryMs;
    await fork().transactional(async (em) => {
      const { rows } = await sql<{
        mine: boolean;
      }>`select pg_try_advisory_xact_lock(hashtext('readmeabook job history')) as mine`.execute(
        (em as EntityManager).getKysely() as Kysely<any>,
      );
      if (!rows[0]!.mine) return;
      await synchronizeJobs(em as EntityManager, names, all ? null : lookBackSeconds);
      if (all) await forgetPauses(em as EntityManager);
    });
    if (all) comparedAllAt = begun;
  }

  const running = (async () => {
    while (!stopped) {
      await step().catch((error: Error) =>
        logger.warn({ reason: error.message }, "The job history could not be compared; trying again"),
      );
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
