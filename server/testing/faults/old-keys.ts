/** What must hold after a rotation: a key goes from the key file when, and only when, no stored secret needs it. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { keyFileIn } from "../../security/encryption-keys.ts";
import { stopServers } from "./server-process.ts";

const run = promisify(execFile);

/**
 * Starts the server with less in its key file than there was, and puts it back.
 * @param dataDir of a server that does not run. @param newest the key that everything is sealed with.
 * @param restart starts it, works with it, and has the audit sealed. @returns what is wrong, a sentence each.
 */
export async function checkOldKeys(dataDir: string, newest: string, restart: () => Promise<void>): Promise<string[]> {
  const problems: string[] = [];
  const path = keyFileIn(dataDir);
  const whole = await readFile(path, "utf8");
  const lines = whole.trimEnd().split("\n");
  const [first, old] = [
    lines.filter((line) => line.startsWith(`${newest}:`)),
    lines.filter((line) => !line.startsWith(`${newest}:`)),
  ];

  await writeFile(path, `${old.join("\n")}\n`);
  const refusal = await runProgram("../../main.js", dataDir);
  if (!refusal.includes(`The key ${newest} is missing: `))
    problems.push(`Without ${newest} it did not refuse to start, but said: ${refusal}`);

  await writeFile(path, `${first.join("\n")}\n`);
  await restart().catch((error: Error) => problems.push(`Without the old keys it did not work. ${error.message}`));
  const gap = await verifyAudit(dataDir);
  if (!/is sealed with the key k1, which is not among the encryption keys/.test(gap))
    problems.push(`Without k1 the verification of the audit said: ${gap}`);
  await stopServers();

  await writeFile(path, whole);
  const verdict = await verifyAudit(dataDir);
  if (!verdict.startsWith("The audit is whole: ")) problems.push(verdict);
  return problems;
}

/** @returns all that it said: it ends by itself. */
async function runProgram(file: string, dataDir: string): Promise<string> {
  const env = { PATH: process.env["PATH"], PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "error" };
  const ended = run(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], { env, timeout: 60_000 });
  const { stdout, stderr } = await ended.catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`;
}

const verifyAudit = (dataDir: string) => runProgram("../../security/verify-audit.js", dataDir);
