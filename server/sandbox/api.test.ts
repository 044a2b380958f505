import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { connectApi } from "./api.ts";

const account = { username: "demo", password: "a long enough password" };

describe("the demo's API client", () => {
  const answers: object[] = [];
  const asked: { authorization?: string; cookie?: string; query: string }[] = [];
  let subscribed: (answer: (message: object | null) => void) => void;
  const server = createServer(async (request, response) => {
    const { query } = (await new Response(request).json()) as { query: string };
    asked.push({ authorization: request.headers.authorization, cookie: request.headers.cookie, query });
    response.setHeader("set-cookie", "session=secret; HttpOnly").end(JSON.stringify(answers.shift()));
  });
  const sockets = new WebSocketServer({ server });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sockets.on("connection", (socket) => {
      socket.on("message", (text: Buffer) => {
        const { type, id } = JSON.parse(text.toString()) as { type: string; id: string };
        if (type === "connection_init") socket.send(JSON.stringify({ type: "connection_ack" }));
        if (type !== "subscribe") return;
        subscribed((message) => (message ? socket.send(JSON.stringify({ id, ...message })) : socket.terminate()));
      });
    });
  });
  afterAll(async () => {
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });

  function connect(setUpToken: string | null = null) {
    asked.length = 0;
    answers.push({ data: { signIn: { id: "1" } } }, { data: { createApiKey: { key: "the-key" } } });
    return connectApi(url, account, setUpToken);
  }

  it("signs in, makes a key with the session that it got, and asks with the key", async () => {
    const api = await connect();
    answers.push({ data: { viewer: null } });
    expect(await api.ask("{ viewer { id } }")).toEqual({ viewer: null });
    expect(asked[0]?.query).toContain("signIn(");
    expect(asked.map(({ cookie }) => cookie)).toEqual([undefined, "session=secret", undefined]);
    expect(asked.map(({ authorization }) => authorization)).toEqual([undefined, undefined, "Bearer the-key"]);
    await api.close();
  });

  it("makes the first admin while there is a set-up token", async () => {
    await (await connect("TOKEN")).close();
    expect(asked[0]?.query).toContain("setUp(");
  });

  it("repeats the server's sentence when it refuses", async () => {
    answers.push({ errors: [{ message: "The name or the password is not right." }] });
    await expect(connectApi(url, account, null)).rejects.toThrow("The name or the password is not right.");
  });

  it.each([
    ["an operation that is refused", { type: "error", payload: [{ message: "No such field." }] }, "No such field."],
    ["a value with errors", { type: "next", payload: { errors: [{ message: "It broke." }] } }, "It broke."],
    ["a connection that is cut", null, "The server has closed the connection of the live updates."],
  ])("ends a subscription with a sentence: %s", async (_, message, sentence) => {
    subscribed = (answer) => answer(message);
    const api = await connect();
    await expect(api.subscribe("subscription { x }")[Symbol.asyncIterator]().next()).rejects.toThrow(sentence);
    await api.close();
  });
});
