/**
 * `npm run audit:verify [-- <head>]`: checks every seal of the audit in the database that `npm start` would use.
 * `<head>` is what the log said after a sealing (`12:k1:…`). Exits with 1 when the audit is not whole, with 2 when it could
 * not be looked at.
 */
import { existsSync } from "node:fs";
import { withDatabase } from "../database/with-database.ts";
import { readEnv, type Env } from "../env.ts";
import { createLogger } from "../logger.ts";
import { verifyAudit, type AuditHead } from "./audit-chain.ts";
import { readAuditCut } from "./audit-cut.ts";
import { createAuditSeals, type AuditSeals } from "./audit-seals.ts";
import { keyFileIn, loadOrMakeKeyFile, openKeyFile } from "./encryption-keys.ts";

async function main([argument]: readonly string[]): Promise<void> {
  const noted = argument === undefined ? null : parseHead(argument);
  const env = readEnv(process.env);
  const seals = env.encryptionKeys ? createAuditSeals(env.encryptionKeys) : sealsOfKeyFile(env);
  const logger = createLogger(env.logLevel === "info" ? "warn" : env.logLevel);
  const { head, waiting, fault, cut } = await withDatabase(env, logger, async (em) => ({
    ...(await verifyAudit(em, seals, noted)),
    cut: await readAuditCut(em),
  }));
  if (fault) {
    console.error(`The audit is not whole. Position ${fault.position}: ${fault.sentence}`);
    process.exitCode = 1;
    return;
  }
  const end = head ? `${head.position} records, up to ${head.position}:${head.seal}` : "nothing is sealed yet";
  const beginning = cut ? ` Those up to ${cut.position} were cut off, as ${cut.setting} says.` : "";
  console.log(`The audit is whole: ${end}.${beginning} Waiting to be sealed: ${waiting}.`);
}

function parseHead(text: string): AuditHead {
  const [, position, seal] = /^(\d{1,15}):(\S+)$/.exec(text) ?? [];
  if (!position || !seal) throw new Error("A head is what the log said after a sealing, such as 12:k1:….");
  return { position: Number(position), seal };
}

/** A key that is made now would find every seal wrong. */
function sealsOfKeyFile({ dataDir }: Env): AuditSeals {
  const path = keyFileIn(dataDir);
  if (!existsSync(path)) throw new Error(`There is no key file ${path}. Put it back, or set DATA_DIR.`);
  // The server may run, and make a key meanwhile.
  return createAuditSeals(loadOrMakeKeyFile(dataDir).keys, openKeyFile(path));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`The audit could not be verified. ${error.message}`);
  process.exitCode = 2;
});
