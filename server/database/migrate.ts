import { readdirSync } from "node:fs";
import { MikroORM } from "@mikro-orm/postgresql";
import { PgBoss } from "pg-boss";
import type { Client } from "pg";
import type { Logger } from "../logger.ts";
import { bossSettings, type QueueDefinition } from "../jobs/queue.ts";
import type { DatabaseAddress } from "./address.ts";
import { connected } from "./connected.ts";
import { migrationsFolder, ormOptions } from "./mikro-orm.config.ts";
import { ensureRoles, grantPrivileges, openToTheHouse, type DatabaseRoles } from "./roles.ts";
import { StartupError } from "./startup-error.ts";

/** Any number will do as long as nobody else on the database uses it: "rmab" in ASCII. */
const lockKey = 0x726d6162;

/** A migration failed; the database is as it was before. */
export class MigrationFailedError extends Error {}

/** What is done before a database that has something in it is changed. */
export type BeforeMigrating = (address: DatabaseAddress, roles: DatabaseRoles) => Promise<void>;

/**
 * Brings the database to the state that this program needs: roles, tables, the queue's schema and its queues. Programs that
 * start at once wait for each other (advisory lock): the first migrates, the others find nothing to do.
 * @throws MigrationFailedError | RolesMissingError, and StartupError when a newer program has migrated it.
 */
export async function migrate(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  queues: readonly QueueDefinition[],
  logger: Logger,
  before: BeforeMigrating = async () => {},
): Promise<void> {
  await asTheOnlyOne(address, async (login) => {
    await ensureRoles(login, roles);
    await migrateTables(address, roles, logger, before);
    await prepareQueues(address, roles, queues);
    await connected(address, roles.owner, (owner) => grantPrivileges(owner, roles));
  });
}

/** Makes the tables of a database as these migrations have left them, for the owner to fill; no queue. */
export async function migrateTo(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  migrations: readonly string[],
): Promise<void> {
  await asTheOnlyOne(address, async (login) => {
    await ensureRoles(login, roles);
    const orm = await MikroORM.init(ormOptions(address, roles.owner, 2));
    try {
      await orm.migrator.up({ migrations: [...migrations] });
    } finally {
      await orm.close(true);
    }
    await connected(address, roles.owner, (owner) => openToTheHouse(owner, roles));
  });
}

/**
 * Takes the newest migration back, whole or not at all. @returns its name.
 * @throws StartupError when there is none, or it is not known here; otherwise what PostgreSQL says.
 */
export async function migrateDown(address: DatabaseAddress, roles: DatabaseRoles): Promise<string> {
  let taken = "";
  await asTheOnlyOne(address, async () => {
    const orm = await MikroORM.init(ormOptions(address, roles.owner, 2));
    try {
      const newest = (await orm.migrator.getExecuted()).at(-1)?.name;
      if (newest === undefined) throw new StartupError("There is no migration to take back.");
      if (unknownMigrations([newest]).length > 0)
        throw new StartupError(`A newer ReadMeABook has made ${newest}: take it back with that version.`);
      await orm.migrator.down();
      taken = newest;
    } finally {
      await orm.close(true);
    }
  });
  return taken;
}

async function asTheOnlyOne(address: DatabaseAddress, work: (login: Client) => Promise<void>): Promise<void> {
  await connected(address, null, async (login) => {
    await login.query("select pg_advisory_lock($1)", [lockKey]); // goes with the connection
    await work(login);
  });
}

async function migrateTables(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  logger: Logger,
  before: BeforeMigrating,
): Promise<void> {
  const orm = await MikroORM.init(ormOptions(address, roles.owner, 2));
  try {
    const done = (await orm.migrator.getExecuted()).map(({ name }) => name);
    const unknown = unknownMigrations(done);
    if (unknown.length > 0)
      throw new StartupError(
        `A newer ReadMeABook has worked on this database: ${unknown.at(-1)} is not known here. Start that version again, or restore a backup from before the update.`,
      );
    if (done.length > 0 && (await orm.migrator.getPending()).length > 0) await before(address, roles);
    await runMigrations(orm, logger);
  } finally {
    await orm.close(true);
  }
}

/** @returns those that this program does not have. */
export function unknownMigrations(names: readonly string[]): string[] {
  const known = new Set(readdirSync(migrationsFolder).map((file) => file.replace(/\.[jt]s$/, "")));
  return names.filter((name) => !known.has(name));
}

async function runMigrations(orm: MikroORM, logger: Logger): Promise<void> {
  try {
    orm.migrator.on("migrating", ({ name }) => logger.info({ migration: name }, "Migrating the database"));
    // All pending migrations run in one transaction: every one counts, or none. Only their record, empty, is made before.
    const done = await orm.migrator.up();
    if (done.length > 0) logger.info({ count: done.length }, "The database is migrated");
  } catch (cause) {
    throw new MigrationFailedError(`A migration failed and the database is unchanged: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function prepareQueues(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  queues: readonly QueueDefinition[],
): Promise<void> {
  const boss = new PgBoss(
    bossSettings(address, roles.owner, {
      max: 2,
      migrate: true,
      createSchema: true,
      supervise: false,
      schedule: false,
      registerInstance: false,
    }),
  );
  boss.on("error", () => {}); // what fails here rejects the call as well
  await boss.start();
  try {
    const known = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const { name, ...options } of queues) {
      if (!known.has(name)) await boss.createQueue(name, options);
      else {
        const { policy: _policy, ...changeable } = options;
        await boss.updateQueue(name, changeable);
      }
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
