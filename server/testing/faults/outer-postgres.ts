import { join } from "node:path";
import type { DatabaseAddress } from "../../database/address.ts";
import { startEmbeddedPostgres } from "../../database/embedded.ts";
import { ask } from "../ask.ts";

/** A PostgreSQL that is no server's own, with an empty database, to be ended and started at will. */
export interface OuterPostgres {
  /** As a superuser. */
  readonly address: DatabaseAddress;
  /** For DATABASE_URL. */
  readonly url: string;
  start(): Promise<void>;
  /** Ends it at once, as `pg_ctl stop -m immediate` does: it recovers at its next start. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder where its files go; the caller removes it. */
export async function startOuterPostgres(folder: string): Promise<OuterPostgres> {
  const start = () =>
    startEmbeddedPostgres({ dataDir: join(folder, "outer"), log() {}, settings: { max_connections: "100" } });
  let postgres = await start();
  const { host, port, user } = postgres;
  const address = { host, port, user, database: "books" };
  await ask({ ...address, database: "postgres" }, "create database books");
  return {
    address,
    url: `postgres://${user}@localhost:${port}/books?host=${encodeURIComponent(host)}`,
    async start() {
      postgres = await start();
    },
    async crash() {
      process.kill(postgres.pid, "SIGQUIT");
      await postgres.exited;
    },
    stop: () => postgres.stop(),
  };
}
