/** plex.tv has every kind of bad day, at every step: a sentence that says so, nobody let in, nothing left half-way. */
import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSettings } from "../../configuration/configuration.service.ts";
import { createSecretBox } from "../../security/secret-box.ts";
import type { Browser } from "../../testing/browser.ts";
import { eventually } from "../../testing/eventually.ts";
import type { VendorFault } from "../../testing/fakes/vendor-server.ts";
import {
  begin,
  complete,
  errorOf,
  goToPlex,
  signInThroughPlex,
  startPlexPlace,
  type PlexPlace,
} from "./plex-test-place.ts";

const unavailable = [
  "UPSTREAM_UNAVAILABLE",
  "plex.tv does not answer as it should, so nobody can sign in with Plex just now. Try again in a few minutes.",
];
const unusable = [
  "UPSTREAM_REJECTED",
  "plex.tv answered with something that cannot be used. Try again; when that does not help, tell an admin.",
];
const faults: Partial<Record<VendorFault, string[]>> = {
  server_error: unavailable,
  rate_limited: ["UPSTREAM_UNAVAILABLE", "plex.tv has been asked too often. Try again in 7 seconds."],
  silent: unavailable,
  slow_body: unavailable,
  dropped: unavailable,
  html: unusable,
  empty: unusable,
  truncated: unusable,
  malformed: unusable,
};
const steps: Record<string, RegExp> = {
  "a PIN is made": /^\/api\/v2\/pins$/,
  "the PIN is looked up": /^\/api\/v2\/pins\/\d+$/,
  "the Plex Home is asked for": /^\/api\/v2\/home\/users$/,
  "the person is asked for": /^\/api\/v2\/user$/,
  "the servers are asked for": /^\/api\/v2\/resources$/,
};

let place: PlexPlace;
let sql: Client;
let inside: Browser;
beforeAll(async () => {
  place = await startPlexPlace();
  sql = new Client({ ...place.database.address });
  await sql.connect();
  inside = place.visit();
  await signInThroughPlex(inside, place.plexTv, "Fay");
});
afterAll(async () => {
  await sql.end();
  await place.close();
});

async function whatThereIs() {
  const { rows } = await sql.query(
    `select (select count(*)::int from users) as users, (select count(*)::int from sessions) as sessions,
            (select count(*)::int from plex_sign_ins) as begun`,
  );
  return rows[0];
}

/** Owen, who was never here, signs in as far as he gets. */
async function tryToSignIn(browser: Browser, breakIt: () => void, atFirst: boolean) {
  if (atFirst) {
    breakIt();
    return browser.send(begin);
  }
  const state = await goToPlex(browser, place.plexTv, "Owen");
  breakIt();
  return browser.send(complete, { input: { state } });
}

describe.each(Object.entries(steps))("when %s", (step, path) => {
  it.each(Object.entries(faults))("and plex.tv is %s, nobody comes in, and hears why", async (fault, expected) => {
    const before = await whatThereIs();
    const browser = place.visit();
    const breakIt = () => place.plexTv.fault(fault as VendorFault, { only: ({ pathname }) => path.test(pathname) });
    expect(errorOf(await tryToSignIn(browser, breakIt, step === "a PIN is made"))).toEqual(expected);
    expect(browser.cookies.size).toBe(0);
    expect(await whatThereIs()).toEqual(before);
    expect(await inside.ask(`{ viewer { name } }`)).toEqual({ viewer: { name: "Fay" } });
  });
});

describe("when the Plex server itself", () => {
  it("does not say which it is, nobody comes in, and hears that it is not plex.tv", async () => {
    const before = await whatThereIs();
    const browser = place.visit();
    const breakIt = () => place.plex.fault("server_error", { only: ({ pathname }) => pathname === "/identity" });
    const [code, message] = errorOf(await tryToSignIn(browser, breakIt, false))!;
    expect(code).toBe("UPSTREAM_UNAVAILABLE");
    expect(message).toMatch(/^The Plex server does not answer as it should/);
    expect(browser.cookies.size).toBe(0);
    expect(await whatThereIs()).toEqual(before);
  });
});

describe("a server beside one that was started with other keys", () => {
  it("says that it cannot open what that one has sealed, and what to do", async () => {
    const setting = { key: "media_server.auth_token", value: place.plexTv.accounts[0]!.token };
    const others = createSecretBox(new Map([["k1", randomBytes(32)]]));
    await changeSettings({ ...place.makeContext(), secrets: others }, [setting]);
    try {
      await eventually(async () =>
        expect(errorOf(await place.visit().send(begin))).toEqual([
          "SECRET_UNREADABLE",
          "A value in configuration.value does not open with key k1: it was changed, moved, or sealed with another key of that name. Start this server with the keys that it was sealed with.",
        ]),
      );
    } finally {
      await changeSettings(place.makeContext(), [setting]);
    }
  });
});
