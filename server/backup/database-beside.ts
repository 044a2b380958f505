/** Databases beside the live one: those that a backup is tried in, the one that a restore fills, the one that it replaced. */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { escapeIdentifier } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { connected } from "../database/connected.ts";
import { BackupRefusedError } from "../errors.ts";

/** What one is for: to try a backup, to become the live one, or what was live before. */
type Purpose = "check" | "restore" | "before";

/** Longest name that PostgreSQL keeps whole is 63 bytes. */
const nameOf = (live: string, purpose: Purpose) => `${live.slice(0, 40)}_${purpose}_${randomBytes(4).toString("hex")}`;

/** Tries of renaming, while other programs connect anew: a quarter of a second each. */
const renameTries = 40;

const mayNotCreate = ({ user }: DatabaseAddress, cause?: Error) =>
  new BackupRefusedError(
    `The database login ${user} may not make databases, and a backup is restored into a new one. Have somebody run: alter role ${escapeIdentifier(user)} createdb;`,
    {},
    { cause },
  );
const mayNotRename = ({ user, database }: DatabaseAddress, cause?: Error) =>
  new BackupRefusedError(
    `The database login ${user} may not rename the database ${database}, which a restore ends with. Have somebody run: alter database ${escapeIdentifier(database)} owner to ${escapeIdentifier(user)};`,
    {},
    { cause },
  );

/** @throws BackupRefusedError with what somebody has to run, when the login may not put another database in this one's place. */
export async function assertMayReplace(live: DatabaseAddress): Promise<void> {
  const [may] = await connected(live, null, async (client) => {
    const { rows } = await client.query<{ create: boolean; own: boolean }>(
      `select r.rolsuper or r.rolcreatedb as create, pg_has_role(current_user, d.datdba, 'member') as own
         from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`,
    );
    return rows;
  });
  if (!may!.create) throw mayNotCreate(live);
  if (!may!.own) throw mayNotRename(live);
}

/** @throws BackupRefusedError with what somebody has to run, when the login may not make databases. */
export async function makeDatabaseBeside(live: DatabaseAddress, purpose: Purpose): Promise<DatabaseAddress> {
  const database = nameOf(live.database, purpose);
  await connected(live, null, (client) => client.query(`create database ${escapeIdentifier(database)}`)).catch(
    (cause: Error & { code?: string }) => {
      throw cause.code === "42501" ? mayNotCreate(live, cause) : cause;
    },
  );
  return { ...live, database };
}

/** Nobody may be connected to it but programs that were left behind. */
export async function dropDatabase(live: DatabaseAddress, name: string): Promise<void> {
  await connected(live, null, (client) =>
    client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`),
  );
}

/** Takes away what a killed backup or restore has left. Call it while no other one runs. */
export async function dropLeftovers(live: DatabaseAddress): Promise<void> {
  await connected(live, null, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database
        where pg_has_role(current_user, datdba, 'member') and datname ~ '_(check|restore|before)_[0-9a-f]{8}$'
          and regexp_replace(datname, '_(check|restore|before)_[0-9a-f]{8}$', '') = left($1, 40)`,
      [live.database],
    );
    for (const { name } of rows) await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });
}

/**
 * Puts `next` in the place of the live database, at one moment: whatever happens, there is the one or the other under the
 * name, and whole. Whoever is connected is cut off.
 * @returns the name that the old one has now.
 * @throws BackupRefusedError when the login may not rename databases, or others do not let go.
 */
export async function swapDatabases(live: DatabaseAddress, next: string): Promise<string> {
  const old = nameOf(live.database, "before");
  const [from, to, aside] = [next, live.database, old].map((name) => escapeIdentifier(name));
  await connected(await maintenanceOf(live), null, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query("begin");
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = any($1) and backend_type = 'client backend' and pg_has_role(current_user, usesysid, 'member')`,
          [[live.database, next]],
        );
        await client.query(`alter database ${to} rename to ${aside}`);
        await client.query(`alter database ${from} rename to ${to}`);
        await client.query("commit");
        return;
      } catch (cause) {
        await client.query("rollback");
        const { code } = cause as Error & { code?: string };
        if (code === "42501") throw mayNotRename(live, cause as Error);
        // 55006: somebody connected between our look and the renaming.
        if (code !== "55006" || attempt === renameTries) throw cause;
      }
      await pause(250);
    }
  });
  return old;
}

/** A database cannot be renamed by those who are connected to it: another one, where everybody may connect. */
async function maintenanceOf(live: DatabaseAddress): Promise<DatabaseAddress> {
  for (const database of ["postgres", "template1"]) {
    const address = { ...live, database };
    const isThere = await connected(address, null, async () => true).catch(() => false);
    if (isThere && database !== live.database) return address;
  }
  throw new BackupRefusedError(
    `The database login ${live.user} may connect to neither of the databases postgres and template1, from one of which the live one is renamed. Have somebody run: grant connect on database postgres to ${escapeIdentifier(live.user)};`,
  );
}
