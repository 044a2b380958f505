import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { openBrowser } from "../testing/browser.ts";
import { eventually } from "../testing/eventually.ts";
import { openSocket, type Socket } from "../testing/socket.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { dropSlowReaders } from "./socket-limits.ts";

let app: TestApp;
let socket: Socket;
beforeAll(async () => {
  app = await startTestApp();
  await app.signUp("ann");
});
afterAll(() => app.close());
beforeEach(() => (socket = openSocket(app.url, { apiKey: app.admin.apiKey })));
afterEach(() => socket.close());

describe("the socket", () => {
  const upgrade = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const opened = new WebSocket(`${app.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
      opened.on("open", () => (opened.close(), resolve("open")));
      opened.on("unexpected-response", (_request, { statusCode }) => resolve(String(statusCode)));
      opened.on("error", reject);
    });

  it("is not opened for a page of another site", async () => {
    for (const origin of ["https://evil.example", "null", `${app.url}.evil.example`, "http://127.0.0.1:1"])
      expect(await upgrade({ origin }), origin).toBe("403");
    expect(await upgrade({ origin: app.url })).toBe("open");
    expect(await upgrade({})).toBe("open");
  });

  it("knows a browser by its cookie", async () => {
    const browser = openBrowser(app.url);
    await browser.ask(`mutation { signIn(input: { username: "ann", password: "a long enough password" }) { id } }`);
    const own = openSocket(app.url, {
      headers: { cookie: `rmab_session=${browser.cookies.get("rmab_session")}`, origin: app.url },
    });
    try {
      const seen = own.subscribe<any>(`{ viewer { username } }`);
      await eventually(() => expect(seen.data).toEqual([{ viewer: { username: "ann" } }]));
    } finally {
      await own.close();
    }
  });

  it("signs nobody in, out or up", async () => {
    const account = `username: "eve", password: "a long enough password"`;
    for (const document of [
      `mutation { signIn(input: { ${account} }) { id } }`,
      `mutation { signOut }`,
      `mutation { setUp(input: { ${account}, token: "x" }) { id } }`,
    ]) {
      const seen = socket.subscribe(document);
      await eventually(() => expect(seen.errors, document).toEqual(["BAD_USER_INPUT"]));
    }
  });

  it.each([
    ["no GraphQL", "{", {}, "GRAPHQL_PARSE_FAILED"],
    ["a field that there is not", "{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["a thousand and one tokens", `{ viewer { ${"id ".repeat(1000)} } }`, {}, "GRAPHQL_PARSE_FAILED"],
    [
      "a variable of another type",
      `query ($first: Int) { requests(first: $first) { totalCount } }`,
      { first: "x" },
      "BAD_USER_INPUT",
    ],
    [
      "a scalar that cannot be read",
      `mutation ($at: DateTime) { createApiKey(input: { name: "x", expiresAt: $at }) { key } }`,
      { at: "x" },
      "BAD_USER_INPUT",
    ],
    ["two operations and no name", `query A { viewer { id } } query B { viewer { id } }`, {}, "BAD_USER_INPUT"],
  ])("answers %s with an error, and goes on", async (_what, document, variables, code) => {
    const seen = socket.subscribe(document, variables);
    await eventually(() => expect(seen.errors).toEqual([code]));
    const after = socket.subscribe<any>(`{ viewer { username } }`);
    await eventually(() => expect(after.data).toEqual([{ viewer: { username: "owner" } }]));
  });
});

/** A socket without a client that would keep to the protocol. */
async function openRaw(init: object | null, headers: Record<string, string> = {}) {
  const raw = new WebSocket(`${app.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  const frames: any[] = [];
  let closed: number | null = null;
  raw.on("message", (bytes) => frames.push(JSON.parse(String(bytes))));
  raw.on("close", (code) => (closed = code));
  const refused = await new Promise<number | null>((resolve) => {
    raw.on("open", () => resolve(null));
    raw.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode ?? 0));
    raw.on("error", () => resolve(0));
  });
  const send = (message: object | string) => raw.send(typeof message === "string" ? message : JSON.stringify(message));
  if (init && refused === null) {
    send({ type: "connection_init", payload: init });
    await eventually(() => expect(frames.length > 0 || closed !== null).toBe(true));
  }
  return { raw, frames, send, refused, closed: () => closed };
}

describe("a socket that", () => {
  const subscribe = (id: string, query = "{ __typename }") => ({ id, type: "subscribe", payload: { query } });

  it.each([
    ["sends no JSON", "hello", 4400],
    ["sends a type that there is not", { type: "start", id: "1" }, 4400],
    ["sends a list", "[]", 4400],
    ["sends no id", { type: "subscribe", payload: { query: "{ __typename }" } }, 4400],
    ["begins twice", { type: "connection_init" }, 4429],
    ["sends too much at once", { type: "ping", payload: { x: "a".repeat(131_073) } }, 1009],
  ])("%s is closed", async (_what, message, code) => {
    const { send, closed } = await openRaw({ apiKey: app.admin.apiKey });
    send(message);
    await eventually(() => expect(closed()).toBe(code));
  });

  it("asks before it has begun is closed", async () => {
    const { send, closed } = await openRaw(null);
    send(subscribe("1"));
    await eventually(() => expect(closed()).toBe(4401));
  });

  it("begins with more than a key is closed", async () => {
    const { closed } = await openRaw({ token: "a".repeat(60_000) });
    await eventually(() => expect(closed()).toBe(4403));
  });

  it("is nobody's is told so, and closed when it is silent", async () => {
    const { send, frames, closed } = await openRaw({});
    send(subscribe("1", "{ requests { totalCount } }"));
    await eventually(() =>
      expect(frames[1]?.payload).toEqual([expect.objectContaining({ message: "Sign in first." })]),
    );
    await eventually(() => expect(closed()).toBe(4403));
  });

  it("says more in a second than a person can cause is closed, and no other", async () => {
    const other = await openRaw({ apiKey: app.admin.apiKey });
    const { send, closed } = await openRaw({ apiKey: app.admin.apiKey });
    for (let i = 0; i < 500; i++) send({ type: "ping", payload: { x: "a".repeat(10_000) } });
    await eventually(() => expect(closed()).toBe(4429));
    other.send(subscribe("1"));
    await eventually(() => expect(other.frames.at(-1)).toEqual({ id: "1", type: "complete" }));
    other.raw.close();
  });

  it("has 50 operations gets no more, and goes on with those", async () => {
    const { send, frames, raw } = await openRaw({ apiKey: app.admin.apiKey });
    for (let i = 0; i < 51; i++) send(subscribe(String(i), `subscription { requestChanged { cursor } }`));
    await eventually(() => expect(frames.filter(({ type }) => type === "error").map(({ id }) => id)).toEqual(["50"]));
    send({ type: "complete", id: "0" });
    send(subscribe("a", "{ __typename }"));
    await eventually(() => expect(frames.at(-1)).toEqual({ id: "a", type: "complete" }));
    raw.close();
  });
});

describe("the sockets of one", () => {
  it("person are at most 20; as one closes another may open", async () => {
    const ann = await app.signUp("mary");
    const open = await Promise.all(Array.from({ length: 20 }, () => openRaw({ apiKey: ann.apiKey })));
    expect(open.map(({ closed }) => closed())).toEqual(open.map(() => null));
    const another = await openRaw({ apiKey: ann.apiKey });
    await eventually(() => expect(another.closed()).toBe(1013));
    open[0]!.raw.terminate();
    await eventually(async () => {
      const next = await openRaw({ apiKey: ann.apiKey });
      next.send({ type: "ping" });
      await eventually(() => expect(next.frames.at(-1)?.type ?? next.closed()).toBe("pong"), 300);
      open.push(next);
    });
    for (const { raw } of open) raw.terminate();
  });

  it("address, of which it is not known whose they are, are at most 20", async () => {
    const open = await Promise.all(Array.from({ length: 30 }, () => openRaw(null)));
    expect(open.filter(({ refused }) => refused === 429)).toHaveLength(10);
    for (const { raw } of open) raw.terminate();
    await eventually(async () => {
      const next = await openRaw(null);
      next.raw.terminate();
      expect(next.refused).toBeNull();
    });
  });
});

it("drops a reader who takes nothing, and no other", async () => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  const stop = dropSlowReaders(server.clients, { everyMs: 50, times: 5 });
  try {
    server.on("connection", (socket) => socket.send(Buffer.alloc(20_000_000)));
    await once(server, "listening");
    const open = () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [slow, quick] = [open(), open()];
    slow.once("open", () => slow.pause());
    await once(quick, "message");
    await eventually(() => expect(server.clients.size).toBe(1));
    expect(quick.readyState).toBe(quick.OPEN);
    slow.terminate();
    quick.terminate();
  } finally {
    stop();
    server.close();
  }
});
