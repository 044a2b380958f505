import { MikroORM } from "@mikro-orm/postgresql";
import { PgBoss } from "pg-boss";
import { Client } from "pg";
import type { Logger } from "../logger.ts";
import { bossSettings, type QueueDefinition } from "../jobs/queue.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { ensureRoles, grantPrivileges, type DatabaseRoles } from "./roles.ts";

/** Any number will do as long as nobody else on the database uses it: "rmab" in ASCII. */
const lockKey = 0x726d6162;

/** A migration failed; the database is as it was before. */
export class MigrationFailedError extends Error {}

/**
 * Brings the database to the state that this program needs: roles, tables, the queue's schema and its queues. Programs that
 * start at once wait for each other (advisory lock): the first migrates, the others find nothing to do.
 * @throws MigrationFailedError | RolesMissingError
 */
export async function migrate(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  queues: readonly QueueDefinition[],
  logger: Logger,
): Promise<void> {
  const login = new Client(connectionSettings(address, null));
  login.on("error", () => {}); // a broken connection fails the query that is under way; that is enough
  await login.connect();
  try {
    await login.query("select pg_advisory_lock($1)", [lockKey]);
    await ensureRoles(login, roles);
    await migrateTables(address, roles, logger);
    await prepareQueues(address, roles, queues);
    const owner = new Client(connectionSettings(address, roles.owner));
    await owner.connect();
    try {
      await grantPrivileges(owner, roles);
    } finally {
      await owner.end();
    }
  } finally {
    await login.end(); // lets go of the lock
  }
}

async function migrateTables(address: DatabaseAddress, roles: DatabaseRoles, logger: Logger): Promise<void> {
  const orm = await MikroORM.init(ormOptions(address, roles.owner, 2));
  try {
    orm.migrator.on("migrating", ({ name }) => logger.info({ migration: name }, "Migrating the database"));
    // All pending migrations run in one transaction: every one counts, or none. Only their record, empty, is made before.
    const done = await orm.migrator.up();
    if (done.length > 0) logger.info({ count: done.length }, "The database is migrated");
  } catch (cause) {
    throw new MigrationFailedError(`A migration failed and the database is unchanged: ${(cause as Error).message}`, {
      cause,
    });
  } finally {
    await orm.close(true);
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
