import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "../../testing/browser.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { eventually } from "../../testing/eventually.ts";
import { plexAccount } from "../../testing/fakes/plex-tv.ts";
import { configurePlex, raceForAdmin } from "../../testing/faults/admin-race.ts";
import { startTestApp, type TestApp } from "../../testing/test-app.ts";
import {
  complete,
  errorOf,
  goToPlex,
  signInThroughPlex,
  startPlexPlace,
  stateIn,
  type PlexPlace,
} from "./plex-test-place.ts";

const beginSetUp = `mutation ($input: BeginPlexSetUpInput!) { beginPlexSetUp(input: $input) { url } }`;
const setup = `{ setup { hasAdmin hasMediaServer hasPlexSignIn } }`;
const untouched = { setup: { hasAdmin: false, hasMediaServer: false, hasPlexSignIn: false } };
const tooLate =
  "The set-up token is not right, or the set-up has been done. The server prints the token when it starts without an admin.";

let place: PlexPlace;
beforeAll(async () => {
  place = await startPlexPlace();
});
afterAll(() => place.close());

let database: TestDatabase;
let fresh: TestApp;
let sql: Client;
/** A server that nobody has set up yet. */
beforeEach(async () => {
  database = await createTestDatabase();
  sql = new Client({ ...database.address });
  await sql.connect();
});
afterEach(async () => {
  await fresh.close();
  await sql.end();
  await database.drop();
});

async function startFresh(hasPlex: boolean): Promise<void> {
  if (hasPlex) await configurePlex(database.address, place.plex.url, place.plexTv);
  else
    await sql.query("insert into configuration (key, value) values ('plex.tv_url', $1), ('plex.auth_url', $2)", [
      place.plexTv.url,
      `${place.plexTv.url}/auth`,
    ]);
  fresh = await startTestApp({ database, admin: place.admin });
}

const visit = () => openBrowser(fresh.url, { origin: fresh.url });
const setUpThrough = (browser: Browser, { token = fresh.setUpToken!, serverUrl = place.plex.url } = {}) =>
  browser.send(beginSetUp, { input: { token, serverUrl } });
const comeBack = (browser: Browser, url: string, username: string) =>
  browser.send(complete, { input: { state: stateIn(place.plexTv.signInAt(url, username)) } });
const admins = async () => (await sql.query("select plex_id from users where role = 'admin'")).rows;

describe("the first admin, through Plex", () => {
  it("is whoever has the set-up token and owns the Plex server, which is the media server from then on", async () => {
    await startFresh(false);
    const browser = visit();
    const { url } = (await setUpThrough(browser)).data.beginPlexSetUp;
    // Nothing is configured before they come back.
    expect(await browser.ask(setup)).toEqual(untouched);
    const { data } = await comeBack(browser, url, "Owen");
    expect(data.completePlexSignIn.user).toMatchObject({ role: "ADMIN", plexId: "1001" });
    await eventually(async () =>
      expect(await browser.ask(setup)).toEqual({
        setup: { hasAdmin: true, hasMediaServer: true, hasPlexSignIn: true },
      }),
    );
    const settings = await fresh.makeContext().integrations.settings();
    expect(settings["media_server.url"]).toBe(place.plex.url);
    expect(settings["media_server.auth_token"]).toBe(place.plexTv.accounts[0]!.token);
    const { rows } = await sql.query("select value from configuration where key = 'media_server.auth_token'");
    expect(rows[0].value).toMatch(/^enc:v1:/);
    // From now on whoever has access signs in as everywhere else.
    const fay = await signInThroughPlex(visit(), place.plexTv, "Fay");
    expect(fay.data.completePlexSignIn.user.role).toBe("USER");
  });

  it("is nobody without the token, or with it but without owning the server, and nothing is left of the try", async () => {
    await startFresh(false);
    const wrong = await setUpThrough(visit(), { token: "AAAAAA-AAAAAA-AAAAAA-AAAAAA-AAAAAA" });
    expect(errorOf(wrong)).toEqual(["FORBIDDEN", tooLate]);
    const browser = visit();
    const { url } = (await setUpThrough(browser)).data.beginPlexSetUp;
    expect(errorOf(await comeBack(browser, url, "Fay"))).toEqual([
      "FORBIDDEN",
      "Your Plex account does not own that Plex server. Sign in as its owner, or make the first account with a name and a password.",
    ]);
    expect(await browser.ask(setup)).toEqual(untouched);
    expect((await sql.query("select from users")).rowCount).toBe(0);
    // Without it nobody signs in with Plex at all: no server is configured that somebody could own.
    await expect(signInThroughPlex(visit(), place.plexTv, "Owen")).rejects.toThrow(
      "Nobody can sign in with Plex here.",
    );
  });

  it("hears at once of an address where no Plex server answers", async () => {
    await startFresh(false);
    const nowhere = await setUpThrough(visit(), { serverUrl: "http://127.0.0.1:9" });
    expect(errorOf(nowhere)).toEqual(["UPSTREAM_UNAVAILABLE", expect.stringContaining("127.0.0.1:9")]);
    const noAddress = await setUpThrough(visit(), { serverUrl: "my plex" });
    expect(errorOf(noAddress)).toEqual(["BAD_USER_INPUT", expect.stringContaining("Enter an http or https address.")]);
    expect((await sql.query("select from plex_sign_ins")).rowCount).toBe(0);
  });

  it("is the owner of the server that is configured, without the token; somebody with a mere share is a user", async () => {
    await startFresh(true);
    const fay = await signInThroughPlex(visit(), place.plexTv, "Fay");
    expect(fay.data.completePlexSignIn.user.role).toBe("USER");
    expect(await admins()).toEqual([]);
    const owen = await signInThroughPlex(visit(), place.plexTv, "Owen");
    expect(owen.data.completePlexSignIn.user.role).toBe("ADMIN");
  });

  it("is nobody any more once there is one: not an owner, not the token, not a sign-in that was on its way", async () => {
    await startFresh(true);
    const onItsWay = visit();
    const { url } = (await setUpThrough(onItsWay)).data.beginPlexSetUp;
    await signInThroughPlex(visit(), place.plexTv, "Owen");
    expect(errorOf(await setUpThrough(visit()))).toEqual(["FORBIDDEN", tooLate]);
    const accounts = place.plexTv.accounts;
    place.plexTv.accounts = [...accounts, plexAccount(1200, "Second", "owner")];
    try {
      expect(errorOf(await comeBack(onItsWay, url, "Second"))).toEqual(["FORBIDDEN", tooLate]);
      const second = await signInThroughPlex(visit(), place.plexTv, "Second");
      expect(second.data.completePlexSignIn.user.role).toBe("USER");
    } finally {
      place.plexTv.accounts = accounts;
    }
    expect(await admins()).toEqual([{ plex_id: "1001" }]);
  });

  it("is nobody while the database cannot say whether there is one", async () => {
    await startFresh(true);
    const owen = visit();
    const state = await goToPlex(owen, place.plexTv, "Owen");
    const account = { token: fresh.setUpToken, username: "eve", password: "a long enough password" };
    await sql.query("alter table users rename to users_away");
    try {
      const answers = [
        await visit().send(`mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, { input: account }),
        await setUpThrough(visit()),
        await owen.send(complete, { input: { state } }),
      ];
      expect(answers.map((answer) => errorOf(answer)?.[0])).toEqual(Array(3).fill("INTERNAL_SERVER_ERROR"));
    } finally {
      await sql.query("alter table users_away rename to users");
    }
    expect(owen.cookies.has("rmab_session")).toBe(false);
    expect((await sql.query("select from users")).rowCount).toBe(0);
  });

  it("is exactly one of twenty who try at once at two servers on one database, and the others hear why", async () => {
    await startFresh(true);
    const beside = await startTestApp({ database, dataDir: fresh.dataDir, admin: place.admin });
    const accounts = place.plexTv.accounts;
    try {
      const race = { urls: [fresh.url, beside.url], setUpToken: fresh.setUpToken!, plexUrl: place.plex.url };
      const result = await raceForAdmin({ ...race, plexTv: place.plexTv, database: database.address });
      expect(result.problems).toEqual([]);
      expect(result.refused + result.users).toBe(19);
    } finally {
      place.plexTv.accounts = accounts;
      await beside.close();
    }
  });
});
