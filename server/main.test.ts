/** The program as a process: what it says and how it ends when it cannot start, and when it is told to stop. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask } from "./testing/ask.ts";
import { openBrowser } from "./testing/browser.ts";
import { dumpCatalog } from "./testing/catalog-dump.ts";
import { createTestDatabase, type TestDatabase } from "./testing/database.ts";
import { eventually } from "./testing/eventually.ts";
import { useProgram } from "./testing/program-place.ts";

const place = useProgram();
const { start, onDatabase } = place;

describe("the program", () => {
  it("names every wrong variable at once, without its value, and ends with 1", async () => {
    const { said, ended } = start({
      PORT: "canary",
      LOG_LEVEL: "canary",
      DATABASE_URL: "canary",
      ENCRYPTION_KEYS: "canary",
    });
    expect(await ended).toBe(1);
    expect(said.err.match(/^ {2}- [A-Z_]+/gm)?.toSorted()).toEqual([
      "  - DATABASE_URL",
      "  - ENCRYPTION_KEYS",
      "  - LOG_LEVEL",
      "  - PORT",
    ]);
    expect(said.err + said.out).not.toContain("canary");
  });

  it("says where it is and how to begin, and ends with 0 when it is told to stop", async () => {
    const { said, ended, stop } = start(onDatabase());
    await eventually(() => expect(said.out).toMatch(/Set-up token: [0-9A-F-]{34}/));
    const [url] = /http:\S+/.exec(said.out)!;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    stop("SIGTERM");
    expect(await ended).toBe(0);
    expect(said.err).toBe("");
  });

  it("ends with 0 when it is told to stop while it waits for its database", async () => {
    const { said, ended, stop } = start({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" });
    await eventually(() => expect(said.out).toContain("waiting for it"));
    stop("SIGINT");
    expect(await ended).toBe(0);
  });

  it("ends with 1 when the command line names a role that there is not", async () => {
    const { said, ended } = start(onDatabase(), "main.js", "--role", "canary");
    expect(await ended).toBe(1);
    expect(said.err).toMatch(/^The environment is not right:\n {2}- The command line takes --role web, /);
  });

  it("as a worker answers nobody but who watches over it, and is refused where others have other keys", async () => {
    const web = start(onDatabase(), "main.js", "--role", "web");
    const worker = start(onDatabase(), "main.js", "--role", "worker");
    try {
      await eventually(() => expect(web.said.out).toContain("Set-up token"));
      await eventually(() => expect(worker.said.out).toContain("A worker of ReadMeABook, "));
      expect(worker.said.out).not.toContain("token");
      const [url] = /http:\S+/.exec(worker.said.out)!;
      const statuses = ["/healthz", "/readyz", "/metrics", "/graphql", "/", "/covers/x"].map(
        async (path) => (await fetch(`${url}${path}`)).status,
      );
      expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 404, 404]);
      const answer = await fetch(`${url}/graphql`, { method: "POST", body: "{}" });
      expect(await answer.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/--role worker.*Ask one/) }],
      });

      const stranger = start(
        { ...onDatabase(), DATA_DIR: join(place.folder, "elsewhere") },
        "main.js",
        "--role",
        "worker",
      );
      expect(await stranger.ended).toBe(1);
      expect(stranger.said.err).toMatch(
        /^ReadMeABook cannot start\. Another process on this database has other encrypt/,
      );
    } finally {
      web.stop("SIGTERM");
      worker.stop("SIGTERM");
      expect(await Promise.all([web.ended, worker.ended])).toEqual([0, 0]);
    }
  });

  it("says that its port is taken", async () => {
    const first = start(onDatabase());
    await eventually(() => expect(first.said.out).toContain("ReadMeABook is at"));
    const port = new URL(/http:\S+/.exec(first.said.out)![0]).port;
    const second = start({ ...onDatabase(), PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.said.err).toBe("Another program uses this port. Set PORT to a free one.\n");
    first.stop("SIGTERM");
    await first.ended;
  });

  it("ends with 1 and a sentence when a migration fails, and leaves the database as it was", async () => {
    const added: string[] = [];
    async function add(name: string, statements: string): Promise<void> {
      const body = `up() { ${statements} }`;
      added.push(join(place.program.folder, "migrations", `${name}.js`));
      await writeFile(
        added.at(-1)!,
        `import { Migration } from "@mikro-orm/migrations";\nexport class ${name} extends Migration { ${body} }\n`,
      );
    }
    await add("Migration29990101000000", `this.addSql("create table first_of_two ()");`);
    await add("Migration29990101000001", `this.addSql("drop table users cascade"); this.addSql("select no_such()");`);
    const [migrated, empty] = [await createTestDatabase(), await createTestDatabase({ empty: true })];
    try {
      const before = await dumpCatalog(migrated.address);
      const { said, ended } = start({ DATABASE_URL: migrated.url, DATABASE_ROLES: migrated.rolesBase });
      expect(await ended).toBe(1);
      expect(said.err).toMatch(
        /^ReadMeABook cannot start\. A migration failed and the database is unchanged: .*no_such/,
      );
      expect(await dumpCatalog(migrated.address)).toEqual(before);

      expect(await start({ DATABASE_URL: empty.url, DATABASE_ROLES: empty.rolesBase }).ended).toBe(1);
      // Their record, in which nothing stands.
      const tables = (await dumpCatalog(empty.address)).filter((line) => line.startsWith("table "));
      expect(tables).toEqual([expect.stringMatching(/^table migrations /)]);
    } finally {
      await migrated.drop();
      await empty.drop();
      for (const path of added) await rm(path);
    }
  });
});

describe("a restore through the program that runs", () => {
  it("is done while that is away for a moment: the same process comes back with the other database", async () => {
    const old = await createTestDatabase();
    const dataDir = join(place.folder, "restored");
    const env = { DATABASE_URL: old.url, DATABASE_ROLES: old.rolesBase, DATA_DIR: dataDir };
    const { said, ended, stop } = start(env);
    try {
      await eventually(() => expect(said.out).toMatch(/Set-up token: \S+/));
      const [url] = /http:\S+/.exec(said.out)!;
      const owner = openBrowser(url);
      const people = async () =>
        (await owner.ask("{ users(first: 10) { nodes { username } } }")).users.nodes.map((user: any) => user.username);
      const make = (input: object) =>
        owner.ask("mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }", { input });
      const password = "a long enough password";
      const token = /token: (\S+)/.exec(said.out)![1];
      await owner.ask("mutation ($input: SetUpInput!) { setUp(input: $input) { id } }", {
        input: { token, username: "olga", password },
      });
      await make({ username: "before", password });
      await owner.ask("mutation { makeBackup { id } }");
      const id = await eventually(async () => {
        const { backups } = await owner.ask("{ backups { id state } }");
        expect(backups).toMatchObject([{ state: "GOOD" }]);
        return backups[0].id as string;
      }, 60_000);
      await make({ username: "after", password });
      expect(await people()).toContain("after");

      const worker = start(env, "main.js", "--role", "worker");
      await eventually(() => expect(worker.said.out).toContain("A worker of"));
      const { errors } = await owner.send("mutation ($id: ID!) { restoreBackup(input: { id: $id }) { id } }", { id });
      expect(errors?.[0]?.message).toMatch(/^Another process of this server works on the database/);
      worker.stop("SIGTERM");
      expect(await worker.ended).toBe(0);

      await owner.ask("mutation ($id: ID!) { restoreBackup(input: { id: $id }) { id } }", { id });
      // Whoever asks meanwhile is told to come again, or finds nobody there; nobody gets half an answer.
      await eventually(async () => expect(await people()).not.toContain("after"), 60_000);
      expect((await people()).toSorted()).toEqual(["before", "olga"]);
      const { auditEvents, backups } = await owner.ask(
        "{ auditEvents(first: 5) { nodes { action actorName subjectId } } backups { state cause } }",
      );
      expect(auditEvents.nodes).toContainEqual({ action: "backup.restored", actorName: "olga", subjectId: id });
      expect(backups).toEqual([
        { state: "GOOD", cause: "BEFORE_RESTORE" },
        { state: "GOOD", cause: "HAND" },
      ]);
      const rows = await databasesLike(old);
      expect(rows).toEqual([{ datname: old.address.database }]);
      expect(said.err).toBe("");
    } finally {
      stop("SIGTERM");
      expect(await ended).toBe(0);
      await old.drop();
    }
  });
});

/** It, and what a restore has left beside it. */
function databasesLike({ address }: TestDatabase) {
  return ask(address, "select datname from pg_database where starts_with(datname, left($1, 40))", [address.database]);
}
