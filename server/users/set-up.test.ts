/** What a new server can do before it has an admin: show its keys, and begin with the backup of another one. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { keyFileIn } from "../security/encryption-keys.ts";
import { openBrowser } from "../testing/browser.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { setUpToken } from "./user.service.ts";

const show = `mutation ($input: ShowEncryptionKeysInput!) { showEncryptionKeys(input: $input) { keys file } }`;
const restore = `mutation ($input: RestoreAtSetUpInput!) { restoreAtSetUp(input: $input) }`;
const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { user { username role } } }`;

/** A server that somebody has used, and its newest backup. */
let old: TestApp;
let backup: { name: string; bytes: Buffer; keys: string };
let database: TestDatabase;
let dataDir: string;
let fresh: TestApp;
beforeAll(async () => {
  old = await startTestApp();
  await old.admin.ask(
    `mutation { setConfiguration(input: [{ key: "indexer.api_key", value: "of the old server" }]) { key } }`,
  );
  const { name, path } = await old.makeContext().backups.make("hand");
  backup = { name, bytes: await readFile(path), keys: await readFile(keyFileIn(old.dataDir), "utf8") };
});
afterAll(() => old.close());
beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "readmeabook-new-"));
});
afterEach(async () => {
  await fresh.close();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function startFresh(env: Record<string, string> = {}): Promise<void> {
  fresh = await startTestApp({ database, dataDir, env, admin: old.admin });
}

async function upload(token: string, headers: Record<string, string> = {}, url = fresh.url) {
  const response = await fetch(`${url}/set-up/backup`, {
    method: "POST",
    headers: { "x-set-up-token": token, "x-file-name": backup.name, ...headers },
    body: new Uint8Array(backup.bytes),
  });
  return { status: response.status, body: (await response.json()) as any };
}
const send = (query: string, input: object) => openBrowser(fresh.url).send(query, { input });
const refusal = async (query: string, input: object) => {
  const { errors } = await send(query, input);
  return errors?.[0] && { code: errors[0].extensions["code"], message: errors[0].message };
};

describe("a server without an admin", () => {
  it("shows its keys to the holder of the set-up token, and to nobody else", async () => {
    await startFresh();
    const file = keyFileIn(dataDir);
    const { data } = await send(show, { token: fresh.setUpToken });
    expect(data.showEncryptionKeys).toEqual({ keys: (await readFile(file, "utf8")).trim(), file });
    expect(await refusal(show, { token: "AAAAAA-AAAAAA-AAAAAA-AAAAAA-AAAAAA" })).toMatchObject({ code: "FORBIDDEN" });
  });

  it("says that it has its keys from ENCRYPTION_KEYS, and puts none in their place", async () => {
    await startFresh({ ENCRYPTION_KEYS: `k9:${randomBytes(32).toString("base64")}` });
    const token = fresh.setUpToken;
    expect((await send(show, { token })).data).toEqual({ showEncryptionKeys: { keys: null, file: null } });
    const { name } = (await upload(token!)).body;
    expect(await refusal(restore, { token, backup: name, keys: backup.keys })).toEqual({
      code: "BAD_USER_INPUT",
      message: expect.stringContaining("Put those of the backup there"),
    });
    expect(await refusal(restore, { token, backup: name })).toEqual({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining("needs the encryption key k1, which this server does not have"),
    });
  });

  it("takes a backup from the holder of the token alone, and keeps what it has", async () => {
    await startFresh();
    expect(await upload("wrong")).toMatchObject({
      status: 403,
      body: { errors: [{ extensions: { code: "FORBIDDEN" } }] },
    });
    expect(await upload(fresh.setUpToken!, { origin: "https://elsewhere.example" })).toMatchObject({ status: 403 });
    const folder = join(dataDir, "backups");
    expect(await readdir(folder).catch(() => [])).toEqual([]);
    expect(await upload(fresh.setUpToken!)).toEqual({ status: 201, body: { name: backup.name } });
    const { name } = (await upload(fresh.setUpToken!)).body;
    const strange = (await upload(fresh.setUpToken!, { "x-file-name": "../../encryption.keys" })).body.name;
    expect([name, strange]).toEqual([
      expect.stringMatching(/-brought\.rmab$/),
      expect.stringMatching(/-brought\.rmab$/),
    ]);
    expect((await readdir(folder)).toSorted()).toEqual([backup.name, name, strange].toSorted());
    expect(await readFile(join(folder, name))).toEqual(backup.bytes);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it("becomes the server of the backup, with its keys, and asks its people to sign in", async () => {
    await startFresh();
    const token = fresh.setUpToken!;
    const { name } = (await upload(token)).body;
    expect(await refusal(restore, { token: "wrong", backup: name, keys: backup.keys })).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await refusal(restore, { token, backup: name })).toMatchObject({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining("sealed with another key that is called k1"),
    });
    const nonsense = await refusal(restore, { token, backup: name, keys: "k1:canary" });
    expect(nonsense).toMatchObject({ code: "BAD_USER_INPUT", message: expect.not.stringContaining("canary") });
    expect(await refusal(restore, { token, backup: "readmeabook.rmab", keys: backup.keys })).toMatchObject({
      code: "NOT_FOUND",
    });
    const own = await readFile(keyFileIn(dataDir), "utf8");
    expect((await send(restore, { token, backup: name, keys: backup.keys })).data).toEqual({ restoreAtSetUp: true });

    const order = await fresh.app.toRestore;
    await fresh.app.close();
    const env = readEnv({
      PORT: "0",
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      DATABASE_ROLES: database.rolesBase,
    });
    const app = await createApp(env, createLogger("silent"), {}, order);
    try {
      expect((await app.ready).setUpToken).toBeNull();
      const owner = openBrowser(app.url);
      const account = { username: "owner", password: "a long enough password" };
      expect(await owner.ask(signIn, { input: account })).toEqual({
        signIn: { user: { username: "owner", role: "ADMIN" } },
      });
      const { configuration, auditEvents } = await owner.ask(
        `{ configuration { key isSet } auditEvents(first: 20) { nodes { action actorName subjectId } } }`,
      );
      expect(configuration).toContainEqual({ key: "indexer.api_key", isSet: true });
      expect(auditEvents.nodes).toContainEqual({
        action: "backup.restored",
        actorName: "set-up token",
        subjectId: name,
      });

      expect(await readFile(keyFileIn(dataDir), "utf8")).toBe(backup.keys);
      const [aside] = (await readdir(dataDir)).filter((each) => each.startsWith("encryption.keys.replaced-"));
      expect(await readFile(join(dataDir, aside!), "utf8")).toBe(own);
      expect((await stat(join(dataDir, aside!))).mode & 0o777).toBe(0o600);

      // The set-up is over, by either token.
      for (const text of [own, backup.keys]) {
        const right = setUpToken(Buffer.from(text.split(":")[1]!, "base64"));
        for (const [query, input] of [
          [show, { token: right }],
          [restore, { token: right, backup: name, keys: backup.keys }],
        ] as const)
          expect((await openBrowser(app.url).send(query, { input })).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
        expect(await upload(right, {}, app.url)).toMatchObject({ status: 403 });
      }
    } finally {
      await app.close();
    }
  });

  it("stays as it is, with its own keys, when the backup turns out not to restore", async () => {
    await startFresh();
    const token = fresh.setUpToken!;
    const { name } = (await upload(token)).body;
    await send(restore, { token, backup: name, keys: backup.keys });
    const order = await fresh.app.toRestore;
    await fresh.app.close();
    await rm(order.path);
    const own = await readFile(keyFileIn(dataDir), "utf8");
    const env = readEnv({
      PORT: "0",
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      DATABASE_ROLES: database.rolesBase,
    });
    const app = await createApp(env, createLogger("silent"), {}, order);
    try {
      expect((await app.ready).setUpToken).toBe(token);
      expect(await readFile(keyFileIn(dataDir), "utf8")).toBe(own);
    } finally {
      await app.close();
    }
  });
});
