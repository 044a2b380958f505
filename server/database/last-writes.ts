/**
 * How far the write-ahead log was when somebody had written last: kept in the database, because the next thing that they
 * ask may reach another process, by another session or key.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql } from "kysely";
import { readRows } from "./row-level-security.ts";

/** Of who signs in it is not known yet who they are. */
const everybody = "00000000-0000-0000-0000-000000000000";
/** A replica that is this far behind is long left out; and in a database that was restored elsewhere positions are others. */
const keptFor = "1 minute";

/**
 * Call it after the commit, and answer after it.
 * @param em works in everybody's name. @param userId null when it is not known who wrote.
 */
export async function noteLastWrite(em: EntityManager, userId: string | null): Promise<void> {
  await em.execute(
    `insert into last_writes as l (id, position, at) values (?, pg_current_wal_insert_lsn() - '0/0'::pg_lsn, now())
     on conflict (id) do update set at = excluded.at,
       position = case when l.at > now() - ?::interval then greatest(l.position, excluded.position) else excluded.position end`,
    [userId ?? everybody, keptFor],
  );
}

/** @returns the position from which on a replica has all that this person has written; 0: any. */
export async function findLastWrite(em: EntityManager, userId: string): Promise<number> {
  const [row] = await readRows(em, (db) =>
    sql<{ position: number }>`
      select coalesce(max(position), 0)::float8 as position from last_writes
       where id in (${userId}::uuid, ${everybody}::uuid) and at > now() - ${keptFor}::interval`.compile(db),
  );
  return row!.position;
}
