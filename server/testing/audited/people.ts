/** What the audit has of accounts, keys and browsers. */
import { plexAccount } from "../fakes/plex-tv.ts";
import { byOwner, someOf, type AuditCase, type AuditCases } from "./stage.ts";

/** To do it a second time changes nothing, and so is not recorded. */
const twice = async (act: () => Promise<unknown>) => {
  await act();
  await act();
};

const changeOfLock =
  (mutation: string, action: string, before: string | null): AuditCase =>
  async ({ person, mutate, owner }) => {
    const { id, username } = await person();
    if (before) await mutate(owner, before, { id });
    return {
      act: () => twice(() => mutate(owner, mutation, { id })),
      records: () => byOwner(action, `user ${id}`, { name: username }),
    };
  };

/** By mutation. */
export const peopleCases: AuditCases = {
  importPlexUsers: {
    "of those who were not known": async ({ place, owner, mutate }) => {
      await mutate(owner, "importPlexUsers");
      place.plexTv.accounts = [...place.plexTv.accounts, plexAccount(2004, "Ida", "shared")];
      return {
        act: () => twice(() => mutate(owner, "importPlexUsers")),
        records: () => byOwner("user.imported", someOf("user"), { name: "Ida", role: "user", plexId: "2004" }),
      };
    },
  },
  createUser: {
    "as an admin": async ({ newName, mutate, owner, password }) => {
      const username = newName();
      return {
        act: () => mutate(owner, "createUser", { username, password, role: "ADMIN" }),
        records: () => byOwner("user.created", someOf("user"), { name: username, role: "admin" }),
      };
    },
  },
  updateUser: {
    "with what the role and the limits were": async ({ person, mutate, owner }) => {
      const { id, username } = await person();
      const changes = { requestQuota: { old: null, new: 3 }, role: { old: "user", new: "admin" } };
      return {
        act: () => twice(() => mutate(owner, "updateUser", { id, role: "ADMIN", requestQuota: 3, autoApprove: null })),
        records: () => byOwner("user.changed", `user ${id}`, { name: username, changes }),
      };
    },
  },
  deactivateUser: { "of a person": changeOfLock("deactivateUser", "user.deactivated", null) },
  reactivateUser: { "of a person": changeOfLock("reactivateUser", "user.reactivated", "deactivateUser") },
  changePassword: {
    "with a wrong present one, and then the right one": async ({ person, signedIn, attempt, password }) => {
      const { id, username } = await person();
      const browser = await signedIn(username);
      const change = (current: string) => attempt(browser, "changePassword", { current, new: `${password}!` });
      const wrong = { method: "change of password", name: username, reason: "The present password is wrong." };
      return {
        act: async () => [await change("canary, not the password"), await change(password)],
        records: () => [
          { action: "sign_in.failed", actor: username, subject: `user ${id}`, details: wrong },
          { action: "user.password_changed", actor: username, subject: `user ${id}`, details: {} },
        ],
      };
    },
  },
  createApiKey: {
    "with a scope": async ({ mutate, owner, secrets }) => {
      let prefix = "";
      return {
        async act() {
          const input = { name: "scripts", scopes: ["READ"] };
          const { key, apiKey } = await mutate(owner, "createApiKey", input, "{ key apiKey { prefix } }");
          secrets.add(key.slice(-32));
          prefix = apiKey.prefix;
        },
        records: () =>
          byOwner("api_key.created", someOf("api_key"), { name: "scripts", prefix, scopes: ["read"], expiresAt: null }),
      };
    },
  },
  revokeApiKey: {
    "of a key": async ({ mutate, owner }) => {
      const { apiKey } = await mutate(owner, "createApiKey", { name: "old" }, "{ apiKey { id prefix } }");
      const { id, prefix } = apiKey;
      return {
        act: () => twice(() => mutate(owner, "revokeApiKey", { id })),
        records: () => byOwner("api_key.revoked", `api_key ${id}`, { name: "old", prefix }),
      };
    },
  },
  revokeSession: {
    "of a browser": async ({ person, signedIn, mutate }) => {
      const { username } = await person();
      const browser = await signedIn(username);
      const { viewer } = await browser.ask(`{ viewer { sessions { id } } }`);
      const [{ id }] = viewer.sessions;
      return {
        act: () => mutate(browser, "revokeSession", { id }, ""),
        records: () => [{ action: "session.revoked", actor: username, subject: `session ${id}`, details: {} }],
      };
    },
  },
  revokeOtherSessions: {
    "of two browsers": async ({ person, signedIn, mutate }) => {
      const { id, username } = await person();
      for (let others = 0; others < 2; others += 1) await signedIn(username);
      const browser = await signedIn(username);
      return {
        act: () => twice(() => mutate(browser, "revokeOtherSessions", null, "")),
        records: () => [
          { action: "session.revoked", actor: username, subject: `user ${id}`, details: { sessions: 2 } },
        ],
      };
    },
  },
};
