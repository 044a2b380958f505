/**
 * `npm run backup`: makes a backup of the database that `npm start` would use, whether or not that runs, and tries it. Ends
 * with 1 when there is no good one then.
 */
import "reflect-metadata";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { reachDatabase } from "../database/open-database.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { backupTools, readPlaces } from "./backup-tools.ts";
import { makeBackup, whileNoOther } from "./make-backup.ts";

async function main(): Promise<void> {
  const env = readEnv(process.env);
  if (!env.databaseUrl && !existsSync(join(env.dataDir, "postgres")))
    throw new Error(
      `There is no database in ${env.dataDir}. Set DATA_DIR or DATABASE_URL as it is set for the server.`,
    );
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const database = await reachDatabase(env, logger);
  try {
    const tools = backupTools(env, database, logger);
    const places = await readPlaces(tools, env.dataDir);
    const { path, note, state } = await whileNoOther(tools, () => makeBackup(tools, places, "hand", logger));
    const verdict = state === "good" ? "It was restored into a database of its own and found right." : note!.reason;
    console.log(`\n  ${path}\n  ${note!.rows} rows. ${verdict}\n`);
    console.log("  The encryption keys are not in it: keep the key file elsewhere, too.\n");
  } finally {
    await database.close();
  }
}

main().catch((error: Error) => {
  console.error(`There is no new backup. ${error.message}`);
  process.exitCode = 1;
});
