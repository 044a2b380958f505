/**
 * `npm run migrate:down`: backs the database up that `npm start` would use, while that is stopped, and takes its newest
 * migration back, so that the version before can work on it. Columns and tables that the migration had brought go with what
 * is in them. Ends with 1 when nothing was taken back.
 */
import "reflect-metadata";
import { migrateDown } from "../database/migrate.ts";
import { reachDatabase } from "../database/open-database.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { assertStopped } from "./assert-stopped.ts";
import { backupTools, readPlaces } from "./backup-tools.ts";
import { makeBackup, whileNoOther } from "./make-backup.ts";

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const database = await reachDatabase(env, logger);
  try {
    const tools = backupTools(env, database, logger);
    await assertStopped(database.address, "Stop it first.");
    const places = await readPlaces(tools, env.dataDir);
    const { name } = await whileNoOther(tools, () => makeBackup(tools, places, "before_migration", logger));
    console.log(`\n  Backed up as ${name}`);
    const taken = await migrateDown(database.address, database.roles);
    console.log(`  Took back ${taken}. Start the version before: this one would migrate again.\n`);
  } finally {
    await database.close();
  }
}

main().catch((error: Error) => {
  console.error(`Nothing was taken back, and the database is as it was. ${error.message}`);
  process.exitCode = 1;
});
