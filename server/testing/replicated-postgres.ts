/** A PostgreSQL with streaming replicas, of the machine's own packages: the embedded one cannot make a base backup. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { eventually } from "./eventually.ts";

const versions = "/usr/lib/postgresql";
/** Where the newest one lies; null where there is none. */
const bin =
  (existsSync(versions) ? readdirSync(versions) : [])
    .map((version) => join(versions, version, "bin"))
    .filter((folder) => existsSync(join(folder, "pg_basebackup")))
    .at(-1) ?? null;

/** Where there is none, what needs it is skipped, and says so. */
export const isReplicationThere = bin !== null;
if (!isReplicationThere)
  console.warn(`No pg_basebackup in ${versions}: replicas are not tried. Install the package postgresql.`);

/** PostgreSQL refuses to be root. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
const login = "postgres";
const database = "books";

/** One server of it. */
export interface PostgresServer {
  /** For DATABASE_URL or DATABASE_REPLICA_URLS. */
  readonly url: string;
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** Starts it again. */
  start(): Promise<void>;
  /** As the kernel would when there is no memory left. */
  kill(): Promise<void>;
  /** Leaves it as it is, without a sign of life. @returns what has it go on. */
  freeze(): () => void;
}

/** The primary and its replica. */
export interface ReplicatedPostgres {
  readonly primary: PostgresServer;
  readonly replica: PostgresServer;
  close(): Promise<void>;
}

/** An empty database `books`, and a replica that streams from it. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "rmab-replicated-"));
  if (account.uid) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const at = (name: string) => join(folder, name);
  run("initdb", ["-D", at("primary"), "-U", login, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]);
  const primary = await startServer(folder, "primary", 5432);
  run("createdb", ["-U", login, "-h", folder, database]);
  run("pg_basebackup", ["-D", at("replica"), "-U", login, "-h", folder, "-R", "-X", "stream", "--checkpoint=fast"]);
  const replica = await startServer(folder, "replica", 5433);
  return {
    primary,
    replica,
    async close() {
      for (const server of [replica, primary]) await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function run(program: string, words: string[]): void {
  const { status, stderr } = spawnSync(join(bin!, program), words, { ...account, cwd: "/", env: environment });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

async function startServer(folder: string, name: string, port: number): Promise<PostgresServer> {
  let child: ChildProcess | null = null;
  const settings = {
    port: String(port),
    unix_socket_directories: folder,
    listen_addresses: "",
    fsync: "off",
    max_connections: "200",
    hot_standby_feedback: "on",
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  async function query(of: string, statement: string, values?: unknown[]): Promise<any[]> {
    const client = new Client({ host: folder, port, user: login, database: of });
    client.on("error", () => {}); // it fails the query that is under way
    await client.connect();
    try {
      return (await client.query(statement, values)).rows;
    } finally {
      await client.end();
    }
  }
  /** To it and to the processes that serve its connections, each of which has a group of its own. */
  function signal(name: NodeJS.Signals, pids = familyOf(child!.pid!)): number[] {
    for (const pid of pids)
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
    return pids;
  }
  const server: PostgresServer = {
    url: `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(folder)}`,
    sql: (statement, values) => query(database, statement, values),
    async start() {
      child = spawn(join(bin!, "postgres"), ["-D", join(folder, name), ...words], {
        ...account,
        cwd: "/",
        env: environment,
        stdio: "ignore",
      });
      // At first there is no database but its own.
      await eventually(() => query("postgres", "select 1"));
    },
    async kill() {
      if (!child) return;
      const gone = once(child, "exit");
      signal("SIGKILL");
      await gone;
      child = null;
      await rm(join(folder, name, "postmaster.pid"), { force: true });
    },
    freeze() {
      const frozen = signal("SIGSTOP");
      return () => signal("SIGCONT", frozen);
    },
  };
  await server.start();
  process.once("exit", () => child && signal("SIGKILL"));
  return server;
}

function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return [pid, ...children.map(Number)];
}
