import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { ormOptions } from "./mikro-orm.config.ts";

let database: TestDatabase;
let orm: MikroORM;
beforeEach(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions(database.address, database.roles.worker, 2));
});
afterEach(async () => {
  await orm.close(true);
  await database.drop();
});

/** Has somebody else end the connection of a transaction. */
async function cutOff(em: EntityManager): Promise<void> {
  const [{ pid }] = await em.execute<[{ pid: number }]>("select pg_backend_pid() as pid");
  const other = new Client({ ...database.address });
  await other.connect();
  await other.query("select pg_terminate_backend($1)", [pid]);
  await eventually(async () => {
    const { rowCount } = await other.query("select from pg_stat_activity where pid = $1", [pid]);
    expect(rowCount).toBe(0);
  });
  await other.end();
}

describe("a pool of two", () => {
  it("goes on after three transactions have lost their connections, and can be closed", async () => {
    for (let round = 0; round < 3; round += 1) {
      const transaction = orm.em.fork().transactional(async (em) => {
        await cutOff(em as EntityManager);
        await (em as EntityManager).execute("select 1");
      });
      await expect(transaction).rejects.toThrow();
    }
    expect(await orm.em.fork().execute("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("lets a statement outside of one fail, and give its connection back itself", async () => {
    for (let round = 0; round < 3; round += 1)
      await expect(orm.em.fork().execute("select pg_terminate_backend(pg_backend_pid())")).rejects.toThrow(/terminat/);
    expect(await orm.em.fork().execute("select 1 as one")).toEqual([{ one: 1 }]);
  });
});
