import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { createTestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { holdUp } from "../testing/hold-up.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

const password = "a long enough password";
const setUp = `mutation ($input: SetUpInput!) { setUp(input: $input) { id user { username role } } }`;
const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { id user { username } } }`;
const whoAmI = `{ viewer { username } }`;

let app: TestApp;
let sql: Client;
beforeAll(async () => {
  app = await startTestApp();
  sql = new Client({ ...app.database.address });
  await sql.connect();
  await app.admin.ask(`mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }`, {
    input: { username: "ann", password },
  });
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

async function signedIn(username = "ann"): Promise<Browser> {
  const browser = openBrowser(app.url);
  await browser.ask(signIn, { input: { username, password } });
  return browser;
}

/** Within the second for which an answer is remembered, and a little. */
const withinASecond = (probe: () => Promise<void>) => eventually(probe, 1_300);

describe("the set-up", () => {
  it("makes exactly one admin of twenty who try at once, and none without the token", async () => {
    const database = await createTestDatabase();
    const fresh = await startTestApp({ database, admin: app.admin });
    try {
      expect(await fresh.client().ask(`{ setup { hasAdmin } }`)).toEqual({ setup: { hasAdmin: false } });
      const wrong = await openBrowser(fresh.url).send(setUp, { input: { token: "AAAAAA", username: "eve", password } });
      expect(wrong.errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
      const attempt = (_: unknown, index: number) =>
        openBrowser(fresh.url).send(setUp, { input: { token: fresh.setUpToken, username: `owner${index}`, password } });
      // As many as there are connections.
      const answers = await holdUp(database.address, "users", 10, () =>
        Promise.all(Array.from({ length: 20 }, attempt)),
      );
      const made = answers.filter(({ errors }) => !errors);
      expect(made).toHaveLength(1);
      expect(made[0]!.data.setUp.user.role).toBe("ADMIN");
      const refusals = answers.flatMap(({ errors }) => errors ?? []).map(({ message }) => message);
      expect(new Set(refusals)).toEqual(new Set([wrong.errors![0]!.message]));
      expect(await fresh.client().ask(`{ setup { hasAdmin } }`)).toEqual({ setup: { hasAdmin: true } });
    } finally {
      await fresh.close();
      await database.drop();
    }
  });
});

describe("signing in", () => {
  it("answers a wrong password, an unknown name, an impossible name and a deactivated person alike", async () => {
    await app.signUp("gone");
    await sql.query("update users set deactivated_at = now() where username = 'gone'");
    const answers = [];
    for (const [username, typed] of [
      ["ann", "not her password"],
      ["nobody", password],
      ["no\u0000body", password],
      ["gone", password],
    ]) {
      const browser = openBrowser(app.url);
      answers.push(
        (await browser.send(signIn, { input: { username, password: typed } })).errors?.map(
          ({ message, extensions }) => [message, extensions],
        ),
      );
      expect(browser.lastSetCookie).toEqual([]);
    }
    expect(answers).toEqual(
      Array.from(answers, () => [["The name or the password is not right.", { code: "UNAUTHENTICATED" }]]),
    );
  });

  it("takes as long for a name that does not exist", async () => {
    const times = { ann: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 7; round += 1) {
      for (const username of ["ann", "nobody"] as const) {
        const begun = performance.now();
        await openBrowser(app.url).send(signIn, { input: { username, password: "not the password" } });
        times[username].push(performance.now() - begun);
      }
    }
    // A password check is tens of milliseconds of work; without it the answer comes in two or three.
    const ratio = Math.min(...times.nobody) / Math.min(...times.ann);
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  it("knows a name in any case", async () => {
    const browser = openBrowser(app.url);
    expect(await browser.ask(signIn, { input: { username: " ANN ", password } })).toMatchObject({
      signIn: { user: { username: "ann" } },
    });
  });

  it("sets a cookie that scripts of a page cannot read, and other sites do not send", async () => {
    const browser = await signedIn();
    const [line] = browser.lastSetCookie;
    expect(line).toMatch(/^rmab_session=[\w-]{43}; /);
    expect(line!.split("; ").slice(1).toSorted()).toEqual(["HttpOnly", "Max-Age=7776000", "Path=/", "SameSite=Lax"]);
  });

  it("gives a new session each time, and ends the one that was there", async () => {
    const browser = await signedIn();
    const planted = browser.cookies.get("rmab_session")!;
    await browser.ask(signIn, { input: { username: "ann", password } });
    expect(browser.cookies.get("rmab_session")).not.toBe(planted);
    const attacker = openBrowser(app.url);
    attacker.cookies.set("rmab_session", planted);
    await withinASecond(async () => expect(await attacker.ask(whoAmI)).toEqual({ viewer: null }));
    expect(await browser.ask(whoAmI)).toEqual({ viewer: { username: "ann" } });
  });

  it("does not take over a session id that somebody made up", async () => {
    const browser = openBrowser(app.url);
    browser.cookies.set("rmab_session", "A".repeat(43));
    await browser.ask(signIn, { input: { username: "ann", password } });
    expect(browser.cookies.get("rmab_session")).not.toBe("A".repeat(43));
  });

  it("stores nothing of the token but its digest", async () => {
    const browser = await signedIn();
    const { rows } = await sql.query("select row_to_json(s)::text as row from sessions s");
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(browser.cookies.get("rmab_session"));
  });

  it("ends with signOut, for whoever has a copy of the cookie as well", async () => {
    const browser = await signedIn();
    const copy = openBrowser(app.url);
    copy.cookies.set("rmab_session", browser.cookies.get("rmab_session")!);
    await browser.ask(`mutation { signOut }`);
    expect(browser.lastSetCookie[0]).toMatch(/^rmab_session=;.*(Expires=Thu, 01 Jan 1970|Max-Age=0)/);
    expect(browser.cookies.size).toBe(0);
    await withinASecond(async () => expect(await copy.ask(whoAmI)).toEqual({ viewer: null }));
  });

  it("is over for one browser when its owner says so in another, and for nobody else's", async () => {
    const [here, there] = [await signedIn(), openBrowser(app.url)];
    const { id } = (await there.ask(signIn, { input: { username: "ann", password } })).signIn;
    const revoke = `mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) }`;
    const other = await app.admin.send(revoke, { input: { id } });
    expect(other.errors?.[0]?.extensions["code"]).toBe("NOT_FOUND");
    await here.ask(revoke, { input: { id } });
    await withinASecond(async () => expect(await there.ask(whoAmI)).toEqual({ viewer: null }));
  });

  it("is over when the session's time is", async () => {
    const browser = await signedIn();
    await sql.query(
      "update sessions set expires_at = now() where user_id = (select id from users where username = 'ann')",
    );
    await withinASecond(async () => expect(await browser.ask(whoAmI)).toEqual({ viewer: null }));
  });

  it("is over for somebody who is deactivated, browser and scripts alike", async () => {
    const bob = await app.signUp("bob");
    const browser = await signedIn("bob");
    expect([await bob.ask(whoAmI), await browser.ask(whoAmI)]).toEqual(Array(2).fill({ viewer: { username: "bob" } }));
    await sql.query("update users set deactivated_at = now() where username = 'bob'");
    await withinASecond(async () => {
      expect(await bob.ask(whoAmI)).toEqual({ viewer: null });
      expect(await browser.ask(whoAmI)).toEqual({ viewer: null });
    });
  });
});

describe("behind a proxy that speaks https", () => {
  it("the cookie is the host's alone, for https alone, and the plain one counts for nothing", async () => {
    const secure = await startTestApp({
      database: app.database,
      admin: app.admin,
      dataDir: app.dataDir,
      env: { PUBLIC_URL: "https://books.example/" },
    });
    try {
      const browser = openBrowser(secure.url);
      await browser.ask(signIn, { input: { username: "ann", password } });
      const [line] = browser.lastSetCookie;
      expect(line).toMatch(/^__Host-rmab_session=/);
      expect(line!.split("; ").slice(1).toSorted()).toEqual([
        "HttpOnly",
        "Max-Age=7776000",
        "Path=/",
        "SameSite=Lax",
        "Secure",
      ]);
      expect(await browser.ask(whoAmI)).toEqual({ viewer: { username: "ann" } });
      const planted = openBrowser(secure.url);
      planted.cookies.set("rmab_session", browser.cookies.get("__Host-rmab_session")!);
      expect(await planted.ask(whoAmI)).toEqual({ viewer: null });
    } finally {
      await secure.close();
    }
  });
});
