/** What the database itself lets through, whatever the code above it forgets. */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotFoundError } from "../errors.ts";
import { cancelRequest } from "../requests/request.service.ts";
import { Request } from "../requests/request.entity.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { Session } from "../users/session.entity.ts";
import { User, UserRole } from "../users/user.entity.ts";
import { connectionSettings } from "./address.ts";
import { ormOptions } from "./mikro-orm.config.ts";
import { readRows, sessionOf, withKysely } from "./row-level-security.ts";
import { seedLibrary } from "./seed-library.ts";

let app: TestApp;
let sql: Client;
let asApp: Client;
let tables: string[];
beforeAll(async () => {
  app = await startTestApp();
  await app.signUp("ann");
  await seedLibrary(app.makeContext().em, { seed: 1, audiobooks: 300, requests: 3000, now: new Date() });
  sql = new Client({ ...app.database.address });
  asApp = new Client(connectionSettings(app.database.address, app.database.roles.app));
  await Promise.all([sql.connect(), asApp.connect()]);
  await sql.query(`insert into plex_sign_ins (id, pin_id, browser_hash, state_hash, expires_at)
    values (gen_random_uuid(), '1', 'b', 's', now())`);
  await app.admin.ask(`mutation { setConfiguration(input: [{ key: "requests.quota", value: "0" }]) { key } }`);
  const { rows } = await sql.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations' order by 1`,
  );
  tables = rows.map((row) => row.relname);
});
afterAll(async () => {
  await asApp.end();
  await sql.end();
  await app.close();
});

/** Asks as the role app, in somebody's name. */
async function as(viewerId: string, statement: string, values: unknown[] = []) {
  await asApp.query("begin");
  try {
    await asApp.query("select set_config('app.viewer_id', $1, true)", [viewerId]);
    return await asApp.query(statement, values);
  } finally {
    await asApp.query("rollback");
  }
}

const people = async () =>
  (await sql.query("select id from users where username is null order by id")).rows.map((row) => row.id);

describe("the role app", () => {
  it("owns nothing and cannot go round the walls, which are forced on every table", async () => {
    const { rows } = await sql.query(
      `select rolsuper or rolbypassrls or rolcreaterole as may, (select count(*)::int from pg_class where relowner = r.oid) as owned
         from pg_roles r where rolname = $1`,
      [app.database.roles.app],
    );
    expect(rows).toEqual([{ may: false, owned: 0 }]);
    const { rows: open } = await sql.query(
      `select relname from pg_class where relname = any($1) and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity)`,
      [tables],
    );
    expect(open).toEqual([]);
    expect(tables.length).toBeGreaterThan(13);
  });

  it("sees no row of anything while nobody is named, nor when it names somebody that is nobody", async () => {
    for (const table of tables) {
      expect((await asApp.query(`select from ${table}`)).rowCount, table).toBe(0);
      expect((await as("", `select from ${table}`)).rowCount, table).toBe(0);
    }
    for (const table of [
      "users",
      "sessions",
      "api_keys",
      "requests",
      "request_events",
      "download_history",
      "jobs",
      "audiobooks",
      "configuration",
      "plex_sign_ins",
      "rate_limits",
    ])
      expect((await sql.query(`select from ${table}`)).rowCount, table).toBeGreaterThan(0);
    await expect(asApp.query("select from migrations")).rejects.toMatchObject({ code: "42501" });
    await expect(asApp.query("select from pgboss.job")).rejects.toMatchObject({ code: "42501" });
  });

  it("sees what is the viewer's and hangs on it, what is everybody's, and nothing else", async () => {
    const [one, other] = await people();
    for (const [table, column] of [
      ["users", "id"],
      ["requests", "user_id"],
    ] as const) {
      const { rows } = await as(one, `select distinct ${column} as id from ${table}`);
      expect(rows, table).toEqual([{ id: one }]);
    }
    for (const table of ["request_events", "download_history", "jobs"]) {
      const seen = await as(one, `select from ${table}`);
      const own = await sql.query(`select from ${table} join requests r on r.id = request_id where r.user_id = $1`, [
        one,
      ]);
      expect(seen.rowCount, table).toBe(own.rowCount);
    }
    expect((await as(one, "select from audiobooks")).rowCount).toBe(300);
    for (const table of ["configuration", "plex_sign_ins", "audit_events", "indexer_rests"])
      expect((await as(one, `select from ${table}`)).rowCount, table).toBe(0);
    expect((await as(one, "select from requests where user_id = $1", [other])).rowCount).toBe(0);
  });

  it("writes a viewer's own sessions and keys alone, and not in another's name", async () => {
    const [one, other] = await people();
    const insert =
      "insert into sessions (id, user_id, token_hash, expires_at) values (gen_random_uuid(), $1, 'x', now())";
    expect((await as(one, insert, [one])).rowCount).toBe(1);
    await expect(as(one, insert, [other])).rejects.toMatchObject({
      code: "42501",
      message: expect.stringContaining("row-level security"),
    });
    for (const table of [
      "users",
      "requests",
      "request_events",
      "download_history",
      "jobs",
      "audiobooks",
      "configuration",
      "audit_events",
    ])
      await expect(as(one, `delete from ${table}`), table).rejects.toMatchObject({ code: "42501" });
  });

  it("finds a viewer's requests by an index, one page of many", async () => {
    const [one] = await people();
    await sql.query("analyze requests");
    const { rows } = await as(one, "explain select id from requests order by created_at desc, id desc limit 20");
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("idx_requests_user_created");
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });
});

describe("code that forgets to ask whose it is", () => {
  it("still finds nothing of somebody else's", async () => {
    const [one, other] = await people();
    const viewer = await app.makeContext().em.findOneOrFail(User, { id: one });
    const ctx = app.makeContext(viewer);
    expect((await ctx.em.find(Request, {})).every((request) => request.user.id === one)).toBe(true);
    const [{ id }] = (
      await sql.query("select id from requests where user_id = $1 and status = 'pending' limit 1", [other])
    ).rows;
    // As if the service took everybody for an admin.
    const forged = Object.assign(new User(), { id: one, role: UserRole.ADMIN });
    await expect(cancelRequest(ctx, forged, id)).rejects.toBeInstanceOf(NotFoundError);
    expect((await sql.query("select status from requests where id = $1", [id])).rows).toEqual([{ status: "pending" }]);
  });

  it("mixes nobody up, when fifty people use five connections at once", async () => {
    const orm = await MikroORM.init(ormOptions(app.database.address, app.database.roles.app, 5));
    const { rows: fifty } = await sql.query(
      `insert into users (id, username) select gen_random_uuid(), 'person' || n from generate_series(1, 50) n returning id, username`,
    );
    await sql.query(
      `insert into requests (user_id, audiobook_id, status) select u.id, a.id, 'failed' from users u, (select id from audiobooks limit 3) a where u.username like 'person%'`,
    );
    let asked = 0;
    const work = async ({ id }: { id: string }) => {
      const viewer = Object.assign(new User(), { id });
      for (let round = 0; round < 50; round += 1) {
        const em = orm.em.fork({ session: sessionOf(app.database.roles, viewer) }) as EntityManager;
        const session = Object.assign(new Session(), {
          user: em.getReference(User, id, { wrapped: true }),
          tokenHash: `${id}${round}`,
          expiresAt: new Date(),
        });
        const [found, read, rows, , users] = await Promise.all([
          em.fork().find(Request, {}),
          readRows(em, (db) => db.selectFrom("requests").select("user_id").compile()),
          withKysely(em, (db) => db.selectFrom("requests").select("user_id").execute()),
          em.persist(session).flush(),
          em.fork().count(User, {}),
        ]);
        asked += 5;
        expect([found.length, read.length, rows.length, users]).toEqual([3, 3, 3, 1]);
        const whose = [...found.map((request) => request.user.id), ...[...read, ...rows].map((row) => row.user_id)];
        expect(new Set(whose)).toEqual(new Set([id]));
      }
      return await (orm.em.fork({ session: sessionOf(app.database.roles, viewer) }) as EntityManager).count(
        Session,
        {},
      );
    };
    try {
      expect(new Set(await Promise.all(fifty.map(work)))).toEqual(new Set([50]));
      expect(asked).toBe(50 * 250);
    } finally {
      await orm.close(true);
    }
  });
});
