/** What the audit has of those who come in, or do not. */
import { expect } from "vitest";
import { choose, complete, goToPlex, signInThroughPlex } from "../../users/sign-in/plex-test-place.ts";
import { openBrowser } from "../browser.ts";
import { plexAccount } from "../fakes/plex-tv.ts";
import { someOf, type AuditCase, type AuditCases, type AuditStage, type Recorded } from "./stage.ts";

const cameIn = (actor: string, method: string): Recorded => ({
  action: "sign_in.succeeded",
  actor,
  subject: someOf("session"),
  details: { method, browser: "node" },
});
const refused = (details: object, subject: string | null = null, action = "sign_in.failed"): Recorded[] => [
  { action, actor: null, subject, details },
];
const joined = (action: string, name: string, details: object = {}): Recorded => ({
  action,
  actor: name,
  subject: someOf("user"),
  details: { name, ...details },
});
const visitor = ({ place }: AuditStage) => openBrowser(place.url);
const notRight =
  "The set-up token is not right, or the set-up has been done. The server prints the token when it starts without an admin.";

const refusedPassword =
  (reason: string, given: string | null, isDeactivated = false): AuditCase =>
  async (stage) => {
    const { id, username } = await stage.person();
    if (isDeactivated) await stage.mutate(stage.owner, "deactivateUser", { id });
    return {
      act: () => stage.attempt(visitor(stage), "signIn", { username, password: given ?? stage.password }),
      records: () => refused({ method: "password", name: username, reason }, `user ${id}`),
    };
  };

/** By mutation. */
export const signInCases: AuditCases = {
  setUp: {
    "of the first admin": async (stage) => {
      const username = stage.newName();
      await stage.sql("update users set role = 'user' where role = 'admin'");
      return {
        async act() {
          const account = { username, password: stage.password };
          await stage.mutate(visitor(stage), "setUp", { token: stage.place.setUpToken, ...account });
          await stage.sql("update users set role = 'admin' where id = $1", [stage.ownerId]);
        },
        records: () => [joined("set_up.done", username), cameIn(username, "set-up")],
      };
    },
    "with a wrong token": async (stage) => ({
      act: () => stage.attempt(visitor(stage), "setUp", { token: "canary", username: "eve", password: stage.password }),
      records: () => refused({ method: "set-up", reason: notRight }, null, "set_up.refused"),
    }),
  },
  showEncryptionKeys: {
    "before there is an admin": async (stage) => {
      await stage.sql("update users set role = 'user' where role = 'admin'");
      return {
        async act() {
          const { keys } = await stage.mutate(
            visitor(stage),
            "showEncryptionKeys",
            { token: stage.place.setUpToken },
            "{ keys }",
          );
          stage.secrets.add(keys.split(":")[1]);
          await stage.sql("update users set role = 'admin' where id = $1", [stage.ownerId]);
        },
        records: () => [{ action: "encryption_key.shown", actor: "set-up token", subject: null, details: {} }],
      };
    },
    "with a wrong token": async (stage) => ({
      act: () => stage.attempt(visitor(stage), "showEncryptionKeys", { token: "canary" }),
      records: () => refused({ method: "set-up for the keys", reason: notRight }, null, "set_up.refused"),
    }),
  },
  restoreAtSetUp: {
    "with a wrong token": async (stage) => ({
      act: () =>
        expect(stage.mutate(visitor(stage), "restoreAtSetUp", { token: "canary", backup: "x" }, "")).rejects.toThrow(
          notRight,
        ),
      records: () => refused({ method: "set-up with a backup", reason: notRight }, null, "set_up.refused"),
    }),
  },
  beginPlexSetUp: {
    "with a wrong token": async (stage) => ({
      act: () =>
        stage.attempt(stage.place.visit(), "beginPlexSetUp", { token: "canary", serverUrl: stage.place.plex.url }),
      records: () => refused({ method: "set-up through Plex", reason: notRight }, null, "set_up.refused"),
    }),
  },
  signIn: {
    "of somebody": async (stage) => {
      const { username } = await stage.person();
      return { act: () => stage.signedIn(username), records: () => [cameIn(username, "password")] };
    },
    "with a wrong password": refusedPassword("The password is wrong.", "canary, not the password"),
    "of somebody deactivated": refusedPassword("The password is right, but the account is deactivated.", null, true),
    "with a name that nobody has": async (stage) => ({
      act: () =>
        stage.attempt(visitor(stage), "signIn", { username: "canary, a password\0", password: stage.password }),
      records: () => refused({ method: "password", reason: "Nobody has this name." }),
    }),
  },
  signOut: {
    "of a browser": async (stage) => {
      const { username } = await stage.person();
      const browser = await stage.signedIn(username);
      return {
        act: () => stage.mutate(browser, "signOut", null, ""),
        records: () => [{ action: "session.ended", actor: username, subject: someOf("session"), details: {} }],
      };
    },
  },
  completePlexSignIn: {
    "of somebody who was not known": async ({ place }) => {
      place.plexTv.accounts = [...place.plexTv.accounts, plexAccount(2001, "Nell", "shared")];
      return {
        act: () => signInThroughPlex(place.visit(), place.plexTv, "Nell"),
        records: () => [joined("user.created", "Nell", { role: "user", plexId: "2001" }), cameIn("Nell", "plex")],
      };
    },
    "of somebody without access": async ({ place }) => ({
      act: () => signInThroughPlex(place.visit(), place.plexTv, "Stan"),
      records: () =>
        refused({
          method: "plex",
          name: "Stan",
          reason:
            "Your Plex account has no access to the Plex server of this place. Ask its owner to share it with you.",
        }),
    }),
    "in another browser": async ({ place }) => {
      const state = await goToPlex(place.visit(), place.plexTv, "Fay");
      const reason = "This sign-in was not begun in this browser, or not lately. Begin again.";
      return {
        act: () => place.visit().send(complete, { input: { state } }),
        records: () => refused({ method: "plex", reason }),
      };
    },
  },
  choosePlexProfile: {
    "with a wrong PIN, and then the right one": async ({ place }) => {
      const [mum, kid] = [plexAccount(2002, "Mum", "shared"), plexAccount(2003, "Kid", "shared")];
      place.plexTv.accounts = [...place.plexTv.accounts, { ...mum, home: "h" }, { ...kid, home: "h", pin: "9876" }];
      const browser = place.visit();
      await signInThroughPlex(browser, place.plexTv, "Mum");
      return {
        async act() {
          await browser.send(choose, { input: { profileId: kid.uuid, pin: "1234" } });
          await browser.ask(choose, { input: { profileId: kid.uuid, pin: "9876" } });
        },
        records: () => [
          ...refused({ method: "plex", name: "Kid", reason: "The PIN of the profile is wrong." }),
          joined("user.created", "Kid", { role: "user", plexId: "2003" }),
          cameIn("Kid", "plex"),
        ],
      };
    },
  },
};
