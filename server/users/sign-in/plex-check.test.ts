import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Browser } from "../../testing/browser.ts";
import { eventually } from "../../testing/eventually.ts";
import { plexAccount } from "../../testing/fakes/plex-tv.ts";
import { openSocket } from "../../testing/socket.ts";
import { checkPlexPeople } from "./plex-people.ts";
import { errorOf, signInThroughPlex, startPlexPlace, type PlexPlace } from "./plex-test-place.ts";

const whoAmI = `{ viewer { name } }`;

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
let fay: Browser;
beforeEach(async () => {
  place.plexTv.accounts = [plexAccount(1001, "Owen", "owner"), plexAccount(1002, "Fay", "shared")];
  fay = place.visit();
  await signInThroughPlex(fay, place.plexTv, "Fay");
});

const account = (username: string) => place.plexTv.accounts.find((each) => each.username === username)!;
const check = () => checkPlexPeople(place.makeContext(), new AbortController().signal);
const isOut = (browser: Browser) =>
  eventually(async () => expect(await browser.ask(whoAmI)).toEqual({ viewer: null }), 1_300);

describe("the check of who has access", () => {
  it("signs out whose share is gone, deletes nothing, and lets them in again when it is back", async () => {
    const { rows: known } = await sql.query("select id from users where plex_id = '1002'");
    await fay.ask(`mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id } }`);
    const owen = place.visit();
    await signInThroughPlex(owen, place.plexTv, "Owen");
    account("Fay").access = "none";
    expect(await check()).toEqual({ checked: 2, ended: 1 });
    await isOut(fay);
    expect(await owen.ask(whoAmI)).toEqual({ viewer: { name: "Owen" } });
    const { rows } = await sql.query("select count(*)::int from requests where user_id = $1", [known[0].id]);
    expect(rows[0].count).toBe(1);
    expect(errorOf(await signInThroughPlex(place.visit(), place.plexTv, "Fay"))?.[0]).toBe("FORBIDDEN");
    // Who is out is not asked about again.
    expect(await check()).toEqual({ checked: 1, ended: 0 });
    account("Fay").access = "shared";
    const back = await signInThroughPlex(place.visit(), place.plexTv, "Fay");
    expect(back.data.completePlexSignIn.user.id).toBe(known[0].id);
  });

  it("closes what is open for them", async () => {
    await fay.ask(`mutation { createRequest(input: { title: "Persuasion", author: "Jane Austen" }) { id } }`);
    const socket = openSocket(place.url, { headers: { cookie: `rmab_session=${fay.cookies.get("rmab_session")}` } });
    try {
      const seen = socket.subscribe(`subscription { requestChanged(after: "0") { cursor } }`);
      await eventually(() => expect(seen.data.length).toBeGreaterThan(0));
      expect(seen.errors).toEqual([]);
      account("Fay").access = "none";
      await check();
      await eventually(() => expect(seen.errors).toEqual(["CLOSED 4403"]), 1_300);
    } finally {
      await socket.close();
    }
  });

  it("signs out whose token Plex takes no more", async () => {
    account("Fay").token = "another-one";
    await check();
    await isOut(fay);
  });

  it("keeps name, e-mail and picture as Plex has them", async () => {
    Object.assign(account("Fay"), { username: "Fay Two", email: "two@example.com", thumb: "https://plex.tv/two.png" });
    await check();
    const { rows } = await sql.query("select plex_username, plex_email, avatar_url from users where plex_id = '1002'");
    expect(rows).toEqual([
      { plex_username: "Fay Two", plex_email: "two@example.com", avatar_url: "https://plex.tv/two.png" },
    ]);
  });

  it.each(["server_error", "rate_limited", "silent", "html", "truncated"] as const)(
    "signs out nobody while plex.tv is %s, and says so",
    async (fault) => {
      account("Fay").access = "none";
      place.plexTv.fault(fault, { times: 4, only: ({ pathname }) => pathname === "/api/v2/resources" });
      try {
        await expect(check()).rejects.toThrow("plex.tv");
        expect(await fay.ask(whoAmI)).toEqual({ viewer: { name: "Fay" } });
      } finally {
        // What is left of the fault.
        for (let left = 4; left > 0; left -= 1)
          await fetch(`${place.plexTv.url}/api/v2/resources`, { signal: AbortSignal.timeout(100) }).catch(() => {});
      }
    },
  );
});
