/** The PostgreSQL of one run: embedded, with the settings of the real program, in the benchmark's own folder.
 * Only the connections are more: several servers share it. */
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { startEmbeddedPostgres } from "../database/embedded.ts";
import { migrate } from "../database/migrate.ts";
import { rolesNamedAfter, type DatabaseRoles } from "../database/roles.ts";
import { queueDefinitions } from "../jobs/queue.ts";
import type { Job } from "../jobs/job.ts";
import { createLogger } from "../logger.ts";

/** A database that is migrated and otherwise empty. */
export interface BenchDatabase {
  readonly address: DatabaseAddress;
  readonly roles: DatabaseRoles;
}

/** A running PostgreSQL. */
export interface Cluster {
  /** Makes a database anew. @param jobs the queues that it is to have. */
  createDatabase(name: string, jobs: Readonly<Record<string, Job<any>>>): Promise<BenchDatabase>;
  /** The same, but one that is there, in a folder that was kept, is only brought up to date. */
  openDatabase(name: string, jobs: Readonly<Record<string, Job<any>>>): Promise<BenchDatabase>;
  /** The file that PostgreSQL logs to. */
  readonly log: string;
  stop(): Promise<void>;
}

/** @param folder where everything goes; the caller removes it, or keeps it for another run. */
export async function startCluster(folder: string): Promise<Cluster> {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, "cluster"),
    log: (level, message) => void (level === "warn" && console.error(message)),
    settings: { max_connections: "200" },
  });
  const { host, port, user } = postgres;
  const maintain = <T>(work: (client: Client) => Promise<T>) =>
    withClient({ host, port, user, database: "postgres" }, work);
  const openDatabase: Cluster["openDatabase"] = async (database, jobs) => {
    await maintain(async (client) => {
      const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
      if (rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
    });
    const address = { host, port, user, database };
    const roles = rolesNamedAfter(database);
    await migrate(address, roles, queueDefinitions(jobs), createLogger("silent"));
    return { address, roles };
  };
  return {
    async createDatabase(database, jobs) {
      await maintain((client) => client.query(`drop database if exists ${escapeIdentifier(database)}`));
      return openDatabase(database, jobs);
    },
    openDatabase,
    log: join(folder, "cluster", "postgres.log"),
    stop: () => postgres.stop(),
  };
}

/** Lends a connection as the login, for as long as `work` takes. */
export async function withClient<T>(address: DatabaseAddress, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** For DATABASE_URL. */
export function urlOf({ host, port, user, database }: DatabaseAddress): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
