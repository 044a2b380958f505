import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { openBrowser } from "../testing/browser.ts";
import { eventually } from "../testing/eventually.ts";
import { openSocket, type Socket } from "../testing/socket.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

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
