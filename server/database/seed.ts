/**
 * `npm run seed`: fills the database that `npm start` would use (DATA_DIR or DATABASE_URL) with a library to develop with.
 * `npm run seed -- --force` adds to requests that are there already; `--seed=<number>` makes another library.
 */
import "reflect-metadata";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { readEnv } from "../env.ts";
import { queueDefinitions } from "../jobs/queue.ts";
import { jobs } from "../jobs/registry.ts";
import { createLogger } from "../logger.ts";
import { Request } from "../requests/request.entity.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { openDatabase } from "./open-database.ts";
import { seedLibrary } from "./seed-library.ts";

async function main(args: readonly string[]): Promise<void> {
  const seed = Number(args.find((arg) => arg.startsWith("--seed="))?.slice("--seed=".length) ?? 1);
  if (!Number.isInteger(seed) || seed < 0) throw new Error("--seed takes a whole number.");
  const env = readEnv(process.env);
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const database = await openDatabase(env, queueDefinitions(jobs), logger, new AbortController().signal);
  try {
    const orm = await MikroORM.init(ormOptions(database.address, database.roles.worker, 2));
    try {
      const em = orm.em.fork() as EntityManager;
      const there = await em.count(Request);
      if (there > 0 && !args.includes("--force"))
        throw new Error(`There are ${there} requests in it already. Add --force to put the library beside them.`);
      const made = await seedLibrary(em, { seed, audiobooks: 360, requests: 900, now: new Date() });
      for (const [table, count] of Object.entries(made)) console.log(`${String(count).padStart(7)}  ${table}`);
    } finally {
      await orm.close(true);
    }
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`The database was not filled. ${error.message}`);
  process.exitCode = 1;
});
