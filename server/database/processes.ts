/**
 * Which processes of this program work on the database. Each holds a shared lock on the connection by which it listens
 * (events.ts): it is gone with the connection and with the process, so that nobody has to be trusted to say good-bye.
 */
import type { Client } from "pg";
import { lockSpace } from "./watchers.ts";

const present = 2;

/** Takes the lock, on the connection that listens. */
export const presenceLock = {
  text: "select pg_advisory_lock_shared($1::int, $2::int)",
  values: [lockSpace, present],
};

/** How many there are, the one that asks among them. */
export async function countProcesses(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct pid)::int as count from pg_locks
      where locktype = 'advisory' and classid = $1::oid and objid = $2::oid and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())`,
    [lockSpace, present],
  );
  return rows[0]!.count;
}
