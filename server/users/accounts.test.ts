import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { holdUp } from "../testing/hold-up.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

const password = "a long enough password";
const whoAmI = `{ viewer { username } }`;

let app: TestApp;
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  sql = new Client({ ...app.database.address });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

/** Within the second for which an answer is remembered, and a little. */
const withinASecond = (probe: () => Promise<void>) => eventually(probe, 1_300);

describe("an API key", () => {
  const create = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id name prefix expiresAt lastUsedAt revokedAt } } }`;

  it("is shown once, works as Bearer, and only its digest is stored", async () => {
    const { key, apiKey } = (await app.admin.ask(create, { input: { name: " scripts " } })).createApiKey;
    expect(key).toMatch(new RegExp(`^rmab_${apiKey.prefix}_[\\w-]{32}$`));
    expect(apiKey).toMatchObject({ name: "scripts", expiresAt: null, lastUsedAt: null, revokedAt: null });
    expect(await app.client(key).ask(whoAmI)).toEqual({ viewer: { username: "owner" } });
    const listed = await app.admin.ask(`{ viewer { apiKeys { id name prefix createdAt } } }`);
    expect(JSON.stringify(listed)).not.toContain(key);
    const { rows } = await sql.query("select row_to_json(k)::text as row from api_keys k");
    for (const { row } of rows) expect(row).not.toContain(key.slice(-32));
  });

  it("is dead within a second of being revoked", async () => {
    const { key, apiKey } = (await app.admin.ask(create, { input: { name: "short-lived" } })).createApiKey;
    expect(await app.client(key).ask(whoAmI)).toEqual({ viewer: { username: "owner" } });
    const revoke = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { revokedAt } }`;
    const ann = await app.signUp("ann");
    expect((await ann.send(revoke, { input: { id: apiKey.id } })).errors?.[0]?.extensions["code"]).toBe("NOT_FOUND");
    await app.admin.ask(revoke, { input: { id: apiKey.id } });
    await withinASecond(async () => expect(await app.client(key).ask(whoAmI)).toEqual({ viewer: null }));
  });

  it("is dead when it has expired, and is not made with a time that has passed", async () => {
    const { key, apiKey } = (
      await app.admin.ask(create, { input: { name: "dated", expiresAt: "2999-01-01T00:00:00Z" } })
    ).createApiKey;
    expect(await app.client(key).ask(whoAmI)).toEqual({ viewer: { username: "owner" } });
    await sql.query("update api_keys set expires_at = now() where id = $1", [apiKey.id]);
    await withinASecond(async () => expect(await app.client(key).ask(whoAmI)).toEqual({ viewer: null }));
    const late = await app.admin.send(create, { input: { name: "late", expiresAt: "2001-01-01T00:00:00Z" } });
    expect(late.errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: { expiresAt: expect.any(String) },
    });
  });

  it("is not accepted with a part of it changed", async () => {
    const { key } = (await app.admin.ask(create, { input: { name: "changed" } })).createApiKey;
    for (const wrong of [
      key.slice(0, -1),
      `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`,
      `${key}A`,
      key.toUpperCase(),
      "rmab_",
    ])
      expect(await app.client(wrong).ask(whoAmI), wrong).toEqual({ viewer: null });
  });
});

describe("a new account", () => {
  const create = `mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }`;

  it("is made once when five take its name at the same time", async () => {
    const attempt = () => app.admin.send(create, { input: { username: "twin", password } });
    const answers = await holdUp(app.database.address, "users", 5, () =>
      Promise.all(Array.from({ length: 5 }, attempt)),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions["code"] ?? "made");
    expect(codes.toSorted()).toEqual([...Array(4).fill("CONFLICT"), "made"]);
  });

  it("is refused with a sentence for each field that is wrong", async () => {
    const { errors } = await app.admin.send(create, { input: { username: "x", password: "short" } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(Object.keys(errors?.[0]?.extensions["fields"])).toEqual(["username", "password"]);
  });

  it.each(["\u0000bob", "a b", "-bob", "x".repeat(65), "💀💀", "<b>bob</b>"])("is refused as %j", async (username) => {
    const { errors } = await app.admin.send(create, { input: { username, password } });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: { username: expect.any(String) },
    });
  });
});
