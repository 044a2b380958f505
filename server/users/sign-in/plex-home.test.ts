import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Browser } from "../../testing/browser.ts";
import { plexAccount, type FakePlexAccount } from "../../testing/fakes/plex-tv.ts";
import { choose, errorOf, profilesOf, signInThroughPlex, startPlexPlace, type PlexPlace } from "./plex-test-place.ts";

const whoAmI = `{ viewer { name plexId } }`;
const cookieName = "rmab_plex_sign_in";
const over =
  "Profiles are chosen in the browser that signed in, within five minutes and five tries. Sign in with Plex again.";

let place: PlexPlace;
let sql: Client;
beforeAll(async () => {
  place = await startPlexPlace();
  sql = new Client({ ...place.database.address });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await place.close();
});
beforeEach(async () => {
  const inHome = (id: number, name: string, access: FakePlexAccount["access"], pin: string | null) =>
    Object.assign(plexAccount(id, name, access), { home: "Home", pin });
  place.plexTv.accounts = [
    inHome(1001, "Owen", "owner", "1234"),
    inHome(1002, "Fay", "shared", null),
    inHome(1003, "Stan", "none", null),
    plexAccount(1004, "Ann", "shared"),
    Object.assign(plexAccount(1005, "Lone", "shared"), { home: "of one" }),
  ];
  await sql.query("delete from plex_sign_ins");
});

const account = (username: string) => place.plexTv.accounts.find((each) => each.username === username)!;
const idOf = (username: string) => account(username).uuid;

/** A browser that has signed in to Owen's account and is to choose. */
async function before(): Promise<Browser> {
  const browser = place.visit();
  const answer = await signInThroughPlex(browser, place.plexTv, "Owen");
  expect(answer).toEqual({ data: { completePlexSignIn: null } });
  expect(browser.cookies.has("rmab_session")).toBe(false);
  return browser;
}

const pick = (browser: Browser, profileId: string, pin: string | null = null) =>
  browser.send(choose, { input: { profileId, pin } });

describe("a profile of a Plex Home", () => {
  it("is asked for where there are several, and its own PIN lets it in", async () => {
    const browser = await before();
    expect(await browser.ask(profilesOf)).toEqual({
      plexProfiles: [
        { id: idOf("Owen"), name: "Owen", avatarUrl: account("Owen").thumb, needsPin: true },
        { id: idOf("Fay"), name: "Fay", avatarUrl: account("Fay").thumb, needsPin: false },
        { id: idOf("Stan"), name: "Stan", avatarUrl: account("Stan").thumb, needsPin: false },
      ],
    });
    const { data } = await pick(browser, idOf("Owen"), "1234");
    expect(data.choosePlexProfile.user).toMatchObject({ name: "Owen", plexId: "1001" });
    expect(await browser.ask(whoAmI)).toEqual({ viewer: { name: "Owen", plexId: "1001" } });
    expect(browser.cookies.has(cookieName)).toBe(false);
  });

  it("is whoever plex.tv says, with a token of its own", async () => {
    const browser = await before();
    const { data } = await pick(browser, idOf("Fay"));
    expect(data.choosePlexProfile.user).toMatchObject({ name: "Fay", plexId: "1002", role: "USER" });
    const { rows } = await sql.query("select auth_token from users where plex_id = '1002'");
    const opened = place.makeContext().secrets.open(rows[0].auth_token, {
      table: "users",
      column: "auth_token",
      id: data.choosePlexProfile.user.id,
    });
    expect(opened).toBe(account("Fay").token);
  });

  it.each(["Ann", "Lone"])("is not asked for where there is no Home or nobody else in it: %s", async (name) => {
    const browser = place.visit();
    const { data } = await signInThroughPlex(browser, place.plexTv, name);
    expect(data.completePlexSignIn.user.name).toBe(name);
    expect(await browser.ask(profilesOf)).toEqual({ plexProfiles: [] });
  });

  it("is refused with a wrong PIN, with none, and with what is no PIN; the right one lets in after that", async () => {
    const browser = await before();
    for (const [pin, sentence] of [
      ["4321", "That is not the PIN of this profile."],
      [null, "This profile has a PIN. Give it too."],
      ["12345", "A PIN is four digits."],
      ["1234&X-Plex-Token=x", "A PIN is four digits."],
    ] as const)
      expect(errorOf(await pick(browser, idOf("Owen"), pin))).toEqual(["BAD_USER_INPUT", sentence]);
    expect(browser.cookies.has("rmab_session")).toBe(false);
    expect(errorOf(await pick(browser, idOf("Owen"), "1234"))).toBeUndefined();
  });

  it("cannot be guessed at: after five tries the right PIN is refused as well, also when all come at once", async () => {
    const browser = await before();
    const guesses = ["0000", "0001", "0002", "0003", "0004", "0005", "0006", "0007"];
    const answers = await Promise.all(guesses.map((pin) => pick(browser, idOf("Owen"), pin)));
    const wrong = answers.filter((answer) => errorOf(answer)?.[0] === "BAD_USER_INPUT");
    expect(wrong).toHaveLength(5);
    expect(errorOf(await pick(browser, idOf("Owen"), "1234"))).toEqual(["UNAUTHENTICATED", over]);
    expect(browser.cookies.has("rmab_session")).toBe(false);
  });

  it("never is somebody of another Home or of this server, whatever id the client names", async () => {
    const ann = place.visit();
    const { data } = await signInThroughPlex(ann, place.plexTv, "Ann");
    const { id, plexId } = data.completePlexSignIn.user;
    for (const profileId of [idOf("Ann"), plexId, id, "local-owner", "../../user", ""]) {
      const browser = await before();
      const answer = await pick(browser, profileId, "1234");
      expect(errorOf(answer)).toEqual(["BAD_USER_INPUT", "Your Plex Home has no such profile. Choose another one."]);
      expect(browser.cookies.has("rmab_session")).toBe(false);
    }
  });

  it.each(["token", "authToken", "uuid", "plexId", "email", "username"])("takes no %s from a client", async (field) => {
    const browser = await before();
    const input = { profileId: idOf("Fay"), [field]: account("Owen").token };
    expect(errorOf(await browser.send(choose, { input }))?.[0]).toBe("BAD_USER_INPUT");
    expect(browser.cookies.has("rmab_session")).toBe(false);
  });

  it("is chosen by no other browser, nor with the cookie or the state of the first step", async () => {
    const browser = place.visit();
    const stranger = place.visit();
    for (const nothing of [stranger, browser]) {
      expect(await nothing.ask(profilesOf)).toEqual({ plexProfiles: [] });
      expect(errorOf(await pick(nothing, idOf("Fay")))).toEqual(["UNAUTHENTICATED", over]);
    }
    const seen = new Set<string>();
    const { send } = browser;
    await signInThroughPlex(
      {
        ...browser,
        ask: async (...of) => browser.ask(...of).finally(() => seen.add(browser.cookies.get(cookieName)!)),
        send,
      },
      place.plexTv,
      "Owen",
    );
    expect(seen.size).toBe(1);
    const [first] = seen;
    expect(browser.cookies.get(cookieName)).not.toBe(first);
    stranger.cookies.set(cookieName, first!);
    expect(await stranger.ask(profilesOf)).toEqual({ plexProfiles: [] });
    expect(errorOf(await pick(stranger, idOf("Fay")))).toEqual(["UNAUTHENTICATED", over]);
  });

  it("is chosen once, and not after five minutes", async () => {
    const browser = await before();
    const cookie = browser.cookies.get(cookieName)!;
    const both = await Promise.all([pick(browser, idOf("Fay")), pick(browser, idOf("Fay"))]);
    expect(both.filter(({ errors }) => !errors)).toHaveLength(1);
    browser.cookies.set(cookieName, cookie);
    expect(errorOf(await pick(browser, idOf("Fay")))).toEqual(["UNAUTHENTICATED", over]);
    const late = await before();
    await sql.query("update plex_sign_ins set expires_at = now() - interval '1 second'");
    expect(await late.ask(profilesOf)).toEqual({ plexProfiles: [] });
    expect(errorOf(await pick(late, idOf("Fay")))).toEqual(["UNAUTHENTICATED", over]);
  });

  it("without access to the server is refused like anybody", async () => {
    const browser = await before();
    expect(errorOf(await pick(browser, idOf("Stan")))).toEqual([
      "FORBIDDEN",
      "Your Plex account has no access to the Plex server of this place. Ask its owner to share it with you.",
    ]);
    expect(browser.cookies.size).toBe(0);
    const { rows } = await sql.query("select id from users where plex_id = '1003'");
    expect(rows).toEqual([]);
  });

  it("leaves the account's token sealed while it waits, and nothing afterwards", async () => {
    const browser = await before();
    const { rows } = await sql.query("select row_to_json(p)::text as row from plex_sign_ins p");
    expect(rows).toHaveLength(1);
    expect(rows[0].row).toContain('"account_token":"enc:v1:');
    for (const secret of [account("Owen").token, browser.cookies.get(cookieName)!])
      expect(rows[0].row).not.toContain(secret);
    await pick(browser, idOf("Owen"), "1234");
    expect((await sql.query("select 1 from plex_sign_ins")).rowCount).toBe(0);
  });

  it("whose account plex.tv has signed out meanwhile begins again", async () => {
    const browser = await before();
    account("Owen").token = "another-one";
    const ended = ["UNAUTHENTICATED", "plex.tv has ended your sign-in. Begin again."];
    expect(errorOf(await browser.send(profilesOf))).toEqual(ended);
    expect(errorOf(await pick(browser, idOf("Fay")))).toEqual(ended);
  });
});
