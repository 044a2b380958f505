/**
 * plex.tv, which knows the Plex accounts: PINs, who a token belongs to, which servers an account has access to, and the
 * profiles of its Plex Home.
 * Shapes as python-plexapi 4 and Seerr read them. No token is ever put into an address, a message or a log.
 */
import { z } from "zod";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../integrations/http-client.ts";
import { list, listOrNone, readJson, readShape, text } from "../../integrations/lenient-json.ts";
import { parsePlexXml } from "../../integrations/plex-xml.ts";

/** As in messages. */
export const plexTvLabel = "Plex account service (plex.tv)";
const timeoutMs = 10_000;

/** What Plex knows of a person. */
export interface PlexProfile {
  /** The account's id at plex.tv. */
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** An http or https address. */
  readonly avatarUrl: string | null;
}

/** Somebody of a Plex Home, as shown to whoever may choose among them. */
export interface PlexHomeProfile {
  /** By which plex.tv switches to it. Says nothing of who that is. */
  readonly id: string;
  readonly name: string;
  /** An http or https address. */
  readonly avatarUrl: string | null;
  readonly needsPin: boolean;
}

const id = text.pipe(z.string());
const flag = z.unknown().transform((value) => value === true || value === 1 || value === "1" || value === "true");
const person = z.object({ id, username: text, title: text, email: text, thumb: text });
const friend = person.extend({ Server: listOrNone(z.object({ machineIdentifier: text, pending: text })) });
const pin = z.object({ id, code: id });
const claimedPin = z.object({ authToken: text });
const resource = z.object({
  clientIdentifier: id,
  provides: id,
  owned: z.unknown().transform((owned) => owned === true),
});
const home = z.object({ users: list(z.object({ uuid: id, title: text, thumb: text, protected: flag })) });
const switched = z.object({ authToken: id });
const friends = z.object({ MediaContainer: z.object({ User: list(friend).optional() }) });

/** A Plex Media Server that an account has access to. */
export interface PlexServer {
  readonly machineIdentifier: string;
  /** The account is that of its owner. */
  readonly owned: boolean;
}

/** Every call throws UpstreamUnavailableError or UpstreamRejectedError. */
export type PlexTv = ReturnType<typeof openPlexTv>;

/** @param clientIdentifier PINs are answered only to the one that made them. */
export function openPlexTv(http: HttpClient, { url, clientIdentifier }: { url: string; clientIdentifier: string }) {
  const base = url.replace(/\/+$/, "");

  function ask(path: string, { headers, ...more }: Partial<HttpRequest>, token?: string): Promise<HttpAnswer> {
    return http.request(`${base}${path}`, {
      integration: plexTvLabel,
      timeoutMs,
      headers: {
        accept: "application/json",
        "x-plex-client-identifier": clientIdentifier,
        "x-plex-product": "ReadMeABook",
        ...(token === undefined ? {} : { "x-plex-token": token }),
        ...headers,
      },
      ...more,
    });
  }

  return {
    /** A long PIN, which nobody has to type; plex.tv keeps it for a quarter of an hour at least. */
    async makePin(): Promise<{ id: string; code: string }> {
      const answer = await ask("/api/v2/pins", { method: "POST", query: { strong: "true" } });
      return readJson(answer, pin, plexTvLabel, "a PIN");
    },

    /** @returns the token of whoever signed in with the PIN; null when nobody has, or it is too old. */
    async claimPin(pinId: string): Promise<string | null> {
      const answer = await ask(`/api/v2/pins/${encodeURIComponent(pinId)}`, { expectStatus: [404] });
      return answer.status === 404 ? null : readJson(answer, claimedPin, plexTvLabel, "a PIN").authToken;
    },

    /** @returns null when the token is not valid any more. */
    async findPerson(token: string): Promise<PlexProfile | null> {
      const answer = await ask("/api/v2/user", { expectStatus: [401] }, token);
      return answer.status === 401 ? null : toProfile(readJson(answer, person, plexTvLabel, "a Plex account"));
    },

    /** @returns the servers that the token's account has access to; null when the token is not valid any more. */
    async findServers(token: string): Promise<PlexServer[] | null> {
      const query = { includeHttps: 1, includeRelay: 1 };
      const answer = await ask("/api/v2/resources", { query, expectStatus: [401] }, token);
      if (answer.status === 401) return null;
      return readJson(answer, list(resource), plexTvLabel, "a list of servers")
        .filter(({ provides }) => provides.split(",").includes("server"))
        .map(({ clientIdentifier: machineIdentifier, owned }) => ({ machineIdentifier, owned }));
    },

    /** @returns everybody of the account's Plex Home; null when the token is not valid any more. */
    async findHomeProfiles(token: string): Promise<PlexHomeProfile[] | null> {
      const answer = await ask("/api/v2/home/users", { expectStatus: [401] }, token);
      if (answer.status === 401) return null;
      const { users } = readJson(answer, home, plexTvLabel, "a Plex Home");
      return users.map(({ uuid, title, thumb, protected: needsPin }) => ({
        id: uuid,
        name: toName(title),
        avatarUrl: toAddress(thumb),
        needsPin,
      }));
    },

    /** @returns the profile's own token; null when the PIN is wrong, or the account's token is not valid any more. */
    async switchProfile(token: string, profileId: string, pin: string | null): Promise<string | null> {
      const path = `/api/v2/home/users/${encodeURIComponent(profileId)}/switch`;
      const query = pin === null ? {} : { pin };
      const answer = await ask(path, { method: "POST", query, expectStatus: [401, 403, 422] }, token);
      return answer.status >= 400 ? null : readJson(answer, switched, plexTvLabel, "a Plex profile").authToken;
    },

    /** @returns those with whom the token's account shares a server; invitations that nobody has accepted do not count. */
    async friendsWithAccess(token: string, machineIdentifier: string): Promise<PlexProfile[]> {
      const answer = await ask("/api/users", { headers: { accept: "application/xml" } }, token);
      const body = answer.text().trimStart();
      const parsed = body.startsWith("<") ? await parsePlexXml(body) : answer.json();
      const { MediaContainer } = readShape(parsed, friends, plexTvLabel, "a list of people");
      const hasAccess = ({ Server }: z.infer<typeof friend>) =>
        Server.some((server) => server.machineIdentifier === machineIdentifier && server.pending !== "1");
      return (MediaContainer.User ?? []).filter(hasAccess).map(toProfile);
    },
  };
}

function toProfile({ id, username, title, email, thumb }: z.infer<typeof person>): PlexProfile {
  return {
    id: id.slice(0, 255),
    name: toName(username ?? title),
    email: email?.slice(0, 255) ?? null,
    avatarUrl: toAddress(thumb),
  };
}

function toName(said: string | null): string {
  return (said ?? "somebody").slice(0, 255);
}

function toAddress(said: string | null): string | null {
  return said !== null && /^https?:\/\//i.test(said) ? said.slice(0, 2000) : null;
}
