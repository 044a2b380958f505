import { readdirSync } from "node:fs";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client, escapeIdentifier } from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { queueDefinitions } from "../jobs/queue.ts";
import { jobs } from "../jobs/registry.ts";
import { createLogger } from "../logger.ts";
import { dumpCatalog } from "../testing/catalog-dump.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { migrate, migrateDown, MigrationFailedError } from "./migrate.ts";
import { migrationsFolder, ormOptions } from "./mikro-orm.config.ts";
import { rolesNamedAfter, RolesMissingError, type DatabaseRoles } from "./roles.ts";
import { seedLibrary } from "./seed-library.ts";

const migrations = readdirSync(migrationsFolder)
  .filter((file) => file.startsWith("Migration"))
  .map((file) => file.replace(/\.[jt]s$/, ""))
  .sort();
const silent = createLogger("silent");
const queues = queueDefinitions(jobs);

let database: TestDatabase;
/** Roles that nobody else has, so that making them is under test as well. */
let roles: DatabaseRoles;
const logins: string[] = [];
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  roles = rolesNamedAfter(database.address.database);
});
afterEach(async () => {
  await database.drop();
  for (const role of [...Object.values(roles), ...logins.splice(0)])
    await asSuperuser({ ...inject("cluster") }, `drop role if exists ${escapeIdentifier(role as string)}`);
});

async function asSuperuser(address: DatabaseAddress, ...statements: string[]): Promise<void> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Table → what is in it, as text, by column. */
type Contents = Map<string, { columns: string[]; rows: Record<string, string | null>[] }>;

async function readContents(address: DatabaseAddress): Promise<Contents> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
      `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations' group by 1 order by 1`,
    );
    const contents: Contents = new Map();
    for (const { name, columns } of tables) {
      const texts = columns.map((column) => `${escapeIdentifier(column)}::text`).join(", ");
      const { rows } = await client.query(`select ${texts} from ${escapeIdentifier(name)} order by 1`);
      contents.set(name, { columns, rows });
    }
    return contents;
  } finally {
    await client.end();
  }
}

/** A login of a name of its own. @param may what it may do, in CREATE ROLE's words. */
async function createLogin(may: string): Promise<DatabaseAddress> {
  const user = `${database.address.database}_login`;
  logins.push(user);
  await asSuperuser(database.address, `create role ${escapeIdentifier(user)} login password 'secret' ${may}`);
  return { ...database.address, user, password: "secret" };
}

describe("migrate", () => {
  it("makes the same database again after everything was taken down", async () => {
    await migrate(database.address, roles, queues, silent);
    const first = await dumpCatalog(database.address);
    const orm = await MikroORM.init(ormOptions(database.address, roles.owner, 2));
    try {
      await orm.migrator.down({ to: 0 });
      const below = await dumpCatalog(database.address);
      expect(below.filter((line) => /^(function|trigger|policy)/.test(line))).toEqual([]);
      expect(below.filter((line) => line.startsWith("table "))).toEqual([expect.stringMatching(/^table migrations /)]);
    } finally {
      await orm.close(true);
    }
    await migrate(database.address, roles, queues, silent);
    expect(await dumpCatalog(database.address)).toEqual(first);
  });

  it("keeps what is there when every migration but the first is taken back, one by one, and made again", async () => {
    await migrate(database.address, roles, queues, silent);
    const orm = await MikroORM.init(ormOptions(database.address, roles.worker, 2));
    await seedLibrary(orm.em.fork() as EntityManager, { seed: 1, audiobooks: 200, requests: 800, now: new Date() });
    await orm.close(true);
    const full = await readContents(database.address);
    for (let left = migrations.length; left > 1; left -= 1)
      expect(await migrateDown(database.address, roles)).toBe(migrations[left - 1]);
    const below = await readContents(database.address);
    await migrate(database.address, roles, queues, silent);
    const again = await readContents(database.address);
    expect([...below.keys()]).toEqual(expect.arrayContaining(["audiobooks", "jobs", "requests", "users"]));
    for (const [table, { columns, rows }] of below) {
      const kept = (contents: Contents) => contents.get(table)!.rows.map((row) => columns.map((name) => row[name]));
      expect(rows.length, table).toBe(full.get(table)!.rows.length);
      expect(kept(again), table).toEqual(kept(below));
      if (table !== "requests") expect(kept(full), table).toEqual(kept(below));
    }
  });

  it("changes nothing when one of several migrations fails, and makes them all once what was in the way is gone", async () => {
    await migrate(database.address, roles, queues, silent);
    const full = await dumpCatalog(database.address);
    const last = migrations.slice(migrations.findIndex((name) => name.endsWith("_retention")));
    for (const name of last.toReversed()) expect(await migrateDown(database.address, roles)).toBe(name);
    await asSuperuser(database.address, "create table jobs_archive (in_the_way int)");
    const below = await dumpCatalog(database.address);
    await expect(migrate(database.address, roles, queues, silent)).rejects.toBeInstanceOf(MigrationFailedError);
    expect(await dumpCatalog(database.address)).toEqual(below);
    await asSuperuser(database.address, "drop table jobs_archive");
    await migrate(database.address, roles, queues, silent);
    expect(await dumpCatalog(database.address)).toEqual(full);
  });

  it("lets six programs start at once on an empty database", async () => {
    await Promise.all(Array.from({ length: 6 }, () => migrate(database.address, roles, queues, silent)));
    expect((await dumpCatalog(database.address)).filter((line) => line.startsWith("table ")).length).toBeGreaterThan(
      10,
    );
  });

  it("changes nothing the second time", async () => {
    await migrate(database.address, roles, queues, silent);
    const before = await dumpCatalog(database.address);
    await migrate(database.address, roles, queues, silent);
    expect(await dumpCatalog(database.address)).toEqual(before);
  });
});

describe("the database roles", () => {
  it("own nothing but the owner's tables, cannot log in, and stand above no policy", async () => {
    await migrate(database.address, roles, queues, silent);
    const client = new Client({ ...database.address });
    await client.connect();
    try {
      const { rows } = await client.query(
        `select rolname, rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb as may,
                (select count(*)::int from pg_class where relowner = r.oid) as owned
           from pg_roles r where rolname = any($1) order by rolname`,
        [Object.values(roles)],
      );
      expect(rows).toEqual([
        { rolname: roles.app, may: false, owned: 0 },
        { rolname: roles.owner, may: false, owned: expect.any(Number) },
        { rolname: roles.worker, may: false, owned: 0 },
      ]);
      expect(rows[1].owned).toBeGreaterThan(10);
    } finally {
      await client.end();
    }
  });

  it.each([
    ["app", "select from users"],
    ["worker", "insert into users (username) values ('ann')"],
  ] as const)(
    "let the %s do what it is for, and neither write the record of the migrations nor change a table",
    async (name, statement) => {
      await migrate(database.address, roles, queues, silent);
      const client = new Client(connectionSettings(database.address, roles[name]));
      await client.connect();
      try {
        await client.query(statement);
        for (const statement of [
          "insert into migrations (name) values ('mine')",
          "update migrations set name = 'mine'",
          "delete from migrations",
          "create table mine ()",
          "alter table users add column mine int",
        ])
          await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
      } finally {
        await client.end();
      }
    },
  );

  it("are asked for in SQL when the login may not make them, and work once somebody has run it", async () => {
    const address = await createLogin("nocreaterole");
    const refusal = await migrate(address, roles, queues, silent).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(RolesMissingError);
    const statements = (refusal as Error).message.split("\n").filter((line) => line.startsWith("  "));
    expect(statements).toHaveLength(8);
    await asSuperuser(database.address, ...statements);
    await migrate(address, roles, queues, silent);
    expect(await dumpCatalog(database.address)).toContainEqual(
      expect.stringContaining(`table users owner ${roles.owner}`),
    );
  });

  it("are made by a login that may make roles and owns its database", async () => {
    const address = await createLogin("createrole");
    const { user, database: name } = address;
    await asSuperuser(database.address, `alter database ${escapeIdentifier(name)} owner to ${escapeIdentifier(user)}`);
    await migrate(address, roles, queues, silent);
    expect(await dumpCatalog(database.address)).toContainEqual(
      expect.stringContaining(`table users owner ${roles.owner}`),
    );
  });
});
