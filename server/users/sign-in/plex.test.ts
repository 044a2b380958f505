import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import { plexAccount } from "../../testing/fakes/plex-tv.ts";
import {
  begin,
  complete,
  errorOf,
  goToPlex,
  signInThroughPlex,
  startPlexPlace,
  stateIn,
  type PlexPlace,
} from "./plex-test-place.ts";

const whoAmI = `{ viewer { name } }`;
const setup = `{ setup { hasPlexSignIn } }`;
const notThisBrowser = "This sign-in was not begun in this browser, or not lately. Begin again.";
const noAccess =
  "Your Plex account has no access to the Plex server of this place. Ask its owner to share it with you.";

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
let accounts: PlexPlace["plexTv"]["accounts"];
beforeEach(() => void (accounts = structuredClone(place.plexTv.accounts)));
afterEach(() => void (place.plexTv.accounts = accounts));

const account = (username: string) => place.plexTv.accounts.find((each) => each.username === username)!;
const sessionsOf = async (plexId: number) =>
  (
    await sql.query("select s.id from sessions s join users u on u.id = s.user_id where u.plex_id = $1", [
      String(plexId),
    ])
  ).rowCount;

describe("signing in through Plex", () => {
  it("lets in who has access to the server, and knows them again by the account's id alone", async () => {
    const browser = place.visit();
    const { data } = await signInThroughPlex(browser, place.plexTv, "Fay");
    const { user } = data.completePlexSignIn;
    expect(user).toMatchObject({
      role: "USER",
      plexId: "1002",
      plexUsername: "Fay",
      plexEmail: "Fay@example.com",
      avatarUrl: "https://plex.tv/users/1002/avatar?c=1",
    });
    expect(await browser.ask(whoAmI)).toEqual({ viewer: { name: "Fay" } });
    Object.assign(account("Fay"), { username: "Fay Two", email: "new@example.com", thumb: "javascript:alert(1)" });
    const again = await signInThroughPlex(place.visit(), place.plexTv, "Fay Two");
    expect(again.data.completePlexSignIn.user).toEqual({
      ...user,
      name: "Fay Two",
      plexUsername: "Fay Two",
      plexEmail: "new@example.com",
      avatarUrl: null,
    });
  });

  it("never takes somebody for a person here who has the same name or address", async () => {
    await place.signUp("twin");
    place.plexTv.accounts = [...accounts, plexAccount(1100, "twin", "shared"), plexAccount(1101, "owner", "shared")];
    place.plexTv.accounts.at(-1)!.email = "Fay@example.com";
    for (const [name, plexId] of [
      ["twin", "1100"],
      ["owner", "1101"],
    ] as const) {
      const { data } = await signInThroughPlex(place.visit(), place.plexTv, name);
      expect(data.completePlexSignIn.user).toMatchObject({ plexId, role: "USER" });
    }
    const { rows } = await sql.query(
      "select count(*)::int from users where username in ('twin', 'owner') and plex_id is null",
    );
    expect(rows[0].count).toBe(2);
  });

  it("keeps the person's token sealed, and shows nobody a PIN or a token", async () => {
    const browser = place.visit();
    const url = (await browser.ask(begin)).beginPlexSignIn.url;
    const browserCookie = browser.cookies.get("rmab_plex_sign_in");
    const { rows: begun } = await sql.query("select row_to_json(p)::text as row, pin_id from plex_sign_ins p");
    const answer = await browser.send(complete, { input: { state: stateIn(place.plexTv.signInAt(url, "Fay")) } });
    const { rows: people } = await sql.query("select row_to_json(u)::text as row from users u");
    const seen = [url, browserCookie, JSON.stringify(answer)];
    for (const { pin_id } of begun) for (const text of seen) expect(text).not.toContain(pin_id);
    const { token } = account("Fay");
    for (const text of [...seen, ...people.map(({ row }) => row)]) expect(text).not.toContain(token);
    expect(people.some(({ row }) => row.includes('"auth_token":"enc:v1:'))).toBe(true);
    for (const { row } of begun) expect(row).not.toContain(browserCookie);
  });

  it("knows the browser by a cookie that lives a quarter of an hour and no script can read", async () => {
    const browser = place.visit();
    await browser.ask(begin);
    const [name, ...flags] = browser.lastSetCookie[0]!.split("; ");
    expect(name).toMatch(/^rmab_plex_sign_in=[\w-]{43}$/);
    expect(flags.toSorted()).toEqual(["HttpOnly", "Max-Age=900", "Path=/", "SameSite=Lax"]);
  });

  it("refuses another browser, whatever it has seen, and is over then for the first one as well", async () => {
    const [owner, other] = [place.visit(), place.visit()];
    await other.ask(begin);
    const state = await goToPlex(owner, place.plexTv, "Owen");
    const hijack = await other.send(complete, { input: { state } });
    expect(errorOf(hijack)).toEqual(["UNAUTHENTICATED", notThisBrowser]);
    expect(other.cookies.has("rmab_session")).toBe(false);
    // Whoever sent somebody else to plex.tv cannot come in behind them: that one's way back has used it up.
    expect(errorOf(await owner.send(complete, { input: { state } }))).toEqual(["UNAUTHENTICATED", notThisBrowser]);
    expect(await sessionsOf(1001)).toBe(0);
  });

  it("does not let anybody wait for somebody to sign in: to ask too early ends it", async () => {
    const browser = place.visit();
    const { url } = (await browser.ask(begin)).beginPlexSignIn;
    const state = stateIn(new URLSearchParams(new URL(url).hash.slice(2)).get("forwardUrl")!);
    const early = await browser.send(complete, { input: { state } });
    expect(errorOf(early)).toEqual(["UNAUTHENTICATED", "You have not signed in at plex.tv. Begin again."]);
    place.plexTv.signInAt(url, "Fay");
    expect(errorOf(await browser.send(complete, { input: { state } }))).toEqual(["UNAUTHENTICATED", notThisBrowser]);
  });

  it("takes a state once, and not after a quarter of an hour", async () => {
    const [browser, late] = [place.visit(), place.visit()];
    const state = await goToPlex(browser, place.plexTv, "Fay");
    const cookie = browser.cookies.get("rmab_plex_sign_in")!;
    await browser.ask(complete, { input: { state } });
    browser.cookies.set("rmab_plex_sign_in", cookie);
    expect(errorOf(await browser.send(complete, { input: { state } }))?.[1]).toBe(notThisBrowser);
    const stale = await goToPlex(late, place.plexTv, "Fay");
    await sql.query("update plex_sign_ins set expires_at = now() - interval '1 second'");
    expect(errorOf(await late.send(complete, { input: { state: stale } }))?.[1]).toBe(notThisBrowser);
  });

  it("does not go on with a session, nor with a browser's cookie, that somebody planted", async () => {
    const victim = place.visit();
    const attacker = place.visit();
    await signInThroughPlex(attacker, place.plexTv, "Fay");
    const planted = attacker.cookies.get("rmab_session")!;
    victim.cookies.set("rmab_session", planted).set("rmab_plex_sign_in", "P".repeat(43));
    await signInThroughPlex(victim, place.plexTv, "Owen");
    expect(victim.cookies.get("rmab_session")).not.toBe(planted);
    expect(await victim.ask(whoAmI)).toEqual({ viewer: { name: "Owen" } });
    const state = await goToPlex(victim, place.plexTv, "Owen");
    attacker.cookies.set("rmab_plex_sign_in", "P".repeat(43));
    expect(errorOf(await attacker.send(complete, { input: { state } }))?.[1]).toBe(notThisBrowser);
  });

  it.each(["token", "authToken", "pinId", "plexId", "uuid", "email"])("takes no %s from a client", async (field) => {
    const browser = place.visit();
    const state = await goToPlex(browser, place.plexTv, "Fay");
    const answer = await browser.send(complete, { input: { state, [field]: account("Owen").token } });
    expect(errorOf(answer)?.[0]).toBe("BAD_USER_INPUT");
    expect(browser.cookies.has("rmab_session")).toBe(false);
  });

  it("refuses strangers, those who were only invited, and those of another server", async () => {
    place.plexTv.accounts = [...accounts, plexAccount(1004, "Ivy", "invited")];
    for (const name of ["Stan", "Ivy"]) {
      const browser = place.visit();
      expect(errorOf(await signInThroughPlex(browser, place.plexTv, name))).toEqual(["FORBIDDEN", noAccess]);
      expect(browser.cookies.size).toBe(0);
    }
    const { machineIdentifier } = place.plexTv;
    place.plexTv.machineIdentifier = "the-server-next-door";
    const refused = await signInThroughPlex(place.visit(), place.plexTv, "Owen");
    place.plexTv.machineIdentifier = machineIdentifier;
    expect(errorOf(refused)).toEqual(["FORBIDDEN", noAccess]);
    const { rows } = await sql.query("select id from users where plex_id in ('1003', '1004')");
    expect(rows).toEqual([]);
  });

  it("refuses somebody who is deactivated", async () => {
    place.plexTv.accounts = [...accounts, plexAccount(1005, "Dee", "shared")];
    await signInThroughPlex(place.visit(), place.plexTv, "Dee");
    await sql.query("update users set deactivated_at = now() where plex_id = '1005'");
    const refused = await signInThroughPlex(place.visit(), place.plexTv, "Dee");
    expect(errorOf(refused)).toEqual(["FORBIDDEN", "Your account here has been deactivated. Ask an admin."]);
  });

  it("is for anybody, or for nobody, when the setting says so", async () => {
    try {
      await place.configure({ "plex.sign_in": "anyone" });
      const { data } = await eventually(() => signInThroughPlex(place.visit(), place.plexTv, "Stan"));
      expect(data.completePlexSignIn.user.name).toBe("Stan");
      await place.configure({ "plex.sign_in": "off" });
      const { errors } = await eventually(async () => {
        const answer = await place.visit().send(begin);
        if (!answer.errors) throw new Error("It is not off yet.");
        return answer;
      });
      expect(errorOf({ errors: errors! })).toEqual(["FORBIDDEN", "Nobody can sign in with Plex here."]);
      expect(await place.client().ask(setup)).toEqual({ setup: { hasPlexSignIn: false } });
    } finally {
      await place.configure({ "plex.sign_in": null });
      await eventually(async () => place.visit().ask(begin));
    }
  });
});
