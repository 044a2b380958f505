/**
 * `npm run fault:restore -- [times]`: a restore at the command line is killed in each of its phases in turn, as kill -9 does, ten
 * times unless told. After each, the database has to be the old one or the new one, whole, and the next restore has to go through.
 */
import { execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ask } from "../ask.ts";
import { startTestCluster } from "../cluster.ts";
import { dumpCatalog } from "../catalog-dump.ts";
import { eventually } from "../eventually.ts";
import { startServer, stopServers } from "./server-process.ts";

const [word = "10"] = process.argv.slice(2);
if (!/^[1-9]\d{0,3}$/.test(word)) {
  console.error(`How many times? “${word}” is no number. Usage: npm run fault:restore -- [times]`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const times = Number(word);
const execute = promisify(execFile);
const program = (name: string) => fileURLToPath(new URL(`../../backup/${name}.js`, import.meta.url));
const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-restore-"));
const { cluster, stop } = await startTestCluster();
const database = "fault_restore";
const address = { ...cluster, database };
const { host, port, user, password = "" } = cluster;
const env = {
  PATH: process.env["PATH"],
  DATA_DIR: dataDir,
  DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
};
/** The phases of a restore, as they are seen from outside. */
const phases: Readonly<Record<string, (whole: number) => Promise<unknown>>> = {
  "at a chance moment": (whole) => pause(randomInt(Math.ceil(whole))),
  "when the new database is there": () => sees("restore", "true"),
  "when its tables are there": () => sees("restore", "to_regclass('public.users') is not null"),
  "when it is migrated": () => sees("restore", "to_regclass('pgboss.job') is not null"),
  "when they have changed places": () => sees("before", "true"),
};

const outcomes = { old: 0, new: 0 };
const problems: string[] = [];
try {
  await ask({ ...cluster }, `create database ${database}`);
  await startServer(dataDir, null, { DATABASE_URL: env.DATABASE_URL });
  await stopServers();
  const catalog = await dumpCatalog(address);
  await mark("of the backup");
  const { stdout } = await execute(process.execPath, [program("run-backup")], { env });
  const backup = /\S+\.rmab/.exec(stdout)![0];
  const whole = await measureOne(backup);
  for (let time = 1; time <= times; time += 1) await round(time, backup, whole, catalog);
  await execute(process.execPath, [program("run-restore"), backup, "--without-safety-backup"], { env });
  const left = await ask({ ...cluster }, `select datname from pg_database where datname like '${database}\\_%'`);
  if (left.length > 0) problems.push(`Left behind: ${JSON.stringify(left)}.`);
} finally {
  await stopServers();
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? `\nThe old or the new database each time: ${outcomes.old} old, ${outcomes.new} new.`
    : `\n${problems.length} problems.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** @returns how long a restore takes here, in milliseconds. */
async function measureOne(backup: string): Promise<number> {
  const begun = performance.now();
  await execute(process.execPath, [program("run-restore"), backup, "--without-safety-backup"], { env });
  return performance.now() - begun;
}

/** Waits until there is a database beside, and in it what is asked for. */
function sees(purpose: string, condition: string): Promise<void> {
  return eventually(async () => {
    const [beside] = await ask({ ...cluster }, "select datname from pg_database where datname ~ $1", [
      `^${database}_${purpose}_`,
    ]);
    if (!beside) throw new Error("It has not come so far.");
    const where = condition === "true" ? cluster : { ...cluster, database: beside.datname };
    const [row] = await ask({ ...where }, `select ${condition} as seen`);
    if (!row.seen) throw new Error("It has not come so far.");
  }, 60_000);
}

async function round(time: number, backup: string, whole: number, catalog: readonly string[]): Promise<void> {
  await mark("of the old one");
  const [phase, comes] = Object.entries(phases)[(time - 1) % Object.keys(phases).length]!;
  const child = spawn(process.execPath, [program("run-restore"), backup, "--without-safety-backup"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit") as Promise<[number | null]>;
  // Too late for the phase: it went through, which is as well.
  await Promise.race([comes(whole), gone]).catch(() => {});
  child.kill("SIGKILL");
  const [code] = await gone;
  if (code) problems.push(`Round ${time}: the restore refused, and was not killed.`);
  await nobodyIsLeft();
  const marks = await ask(address, "select username from users where username like 'of the %'");
  const found = marks.map(({ username }) => username).join();
  const isWhole = JSON.stringify(await dumpCatalog(address)) === JSON.stringify(catalog);
  const is = found === "of the old one" ? "old" : found === "of the backup" ? "new" : null;
  if (is) outcomes[is] += 1;
  if (!is || !isWhole) problems.push(`Killed ${phase}: ${found}, tables ${isWhole ? "whole" : "not whole"}.`);
  console.log(`kill -9 ${phase}, ${time} of ${word}: the ${is ?? "FAILED"} one`);
}

/** PostgreSQL notices a moment later that somebody is dead. */
function nobodyIsLeft(): Promise<void> {
  return eventually(async () => {
    const left = await ask({ ...cluster }, "select from pg_stat_activity where application_name = 'readmeabook'");
    if (left.length > 0) throw new Error(`${left.length} sessions of the killed restore are still there.`);
  }, 30_000);
}

/** Exactly one person carries the mark. */
async function mark(text: string): Promise<void> {
  await ask(address, "delete from users where username like 'of the %'");
  await ask(address, "insert into users (username) values ($1)", [text]);
}
