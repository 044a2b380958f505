import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Client, escapeIdentifier, Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseAddress } from "../database/address.ts";
import { createLogger } from "../logger.ts";
import { createAuditSeals } from "../security/audit-seals.ts";
import { createSecretBox } from "../security/secret-box.ts";
import { dumpCatalog } from "../testing/catalog-dump.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { listBackups } from "./backup-folder.ts";
import { rowsIn } from "./backup-format.ts";
import { createBackupSeals } from "./backup-seals.ts";
import { makeBackup, whileNoOther } from "./make-backup.ts";
import { writeBackup } from "./write-backup.ts";
import { restoreBackup, type RestoreTools } from "./restore-backup.ts";

const logger = createLogger("silent");
const keys = new Map([["k1", Buffer.alloc(32, 1)]]);

let source: TestDatabase;
/** An empty one, as on a new machine. */
let target: TestDatabase;
let sql: Pool;
let folder: string;
beforeAll(async () => {
  source = await createTestDatabase();
  sql = new Pool({ ...source.address, max: 6 });
});
afterAll(async () => {
  await sql.end();
  await source.drop();
});
beforeEach(async () => {
  target = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), "readmeabook-backups-"));
});
afterEach(async () => {
  await target.drop();
  await rm(folder, { recursive: true });
});

function tools({ address, roles }: TestDatabase, having: ReadonlyMap<string, Buffer> = keys): RestoreTools {
  return {
    address,
    roles,
    seals: createBackupSeals(having),
    secrets: createSecretBox(having),
    auditSeals: createAuditSeals(having),
    logger,
  };
}

const back = (from: TestDatabase | RestoreTools = source) => {
  const using = "seals" in from ? from : tools(from);
  return whileNoOther(using, () => makeBackup(using, { folder, copyFolder: null }, "hand", logger));
};
const restore = (path: string, using = tools(target)) =>
  whileNoOther(using, () => restoreBackup(using, path, { folder, copyFolder: null }));

/** A backup that nobody has tried. @returns its path. */
async function written(): Promise<string> {
  const path = join(folder, "written.rmab");
  await writeBackup(tools(source), path);
  return path;
}

async function ask<Row = any>(address: DatabaseAddress, statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** Somebody with a token that is sealed, whose name is hard to write down. @returns the id. */
async function plantPerson(secrets = tools(source).secrets): Promise<string> {
  const id = randomUUID();
  const token = secrets.seal(`token of ${id}`, { table: "users", column: "auth_token", id });
  await sql.query("insert into users (id, plex_id, plex_username, auth_token) values ($1, $2, $3, $4)", [
    id,
    id,
    `"${id}\\\u2028\n{NULL},`,
    token,
  ]);
  return id;
}

/** A book, its request and two events, in one transaction. */
const oneRequest = `
  with book as (insert into audiobooks (title, author) values ('A "book"', E'by\\t\\\\N') returning id),
       asked as (insert into requests (user_id, audiobook_id) select $1, id from book returning id)
  insert into request_events (request_id, type, to_status, message) select id, 'note', 'pending', 'of the load' from asked, generate_series(1, 2)`;

describe("a backup", () => {
  it("holds the archive of the jobs, whose partitions come back with it", async () => {
    const full = await createTestDatabase();
    try {
      await ask(
        full.address,
        "select make_jobs_archive_month(month) from unnest(array['2024-02-01', '2025-07-01']::date[]) month",
      );
      await ask(
        full.address,
        `insert into jobs_archive (id, type, status, completed_at, created_at, updated_at)
         select gen_random_uuid(), 'scan_plex', 'completed', at, at, at
           from unnest(array['2024-02-29T23:59:59Z', '2025-07-01T00:00:00Z', '2025-07-02T00:00:00Z']::timestamptz[]) at`,
      );
      const path = join(folder, "written.rmab");
      await writeBackup(tools(full), path);
      await restore(path);
      const archived =
        "select tableoid::regclass::text as month, id, completed_at from jobs_archive order by completed_at";
      const restored = await ask(target.address, archived);
      expect(restored.map(({ month }) => month)).toEqual([
        "jobs_archive_2024_02",
        "jobs_archive_2025_07",
        "jobs_archive_2025_07",
      ]);
      expect(restored).toEqual(await ask(full.address, archived));
    } finally {
      await full.drop();
    }
  });

  it("that is taken while people write holds one moment, and restores it on an empty database with its secrets", async () => {
    const person = await plantPerson();
    let writing = true;
    let written = 0;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) {
        await sql.query(oneRequest, [person]);
        written += 1;
      }
    });
    const { path, state, note } = await back();
    writing = false;
    await Promise.all(writers);
    const atTheEnd = written;
    expect(state).toBe("good");

    const manifest = await restore(path);
    const count = (table: string) => manifest.tables.find(({ name }) => name === table)!.rows;
    expect(note).toMatchObject({ rows: rowsIn(manifest), program: manifest.program });
    for (const { name, rows } of manifest.tables)
      expect(await ask(target.address, `select count(*)::int from ${escapeIdentifier(name)}`), name).toEqual([
        { count: rows },
      ]);
    expect(count("requests")).toBeGreaterThan(0);
    expect(count("requests")).toBeLessThan(atTheEnd);
    expect(count("request_events")).toBe(2 * count("requests"));
    expect(await dumpCatalog(target.address)).toEqual(await dumpCatalog(source.address));

    const [row] = await ask(target.address, "select plex_username, auth_token from users where id = $1", [person]);
    expect(row.plex_username).toBe(`"${person}\\\u2028\n{NULL},`);
    const place = { table: "users", column: "auth_token", id: person };
    expect(createSecretBox(keys).open(row.auth_token, place)).toBe(`token of ${person}`);
    const text = gunzipSync(await readFile(path)).toString();
    expect(text).toContain(row.auth_token);
    expect(text).not.toContain(`token of ${person}`);
    for (const key of keys.values()) expect(text).not.toContain(key.toString("base64"));
  });

  it("can be read by nobody else, and leaves nothing beside it, on the disk and in the database", async () => {
    const { path, name } = await back();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).toSorted()).toEqual([name, `${name}.json`]);
    expect(await databasesBeside(source)).toEqual([]);
  });

  it("that does not restore is set aside with the reason, and no good one goes for it", async () => {
    const { name } = await back();
    await sql.query("alter table users add column by_hand int");
    try {
      await expect(back()).rejects.toThrow("set aside. This backup does not have the tables");
    } finally {
      await sql.query("alter table users drop column by_hand");
    }
    const [failed, good, ...rest] = await listBackups(folder);
    expect(failed).toMatchObject({ state: "failed", note: { reason: expect.stringContaining("changed by hand") } });
    expect(good).toMatchObject({ name, state: "good" });
    expect(rest).toEqual([]);
    expect(await databasesBeside(source)).toEqual([]);
  });

  it("leaves out what somebody else keeps in the same database", async () => {
    await sql.query("create table of_others (id int)");
    try {
      expect(await back()).toMatchObject({ state: "good" });
    } finally {
      await sql.query("drop table of_others");
    }
  });

  it("is made one at a time", async () => {
    const outcomes = await Promise.allSettled([back(), back(), back()]);
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason.message).toContain("under way already");
  });

  it("is read again where the login may not make databases, says so, and is not called good", async () => {
    const user = `${target.address.database}_login`;
    await ask(
      source.address,
      `create role ${user} login password 'secret' in role ${Object.values(source.roles).join()}`,
    );
    try {
      const limited = { ...tools(source), address: { ...source.address, user, password: "secret" } };
      const { state, note, path } = await back(limited);
      expect({ state, reason: note!.reason }).toEqual({
        state: "unchecked",
        reason: expect.stringContaining(`alter role "${user}" createdb;`),
      });
      await expect(restore(path, limited)).rejects.toThrow("may not make databases");
    } finally {
      await ask(source.address, `drop role ${user}`);
    }
  });
});

/** Databases that a backup or a restore has left there. */
async function databasesBeside({ address }: TestDatabase): Promise<string[]> {
  const rows = await ask(address, "select datname from pg_database where starts_with(datname, left($1, 40) || '_')", [
    address.database,
  ]);
  return rows.map(({ datname }) => datname);
}

describe("a restore", () => {
  it("backs up first what is there, and then puts the other in its place", async () => {
    const path = await written();
    const kept = await ask(source.address, "select id from users order by id");
    const used = await createTestDatabase();
    try {
      await ask(used.address, "insert into users (username) values ('only_here')");
      await restore(path, tools(used));
      expect(await ask(used.address, "select id from users order by id")).toEqual(kept);
      const [safety] = await listBackups(folder);
      expect(safety).toMatchObject({ state: "good", note: { cause: "before_restore" } });
      await restore(safety!.path);
      expect(await ask(target.address, "select username from users")).toEqual([{ username: "only_here" }]);
      expect(await databasesBeside(used)).toEqual([]);
    } finally {
      await used.drop();
    }
  });

  it("opens with the older of two keys what was sealed with it", async () => {
    await plantPerson();
    const path = await written();
    const both = new Map([["k2", Buffer.alloc(32, 2)], ...keys]);
    await restore(path, tools(target, both));
    await expect(restore(path, tools(target, new Map([["k2", both.get("k2")!]])))).rejects.toThrow(
      "needs the encryption key k1",
    );
  });

  it("lets the triggers and the foreign keys hold afterwards", async () => {
    const person = await plantPerson();
    await restore(await written());
    await expect(ask(target.address, oneRequest, [randomUUID()])).rejects.toMatchObject({ code: "23503" });
    await ask(target.address, oneRequest, [person]);
    const [row] = await ask(target.address, "update requests set progress = 5 where user_id = $1 returning version", [
      person,
    ]);
    expect(row.version).toBe(2);
  });
});

describe("a backup that cannot be trusted", () => {
  let good: Buffer;
  let text: string;
  beforeAll(async () => {
    await plantPerson();
    const place = await mkdtemp(join(tmpdir(), "readmeabook-backups-"));
    await writeBackup(tools(source), join(place, "good.rmab"));
    good = await readFile(join(place, "good.rmab"));
    await rm(place, { recursive: true });
    text = gunzipSync(good).toString();
  });
  const withManifest = (change: (manifest: any) => void) => {
    const [first, ...rest] = text.split("\n");
    const manifest = JSON.parse(first!);
    change(manifest);
    return gzipSync([JSON.stringify(manifest), ...rest].join("\n"));
  };
  const lines = () => text.trimEnd().split("\n");

  it.each<[string, () => Buffer, string]>([
    ["is empty", () => Buffer.alloc(0), "no backup of ReadMeABook"],
    ["is a picture", () => Buffer.from("\x89PNG and so on"), "no backup of ReadMeABook"],
    ["is another program's", () => gzipSync("-- PostgreSQL database dump\n"), "no backup of ReadMeABook"],
    ["is cut off in the middle", () => good.subarray(0, good.length >> 1), "cut off"],
    ["is cut off at its last byte", () => good.subarray(0, good.length - 1), "cut off"],
    ["has lost its seal", () => gzipSync(`${lines().slice(0, -1).join("\n")}\n`), "cut off"],
    [
      "has a bit that fell over",
      () => good.map((byte, at) => (at === good.length >> 1 ? byte ^ 1 : byte)) as Buffer,
      "damaged",
    ],
    ["has another name in a row", () => gzipSync(text.replace("k1:", "k1;")), "damaged"],
    [
      "has lost a row",
      () =>
        gzipSync(
          lines()
            .filter((line, at, all) => at !== all.findIndex((each) => each.startsWith("[")))
            .join("\n") + "\n",
        ),
      "damaged",
    ],
    [
      "says that it is older",
      () => withManifest((manifest) => (manifest.madeAt = "2020-01-01T00:00:00.000Z")),
      "was changed",
    ],
    ["has something behind its end", () => gzipSync(`${text}{}\n`), "damaged"],
    ["is of a newer format", () => withManifest((manifest) => (manifest.formatVersion = 2)), "newer ReadMeABook"],
    [
      "needs a key that is not here",
      () => withManifest((manifest) => manifest.keys.push("k7")),
      "needs the encryption key k7",
    ],
  ])("is refused with a sentence, and changes nothing, when it %s", async (_how, make, sentence) => {
    const path = join(folder, "given.rmab");
    await writeFile(path, make());
    await expect(restore(path)).rejects.toMatchObject({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining(sentence),
    });
    expect(await ask(target.address, "select to_regclass('public.users') as users")).toEqual([{ users: null }]);
    expect(await databasesBeside(target)).toEqual([]);
  });

  it("is refused when its seal was made with another key of that name", async () => {
    const path = join(folder, "given.rmab");
    await writeFile(path, good);
    const others = new Map([["k1", Buffer.alloc(32, 9)]]);
    await expect(restore(path, tools(target, others))).rejects.toThrow("sealed with another key that is called k1");
  });

  it("is refused when a newer program has made it, though this one could unseal it", async () => {
    await sql.query("insert into migrations (name) values ('Migration20991231000000_later')");
    try {
      const { path, state, note } = await back();
      expect({ state, reason: note!.reason }).toEqual({ state: "unchecked", reason: expect.stringContaining("newer") });
      await expect(restore(path)).rejects.toThrow("made by a newer ReadMeABook");
    } finally {
      await sql.query("delete from migrations where name = 'Migration20991231000000_later'");
    }
  });
});
