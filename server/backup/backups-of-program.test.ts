import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { migrateTo } from "../database/migrate.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { listBackups } from "./backup-folder.ts";

async function ask<Row = any>({ address }: TestDatabase, statement: string): Promise<Row[]> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe("a program that runs", () => {
  let app: TestApp;
  let second: string;
  beforeAll(async () => {
    app = await startTestApp();
    second = await mkdtemp(join(tmpdir(), "readmeabook-copies-"));
  });
  afterAll(async () => {
    await app.close();
    await rm(second, { recursive: true });
  });

  it("backs its database up when it is told to, says how far it is, and puts a copy into the second folder", async () => {
    const set = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`;
    await app.admin.ask(set, { input: [{ key: "backup.copy_folder", value: second }] });
    const { runJob } = await app.admin.ask(`mutation { runJob(input: { type: "back_up" }) { id } }`);
    const { job } = await eventually(async () => {
      const answer = await app.admin.ask(`query ($id: ID!) { job(id: $id) { status progress result errorMessage } }`, {
        id: runJob.id,
      });
      expect(answer.job.status).toMatch(/COMPLETED|FAILED/);
      return answer;
    }, 60_000);
    expect(job).toMatchObject({ status: "COMPLETED", progress: 100, result: { state: "good", reason: null } });
    const [backup, ...others] = await listBackups(join(app.dataDir, "backups"));
    expect(others).toEqual([]);
    expect(backup).toMatchObject({ name: job.result.backup, state: "good", note: { rows: job.result.rows } });
    expect((await readdir(second)).toSorted()).toEqual([backup!.name, `${backup!.name}.json`]);
  });
});

describe("a program that starts", () => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    dataDir = await mkdtemp(join(tmpdir(), "readmeabook-app-"));
  });
  afterAll(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true });
  });
  const env = () =>
    readEnv({ PORT: "0", DATA_DIR: dataDir, DATABASE_URL: database.url, DATABASE_ROLES: database.rolesBase });
  const start = async () => {
    const app = await createApp(env(), createLogger("silent"));
    await app.ready.finally(() => app.close());
  };

  it("backs an older database up before it migrates it, and does nothing of the kind the next time", async () => {
    const migrations = (await readdir(new URL("../../migrations", import.meta.url)))
      .filter((file) => /^Migration\d+_.*\.ts$/.test(file))
      .map((file) => file.replace(".ts", ""))
      .toSorted();
    await migrateTo(database.address, database.roles, migrations.slice(0, -2));
    await ask(database, "insert into users (username) values ('from_before')");
    await start();
    const backups = await listBackups(join(dataDir, "backups"));
    expect(backups).toMatchObject([{ state: "good", note: { cause: "before_migration", rows: 1 } }]);
    expect(await ask(database, "select username from users")).toEqual([{ username: "from_before" }]);
    expect(await ask(database, "select count(*)::int from migrations")).toEqual([{ count: migrations.length }]);
    await start();
    expect(await listBackups(join(dataDir, "backups"))).toHaveLength(1);
  });

  it("refuses with a sentence the database of a newer one", async () => {
    await ask(database, "insert into migrations (name) values ('Migration20991231000000_later')");
    await expect(start()).rejects.toThrow(
      "A newer ReadMeABook has worked on this database: Migration20991231000000_later is not known here.",
    );
    await ask(database, "delete from migrations where name = 'Migration20991231000000_later'");
    await start();
  });
});
