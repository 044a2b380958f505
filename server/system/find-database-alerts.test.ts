/** On a PostgreSQL of its own: that of the other tests would be out of connections, and its statements are theirs. */
import "reflect-metadata";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../database/embedded.ts";
import { ormOptions } from "../database/mikro-orm.config.ts";
import { keepStatistics } from "../database/statement-statistics.ts";
import { eventually } from "../testing/eventually.ts";
import { findDatabaseAlerts } from "./find-database-alerts.ts";

const most = 20;
let folder: string;
let postgres: EmbeddedPostgres;
let orm: MikroORM;
const clients: Client[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "readmeabook-alerts-"));
  postgres = await startEmbeddedPostgres({
    dataDir: folder,
    log() {},
    settings: { fsync: "off", max_connections: `${most}` },
  });
  const { host, port, user } = postgres;
  const address = { host, port, user, database: "postgres" };
  orm = await MikroORM.init(ormOptions(address, user, 1));
  await keepStatistics(address, { owner: user, app: user, worker: user });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await orm.close(true);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const alerts = async () =>
  (await findDatabaseAlerts({ em: orm.em.fork() as EntityManager, replicas: { states: () => [] } }, "2026-11-23")).map(
    ({ event, cause, body }) => ({ event, cause, body }),
  );

async function openClients(count: number): Promise<void> {
  const { host, port, user } = postgres;
  while (clients.length < count) {
    const client = new Client({ host, port, user, database: "postgres" });
    await client.connect();
    clients.push(client);
  }
}

describe("the database", () => {
  it("is in want of nothing at first", async () => {
    expect(await alerts()).toEqual([]);
  });

  it("tells that connections run out when nine of ten are taken, and no more when they are free again", async () => {
    await openClients(most - 4);
    expect(await alerts()).toEqual([]);
    await openClients(most - 2);
    expect(await alerts()).toEqual([
      {
        event: "connections_low",
        cause: "2026-11-23",
        body: expect.stringMatching(/^(18|19) of 20 are taken\. Raise max_connections/),
      },
    ]);
    await Promise.all(clients.splice(10).map((client) => client.end()));
    await eventually(async () => expect(await alerts()).toEqual([]));
  });

  it("tells once a month of a statement that takes a second on average, when it has come twenty times", async () => {
    await openClients(10);
    const each = (seconds: number) =>
      Promise.all(clients.map((client) => client.query("select pg_sleep($1)", [seconds])));
    await each(1);
    expect(await alerts()).toEqual([]);
    await each(1.1);
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toEqual({
      event: "slow_queries",
      cause: expect.stringMatching(/^[0-9a-f]{16} 2026-11$/),
      body: expect.stringMatching(/^It took 1\.\d s on average, 20 times: select pg_sleep\(\$1\)$/),
    });
    expect(await alerts()).toEqual([alert]);
  });
});
