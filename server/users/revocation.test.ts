/** What is open for somebody is closed within a second of its end, at the process that ended it and at another one. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { eventually } from "../testing/eventually.ts";
import { aboutWhoAsks, countStatements } from "../testing/statements.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

const password = "a long enough password";
const live = `subscription { requestChanged(after: "0") { request { progress } } }`;

let here: TestApp;
let there: TestApp;
let sql: Client;
beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp({ database: here.database, admin: here.admin, dataDir: here.dataDir });
  sql = new Client({ ...here.database.address });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await there.close();
  await here.close();
});

/** A WebSocket as it is on the wire. */
interface Wire {
  readonly frames: { readonly type: string; readonly payload?: any }[];
  /** The close code, once there is one. */
  readonly code: number | null;
  send(message: object): void;
  close(): void;
}

async function openWire(app: TestApp, by: { apiKey?: string; cookie?: string }): Promise<Wire> {
  const headers: Record<string, string> = by.cookie ? { cookie: `rmab_session=${by.cookie}` } : {};
  const socket = new WebSocket(`${app.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  const wire = {
    frames: [] as Wire["frames"],
    code: null as number | null,
    send: (message: object) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
  };
  const isAcknowledged = new Promise<void>((resolve, reject) => {
    socket.on("open", () => wire.send({ type: "connection_init", payload: { apiKey: by.apiKey } }));
    socket.on("message", (data: Buffer) => {
      wire.frames.push(JSON.parse(data.toString()));
      resolve();
    });
    socket.on("error", reject);
    socket.on("close", (code) => void (wire.code = code));
  });
  await isAcknowledged;
  return wire;
}

let number = 0;

/** Somebody with a request, a key and a browser. */
async function somebody() {
  const username = `person${(number += 1)}`;
  const script = await here.signUp(username);
  const browser = openBrowser(here.url);
  await browser.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { id } }`, {
    input: { username, password },
  });
  await script.ask(`mutation { createRequest(input: { title: "Emma ${number}", author: "Jane Austen" }) { id } }`);
  // At rest: what is read while it changes may be told a moment before the end is known.
  await eventually(async () => {
    const { rows } = await sql.query(
      "select 1 from jobs join requests r on r.id = request_id where user_id = $1 and jobs.status in ('pending', 'active')",
      [script.userId],
    );
    expect(rows).toEqual([]);
  });
  return { username, script, browser, cookie: browser.cookies.get("rmab_session")!, userId: script.userId };
}

/** One at each process, which both have shown that they live. */
async function openBoth(by: { apiKey?: string; cookie?: string }): Promise<Wire[]> {
  const wires = [await openWire(here, by), await openWire(there, by)];
  for (const wire of wires) wire.send({ id: "1", type: "subscribe", payload: { query: live } });
  await eventually(() => {
    for (const wire of wires) expect(wire.frames.at(-1)).toMatchObject({ type: "next", payload: { data: {} } });
  });
  return wires;
}

const closed = (wires: readonly Wire[], withinMs = 1_000) =>
  eventually(() => expect(wires.map(({ code }) => code)).toEqual(wires.map(() => 4403)), withinMs);

/** Ends something and changes the person's requests in one transaction: the change must not be told any more. */
async function endAndChange(statement: string, values: unknown[], userId: string): Promise<void> {
  await sql.query("begin");
  await sql.query(statement, values);
  await sql.query("update requests set progress = 77 where user_id = $1", [userId]);
  await sql.query("commit");
}

const hasHeard = ({ frames }: Wire) => JSON.stringify(frames).includes(`"progress":77`);

describe("a socket that a key has opened", () => {
  it.each([
    ["is revoked", "update api_keys set revoked_at = now() where user_id = $1"],
    ["has expired", "update api_keys set expires_at = now() where user_id = $1"],
    ["may do less", "update api_keys set scopes = '{request}' where user_id = $1"],
    ["is deleted", "delete from api_keys where user_id = $1"],
    ["has an owner who is deactivated", "update users set deactivated_at = now() where id = $1"],
    ["has an owner with another role", "update users set role = 'admin' where id = $1"],
  ])("is closed when the key %s, and tells nothing more", async (_what, statement) => {
    const { script, userId } = await somebody();
    const wires = await openBoth({ apiKey: script.apiKey! });
    await endAndChange(statement, [userId], userId);
    await closed(wires);
    expect(wires.map(hasHeard)).toEqual([false, false]);
  });

  it("is closed when its owner revokes the key, and no other", async () => {
    const { script, browser } = await somebody();
    const { createApiKey } = await browser.ask(`mutation { createApiKey(input: { name: "x" }) { key apiKey { id } } }`);
    const wires = await openBoth({ apiKey: createApiKey.key });
    const others = await openBoth({ apiKey: script.apiKey! });
    const revoke = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { id } }`;
    await browser.ask(revoke, { input: { id: createApiKey.apiKey.id } });
    await closed(wires);
    expect(await here.client(createApiKey.key).ask(`{ viewer { id } }`)).toEqual({ viewer: null });
    expect(others.map(({ code }) => code)).toEqual([null, null]);
    others.forEach((wire) => wire.close());
  });

  it("is closed when the key's time comes, without anybody doing anything", async () => {
    const { script } = await somebody();
    const expiresAt = new Date(Date.now() + 1_500);
    const { createApiKey } = await script.ask(
      `mutation ($at: DateTime) { createApiKey(input: { name: "x", expiresAt: $at }) { key } }`,
      { at: expiresAt },
    );
    const wires = await openBoth({ apiKey: createApiKey.key });
    await closed(wires, expiresAt.getTime() + 1_000 - Date.now());
  });

  it("is closed though the notice was missed, and though nobody listened", async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const wires = await openBoth({ apiKey: ann.script.apiKey! });
    await sql.query("set session_replication_role = replica"); // no triggers
    await sql.query("update api_keys set revoked_at = now() where user_id = $1", [ann.userId]);
    await sql.query("set session_replication_role = default");
    await closed(wires);
    const others = await openBoth({ apiKey: bob.script.apiKey! });
    await sql.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' or query like '%pg_snapshot_xmin%' and pid <> pg_backend_pid()",
    );
    await sql.query("update api_keys set revoked_at = now() where user_id = $1", [bob.userId]);
    await closed(others);
  });

  it("is closed with all others at once, and no statement for each", async () => {
    const { script, browser } = await somebody();
    const wires = await Promise.all(Array.from({ length: 20 }, () => openWire(here, { apiKey: script.apiKey! })));
    const { viewer } = await browser.ask(`{ viewer { apiKeys { id } } }`);
    const roles = here.database.rolesBase;
    const work = async () => {
      await browser.ask(`mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { id } }`, {
        input: { id: viewer.apiKeys[0].id },
      });
      await closed(wires);
    };
    const statements = await countStatements(`${roles}_worker`, work, (text) => aboutWhoAsks.test(text));
    expect(statements.length).toBeLessThan(10);
  });
});

describe("a socket that a browser has opened", () => {
  it.each([
    ["the session has ended", "delete from sessions where user_id = $1"],
    ["its ninety days are over", "update sessions set expires_at = now() where user_id = $1"],
    [
      "it has not been used for fourteen days",
      "update sessions set last_seen_at = now() - interval '14 days 1 second' where user_id = $1",
    ],
    ["the person is deactivated", "update users set deactivated_at = now() where id = $1"],
    ["the person's role is another", "update users set role = 'admin' where id = $1"],
    ["the person's password is another", "update users set password_hash = 'x' where id = $1"],
  ])("is closed when %s", async (_what, statement) => {
    const { browser, cookie, userId } = await somebody();
    const wires = await openBoth({ cookie });
    await sql.query(statement, [userId]);
    await closed(wires);
    await eventually(async () => expect(await browser.ask(`{ viewer { id } }`)).toEqual({ viewer: null }), 1_300);
  });

  it("is closed by signing out, and by ending the session from elsewhere", async () => {
    const { browser, cookie, script } = await somebody();
    const wires = await openBoth({ cookie });
    await browser.ask(`mutation { signOut }`);
    await closed(wires);
    const again = await signedInAgain(script);
    const others = await openBoth({ cookie: again.cookies.get("rmab_session")! });
    // And the one in which the script's key was made.
    expect(await script.ask(`mutation { revokeOtherSessions }`)).toEqual({ revokeOtherSessions: 2 });
    await closed(others);
  });

  it("stays when its browser ends all other sessions", async () => {
    const { browser, cookie, script } = await somebody();
    const other = await signedInAgain(script);
    const [mine, others] = [await openBoth({ cookie }), await openBoth({ cookie: other.cookies.get("rmab_session")! })];
    expect(await browser.ask(`mutation { revokeOtherSessions }`)).toEqual({ revokeOtherSessions: 2 });
    await closed(others);
    expect(await browser.ask(`{ viewer { sessions { isCurrent } } }`)).toEqual({
      viewer: { sessions: [{ isCurrent: true }] },
    });
    expect(mine.map(({ code }) => code)).toEqual([null, null]);
    mine.forEach((wire) => wire.close());
  });

  async function signedInAgain(who: TestClient): Promise<Browser> {
    const { viewer } = await who.ask(`{ viewer { username } }`);
    const browser = openBrowser(here.url);
    await browser.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { id } }`, {
      input: { username: viewer.username, password },
    });
    return browser;
  }
});

describe("a socket that nobody has opened", () => {
  it("is nobody's, and stays", async () => {
    const wire = await openWire(here, { apiKey: `rmab_00000000_${"A".repeat(32)}` });
    wire.send({ id: "1", type: "subscribe", payload: { query: live } });
    await eventually(() => expect(JSON.stringify(wire.frames)).toContain("UNAUTHENTICATED"));
    expect(wire.code).toBeNull();
    wire.close();
  });
});
