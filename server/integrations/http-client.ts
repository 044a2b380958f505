/**
 * The one HTTP client that every adapter uses. It adds what `fetch` leaves open: an end to waiting, an end to reading,
 * addresses that are not called (outgoing-addresses.ts), and errors that a person can act on. It retries nothing (the job
 * queue does), follows no redirect (a credential must not travel to another host), and names host and port in a message
 * but never the rest of an address, which holds keys.
 */
import { UpstreamRejectedError, UpstreamUnavailableError } from "../errors.ts";
import { FORBIDDEN_ADDRESS, guardDispatcher, type NamedBy } from "./outgoing-addresses.ts";

const [COMMA, LIST, OBJECT] = Buffer.from(",[{");

/** What to ask. */
export interface HttpRequest {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the address; an array becomes a repeated key. */
  readonly query?: Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;
  readonly body?: string | Uint8Array | FormData | URLSearchParams;
  /** The label of the integration, for messages: "Torznab indexer". */
  readonly integration: string;
  /**
   * Who named this address: default the admin. What a stranger named (an indexer's link, a redirect from there) is called
   * only on the public internet, unless its origin is one that an admin configured.
   */
  readonly namedBy?: NamedBy;
  /** Whole exchange, body included. Default 30 000. */
  readonly timeoutMs?: number;
  /** Bodies above this, counted after decompression, are refused while they arrive. Default 5 MiB. */
  readonly maxBytes?: number;
  /** Statuses from 300 up that the caller wants to see instead of an error (301 for a redirect taken by hand). */
  readonly expectStatus?: readonly number[];
  readonly signal?: AbortSignal;
}

/** What came. Header names are lower-case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** @throws UpstreamRejectedError when the body is not JSON, or more of it than can be read in a moment. */
  json(): unknown;
}

/** Never follows a redirect by itself: a credential must not travel to another host. */
export interface HttpClient {
  /**
   * @throws UpstreamUnavailableError on time-outs, refused or broken connections, 5xx and 429 (with retryAfterSeconds).
   * @throws UpstreamRejectedError on every other status from 300 up that is not in `expectStatus`, and on bodies over `maxBytes`.
   * @throws the signal's own reason when the caller aborts.
   */
  request(url: string, request: HttpRequest): Promise<HttpAnswer>;
}

/** Commas and brackets. 16 MiB of Plex's tracks have half of that; five times as much keeps everybody waiting for seconds. */
const MOST_JSON_PARTS = 1_000_000;

/** No indexer or server asks for longer than a day in earnest. */
const LONGEST_RETRY_AFTER_SECONDS = 86_400;

/** @param options.userAgent is sent with every request: some indexers answer 403 to the default of a library. */
export function createHttpClient(options: { userAgent: string }): HttpClient {
  const dispatchers = { admin: guardDispatcher("admin"), stranger: guardDispatcher("stranger") };
  return {
    async request(url, request) {
      const { integration, timeoutMs = 30_000, maxBytes = 5 * 1024 * 1024 } = request;
      const target = readAddress(url, request);
      const headers = readHeaders(target, options.userAgent, request);
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(target, {
          method: request.method ?? "GET",
          headers,
          body: request.body as RequestInit["body"],
          redirect: "manual",
          dispatcher: dispatchers[request.namedBy ?? "admin"],
          signal: request.signal ? AbortSignal.any([timeout, request.signal]) : timeout,
        });
        if (response.status >= 300 && !request.expectStatus?.includes(response.status)) {
          await response.body?.cancel();
          throw statusError(response, target, integration);
        }
        return answer(response, await readBody(response, maxBytes, integration), integration);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (error instanceof UpstreamRejectedError || error instanceof UpstreamUnavailableError) throw error;
        if (timeout.aborted) {
          const message = `The ${integration} did not answer within ${timeoutMs / 1000} seconds. Check its address under Settings.`;
          throw new UpstreamUnavailableError(message, { integration });
        }
        throw connectionError(error, target, request);
      }
    },
  };
}

/**
 * The same client, to which a stranger's address is as good as an admin's when its origin is configured.
 * @param origins is asked each time: scheme, host and port of what is configured, such as "http://prowlarr:9696".
 */
export function withConfiguredOrigins(http: HttpClient, origins: () => Promise<ReadonlySet<string>>): HttpClient {
  return {
    async request(url, request) {
      const isConfigured = request.namedBy === "stranger" && (await origins()).has(URL.parse(url)?.origin ?? "");
      return http.request(url, isConfigured ? { ...request, namedBy: "admin" } : request);
    },
  };
}

function readAddress(url: string, { integration, query = {} }: HttpRequest): URL {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) {
    const message = `The address of the ${integration} is not an http or https address. Correct it under Settings.`;
    throw new UpstreamRejectedError(message, { integration });
  }
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) target.searchParams.append(name, String(one));
    }
  }
  return target;
}

/** Moves `user:password@` of the address into a header: fetch refuses such an address, and quotes it when it does. */
function readHeaders(target: URL, userAgent: string, request: HttpRequest): Headers {
  const { integration } = request;
  try {
    const headers = new Headers({ "user-agent": userAgent, ...request.headers });
    if (target.username || target.password) {
      const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
      if (!headers.has("authorization")) {
        headers.set("authorization", `Basic ${Buffer.from(credentials).toString("base64")}`);
      }
      target.username = target.password = "";
    }
    return headers;
  } catch {
    // No cause: it quotes the value, and that is most likely a key with a stray character in it.
    const message = `The key or password of the ${integration} holds a character that cannot be sent. Enter it again under Settings.`;
    throw new UpstreamRejectedError(message, { integration });
  }
}

async function readBody(response: Response, maxBytes: number, integration: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      const message = `The ${integration} sent more than ${Math.round(maxBytes / 1024)} KiB, which is not what was asked for.`;
      throw new UpstreamRejectedError(message, { integration, status: response.status });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response: Response, bytes: Uint8Array, integration: string): HttpAnswer {
  const { status, headers } = response;
  const text = () => new TextDecoder().decode(bytes);
  return {
    status,
    headers,
    bytes,
    text,
    json() {
      if (countJsonParts(bytes) > MOST_JSON_PARTS) {
        const message = `The ${integration} sent more than can be read at once, which is not what was asked for.`;
        throw new UpstreamRejectedError(message, { integration, status });
      }
      try {
        return JSON.parse(text()) as unknown;
      } catch {
        // No cause: it quotes the body.
        const message = `The ${integration} sent something that is not JSON. Check its address under Settings.`;
        throw new UpstreamRejectedError(message, { integration, status });
      }
    },
  };
}

/** Those within texts count as well. */
function countJsonParts(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === COMMA || byte === LIST || byte === OBJECT) count += 1;
  return count;
}

function statusError({ status, headers }: Response, target: URL, integration: string): Error {
  if (status === 429 || status >= 500) {
    const retryAfterSeconds = readRetryAfter(headers.get("retry-after"));
    const message =
      status === 429
        ? `The ${integration} has had too many questions (429) and wants to be left alone ${retryAfterSeconds === undefined ? "for a while" : `for ${retryAfterSeconds} seconds`}.`
        : `The ${integration} has a problem of its own (${status}). Look at its log, or try again later.`;
    return new UpstreamUnavailableError(message, { integration, status, retryAfterSeconds });
  }
  return new UpstreamRejectedError(rejection(status, headers, target, integration), { integration, status });
}

function rejection(status: number, headers: Headers, target: URL, integration: string): string {
  if (status === 401 || status === 403) {
    return `The ${integration} refused the API key or password (${status}). Check it under Settings.`;
  }
  if (status === 404) return `The ${integration} has nothing at this address (404). Check its address under Settings.`;
  if (status < 400) {
    const host = URL.parse(headers.get("location") ?? "", target.href)?.host;
    return `The ${integration} points to another address${host ? ` at ${host}` : ""} (${status}). Enter that address under Settings.`;
  }
  return `The ${integration} refused the request (${status}). Check its settings under Settings.`;
}

/** @returns whole seconds from now, of either form the header has; undefined when it has neither. */
function readRetryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER_SECONDS);
}

function connectionError(error: unknown, target: URL, { integration, namedBy = "admin" }: HttpRequest): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = String((cause as { code?: unknown } | undefined)?.code ?? "");
  if (code === FORBIDDEN_ADDRESS) return new UpstreamRejectedError(forbidden[namedBy](integration), { integration });
  const what =
    code === "ENOTFOUND" || code === "EAI_AGAIN"
      ? `cannot be found: there is no host named ${target.hostname}`
      : code === "ECONNREFUSED"
        ? `does not listen at ${target.host}`
        : code === "UND_ERR_CONNECT_TIMEOUT"
          ? `cannot be reached at ${target.host}: nothing answers there`
          : /CERT|TLS|SSL/.test(code)
            ? `at ${target.host} cannot be reached over https: its certificate is not trusted (${code})`
            : `at ${target.host} broke the connection off before its answer was complete`;
  const message = `The ${integration} ${what}. Check that it runs, and its address under Settings.`;
  return new UpstreamUnavailableError(message, { integration }, { cause });
}

/** Without the address: whoever named it could read from the answer what there is on this network. */
const forbidden: Readonly<Record<NamedBy, (integration: string) => string>> = {
  admin: (integration) =>
    `The address of the ${integration} belongs to the network's own machinery (link-local, multicast or a cloud's metadata) and is never called. Correct it under Settings.`,
  stranger: (integration) =>
    `The ${integration} links to an address that is not on the public internet, so it was not called. If it is a service of yours, configure it under the same address that its links have.`,
};
