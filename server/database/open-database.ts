/** From the environment to a database that is migrated: the embedded one, which is started again when it dies, or an outer one, which is waited for. */
import { setTimeout as pause } from "node:timers/promises";
import { escapeIdentifier } from "pg";
import type { Env } from "../env.ts";
import type { QueueDefinition } from "../jobs/queue.ts";
import type { Logger } from "../logger.ts";
import { addressFromUrl, type DatabaseAddress } from "./address.ts";
import { connected } from "./connected.ts";
import { isDatabaseAway } from "./database-away.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { migrate, type BeforeMigrating } from "./migrate.ts";
import { keepStatistics } from "./statement-statistics.ts";
import { rolesNamedAfter, type DatabaseRoles } from "./roles.ts";

const embeddedDatabase = "readmeabook";
const waitMs = 500;

/** A database that is ready to work with. */
export interface OpenDatabase {
  readonly address: DatabaseAddress;
  readonly roles: DatabaseRoles;
  /** Stops the embedded server; leaves an outer one alone. */
  close(): Promise<void>;
}

/**
 * Opens it and leaves it as it is. An outer one is not waited for.
 * @throws StartupError when the embedded one does not start.
 */
export async function reachDatabase(env: Env, logger: Logger): Promise<OpenDatabase> {
  const embedded = env.databaseUrl ? null : await keepEmbeddedRunning(env.dataDir, logger);
  try {
    const address = embedded
      ? await ensureDatabase(embedded.maintenance, embeddedDatabase)
      : addressFromUrl(env.databaseUrl!);
    const roles = rolesNamedAfter(env.databaseRoles ?? address.database);
    return { address, roles, close: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/**
 * Opens and migrates it. An outer database that is not up yet is waited for; one that refuses us is not.
 * @param stopping ends the waiting, with its reason.
 * @param before is done before a database that has something in it is migrated; when it throws, nothing is.
 * @throws StartupError | MigrationFailedError | RolesMissingError, or what the database answered.
 */
export async function openDatabase(
  env: Env,
  queues: readonly QueueDefinition[],
  logger: Logger,
  stopping: AbortSignal,
  before?: BeforeMigrating,
): Promise<OpenDatabase> {
  const database = await reachDatabase(env, logger);
  const { address, roles } = database;
  try {
    for (let attempt = 0; ; attempt += 1) {
      stopping.throwIfAborted();
      try {
        await migrate(address, roles, queues, logger, before);
        if (!env.databaseUrl)
          await keepStatistics(address, roles).catch((error: Error) =>
            logger.warn({ reason: error.message }, "The statistics of statements are not kept"),
          );
        return database;
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        const { host, port } = address;
        if (attempt % 20 === 0)
          logger.warn(
            { host, port, reason: (error as Error).message },
            "The database is not there yet; waiting for it",
          );
      }
      await pause(waitMs, undefined, { signal: stopping }).catch(() => {}); // the loop sees that it was aborted
    }
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function keepEmbeddedRunning(dataDir: string, logger: Logger) {
  const options = {
    dataDir,
    log: (level: "info" | "warn", message: string, facts?: object) => logger[level](facts ?? {}, message),
  };
  let stopped = false;
  let postgres = await startEmbeddedPostgres(options);
  const running = (async () => {
    for (;;) {
      await postgres.exited;
      if (stopped) return;
      logger.warn("The embedded PostgreSQL has stopped; starting it again");
      await pause(waitMs);
      if (stopped) return;
      postgres = await startEmbeddedPostgres(options).catch((error: Error) => {
        logger.error({ reason: error.message }, "The embedded PostgreSQL does not start");
        return postgres;
      });
      if (stopped) await postgres.stop();
    }
  })();
  const { host, port, user } = postgres;
  return {
    maintenance: { host, port, user, database: "postgres" },
    async stop() {
      stopped = true;
      await postgres.stop();
      await running;
    },
  };
}

/** The embedded cluster begins with no database of ours. */
async function ensureDatabase(maintenance: DatabaseAddress, name: string): Promise<DatabaseAddress> {
  await connected(maintenance, null, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    // 42P04: another program has made it between our look and our statement.
    if (!rowCount)
      await client.query(`create database ${escapeIdentifier(name)}`).catch((error: { code?: string }) => {
        if (error.code !== "42P04") throw error;
      });
  });
  return { ...maintenance, database: name };
}
