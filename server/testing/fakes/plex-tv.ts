/**
 * plex.tv in process: PINs that somebody claims, accounts with tokens, and the one server that some of them may use.
 * As the real one it knows PINs only for the client that made them, and speaks XML where it always did.
 */
import { randomBytes } from "node:crypto";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** An account; `access` says what it has to do with the server. */
export interface FakePlexAccount {
  readonly id: number;
  readonly uuid: string;
  username: string;
  email: string | null;
  thumb: string;
  token: string;
  access: "owner" | "shared" | "invited" | "none";
  /** Accounts with the same one are the profiles of a Plex Home. */
  home: string | null;
  /** Of the profile. */
  pin: string | null;
}

/** A running fake. Change what it has at any time. */
export interface PlexTvFake extends VendorServer {
  accounts: FakePlexAccount[];
  /** Of the server that is shared. */
  machineIdentifier: string;
  /** What a person does at the address that the browser was sent to. @returns where the browser goes then. */
  signInAt(url: string, username: string): string;
}

/** An account, with everything that follows from its name. */
export function plexAccount(id: number, username: string, access: FakePlexAccount["access"]): FakePlexAccount {
  return {
    id,
    uuid: `${id}abcdef0123456789`,
    username,
    email: `${username}@example.com`,
    thumb: `https://plex.tv/users/${id}/avatar?c=1`,
    token: `account-token-of-${username}`,
    access,
    home: null,
    pin: null,
  };
}

export async function startPlexTvFake(): Promise<PlexTvFake> {
  const pins = new Map<string, { code: string; client: string; authToken: string | null }>();
  const state = {
    accounts: [
      plexAccount(1001, "Owen", "owner"),
      plexAccount(1002, "Fay", "shared"),
      plexAccount(1003, "Stan", "none"),
    ],
    machineIdentifier: "b9f3c2a1d4e5",
    signInAt(url: string, username: string): string {
      const facts = new URLSearchParams(new URL(url).hash.slice("#?".length));
      const pin = [...pins.values()].find(({ code }) => code === facts.get("code"));
      if (!pin || pin.client !== facts.get("clientID")) throw new Error("There is no such PIN.");
      pin.authToken = state.accounts.find((account) => account.username === username)!.token;
      return facts.get("forwardUrl")!;
    },
  };
  const server = await startVendorServer((url, { method, headers }) => {
    if (/^\/users\/\d+\/avatar$/.test(url.pathname)) return { headers: { "content-type": "image/png" }, body: avatar };
    const client = String(headers["x-plex-client-identifier"] ?? "");
    if (client === "") return refusal(400, 1000);
    if (url.pathname === "/api/v2/pins" && method === "POST") {
      const id = String(800_100_100 + pins.size);
      const pin = { code: randomBytes(13).toString("hex"), client, authToken: null };
      pins.set(id, pin);
      return json(toPin(id, pin), 201);
    }
    const [, pinId] = /^\/api\/v2\/pins\/(\d+)$/.exec(url.pathname) ?? [];
    const pin = pins.get(pinId ?? "");
    if (pinId) return pin?.client === client ? json(toPin(pinId, pin)) : refusal(404, 1020);
    const account = state.accounts.find(({ token }) => token === headers["x-plex-token"]);
    if (!account) return refusal(401, 1001);
    const profiles = state.accounts.filter(({ home }) => home !== null && home === account.home);
    if (url.pathname === "/api/v2/home/users") return json({ id: 1, users: profiles.map(toProfile) });
    const [, uuid] = /^\/api\/v2\/home\/users\/(\w+)\/switch$/.exec(url.pathname) ?? [];
    if (uuid && method === "POST") {
      const profile = profiles.find((each) => each.uuid === uuid);
      if (!profile) return refusal(404, 1002);
      if (profile.pin !== null && profile.pin !== url.searchParams.get("pin")) return refusal(401, 1041);
      return json({ ...toProfile(profile), authToken: profile.token }, 201);
    }
    if (url.pathname === "/api/v2/user")
      return json({
        ...toProfile(account),
        username: account.username,
        email: account.email,
        authToken: account.token,
      });
    if (url.pathname === "/api/v2/resources") return json(resourcesOf(account, state.machineIdentifier));
    if (url.pathname === "/api/users") {
      const others = account.access === "owner" ? state.accounts.filter((other) => other !== account) : [];
      return xml(others.map((other) => toUser(other, state.machineIdentifier)).join(""));
    }
    return refusal(404, 1002);
  });
  return Object.assign(state, server);
}

/** One red pixel. */
const avatar = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const json = (body: unknown, status = 200): VendorAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const refusal = (status: number, code: number): VendorAnswer =>
  json({ errors: [{ code, message: "No.", status }] }, status);

const xml = (users: string): VendorAnswer => ({
  headers: { "content-type": "application/xml; charset=utf-8" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<MediaContainer friendlyName="myPlex">${users}</MediaContainer>`,
});

const toPin = (
  id: string,
  { code, client, authToken }: { code: string; client: string; authToken: string | null },
) => ({
  id: Number(id),
  code,
  clientIdentifier: client,
  expiresIn: 900,
  authToken,
});

const toProfile = ({ id, uuid, username, thumb, pin }: FakePlexAccount) => ({
  id,
  uuid,
  title: username,
  thumb,
  protected: pin !== null,
});

/** A player is among them too, and somebody else's server. */
const resourcesOf = ({ access }: FakePlexAccount, machineIdentifier: string) => [
  { name: "Phone", provides: "client,player", clientIdentifier: machineIdentifier, owned: true },
  { name: "Elsewhere", provides: "server", clientIdentifier: "another-server", owned: true },
  ...(access === "owner" || access === "shared"
    ? [{ name: "Books", provides: "server", clientIdentifier: machineIdentifier, owned: access === "owner" }]
    : []),
];

const toUser = ({ id, username, email, thumb, access }: FakePlexAccount, machineIdentifier: string): string => {
  const server = `<Server id="1" machineIdentifier="${machineIdentifier}" pending="${+(access === "invited")}"/>`;
  const escaped = username.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<User id="${id}" title="${escaped}" username="${escaped}" email="${email ?? ""}" thumb="${thumb}">${access === "none" ? "" : server}</User>`;
};
