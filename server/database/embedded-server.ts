/** Our own PostgreSQL process: its settings, its start, its log file, its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { open, stat, truncate } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Account, chooseAccount, command, spawnOptions } from "./embedded-account.ts";
import { findBinaries } from "./embedded-binaries.ts";
import { checkCluster, createCluster, findClusterOwner, prepareSocketDir } from "./embedded-cluster.ts";
import { PORT, SUPERUSER, connect, findPostmaster } from "./embedded-postmaster.ts";
import { StartupError } from "./startup-error.ts";
import type { Cluster, EmbeddedPostgres } from "./embedded.ts";

const SETTINGS: Record<string, string> = {
  listen_addresses: "",
  port: String(PORT),
  unix_socket_permissions: "0700",
  timezone: "UTC",
  // Sized for a small home server.
  max_connections: "60",
  shared_buffers: `${sharedMegabytes()}MB`,
  jit: "off",
  io_method: "sync",
  max_logical_replication_workers: "0",
  // What says nothing about a fault stays out of its log.
  log_timezone: "UTC",
  log_checkpoints: "off",
  // Which statements take long, and the plan of each that took longer than this; their values are nobody's business.
  shared_preload_libraries: "pg_stat_statements,auto_explain",
  "pg_stat_statements.max": "1000",
  "pg_stat_statements.track_utility": "off",
  "auto_explain.log_min_duration": "500ms",
  "auto_explain.log_parameter_max_length": "0",
};

/** A thirty-second part of the memory that this machine, or its container, may use: what PostgreSQL does not touch it does not take. */
function sharedMegabytes(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.min(256, Math.max(32, Math.floor(memory / 32 / 2 ** 20)));
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const LOG_TRIM_MS = 3_600_000;
const STOP_LIMIT_MS = 10_000;
/**
 * Starts a server of our own on a cluster that has none, making the cluster where it is missing.
 * @returns null when another process was quicker.
 * @throws {StartupError} with PostgreSQL's reason when it ends instead of accepting connections.
 */
export async function launch(cluster: Cluster): Promise<EmbeddedPostgres | null> {
  const { directory, log } = cluster;
  const began = performance.now();
  const binaries = await findBinaries();
  const owner = await findClusterOwner(directory);
  const { account, version } = chooseAccount(binaries.postgres, owner);
  if (!owner) await createCluster(directory, account, binaries.initdb, cluster.settings.fsync !== "off");
  await checkCluster(directory, account, version, log);
  const socketDir = await prepareSocketDir(directory, account);

  const logStart = await trimLog(cluster);
  const child = spawnServer(cluster, account, binaries.postgres, socketDir);
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()).once("error", () => resolve()));
  if (!(await isReady(cluster, child, socketDir))) {
    await exited;
    return await explainExit(cluster, logStart);
  }
  log("info", owner ? "PostgreSQL is running." : "PostgreSQL is running with a new database.", {
    version,
    pid: child.pid,
    milliseconds: Math.round(performance.now() - began),
  });
  return own(cluster, child, exited, socketDir);
}

function spawnServer(cluster: Cluster, account: Account, postgres: string, socketDir: string): ChildProcess {
  const { directory, settings } = cluster;
  const all = {
    ...SETTINGS,
    unix_socket_directories: dirname(socketDir) === directory ? basename(socketDir) : socketDir,
    "readmeabook.owner_pid": String(process.pid),
    ...settings,
  };
  // A confined account cannot walk the path of a private data directory. It needs not: it starts inside of it.
  const data = account.confined ? "/proc/self/cwd" : directory;
  const args = ["-D", data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const output = openSync(logFile(cluster), "a", 0o600);
  try {
    return spawn(...command(account, postgres, args), {
      ...spawnOptions(account, directory),
      stdio: ["ignore", output, output],
      detached: true, // or Ctrl-C in a terminal would end it before the program has drained
    });
  } finally {
    closeSync(output);
  }
}

async function isReady(cluster: Cluster, child: ChildProcess, socketDir: string): Promise<boolean> {
  while (child.pid && child.exitCode === null && child.signalCode === null) {
    const connection = await connect(socketDir);
    if (typeof connection === "object") {
      await connection.end();
      if ((await findPostmaster(cluster.directory))?.pid === child.pid) return true;
    }
    await delay(10);
  }
  return false;
}

async function explainExit(cluster: Cluster, logStart: number): Promise<null> {
  const file = await open(logFile(cluster));
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64 * 1024), position: logStart });
  await file.close();
  const output = buffer.toString("utf8", 0, bytesRead);
  if (/lock file ".*" already exists|pre-existing shared memory block/.test(output)) return null;
  const reason = output.match(/(?:FATAL|PANIC): +(.*)/)?.[1] ?? output.trim().split("\n").at(-1);
  throw new StartupError(`PostgreSQL did not start: ${reason}. The whole story is in ${logFile(cluster)}.`);
}

function own(cluster: Cluster, child: ChildProcess, exited: Promise<void>, host: string): EmbeddedPostgres {
  const { pid = 0 } = child;
  let stopping = false;
  // It appends to the file: whatever is cut off, it goes on at the end.
  const trimming = setInterval(() => void trimLog(cluster).catch(() => {}), LOG_TRIM_MS).unref();
  void exited.then(() => {
    clearInterval(trimming);
    if (stopping) return;
    const { exitCode: code, signalCode: signal } = child;
    cluster.log("warn", "PostgreSQL has ended unexpectedly.", { pid, code, signal, see: logFile(cluster) });
  });
  const stop = async () => {
    stopping = true;
    child.kill("SIGINT");
    const timer = setTimeout(() => {
      cluster.log("warn", "PostgreSQL did not shut down in time and is killed; it recovers at the next start.", {
        pid,
      });
      child.kill("SIGKILL");
    }, STOP_LIMIT_MS);
    await exited;
    clearTimeout(timer);
  };
  return { host, port: PORT, user: SUPERUSER, pid, adopted: false, exited, stop };
}

/** Where the server writes what it has to say. */
export function logFile(cluster: Cluster): string {
  return join(dirname(cluster.directory), "postgres.log");
}

/** Empties a log that grew too long, and returns where the next entry goes. */
async function trimLog(cluster: Cluster): Promise<number> {
  const size = await stat(logFile(cluster)).then(
    (file) => file.size,
    () => 0,
  );
  if (size <= LOG_LIMIT_BYTES) return size;
  await truncate(logFile(cluster));
  return 0;
}
