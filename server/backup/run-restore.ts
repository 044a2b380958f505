/**
 * `npm run restore -- <file>`: puts a backup in the place of the database that `npm start` would use, while that is stopped.
 * `<file>` is a path, or a name in the folder of the backups; without one it lists those. `--without-safety-backup` is for
 * a database that is too broken to be backed up first. Ends with 1 when nothing was restored, with 2 when it was called
 * wrongly.
 */
import "reflect-metadata";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { reachDatabase } from "../database/open-database.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { assertStopped } from "./assert-stopped.ts";
import { findBackup, listBackups } from "./backup-folder.ts";
import { rowsIn } from "./backup-format.ts";
import { backupTools, readPlaces } from "./backup-tools.ts";
import { whileNoOther } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { "without-safety-backup": { type: "boolean", default: false } },
      allowPositionals: true,
    });
    if (positionals.length <= 1) return { file: positionals[0], isSafe: !values["without-safety-backup"] };
  } catch {
    // Said below.
  }
  console.error("Usage: npm run restore -- <file> [--without-safety-backup]");
  return process.exit(2);
}

async function main(): Promise<void> {
  const { file, isSafe } = readArguments();
  const env = readEnv(process.env);
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const database = await reachDatabase(env, logger);
  try {
    const tools = backupTools(env, database, logger);
    const places = await readPlaces(tools, env.dataDir);
    if (file === undefined) return await list(places.folder);
    await assertStopped(tools.address, "Stop it first, or restore from its page Backups.");
    const path = existsSync(file) ? resolve(file) : (await findBackup(places.folder, file)).path;
    const manifest = await whileNoOther(tools, () => restoreBackup(tools, path, isSafe ? places : null));
    console.log(`\n  Restored ${rowsIn(manifest)} rows, as they were at ${manifest.madeAt}. Start the server now.\n`);
  } finally {
    await database.close();
  }
}

async function list(folder: string): Promise<void> {
  const backups = await listBackups(folder);
  console.log(`\n  ${backups.length === 0 ? "No backups" : "Backups"} in ${folder}\n`);
  for (const { name, state, sizeBytes, note } of backups)
    console.log(`  ${name}  ${state.padEnd(9)}  ${(sizeBytes / 1e6).toFixed(1)} MB  ${note?.reason ?? ""}`.trimEnd());
  console.log("\n  Restore one, with the server stopped: npm run restore -- <name or path>\n");
}

main().catch((error: Error) => {
  console.error(`Nothing was restored, and the database is as it was. ${error.message}`);
  process.exitCode = 1;
});
