/** What can be known about a PostgreSQL that may be running in a cluster directory, ours or another process's. */
import { readFileSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import pg from "pg";
import { StartupError } from "./startup-error.ts";

/** The role that `initdb` made; it may do everything. */
export const SUPERUSER = "readmeabook";
/** Only part of the socket's file name: nothing listens on TCP. */
export const PORT = 5432;

/** What a server left, or keeps, in its `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  socketDir: string;
}

/** Reads the lock file of the cluster; null when there is none, or it is only half written. */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const content = await readFile(join(clusterDir, "postmaster.pid"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new StartupError(`The database in ${clusterDir} cannot be read by this user (${error.code}).`);
  });
  const lines = content.split("\n");
  const pid = Number(lines[0]);
  const socketDir = lines[4];
  return pid > 0 && socketDir ? { pid, socketDir: resolve(clusterDir, socketDir) } : null;
}

/** Whether a process exists and is not merely waiting to be collected by its parent (a zombie answers to signal 0). */
export function isRunning(pid: number): boolean {
  if (process.platform !== "linux") return answersSignals(pid);
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(status.slice(status.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** Whether a process is the server of this cluster, and not another one that got the same process id later. */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (process.platform !== "linux") return answersSignals(pid);
  try {
    return isRunning(pid) && readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

/** Whether signal 0 reaches it, which is what PostgreSQL goes by when it finds a lock file. */
export function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Opens a superuser's connection: "absent" when nothing listens, "busy" while it starts or shuts down.
 * @throws {StartupError} when something listens that is not ours to use.
 */
export async function connect(socketDir: string): Promise<pg.Client | "absent" | "busy"> {
  const client = new pg.Client({ host: socketDir, port: PORT, user: SUPERUSER, database: "postgres", ssl: false });
  client.on("error", () => {}); // "end" follows, and is what the callers look at
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === "ENOENT" || code === "ECONNREFUSED") return "absent";
    // 57P01..57P03: shutting down, crashed, starting up. 53300: no connection is free. No code: cut off half-way.
    if (!code || code.startsWith("57P0") || code === "53300" || code === "ECONNRESET" || code === "EPIPE")
      return "busy";
    throw new StartupError(`The PostgreSQL behind ${socketDir} refused us: ${message}.`, { cause: error });
  }
}
