/**
 * That the processes on the database have keys in common. What is stored tells of the keys that have sealed it
 * (check-keys.ts); on a new database nothing is sealed yet, and of two machines that each made a key file neither could
 * read what the other one seals from then on. So a process holds a lock for each of its keys, numbered after the key, and
 * looks for processes that hold none of these.
 */
import { createHmac } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { presenceLock } from "../database/processes.ts";

/** Lock numbers are signed, and pg_locks shows them unsigned: the half that both have. */
const half = 0x7fff_ffff;

function numbersOf(key: Buffer): [number, number] {
  const digest = createHmac("sha256", key).update("readmeabook/lock/v1").digest();
  return [digest.readUInt32BE(0) & half, digest.readUInt32BE(4) & half];
}

/** Statements for the connection that listens, ahead of the one that says that the process is there. */
export function keyLocks(keys: ReadonlyMap<string, Buffer>): { text: string; values: number[] }[] {
  const text = "select pg_advisory_lock_shared($1::int, $2::int)";
  return [...keys.values()].map((key) => ({ text, values: numbersOf(key) }));
}

/** Call it with the locks taken: of two processes that start at once, one sees the other. @throws Error that says what to do. */
export async function assertSharedKeys(em: EntityManager, keys: ReadonlyMap<string, Buffer>): Promise<void> {
  const [space, present] = presenceLock.values;
  const own = [...keys.values()].map((key) => numbersOf(key).join(" "));
  const { rows } = await sql`
    select from pg_locks as other
     where other.locktype = 'advisory' and other.classid = ${space}::oid and other.objid = ${present}::oid
       and other.objsubid = 2 and other.database = (select oid from pg_database where datname = current_database())
       and not exists (
         select from pg_locks as theirs
          where theirs.pid = other.pid and theirs.locktype = 'advisory' and theirs.objsubid = 2
            and theirs.classid || ' ' || theirs.objid = any(${own}::text[]))
     limit 1`.execute(em.getKysely() as Kysely<any>);
  if (rows.length > 0)
    throw new Error(
      "Another process on this database has other encryption keys, and neither could read what the other one seals. Give all of them the same ENCRYPTION_KEYS, or the same key file.",
    );
}
