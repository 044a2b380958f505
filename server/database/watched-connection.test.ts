import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { startCuttingProxy, type CuttingProxy } from "../testing/faults/cutting-proxy.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { takeExclusive } from "./exclusive.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { WatchedConnection } from "./watched-connection.ts";

const closers: (() => Promise<unknown> | void)[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await database.drop();
});

/** A network of its own to the database, and a connection through it that has been used. */
async function connect(): Promise<{ proxy: CuttingProxy; address: DatabaseAddress; connection: WatchedConnection }> {
  const proxy = await startCuttingProxy(database.address);
  const address = { ...database.address, host: "127.0.0.1", port: proxy.port };
  const connection = new WatchedConnection(connectionSettings(address, database.roles.worker));
  connection.on("error", () => {});
  await connection.connect();
  await connection.query("select 1");
  closers.push(() => proxy.close(), () => connection.end()); // prettier-ignore
  return { proxy, address, connection };
}

describe.concurrent("A connection", () => {
  it("breaks when its statement got lost and PostgreSQL says that it does not work on it", async () => {
    const { proxy, connection } = await connect();
    proxy.forget();
    await expect(connection.query("select 2")).rejects.toThrow("Connection terminated");
  });

  it("breaks when its statement got lost and PostgreSQL cannot be reached", async () => {
    const { proxy, connection } = await connect();
    proxy.cut();
    proxy.refuse();
    await expect(connection.query("select 2")).rejects.toThrow("Connection terminated");
  });

  it("waits for a statement that takes long", async () => {
    const { connection } = await connect();
    const { rows } = await connection.query("select 3 as three from pg_sleep(6)");
    expect(rows).toEqual([{ three: 3 }]);
  });

  it("ends although nobody hangs up", async () => {
    const { proxy, connection } = await connect();
    proxy.cut();
    await connection.end();
  });

  it("loses its lock when it breaks while nobody uses it, and PostgreSQL is there for the next one", async () => {
    const { proxy, address } = await connect();
    const lease = await takeExclusive(address, database.roles.worker, "a lock");
    proxy.forget();
    await new Promise((resolve) => lease!.lost.addEventListener("abort", resolve));
    expect(await takeExclusive(address, database.roles.worker, "another lock")).not.toBeNull();
  });

  it("of a pool gives way to a new one, in the middle of a transaction too", async () => {
    const { proxy, address } = await connect();
    const orm = await MikroORM.init(ormOptions(address, database.roles.worker, 1));
    closers.push(() => orm.close(true));
    const transaction = orm.em.fork().transactional(async (em) => {
      await em.execute("select 1");
      proxy.forget();
      await em.execute("select 2");
    });
    await expect(transaction).rejects.toThrow("Connection terminated");
    expect(await orm.em.fork().execute("select 3 as three")).toEqual([{ three: 3 }]);
  });
});
