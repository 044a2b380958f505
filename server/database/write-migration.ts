/**
 * `npm run migration -- <name>`: writes the migration that leads from the last snapshot to what the entities say.
 * `npm run migration -- --check`: exits with 1 when entities, snapshot, and what the migrations make differ.
 * Both work on a PostgreSQL of their own, in a temporary folder.
 */
import "reflect-metadata";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MikroORM } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { createLogger } from "../logger.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { rolesNamedAfter } from "./roles.ts";

const [argument] = process.argv.slice(2);
const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-migration-"));
const { host, port, user, stop } = await startEmbeddedPostgres({ dataDir, log() {} });
const database = "migration";
const address = { host, port, user, database };
const roles = rolesNamedAfter(database);
const maintenance = new Client({ ...address, database: "postgres" });
await maintenance.connect();
await maintenance.query(`create database ${database}`);
await maintenance.end();
await migrate(address, roles, [], createLogger("silent"));

const folder = join(process.cwd(), "migrations");
const options = ormOptions(address, roles.owner, 2);
const orm = await MikroORM.init({ ...options, migrations: { ...options.migrations, path: folder, pathTs: folder } });
try {
  if (argument === "--check") {
    const fromSnapshot = await orm.migrator.checkSchema();
    const fromDatabase = await diffFromDatabase();
    const agree = !fromSnapshot && fromDatabase.trim() === "";
    console.log(
      agree
        ? "Entities, migrations and snapshot agree."
        : `Entities, migrations and snapshot differ. Run: npm run migration -- <name>\n${fromDatabase}`,
    );
    process.exitCode = agree ? 0 : 1;
  } else {
    const { fileName, diff } = await orm.migrator.create(undefined, false, false, argument);
    console.log(diff.up.length === 0 ? "Nothing has changed." : `Wrote migrations/${fileName}`);
  }
} finally {
  await orm.close(true);
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** Policies are compared with the snapshot alone: those that name roles are made with the grants. */
async function diffFromDatabase(): Promise<string> {
  const schemaGenerator = { ...options.schemaGenerator, ignorePolicies: true };
  const comparing = await MikroORM.init({ ...options, schemaGenerator });
  try {
    return await comparing.schema.getUpdateSchemaSQL({ safe: false });
  } finally {
    await comparing.close(true);
  }
}
