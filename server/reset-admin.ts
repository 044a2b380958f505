/**
 * `npm run reset-admin -- --username NAME`: makes a local admin of that name, or gives the one there is a new password, in
 * the database that `npm start` would use, whether or not it runs. Ends with 1 when that could not be, with 2 when it was
 * called wrongly. The password is made here: one that was typed would stay in the shell's history.
 */
import { parseArgs } from "node:util";
import { withDatabase } from "./database/with-database.ts";
import { readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";
import { resetAdmin } from "./users/reset-admin.ts";

function readUsername(): string | undefined {
  try {
    return parseArgs({ options: { username: { type: "string" } } }).values.username;
  } catch {
    // What it says may quote a password.
    return undefined;
  }
}

async function main(): Promise<void> {
  const typed = readUsername();
  if (typed === undefined) {
    console.error("Say whom, and nothing else: npm run reset-admin -- --username NAME. The password is made for you.");
    process.exitCode = 2;
    return;
  }
  const env = readEnv(process.env);
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const reset = await withDatabase(env, logger, (em) => resetAdmin(em, typed));
  const { username, password, isNew, signsInWithPlex, endedSessions, revokedKeys } = reset;
  console.log(
    `\n  ${username} is an admin${isNew ? ", with a new account" : ""}. The password, shown this once: ${password}\n`,
  );
  if (!isNew) console.log(`  Signed out of ${endedSessions} browsers; ${revokedKeys} API keys ended.`);
  if (signsInWithPlex) console.log("  Whoever has this person's Plex account can sign in with that, too.");
  console.log("  Sign in, and choose a password of your own under your profile.\n");
}

main().catch((error: Error) => {
  console.error(`The admin could not be reset. ${error.message}`);
  process.exitCode = 1;
});
