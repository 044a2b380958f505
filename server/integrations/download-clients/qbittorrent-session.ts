/**
 * Speaks to qBittorrent's Web API: signs in when it must, again whenever the session has ended, and says in a sentence why
 * it is not let in. An API key (5.2) needs no session; where the owner lets this server in without a password, neither.
 */
import { UpstreamRejectedError } from "../../errors.ts";
import type { HttpAnswer, HttpClient, HttpRequest } from "../http-client.ts";

/** How messages call it. */
export const QBITTORRENT = "qBittorrent client";

/** Five failures in a row ban an address for an hour, and with it whoever else comes from there: browsers, other programs. */
const REFUSED_PASSWORD_REST_MS = 15 * 60_000;
/** Calls are short; its own page asks every 1.5 s. */
const TIMEOUT_MS = 15_000;
/** About 1.5 kB a torrent. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where it is, and how to be let in. Empty text: not given. */
export interface QbittorrentAccess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
}

/** One call: `torrents/info`, and what goes with it. A body makes it a POST. */
export interface QbittorrentCall extends Pick<HttpRequest, "query" | "body" | "expectStatus"> {
  readonly signal: AbortSignal;
}

/** Makes calls that are signed in. */
export interface QbittorrentSession {
  /** @throws UpstreamUnavailableError | UpstreamRejectedError as HttpClient does, with sentences of its own for 401 and 403. */
  call(method: string, call: QbittorrentCall): Promise<HttpAnswer>;
  /** Forgets the session, and that a password was refused: the next call signs in anew. */
  reset(): void;
}

/** Asks nobody until the first call. */
export function createQbittorrentSession(access: QbittorrentAccess, http: HttpClient): QbittorrentSession {
  const api = new URL(access.url);
  api.search = api.hash = "";
  api.pathname = `${api.pathname.replace(/\/+$/, "")}/api/v2/`;
  const { origin, host } = api;
  // Without the two of its own host, the Web UI takes a request for one that another site has forged.
  const sameSite = { origin, referer: origin };
  const signsIn = access.apiKey === "" && access.username !== "";
  let cookie: Promise<string> | null = null;
  let refused: { at: number; error: Error } | null = null;

  function send(
    method: string,
    call: Omit<QbittorrentCall, "signal">,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ) {
    return http.request(new URL(method, api).href, {
      ...call,
      method: call.body === undefined ? "GET" : "POST",
      headers: { ...sameSite, ...headers },
      expectStatus: [401, 403, ...(call.expectStatus ?? [])],
      integration: QBITTORRENT,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    });
  }

  /** One sign-in for all who wait; nobody's signal, as one who gives up must not take the others along. */
  function signIn(): Promise<string> {
    if (refused && Date.now() - refused.at < REFUSED_PASSWORD_REST_MS) return Promise.reject(refused.error);
    if (!cookie) {
      const started = requestCookie();
      cookie = started;
      started.catch(() => (cookie = cookie === started ? null : cookie));
    }
    return cookie;
  }

  async function requestCookie(): Promise<string> {
    const body = new URLSearchParams({ username: access.username, password: access.password });
    const answer = await send("auth/login", { body, expectStatus: [404, 405] }, {});
    if (answer.status === 404 || answer.status === 405) throw notQbittorrent(host);
    const reason = await findRefusal(answer);
    if (reason) {
      refused = { at: Date.now(), error: reject(reason, answer.status) };
      throw refused.error;
    }
    refused = null;
    // SID, or QBT_SID_<port> since 5.2; none at all for addresses that need no password.
    return answer.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
  }

  /** Up to 5.1 a wrong password is 200 "Fails.", and 401 an address that is not taken; since 5.2 both are 401. */
  async function findRefusal({ status, text }: HttpAnswer): Promise<string | null> {
    if (status === 403) {
      return "qBittorrent has banned this server's address, after too many wrong passwords. Correct the username and password under Settings; the ban ends after an hour, or when qBittorrent is restarted.";
    }
    const isWrong = status === 401 || /^fails/i.test(text().trim());
    if (!isWrong) return null;
    if (status === 401) {
      const withoutPassword = await send("app/version", {}, {});
      if (withoutPassword.status === 401) return addressRefusal(withoutPassword);
    }
    return "qBittorrent refused the username or password. Correct them under Settings.";
  }

  /** qBittorrent itself never asks for a password in this way. */
  const addressRefusal = ({ headers }: HttpAnswer) =>
    headers.has("www-authenticate")
      ? `What answers at ${host} wants a password before it lets anybody through to qBittorrent (401): it is another program, or a reverse proxy. Check the address; a proxy's username and password go into it: https://name:password@host.`
      : `qBittorrent does not take requests for ${host} (401). Allow that name in its options (Web UI, server domains), and when its port is mapped, map it to the same number.`;

  function assertLetIn(answer: HttpAnswer): void {
    if (answer.status !== 401 && answer.status !== 403) return;
    if (access.apiKey !== "")
      throw reject("qBittorrent refused the API key. Correct it under Settings.", answer.status);
    if (answer.status === 401) throw reject(addressRefusal(answer), 401);
    const reason = signsIn
      ? "qBittorrent let this server sign in, but not use its Web API (403). Look at its log."
      : "qBittorrent asks for a username and password. Enter them under Settings.";
    throw reject(reason, 403);
  }

  return {
    async call(method, { signal, ...call }) {
      if (!signsIn) {
        const answer = await send(
          method,
          call,
          access.apiKey ? { authorization: `Bearer ${access.apiKey}` } : {},
          signal,
        );
        assertLetIn(answer);
        return answer;
      }
      const first = signIn();
      let answer = await send(method, call, { cookie: await first }, signal);
      if (answer.status === 403) {
        // It was restarted, or the session is too old.
        if (cookie === first) cookie = null;
        answer = await send(method, call, { cookie: await signIn() }, signal);
      }
      assertLetIn(answer);
      return answer;
    },
    reset() {
      cookie = null;
      refused = null;
    },
  };
}

/** @param host with its port. */
export function notQbittorrent(host: string): UpstreamRejectedError {
  const message = `What answers at ${host} is not qBittorrent. Check its address under Settings.`;
  return new UpstreamRejectedError(message, { integration: QBITTORRENT });
}

function reject(message: string, status: number): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: QBITTORRENT, status });
}
