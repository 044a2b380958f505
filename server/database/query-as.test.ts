/** The name and the statement in one go, on a connection of PostgreSQL's own. */
import { Pool, type QueryResult } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { connectionSettings } from "./address.ts";
import { QueryAs, type NameVariables } from "./query-as.ts";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ ...connectionSettings(database.address, database.roles.app), max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const viewer = "6f1c2ed6-6c0f-4e31-b1f3-3a4ad2d1a8c4";

async function ask(variables: NameVariables, text: string, values: unknown[] = [], name?: string) {
  const query = new QueryAs({ text, values, ...(name ? { name } : {}) }, variables);
  return ((await pool.query(query)) as unknown as QueryResult).rows as unknown[];
}
const whoAsks = "select current_setting('app.viewer_id', true) as viewer, current_user::text as role, $1::int as value";

describe("a statement that says in whose name it asks", () => {
  it("answers with its own rows alone, and the connection then knows no name", async () => {
    const { app, worker } = database.roles;
    expect(await ask({ "app.viewer_id": viewer }, whoAsks, [1])).toEqual([{ viewer, role: app, value: 1 }]);
    expect(await ask({ role: worker }, whoAsks, [2])).toEqual([{ viewer: "", role: worker, value: 2 }]);
    expect((await pool.query(whoAsks, [3])).rows).toEqual([{ viewer: "", role: app, value: 3 }]);
    expect(await ask({ "app.viewer_id": viewer }, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await ask({ "app.viewer_id": viewer }, "select 1 as one where false")).toEqual([]);
  });

  it("runs under a name of its own as well, again and again", async () => {
    for (const value of [1, 2, 3])
      expect(await ask({ "app.viewer_id": viewer }, whoAsks, [value], "who_asks")).toMatchObject([{ viewer, value }]);
    const { rows } = await pool.query("select name from pg_prepared_statements order by 1");
    expect(rows).toEqual([{ name: "name app.viewer_id" }, { name: "name role" }, { name: "who_asks" }]);
  });

  it("is passed over where the name is refused, and nothing stays of it", async () => {
    const create = "create temporary table of_the_refused (id int)";
    await expect(ask({ role: "no_such_role" }, create)).rejects.toMatchObject({ code: "22023" });
    const { rows } = await pool.query("select to_regclass('of_the_refused') as made");
    expect(rows).toEqual([{ made: null }]);
  });

  it("may fail, as the first of its connection too, and what comes after it is answered", async () => {
    for (const round of [1, 2]) {
      await expect(ask({ role: database.roles.worker }, "select 1 / $1::int", [0], "broken")).rejects.toMatchObject({
        code: "22012",
      });
      expect(await ask({ role: database.roles.worker, "app.viewer_id": viewer }, whoAsks, [round])).toEqual([
        { viewer, role: database.roles.worker, value: round },
      ]);
      await expect(ask({ role: database.roles.worker }, "select nothing", [], "nothing")).rejects.toMatchObject({
        code: "42703",
      });
      expect(await ask({ "app.viewer_id": viewer }, whoAsks, [round])).toMatchObject([{ viewer, value: round }]);
    }
  });

  it("goes with others through one connection, each in its own name", async () => {
    const values = [1, 2, 3, 4, 5, 6];
    const answers = await Promise.all(
      values.map((value) => ask({ "app.viewer_id": `viewer ${value}` }, whoAsks, [value])),
    );
    expect(answers).toMatchObject(values.map((value) => [{ viewer: `viewer ${value}`, value }]));
  });
});
