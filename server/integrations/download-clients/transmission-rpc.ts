/**
 * Speaks to Transmission's RPC: the old one (names in kebab-case or camelCase) up to 4.0, JSON-RPC 2.0 with names in snake_case
 * since 4.1. Callers write and read snake_case only. Which one it is stands in the refusal that brings the session's id, and
 * every fresh session begins with that.
 */
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { HttpAnswer, HttpClient } from "../http-client.ts";

/** How messages call it. */
export const TRANSMISSION = "Transmission client";

const TIMEOUT_MS = 15_000;
/** About 150 bytes a torrent in the short list of all, 2 kB in the long one of ours. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Values by name, in snake_case. */
export type RpcValues = Readonly<Record<string, unknown>>;

/** Makes calls. */
export interface TransmissionRpc {
  /**
   * @param method in snake_case: `torrent_get`.
   * @throws UpstreamUnavailableError | UpstreamRejectedError as HttpClient does, with sentences of its own for 401, 403, 409
   * and 421; and with `reason` among its facts, in Transmission's own words, when it understands and will not.
   */
  call(method: string, values: RpcValues, signal: AbortSignal): Promise<RpcValues>;
}

const legacyAnswer = z.object({ result: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) });
const jsonRpcAnswer = z.object({
  jsonrpc: z.literal("2.0"),
  result: z.record(z.string(), z.unknown()).nullish(),
  error: z
    .object({ message: z.string(), data: z.object({ error_string: z.string().optional() }).optional() })
    .optional(),
});

/** Asks nobody until the first call. Without a username no password is sent. */
export function createTransmissionRpc(
  access: { readonly url: string; readonly username: string; readonly password: string },
  http: HttpClient,
): TransmissionRpc {
  const endpoint = readEndpoint(access.url);
  const credentials = Buffer.from(`${access.username}:${access.password}`).toString("base64");
  const authorization: Record<string, string> = access.username ? { authorization: `Basic ${credentials}` } : {};
  let session = { id: "", isJsonRpc: false };

  function send(method: string, values: RpcValues, signal: AbortSignal): Promise<HttpAnswer> {
    const { id, isJsonRpc } = session;
    const question = isJsonRpc
      ? { jsonrpc: "2.0", method, params: values, id: 1 }
      : { method: toKebab(method), arguments: toLegacy(method, values) };
    return http.request(endpoint.href, {
      method: "POST",
      headers: { "content-type": "application/json", "x-transmission-session-id": id, ...authorization },
      body: JSON.stringify(question),
      integration: TRANSMISSION,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      expectStatus: [401, 403, 404, 405, 409, 421],
      signal,
    });
  }

  return {
    async call(method, values, signal) {
      let answer = await send(method, values, signal);
      if (answer.status === 409) {
        const id = answer.headers.get("x-transmission-session-id") ?? "";
        session = { id, isJsonRpc: answer.headers.has("x-transmission-rpc-version") };
        answer = await send(method, values, signal);
      }
      if (answer.status >= 400) throw reject(refusals[answer.status]!(endpoint), answer.status);
      return readAnswer(answer, endpoint);
    },
  };
}

/** People enter what they see in the browser: the host alone, or the page of the web interface. */
function readEndpoint(url: string): URL {
  const endpoint = new URL(url);
  endpoint.search = endpoint.hash = "";
  const path = endpoint.pathname.replace(/\/+$/, "").replace(/\/(web(\/index\.html)?|rpc)$/, "");
  endpoint.pathname = `${path || "/transmission"}/rpc`;
  return endpoint;
}

const notTransmission = (host: string) =>
  `What answers at ${host} is not Transmission. Check its address under Settings.`;

const refusals: Readonly<Record<number, (endpoint: URL) => string>> = {
  401: () => "Transmission refused the username or password. Correct them under Settings.",
  403: () =>
    "Transmission does not let this server's address in (403). Add it to rpc-whitelist in its settings; after many wrong passwords, restart it.",
  404: ({ host }) => notTransmission(host),
  405: ({ host }) => notTransmission(host),
  409: ({ host }) => notTransmission(host),
  421: ({ hostname }) =>
    `Transmission does not take requests for ${hostname} (421). Add that name to rpc-host-whitelist in its settings, or use its IP address.`,
};

function readAnswer(answer: HttpAnswer, { host }: URL): RpcValues {
  const body = answer.json();
  const modern = jsonRpcAnswer.safeParse(body).data;
  if (modern?.error) throw refuse(modern.error.data?.error_string ?? modern.error.message);
  if (modern) return modern.result ?? {};
  const legacy = legacyAnswer.safeParse(body).data;
  if (!legacy) throw reject(notTransmission(host), answer.status);
  if (legacy.result !== "success") throw refuse(legacy.result);
  return fromLegacy(legacy.arguments) as RpcValues;
}

/** Names of fields and of a torrent's settings are in camelCase, all others in kebab-case. */
function toLegacy(method: string, values: RpcValues): RpcValues {
  const rename = method === "torrent_set" ? toCamel : toKebab;
  const toName = method.startsWith("torrent") ? toCamel : toKebab;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      rename(name),
      name === "fields" ? (value as string[]).map(toName) : value,
    ]),
  );
}

function fromLegacy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromLegacy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [toSnake(name), fromLegacy(each)]));
}

const toKebab = (name: string) => name.replaceAll("_", "-");
const toCamel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const toSnake = (name: string) => name.replaceAll("-", "_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function reject(message: string, status: number): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: TRANSMISSION, status });
}

function refuse(reason: string): UpstreamRejectedError {
  return new UpstreamRejectedError(`Transmission says: ${reason}.`, { integration: TRANSMISSION, reason });
}
