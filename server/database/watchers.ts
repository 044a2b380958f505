/**
 * Whether anybody watches live updates, at any process on the database. While a process has a subscriber, the connection by
 * which it listens holds a shared lock: one for all its sockets, and gone with the last of them, with the connection and
 * with the process, so that nobody has to be trusted to say good-bye.
 */
import type { EntityManager } from "@mikro-orm/postgresql";

/** "RMAB" in ASCII: what processes tell each other by locks. exclusive.ts takes its locks in a space of its own. */
export const lockSpace = 0x52_4d_41_42;
const liveUpdates = 1;

/** Statements for the connection that listens. Shared with shared never waits. */
export const watcherLock = {
  hold: { text: "select pg_advisory_lock_shared($1::int, $2::int)", values: [lockSpace, liveUpdates] },
  release: { text: "select pg_advisory_unlock_shared($1::int, $2::int)", values: [lockSpace, liveUpdates] },
};

/** Many ask at the same time, one for each download. */
const answerServesMs = 1_000;
/** By what all forks of one ORM have in common. */
const answers = new WeakMap<object, { readonly at: number; readonly watched: Promise<boolean> }>();

/** Up to a second late. */
export function isWatched(em: EntityManager): Promise<boolean> {
  const known = answers.get(em.config);
  if (known && performance.now() - known.at < answerServesMs) return known.watched;
  const watched = ask(em);
  answers.set(em.config, { at: performance.now(), watched });
  watched.catch(() => answers.delete(em.config));
  return watched;
}

async function ask(em: EntityManager): Promise<boolean> {
  const [row] = await em.execute<{ watched: boolean }[]>(
    `select exists (
       select from pg_locks
        where locktype = 'advisory' and classid = ?::oid and objid = ?::oid and objsubid = 2
          and database = (select oid from pg_database where datname = current_database())
     ) as watched`,
    [lockSpace, liveUpdates],
  );
  return row!.watched;
}
