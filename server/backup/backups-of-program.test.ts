import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { migrateTo } from "../database/migrate.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { ask } from "../testing/ask.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";
import { oneMp3, release, startWorld } from "../testing/world.ts";
import { listBackups } from "./backup-folder.ts";
import { backupTools } from "./backup-tools.ts";
import { whileNoOther } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

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

describe("a program that was off at the time of its nightly backup", () => {
  it("makes one soon after its start, however many nights it was off, and none when it missed none", async () => {
    const database = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-app-"));
    const scheduled = () => ask(database.address, "select status from jobs where type = 'back_up'");
    const passes = () =>
      ask<{ at: Date }>(database.address, "select cron_on as at from pgboss.version").then(
        ([row]) => row!.at?.getTime() ?? 0,
      );
    let admin: TestClient | undefined;
    const run = async (whileItRuns: () => Promise<unknown>) => {
      const app = await startTestApp({ database, dataDir, ...(admin ? { admin } : {}) });
      ({ admin } = app);
      await whileItRuns().finally(() => app.close());
    };
    const offFor = (days: number) =>
      ask(
        database.address,
        `update pgboss.version set cron_on = now() - interval '${days} days';
         update pgboss.schedule set created_on = now() - interval '1 year'`,
      );
    try {
      await run(() => eventually(async () => expect(await passes()).toBeGreaterThan(0)));
      await offFor(3);
      const before = await passes();
      await run(async () => {
        await eventually(async () => expect(await scheduled()).toEqual([{ status: "completed" }]), 60_000);
        // Every job that has a schedule was looked at in the same pass.
        expect(await passes()).toBeGreaterThan(before);
        expect(await ask(database.address, "select from jobs where type = 'refresh_catalog'")).toEqual([]);
      });
      expect(await listBackups(join(dataDir, "backups"))).toMatchObject([
        { state: "good", note: { cause: "schedule" } },
      ]);
      const last = await passes();
      await run(() => eventually(async () => expect(await passes()).toBeGreaterThan(last)));
      expect(await scheduled()).toHaveLength(1);
    } finally {
      await database.drop();
      await rm(dataDir, { recursive: true });
    }
  });
});

describe("a program on a database that was restored", () => {
  it("gives each request that was under way one job, goes on with it, and does nothing again", async () => {
    const world = await startWorld();
    const restored = await createTestDatabase({ empty: true });
    let next: TestApp | null = null;
    try {
      world.indexer.releases = [release("Jane Austen - Emma [M4B]")];
      const downloading = await world.request("Emma", "Jane Austen");
      await world.reaches(downloading, "DOWNLOADING");
      await eventually(() => expect(world.downloads.added).toHaveLength(1));
      world.searchGate.shut();
      const searching = await world.request("Persuasion", "Jane Austen");
      await eventually(() => expect(world.searchGate.waiting).toBe(1));
      await world.reaches(searching, "SEARCHING");
      const { path } = await world.makeContext().backups.make("hand");

      // What the old one finds before it has stopped is nothing.
      world.indexer.releases = [];
      world.searchGate.open();
      await world.app.close();
      const env = readEnv({ DATA_DIR: world.dataDir, DATABASE_URL: restored.url });
      const tools = backupTools(env, restored, createLogger("silent"));
      await whileNoOther(tools, () => restoreBackup(tools, path, null));
      expect(await ask(restored.address, "select from pgboss.job")).toEqual([]);

      world.indexer.releases = [release("Jane Austen - Persuasion [M4B]")];
      world.searchGate.shut();
      const { dataDir, admin } = world;
      next = await startTestApp({
        database: restored,
        dataDir,
        admin,
        leaves: { integrations: world.withFakes },
      });
      const live = () =>
        ask(
          restored.address,
          `select singleton_key as request, name from pgboss.job
            where state in ('created', 'retry', 'active') and singleton_key in ('${downloading}', '${searching}') order by name`,
        );
      const wanted = [
        { request: downloading, name: "monitor_download" },
        { request: searching, name: "search_indexers" },
      ];
      await eventually(async () => expect(await live()).toEqual(wanted));
      const { runJob } = await next.admin.ask(`mutation { runJob(input: { type: "reconcile_requests" }) { id } }`);
      await eventually(async () =>
        expect(await ask(restored.address, `select status from jobs where id = '${runJob.id}'`)).toEqual([
          { status: "completed" },
        ]),
      );
      expect(await live()).toEqual(wanted);

      world.downloads.instantContent = oneMp3;
      await world.downloads.tell(world.downloads.added[0]!, { content: oneMp3 });
      world.searchGate.open();
      await eventually(async () => {
        const statuses = await ask(restored.address, "select distinct status from requests");
        expect(statuses).toEqual([{ status: "completed" }]);
      });
      expect(world.downloads.asked).toHaveLength(2);
      const shelved = await readdir(join(world.libraryDir, "Jane Austen"));
      expect(shelved.toSorted()).toEqual(["Emma", "Persuasion"]);
    } finally {
      await next?.close();
      await world.close();
      await restored.drop();
    }
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
    await ask(database.address, "insert into users (username) values ('from_before')");
    await start();
    const backups = await listBackups(join(dataDir, "backups"));
    expect(backups).toMatchObject([{ state: "good", note: { cause: "before_migration", rows: 1 } }]);
    expect(await ask(database.address, "select username from users")).toEqual([{ username: "from_before" }]);
    expect(await ask(database.address, "select count(*)::int from migrations")).toEqual([{ count: migrations.length }]);
    await start();
    expect(await listBackups(join(dataDir, "backups"))).toHaveLength(1);
  });

  it("refuses with a sentence the database of a newer one", async () => {
    await ask(database.address, "insert into migrations (name) values ('Migration20991231000000_later')");
    await expect(start()).rejects.toThrow(
      "A newer ReadMeABook has worked on this database: Migration20991231000000_later is not known here.",
    );
    await ask(database.address, "delete from migrations where name = 'Migration20991231000000_later'");
    await start();
  });
});
