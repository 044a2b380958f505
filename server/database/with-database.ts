/** For programs at the command line: they work beside the server, whose embedded PostgreSQL they use while it runs, or without it. */
import "reflect-metadata";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { openDatabase } from "./open-database.ts";

/** How long somebody may be left wondering at a prompt. */
const patienceMs = 60_000;

/**
 * Works on the database that `npm start` would use, on everybody's rows, and lets go of it.
 * @throws Error when there is none: a mistaken DATA_DIR must not make one. Otherwise as openDatabase, or what `work` throws.
 */
export async function withDatabase<T>(env: Env, logger: Logger, work: (em: EntityManager) => Promise<T>): Promise<T> {
  if (!env.databaseUrl && !existsSync(join(env.dataDir, "postgres")))
    throw new Error(
      `There is no database in ${env.dataDir}. Set DATA_DIR or DATABASE_URL as it is set for the server.`,
    );
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error("The database does not answer. Start it first.")), patienceMs);
  const database = await openDatabase(env, [], logger, late.signal).finally(() => clearTimeout(timer));
  try {
    const orm = await MikroORM.init(ormOptions(database.address, database.roles.worker, 1));
    try {
      return await work(orm.em.fork() as EntityManager);
    } finally {
      await orm.close(true);
    }
  } finally {
    await database.close();
  }
}
