/**
 * The PostgreSQL of one test run: TEST_DATABASE_URL where it is set (PostgreSQL 15 or newer, a role that may create
 * databases), else an embedded server in a temporary directory, so that runs side by side do not meet.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../database/embedded.ts";

/** How to reach it as a role that may create databases; test files get it with `inject("cluster")`. */
export interface TestCluster {
  /** A host name, or the directory of a Unix socket. */
  host: string;
  port: number;
  user: string;
  password?: string;
  /** The database to connect to for creating others; tests leave nothing in it. */
  database: string;
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** A test's data need not outlive the machine. */
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

/** Starts it, or takes the one that the environment names; `stop` removes what was started. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop: () => Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { cluster: parseUrl(url), stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-test-"));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const log = (level: string, message: string) => void (level === "warn" && console.warn(message));
    const postgres = await startEmbeddedPostgres({ dataDir, log, settings: FAST });
    const { host, port, user } = postgres;
    return { cluster: { host, port, user, database: "postgres" }, stop: () => postgres.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

function parseUrl(text: string): TestCluster {
  const url = new URL(text);
  return {
    host: url.searchParams.get("host") ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    database: decodeURIComponent(url.pathname.slice(1)) || "postgres",
  };
}
