import { randomUUID } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { escapeIdentifier } from "pg";
import { describe, expect, it } from "vitest";
import { ask } from "../testing/ask.ts";
import { backupKeys, databasesBeside, toolsOf, useBackupPlace } from "../testing/backup-place.ts";
import { dumpCatalog } from "../testing/catalog-dump.ts";
import { createTestDatabase } from "../testing/database.ts";
import { listBackups } from "./backup-folder.ts";
import { readPlaces } from "./backup-tools.ts";
import { rowsIn } from "./backup-format.ts";
import { makeBackup, whileNoOther } from "./make-backup.ts";
import { writeBackup } from "./write-backup.ts";

const place = useBackupPlace();

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
      const path = join(place.folder, "written.rmab");
      await writeBackup(toolsOf(full), path);
      await place.restore(path);
      const archived =
        "select tableoid::regclass::text as month, id, completed_at from jobs_archive order by completed_at";
      const restored = await ask(place.target.address, archived);
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
    const person = await place.plantPerson();
    let writing = true;
    let written = 0;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) {
        await place.sql.query(oneRequest, [person]);
        written += 1;
      }
    });
    const { path, state, note } = await place.back();
    writing = false;
    await Promise.all(writers);
    const atTheEnd = written;
    expect(state).toBe("good");

    const manifest = await place.restore(path);
    const count = (table: string) => manifest.tables.find(({ name }) => name === table)!.rows;
    expect(note).toMatchObject({ rows: rowsIn(manifest), program: manifest.program });
    for (const { name, rows } of manifest.tables)
      expect(await ask(place.target.address, `select count(*)::int from ${escapeIdentifier(name)}`), name).toEqual([
        { count: rows },
      ]);
    expect(count("requests")).toBeGreaterThan(0);
    expect(count("requests")).toBeLessThan(atTheEnd);
    expect(count("request_events")).toBe(2 * count("requests"));
    expect(await dumpCatalog(place.target.address)).toEqual(await dumpCatalog(place.source.address));

    const [row] = await ask(place.target.address, "select plex_username, auth_token from users where id = $1", [
      person,
    ]);
    expect(row.plex_username).toBe(`"${person}\\\u2028\n{NULL},`);
    const where = { table: "users", column: "auth_token", id: person };
    expect(toolsOf(place.source).secrets.open(row.auth_token, where)).toBe(`token of ${person}`);
    const text = gunzipSync(await readFile(path)).toString();
    expect(text).toContain(row.auth_token);
    expect(text).not.toContain(`token of ${person}`);
    for (const key of backupKeys.values()) expect(text).not.toContain(key.toString("base64"));
  });

  it("can be read by nobody else, and leaves nothing beside it, on the disk and in the database", async () => {
    const { path, name } = await place.back();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(place.folder)).toSorted()).toEqual([name, `${name}.json`]);
    expect(await databasesBeside(place.source)).toEqual([]);
  });

  it("that is encrypted shows nothing of anybody, and restores with the key", async () => {
    const id = await place.plantPerson();
    const path = join(place.folder, "encrypted.rmab");
    const { address } = place.source;
    await writeBackup(toolsOf(place.source), path, undefined, true);
    const bytes = await readFile(path);
    expect(() => gunzipSync(bytes)).toThrow();
    expect(bytes.toString("latin1")).toMatch(
      /^\{"format":"readmeabook encrypted backup","key":"k1","iv":"[\w-]{16}"\}\n/,
    );
    await expect(place.restore(path, toolsOf(place.target, new Map([["k2", Buffer.alloc(32, 2)]])))).rejects.toThrow(
      "needs the encryption key k1",
    );
    await ask(
      address,
      "insert into configuration (key, value, category) values ('backup.encrypted', 'true', 'system')",
    );
    expect(await readPlaces(toolsOf(place.source), place.folder)).toMatchObject({ isEncrypted: true });
    await place.restore(path);
    expect(await ask(place.target.address, "select id from users where id = $1", [id])).toHaveLength(1);
  });

  it("that does not restore is set aside with the reason, and no good one goes for it", async () => {
    const { name } = await place.back();
    await place.sql.query("alter table users add column by_hand int");
    try {
      await expect(place.back()).rejects.toThrow("set aside. This backup does not have the tables");
    } finally {
      await place.sql.query("alter table users drop column by_hand");
    }
    const [failed, good, ...rest] = await listBackups(place.folder);
    expect(failed).toMatchObject({ state: "failed", note: { reason: expect.stringContaining("changed by hand") } });
    expect(good).toMatchObject({ name, state: "good" });
    expect(rest).toEqual([]);
    expect(await databasesBeside(place.source)).toEqual([]);
  });

  it("leaves out what somebody else keeps in the same database", async () => {
    await place.sql.query("create table of_others (id int)");
    try {
      expect(await place.back()).toMatchObject({ state: "good" });
    } finally {
      await place.sql.query("drop table of_others");
    }
  });

  it("that is good stays, and says what is wrong, when it cannot be copied to the second folder", async () => {
    const file = join(place.folder, "no-folder");
    await writeFile(file, "");
    await expect(place.back(undefined, file)).rejects.toMatchObject({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining(`could not be copied to ${file}`),
    });
    expect(await listBackups(place.folder)).toMatchObject([{ state: "good" }]);
  });

  it("before something is changed is enough without a copy: the second disk may be away", async () => {
    const using = toolsOf(place.source);
    const file = join(place.folder, "no-folder");
    await writeFile(file, "");
    const places = { folder: place.folder, copyFolder: file };
    const made = await whileNoOther(using, () => makeBackup(using, places, "before_migration", using.logger));
    expect(made.state).toBe("good");
  });

  it("is made one at a time", async () => {
    const outcomes = await Promise.allSettled([place.back(), place.back(), place.back()]);
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason.message).toContain("under way already");
  });

  it("is read again where the login may not make databases, says so, and is not called good", async () => {
    const user = `${place.target.address.database}_login`;
    await ask(
      place.source.address,
      `create role ${user} login password 'secret' in role ${Object.values(place.source.roles).join()}`,
    );
    try {
      const limited = { ...toolsOf(place.source), address: { ...place.source.address, user, password: "secret" } };
      const { state, note, path } = await place.back(limited);
      expect({ state, reason: note!.reason }).toEqual({
        state: "unchecked",
        reason: expect.stringContaining(`alter role "${user}" createdb;`),
      });
      await expect(place.restore(path, limited)).rejects.toThrow("may not make databases");
    } finally {
      await ask(place.source.address, `drop role ${user}`);
    }
  });
});

describe("a restore", () => {
  it("backs up first what is there, and then puts the other in its place", async () => {
    const path = await place.written();
    const kept = await ask(place.source.address, "select id from users order by id");
    const used = await createTestDatabase();
    try {
      await ask(used.address, "insert into users (username) values ('only_here')");
      await place.restore(path, toolsOf(used));
      expect(await ask(used.address, "select id from users order by id")).toEqual(kept);
      const [safety] = await listBackups(place.folder);
      expect(safety).toMatchObject({ state: "good", note: { cause: "before_restore" } });
      await place.restore(safety!.path);
      expect(await ask(place.target.address, "select username from users")).toEqual([{ username: "only_here" }]);
      expect(await databasesBeside(used)).toEqual([]);
    } finally {
      await used.drop();
    }
  });

  it("opens with the older of two keys what was sealed with it", async () => {
    await place.plantPerson();
    const path = await place.written();
    const both = new Map([["k2", Buffer.alloc(32, 2)], ...backupKeys]);
    await place.restore(path, toolsOf(place.target, both));
    await expect(place.restore(path, toolsOf(place.target, new Map([["k2", both.get("k2")!]])))).rejects.toThrow(
      "needs the encryption key k1",
    );
  });

  it("lets the triggers and the foreign keys hold afterwards", async () => {
    const person = await place.plantPerson();
    await place.restore(await place.written());
    await expect(ask(place.target.address, oneRequest, [randomUUID()])).rejects.toMatchObject({ code: "23503" });
    await ask(place.target.address, oneRequest, [person]);
    const [row] = await ask(
      place.target.address,
      "update requests set progress = 5 where user_id = $1 returning version",
      [person],
    );
    expect(row.version).toBe(2);
  });
});
