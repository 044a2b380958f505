import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { sealAudit, verifyAudit } from "./audit-chain.ts";
import { createAuditSeals } from "./audit-seals.ts";
import { checkKeys } from "./check-keys.ts";
import { keyFileIn, parseEncryptionKeys } from "./encryption-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";
import { sealedColumns } from "./sealed-columns.ts";
import { createSecretBox } from "./secret-box.ts";

let app: TestApp;
let sql: Pool;
beforeAll(async () => {
  app = await startTestApp();
  sql = new Pool({ ...app.database.address, max: 5 });
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

const never = new AbortController().signal;
const rotate = "mutation { rotateEncryptionKey { id type } }";
const newKey = `mutation { createApiKey(input: { name: "something to record" }) { key } }`;
const keys = async () => (await app.admin.ask("{ encryptionKeys { name isActive values } }")).encryptionKeys;

/** Seals a token for each of so many people, with the key that is active now. @returns token by id. */
async function plant(count: number): Promise<Map<string, string>> {
  const { secrets } = app.makeContext();
  const tokens = new Map(Array.from({ length: count }, () => [randomUUID(), `canary-${randomUUID()}`]));
  const rows = [...tokens].map(([id, token]) => ({ id, sealed: sealed(secrets, id, token) }));
  await sql.query(
    `insert into users (id, plex_id, plex_username, auth_token)
     select id, id::text, id::text, sealed from jsonb_to_recordset($1::jsonb) as r(id uuid, sealed text)`,
    [JSON.stringify(rows)],
  );
  return tokens;
}
const sealed = (secrets: ReturnType<typeof createSecretBox>, id: string, token: string) =>
  secrets.seal(token, { table: "users", column: "auth_token", id });
async function tokenOf(id: string): Promise<string> {
  const { rows } = await sql.query("select auth_token from users where id = $1", [id]);
  return app.makeContext().secrets.open(rows[0].auth_token, { table: "users", column: "auth_token", id });
}

describe("the list of sealed columns", () => {
  it("has what the entities say is sealed", () => {
    const server = join(import.meta.dirname, "..");
    const found = readdirSync(server, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".entity.ts"))
      .flatMap((path) => {
        const text = readFileSync(join(server, path), "utf8");
        const table = /tableName: "(\w+)"/.exec(text)?.[1];
        const said = text.matchAll(/^ {2}\/\*\* .*\b[Ss]ealed(?:\.| when).*\*\/\n(?: {2}@.*\n)* {2}(\w+)!?:/gm);
        return [...said].map(
          ([, name]) => `${table}.${name!.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
        );
      });
    expect(found.toSorted()).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted());
  });
});

describe("a rotation", () => {
  beforeEach(() => sql.query("delete from users where plex_id is not null"));

  it("makes a key, seals everything with it while people write and read, and says what may go", async () => {
    const tokens = await plant(600);
    const ids = [...tokens.keys()];
    let isOver = false;
    const { secrets } = app.makeContext();
    const writers = Array.from({ length: 5 }, async (_, writer) => {
      // Each person has one writer.
      for (let turn = 0; !isOver; turn += 7) {
        const id = ids[(turn * 5 + writer) % ids.length]!;
        const token = `canary-${randomUUID()}`;
        await sql.query("update users set auth_token = $2 where id = $1", [id, sealed(secrets, id, token)]);
        tokens.set(id, token);
        expect(await tokenOf(id)).toBe(token);
      }
    });
    const { rotateEncryptionKey: job } = await app.admin.ask(rotate);
    const read = async () =>
      (await app.admin.ask("query ($id: ID!) { job(id: $id) { status result } }", { id: job.id })).job;
    await eventually(async () => expect(await read()).toMatchObject({ status: "COMPLETED" }));
    isOver = true;
    await Promise.all(writers);
    expect((await read()).result).toMatchObject({
      verified: { k2: 600 },
      unreadable: 0,
      sentence: expect.stringMatching(/^The active key is k2\. .*k1/),
    });
    expect(await keys()).toEqual([
      { name: "k2", isActive: true, values: 600 },
      { name: "k1", isActive: false, values: 0 },
    ]);
    for (const [id, token] of tokens) expect(await tokenOf(id)).toBe(token);
    const path = keyFileIn(app.dataDir);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toMatch(/^k2:\S+\nk1:\S+\n$/);
  });

  it("that was cut off is gone on with, makes no third key, and leaves what does not open", async () => {
    const tokens = await plant(450);
    const [lost] = tokens.keys();
    const { secrets } = app.makeContext();
    await sql.query("update users set auth_token = left(auth_token, -4) || 'AAAA' where id = $1", [lost]);
    secrets.addKey!();
    const active = secrets.keyNames()[0]!;
    const stop = new AbortController();
    const ctx = app.makeContext();
    let opened = 0;
    const cutOff = {
      ...ctx,
      secrets: {
        ...ctx.secrets,
        open: (...given: Parameters<typeof secrets.open>) => {
          if ((opened += 1) > 250) stop.abort();
          return ctx.secrets.open(...given);
        },
      },
    };
    await expect(rotateKeys(cutOff, stop.signal)).rejects.toThrow(/told to stop/);
    const { rows } = await sql.query("select count(*)::int from users where auth_token like $1", [
      `enc:v1:${active}:%`,
    ]);
    expect(rows[0].count).toBeGreaterThan(0);
    expect(rows[0].count).toBeLessThan(450);
    await app.admin.ask(rotate);
    expect((await keys())[0].name).toBe(active);
    const result = await rotateKeys(app.makeContext(), never);
    expect(result).toMatchObject({ verified: { [active]: 449 }, unreadable: 1 });
    expect(result.sentence).toMatch(
      /must stay: 1 stored secrets are still sealed with it.*1 stored secrets do not open/,
    );
    tokens.delete(lost!);
    for (const [id, token] of tokens) expect(await tokenOf(id)).toBe(token);
  });

  it("is not held up for ever by what does not open", async () => {
    const [lost] = (await plant(1)).keys();
    await sql.query("update users set auth_token = left(auth_token, -4) || 'AAAA' where id = $1", [lost]);
    const active = (await keys())[0].name;
    await app.admin.ask(rotate);
    expect((await keys())[0].name).not.toBe(active);
  });
});

describe("the audit", () => {
  const sealsOfFile = () => createAuditSeals(parseEncryptionKeys(readFileSync(keyFileIn(app.dataDir), "utf8")));
  /** Seals all that was recorded: transactions of other tests on the same server hold the sealing up. */
  const sealAll = () =>
    eventually(async () => {
      const { head } = await sealAudit(app.makeContext());
      const { waiting, fault } = await verifyAudit(app.makeContext().em, sealsOfFile());
      expect({ waiting, fault }).toEqual({ waiting: 0, fault: null });
      return head!;
    });

  it("is sealed with the new key from the rotation on, and is whole across it", async () => {
    await app.admin.ask(newKey);
    const before = await sealAll();
    await sql.query("delete from users where plex_id is not null");
    await app.admin.ask(rotate);
    const active = (await keys())[0].name;
    expect(before.seal).not.toMatch(new RegExp(`^${active}:`));
    const after = await sealAll();
    expect(after.position).toBeGreaterThan(before.position);
    expect(after.seal).toMatch(new RegExp(`^${active}:`));
  });

  it("stops no start for a key that is missing, but says so, and stops it for another key under its name", async () => {
    await app.admin.ask(newKey);
    const [name] = (await sealAll()).seal.split(":");
    await sql.query("delete from users where plex_id is not null");
    const check = (keys: ReadonlyMap<string, Buffer>) =>
      checkKeys(app.makeContext().em, createSecretBox(keys), createAuditSeals(keys));
    const right = parseEncryptionKeys(readFileSync(keyFileIn(app.dataDir), "utf8"));
    expect(await check(right)).toEqual({ isRotationLeft: false, warnings: [] });
    expect((await check(new Map([["z1", randomBytes(32)]]))).warnings).toContainEqual(
      expect.stringMatching(new RegExp(`^The key ${name} is missing: \\d+ audit records .* Put it back behind`)),
    );
    const swapped = new Map([...right, [name!, randomBytes(32)]]);
    await expect(check(swapped)).rejects.toThrow(
      new RegExp(`^The key ${name} is not the one that \\d+ audit records were sealed with`),
    );
    // A stored secret says that the key is right: then it is the records that are not.
    await plant(1);
    const move = (milliseconds: number) =>
      sql.query("update audit_events set created_at = created_at + $1 * interval '1 millisecond'", [milliseconds]);
    await move(1);
    expect((await check(right)).warnings).toContainEqual(
      expect.stringMatching(
        new RegExp(`^The newest audit records that name the key ${name} were not sealed so\\. See`),
      ),
    );
    await move(-1);
  });
});

describe("the keys at the start", () => {
  it("are refused when one is missing, or is another one under its name, without telling it", async () => {
    const { em } = app.makeContext();
    const [k1, other] = [randomBytes(32), randomBytes(32)];
    await sql.query("update users set auth_token = null");
    const [id] = (await plant(1)).keys();
    await sql.query("update users set auth_token = $2 where id = $1", [
      id,
      sealed(createSecretBox(new Map([["z1", k1]])), id!, "canary"),
    ]);
    const check = async (keys: [string, Buffer][]) =>
      (await checkKeys(em, createSecretBox(new Map(keys)), createAuditSeals(new Map(keys)))).isRotationLeft;
    expect(await check([["z1", k1]])).toBe(false);
    expect(
      await check([
        ["z2", other],
        ["z1", k1],
      ]),
    ).toBe(true);
    await expect(check([["z2", other]])).rejects.toThrow(/^The key z1 is missing: 1 stored secrets/);
    await expect(check([["z1", other]])).rejects.toThrow(/^The key z1 is not the one that 1 stored secrets/);
    await expect(startTestApp({ database: app.database, admin: app.admin })).rejects.toThrow(/^The key z1 is missing/);
    await sql.query("update users set auth_token = null");
  });

  it("of ENCRYPTION_KEYS are the owner's to make", async () => {
    const keyFile = readFileSync(keyFileIn(app.dataDir), "utf8");
    const env = { ENCRYPTION_KEYS: `o1:${randomBytes(32).toString("base64")}\n${keyFile}` };
    const second = await startTestApp({ database: app.database, admin: app.admin, env });
    try {
      const { errors } = await second.admin.send(rotate);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(/Put a new key before it.*start the server again/),
        extensions: { code: "CONFLICT" },
      });
    } finally {
      await second.close();
    }
  });
});
