/**
 * The embedded PostgreSQL: made on the first start, started, adopted when it runs already, stopped.
 *
 * Invariants: it listens on a Unix socket only, in a directory of its own account; it shuts down when the process that
 * started it dies; two programs may open the same data directory, and the one that came second uses the first one's
 * server without owning it. It knows nothing of the application's database, roles or migrations.
 *
 * Call it from the main thread: the kernel takes the end of a starting thread for the death of the parent.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { locateCluster } from "./embedded-cluster.ts";
import {
  PORT,
  type Postmaster,
  SUPERUSER,
  answersSignals,
  connect,
  findPostmaster,
  isPostmasterOf,
  isRunning,
} from "./embedded-postmaster.ts";
import { launch, logFile } from "./embedded-server.ts";
import { StartupError } from "./startup-error.ts";

/** A running server, reached through a Unix socket and without a password. */
export interface EmbeddedPostgres {
  /** The directory of the socket: what `pg` and MikroORM take as the host. */
  host: string;
  port: number;
  /** A superuser. */
  user: string;
  pid: number;
  /** Whether another live process started it and will stop it. */
  adopted: boolean;
  /** Settles when the server is gone, whoever ended it. When it was not `stop()`, start again. */
  exited: Promise<void>;
  /** Ends the sessions and shuts down; leaves an adopted server alone. Takes at most about 10 seconds. */
  stop(): Promise<void>;
}

/** Where the cluster lies, where to report, and settings of PostgreSQL that go over the defaults below. */
export interface EmbeddedOptions {
  dataDir: string;
  log: (level: "info" | "warn", message: string, facts?: object) => void;
  settings?: Record<string, string>;
}

/** The options, and the cluster directory as a path without links. */
export interface Cluster extends Required<EmbeddedOptions> {
  directory: string;
}

/** How long another process's server may take to start, to recover or to shut down before we give up. */
const WAIT_LIMIT_MS = 60_000;

/**
 * Starts the cluster of a data directory, making it first where there is none.
 * @throws {StartupError} when it cannot run; the sentence says what to change.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    const directory = await locateCluster(options.dataDir);
    return await startOrAdopt({ settings: {}, ...options, directory });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof StartupError || !code) throw error;
    throw new StartupError(
      `The database in ${options.dataDir} cannot be started: ${message}. Check who owns the directory and that the disk has space.`,
      { cause: error },
    );
  }
}

async function startOrAdopt(cluster: Cluster): Promise<EmbeddedPostgres> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (Date.now() < deadline) {
    const postmaster = await findPostmaster(cluster.directory);
    const connection = postmaster ? await connect(postmaster.socketDir) : "absent";
    if (postmaster && typeof connection === "object") {
      if (!(await isOrphan(cluster, postmaster, connection))) return adopt(cluster, postmaster, connection);
      await endOrphan(cluster, postmaster, connection);
    } else if (postmaster && (connection === "busy" || isPostmasterOf(postmaster.pid, cluster.directory))) {
      await delay(25);
    } else {
      if (postmaster) await removeStaleLock(cluster, postmaster);
      const own = await launch(cluster);
      if (own) return own;
      await delay(25);
    }
  }
  throw new StartupError(
    `Another PostgreSQL has held ${cluster.directory} for a minute without accepting connections. ` +
      `See ${logFile(cluster)}, end that process, and start again.`,
  );
}

/** Whether the process that started the server died without taking it along, as it does where there is no setpriv. */
async function isOrphan(cluster: Cluster, postmaster: Postmaster, connection: pg.Client): Promise<boolean> {
  const answer = await connection.query("select current_setting('readmeabook.owner_pid', true) as owner");
  const owner = Number(answer.rows[0].owner);
  return owner > 0 && !isRunning(owner) && isPostmasterOf(postmaster.pid, cluster.directory);
}

async function endOrphan(cluster: Cluster, { pid }: Postmaster, connection: pg.Client): Promise<void> {
  cluster.log("info", "Shutting down the PostgreSQL that an earlier run left behind.", { pid });
  await connection.end();
  process.kill(pid, "SIGINT");
}

/** PostgreSQL would refuse to start when some other process, or a zombie, has the process id that the lock names. */
async function removeStaleLock(cluster: Cluster, { pid }: Postmaster): Promise<void> {
  if (!answersSignals(pid)) return;
  cluster.log("warn", "The last PostgreSQL was killed; its stale lock is removed.", { pid });
  await rm(join(cluster.directory, "postmaster.pid"), { force: true });
}

function adopt(cluster: Cluster, { pid, socketDir }: Postmaster, connection: pg.Client): EmbeddedPostgres {
  let stopping = false;
  // The connection stays open for this one purpose: its end is how we learn that the server is gone.
  const exited = new Promise<void>((resolve) => connection.once("end", resolve)).then(() => {
    if (!stopping) cluster.log("warn", "The PostgreSQL of another process has ended.", { pid });
  });
  const stop = async () => {
    stopping = true;
    await connection.end();
  };
  cluster.log("info", "PostgreSQL runs already; using it.", { pid });
  return { host: socketDir, port: PORT, user: SUPERUSER, pid, adopted: true, exited, stop };
}
