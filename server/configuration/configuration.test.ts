import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { startTorznabFake, type TorznabFake } from "../testing/fakes/torznab.ts";
import { holdUp } from "../testing/hold-up.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

const set = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key value isSet encrypted } }`;
const all = `{ configuration { key value isSet encrypted defaultValue options } }`;
const test = `mutation ($input: TestIntegrationInput!) { testIntegration(input: $input) { ok message version } }`;

let app: TestApp;
let sql: Client;
let indexer: TorznabFake;
beforeAll(async () => {
  app = await startTestApp();
  indexer = await startTorznabFake();
  sql = new Client({ ...app.database.address });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await indexer.close();
  await app.close();
});

const input = (settings: Record<string, string | null>) =>
  Object.entries(settings).map(([key, value]) => ({ key, value }));
const change = (settings: Record<string, string | null>) => app.admin.send(set, { input: input(settings) });
async function valueOf(key: string, who: TestApp = app) {
  const { configuration } = await who.admin.ask(all);
  return configuration.find((entry: any) => entry.key === key);
}
const tryOut = async (kind: string, settings: Record<string, string | null> | null = null) =>
  (await app.admin.ask(test, { input: { kind, settings: settings && input(settings) } })).testIntegration;

describe("setConfiguration", () => {
  it("changes all of them or none, with a sentence for each key that is wrong", async () => {
    const { errors } = await change({
      "automation.check_interval_seconds": "120",
      "automation.stalled_after_seconds": "soon",
      "paths.media_library": "library",
      "indexer.type": "napster",
      "indexer.url": "gopher://x",
      "no.such.key": "x",
      __proto__x: "x",
      constructor: "x",
    });
    expect(errors?.[0]?.extensions).toEqual({
      code: "BAD_USER_INPUT",
      fields: {
        "automation.stalled_after_seconds": "Give up a silent download: Give whole seconds.",
        "paths.media_library": "Media library: Give an absolute path, one that begins with a slash.",
        "indexer.type": expect.stringMatching(/^Indexer: .*torznab/),
        "indexer.url": expect.stringMatching(/^\w.{10,}/),
        "no.such.key": `There is no setting "no.such.key".`,
        __proto__x: expect.any(String),
        constructor: expect.any(String),
      },
    });
    expect(await valueOf("automation.check_interval_seconds")).toMatchObject({ value: "3600" });
  });

  it("refuses one key twice, and what PostgreSQL cannot store", async () => {
    const twice = await app.admin.send(set, {
      input: [...input({ "paths.template": "{title}" }), ...input({ "paths.template": "{author}" })],
    });
    expect(twice.errors?.[0]?.extensions["fields"]).toEqual({ "paths.template": "Folder of a book: Give it once." });
    expect((await change({ "paths.template": "a\u0000b" })).errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  });

  it("goes back to the default with null", async () => {
    const key = "automation.check_interval_seconds";
    expect((await change({ [key]: "60" })).data.setConfiguration).toEqual([
      { key, value: "60", isSet: true, encrypted: false },
    ]);
    expect((await change({ [key]: null })).data.setConfiguration).toMatchObject([{ key, value: "3600" }]);
  });

  it("takes the same new key from two admins at once", async () => {
    const attempt = (name: string) => change({ "paths.downloads": `/${name}` });
    const answers = await holdUp(app.database.address, "configuration", 4, () =>
      Promise.all(["a", "b", "c", "d"].map(attempt)),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const { rows } = await sql.query("select value from configuration where key = 'paths.downloads'");
    expect(rows).toHaveLength(1);
    await change({ "paths.downloads": null });
  });
});

describe("a secret", () => {
  it("is stored sealed, bound to its row, and no answer holds it", async () => {
    const secret = "canary-Zq7Xw";
    const answer = await change({ "indexer.api_key": secret });
    expect(answer.data.setConfiguration).toEqual([
      { key: "indexer.api_key", value: null, isSet: true, encrypted: true },
    ]);
    expect(JSON.stringify(await app.admin.ask(all))).not.toContain(secret);
    const { rows } = await sql.query("select id, value, encrypted from configuration where key = 'indexer.api_key'");
    expect(rows).toEqual([{ id: expect.any(String), value: expect.stringMatching(/^enc:v1:/), encrypted: true }]);
    const { secrets } = app.makeContext();
    expect(secrets.open(rows[0].value, { table: "configuration", column: "value", id: rows[0].id })).toBe(secret);
  });

  it("that does not open is an error, and not a setting that is missing", async () => {
    await change({ "indexer.api_key": "x" });
    const { rows } = await sql.query(
      "update configuration set value = 'enc:v1:k9:AAAA' where key = 'indexer.api_key' returning id",
    );
    expect(rows).toHaveLength(1);
    await sql.query("select pg_notify('configuration_changed', '')");
    await eventually(async () =>
      expect((await app.admin.send(all)).errors?.[0]?.extensions["code"]).toBe("SECRET_UNREADABLE"),
    );
    await change({ "indexer.api_key": null });
    await eventually(async () => expect(await valueOf("indexer.api_key")).toMatchObject({ isSet: false }));
  });
});

describe("a secret whose address changes", () => {
  it.each([
    ["indexer.", "api_key", { "indexer.type": "torznab" }],
    ["indexer.mam.", "api_key", { "indexer.mam.type": "prowlarr" }],
    ["download_client.", "password", { "download_client.type": "transmission" }],
    ["media_server.", "auth_token", { "media_server.type": "plex" }],
  ])("has to be given again: %s%s", async (prefix, property, type) => {
    const [url, secret] = [`${prefix}url`, prefix + property];
    const isIn = async (value: string) => expect(await valueOf(url)).toMatchObject({ value });
    await change({ ...type, [url]: "http://192.0.2.1:80/one", [secret]: "canary-Zq7Xw" });
    for (const other of ["http://192.0.2.9/one", "http://192.0.2.1:81/one", "https://192.0.2.1/one", null]) {
      const { errors } = await change({ [url]: other });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        fields: { [secret]: expect.stringMatching(/: Enter it again, because the address/) },
      });
    }
    await isIn("http://192.0.2.1:80/one");
    // The same server, and the secret given with the address.
    expect((await change({ [url]: "http://192.0.2.1/two" })).errors).toBeUndefined();
    expect((await change({ [url]: "http://192.0.2.9/", [secret]: "another" })).errors).toBeUndefined();
    await isIn("http://192.0.2.9/");
    const cleared = { [url]: null, [secret]: null, [Object.keys(type)[0]!]: null };
    expect((await change(cleared)).errors).toBeUndefined();
  });

  it("and that has none yet is not sent to the first one that is set", async () => {
    await change({ "indexer.api_key": "canary-Zq7Xw" });
    expect((await change({ "indexer.url": "http://192.0.2.9/" })).errors?.[0]?.message).toMatch(/Enter it again/);
    await change({ "indexer.api_key": null });
  });
});

describe("an address with a password or a key in it", () => {
  const address = "http://ann:canary-1@192.0.2.1/1/api?t=caps&apikey=canary-2";
  const shown = "http://…@192.0.2.1/1/api?t=…&apikey=…";
  const opened = async () => (await app.makeContext().integrations.settings())["indexer.url"];

  it("is stored sealed, and shown without them", async () => {
    const answer = await change({ "indexer.url": address, "indexer.api_key": null });
    expect(answer.data.setConfiguration[0]).toMatchObject({ value: shown, isSet: true, encrypted: false });
    expect(await valueOf("indexer.url")).toMatchObject({ value: shown });
    const { rows } = await sql.query("select value, encrypted from configuration where key = 'indexer.url'");
    expect(rows).toEqual([{ value: expect.stringMatching(/^enc:v1:/), encrypted: true }]);
    expect(await opened()).toBe(address);
  });

  it("stays as it is when it comes back as it was shown, and is refused when it is another one", async () => {
    expect((await change({ "indexer.url": shown })).errors).toBeUndefined();
    expect(await opened()).toBe(address);
    const other = await change({ "indexer.url": shown.replace("192.0.2.1", "192.0.2.2") });
    expect(other.errors?.[0]?.message).toBe("Address: Enter it whole, with the password or key where it shows “…”.");
    expect(await opened()).toBe(address);
    await change({ "indexer.url": null });
  });
});

describe("a second process", () => {
  it("hears of a change and works with it", async () => {
    const second = await startTestApp({ database: app.database, admin: app.admin, dataDir: app.dataDir });
    try {
      const key = "automation.check_interval_seconds";
      expect(await valueOf(key, second)).toMatchObject({ value: "3600" });
      await change({ [key]: "77" });
      await eventually(async () => expect(await valueOf(key, second)).toMatchObject({ value: "77" }), 1_000);
      await change({ [key]: null });
    } finally {
      await second.close();
    }
  });
});

describe("testIntegration", () => {
  const right = () => ({
    "indexer.type": "torznab",
    "indexer.url": indexer.feedUrl,
    "indexer.api_key": indexer.apiKey,
  });

  it("says that nothing is chosen", async () => {
    expect(await tryOut("INDEXER")).toEqual({ ok: false, message: "No indexer is chosen.", version: null });
  });

  it("tries settings before they are saved, and saves nothing", async () => {
    expect(await tryOut("INDEXER", right())).toMatchObject({ ok: true, message: expect.stringMatching(/\.$/) });
    expect(await valueOf("indexer.type")).toMatchObject({ value: null });
  });

  it.each([
    ["a wrong key", () => ({ ...right(), "indexer.api_key": "wrong-canary" }), /refused the API key/],
    ["a wrong address", () => ({ ...right(), "indexer.url": "http://127.0.0.1:1/api" }), /.{20,}/],
    ["an address that is none", () => ({ ...right(), "indexer.url": "nowhere" }), /.{10,}/],
    ["no address", () => ({ "indexer.type": "torznab" }), /url/],
    ["a setting that there is not", () => ({ ...right(), "indexer.colour": "red" }), /no setting "indexer.colour"/],
  ])("says what is wrong with %s", async (_what, settings, sentence) => {
    const { ok, message } = await tryOut("INDEXER", settings());
    expect(ok).toBe(false);
    expect(message).toMatch(sentence);
    expect(message).not.toContain("canary");
  });

  it("repeats nothing of what an upstream was told, however that says it", async () => {
    const secrets = ["tried-canary-1", "tried-canary-2", "tried-canary-3"] as const;
    const settings = { ...right(), "indexer.api_key": secrets[0] };
    settings["indexer.url"] = indexer.feedUrl.replace("//", `//ann:${secrets[1]}@`) + `?key=${secrets[2]}`;
    for (const said of [...secrets, btoa(secrets[0]), btoa(`ann:${secrets[1]}`)]) {
      indexer.fault({ status: 400, body: `<error code="900" description="No: ${said} is wrong"/>` });
      const refused = await tryOut("INDEXER", settings);
      expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('"No: … is wrong"') });
    }
  });

  it("says that a folder is missing", async () => {
    const folder = join(app.dataDir, "not-there");
    const { ok, message } = await tryOut("MEDIA_SERVER", {
      "media_server.type": "folder",
      "paths.media_library": folder,
    });
    expect([ok, message]).toEqual([false, expect.stringContaining(folder)]);
    const strange = await tryOut("MEDIA_SERVER", { "media_server.type": "folder", "paths.media_library": "/a\u0000b" });
    expect(strange).toMatchObject({ ok: false, message: expect.stringMatching(/character/) });
  });

  it("sends the saved key to the saved address only", async () => {
    await app.admin.ask(set, { input: input(right()) });
    expect(await tryOut("INDEXER")).toMatchObject({ ok: true });
    const elsewhere = await startTorznabFake();
    try {
      expect(await tryOut("INDEXER", { "indexer.url": elsewhere.feedUrl })).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^API key: Enter it again/),
      });
      expect(elsewhere.requests.map(String).join()).not.toContain(indexer.apiKey);
      expect(await tryOut("INDEXER", { "indexer.url": indexer.feedUrl })).toMatchObject({ ok: true });
    } finally {
      await elsewhere.close();
    }
  });
});
