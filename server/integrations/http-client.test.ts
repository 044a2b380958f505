import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../errors.ts";
import { createHttpClient, type HttpRequest } from "./http-client.ts";

const http = createHttpClient({ userAgent: "ReadMeABook/test" });
const ask = (url: string, request: Partial<HttpRequest> = {}) =>
  http.request(url, { integration: "Torznab indexer", ...request });

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** @returns the address of a server that answers with `listener`, until the test ends. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serveStatus = (status: number, headers: Record<string, string> = {}) =>
  serve((_, response) => response.writeHead(status, headers).end("body"));

/** @returns the error of a promise that must not hold. */
async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable("it was expected to fail"),
    (error: Error) => error,
  );
}

describe("the HTTP client", () => {
  it("sends method, headers, body, its own User-Agent, and arrays as repeated keys", async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      const { method, url, headers } = request;
      seen.push(method, url, headers["user-agent"], headers["x-api-key"]);
      request.on("data", (chunk: Buffer) => seen.push(chunk.toString())).on("end", () => response.end('{"ok":true}'));
    });
    const answer = await ask(`${url}/a?kept=1`, {
      method: "POST",
      headers: { "x-api-key": "k" },
      query: { id: [1, 2], none: undefined, q: "a b&c" },
      body: "hello",
    });
    expect(seen).toEqual(["POST", "/a?kept=1&id=1&id=2&q=a+b%26c", "ReadMeABook/test", "k", "hello"]);
    expect(answer.json()).toEqual({ ok: true });
  });

  it("sends credentials of the address as a header", async () => {
    const url = await serve((request, response) => response.end(request.headers.authorization));
    const answer = await ask(url.replace("//", "//user:p%40ss@"));
    expect(answer.text()).toBe(`Basic ${btoa("user:p@ss")}`);
  });

  it("stops waiting for a silent server", async () => {
    const url = await serve(() => {});
    const error = await failure(ask(url, { timeoutMs: 100 }));
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(error.message).toBe(
      "The Torznab indexer did not answer within 0.1 seconds. Check its address under Settings.",
    );
  });

  it("stops waiting for a body that trickles", async () => {
    const url = await serve((_, response) => {
      const trickle = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(trickle));
    });
    const error = await failure(ask(url, { timeoutMs: 200 }));
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(error.message).toContain("within 0.2 seconds");
  });

  it("stops reading a body that is too large, and hangs up", async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on("drain", pour);
      pour();
    });
    const error = await failure(ask(url, { maxBytes: 100_000 }));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain("sent more than 98 KiB");
    expect(sent).toBeLessThan(50_000_000);
  });

  it("counts the bytes of a compressed body as they come out", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const url = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(await failure(ask(url, { maxBytes: 100_000 }))).toBeInstanceOf(UpstreamRejectedError);
  });

  it("takes a body of exactly the limit", async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(1000)));
    expect((await ask(url, { maxBytes: 1000 })).bytes.length).toBe(1000);
  });

  it.each([
    ["7", 7],
    ["0", 0],
    ["99999999999", 86_400],
    ["soon", undefined],
  ])("reads Retry-After: %s", async (header, retryAfterSeconds) => {
    const error = await failure(ask(await serveStatus(429, { "retry-after": header })));
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(error).toMatchObject({ facts: { integration: "Torznab indexer", status: 429, retryAfterSeconds } });
  });

  it("reads Retry-After as a date", async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const error = await failure(ask(await serveStatus(503, { "retry-after": date })));
    const { retryAfterSeconds } = (error as UpstreamUnavailableError).facts;
    expect(retryAfterSeconds).toBeGreaterThan(80);
    expect(retryAfterSeconds).toBeLessThanOrEqual(90);
  });

  it.each([
    [500, UpstreamUnavailableError, "has a problem of its own (500)"],
    [401, UpstreamRejectedError, "refused the API key or password (401)"],
    [403, UpstreamRejectedError, "refused the API key or password (403)"],
    [404, UpstreamRejectedError, "has nothing at this address (404)"],
    [410, UpstreamRejectedError, "refused the request (410)"],
  ])("turns %i into an error that says what to do", async (status, type, sentence) => {
    const error = await failure(ask(await serveStatus(status)));
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(sentence);
    expect(error).toMatchObject({ facts: { status } });
  });

  it("hands over a status that is expected", async () => {
    const answer = await ask(await serveStatus(410), { expectStatus: [410] });
    expect([answer.status, answer.text()]).toEqual([410, "body"]);
  });

  it("follows no redirect, and names only the host it points to", async () => {
    let followed = false;
    const elsewhere = await serve((_, response) => ((followed = true), response.end()));
    const error = await failure(ask(await serveStatus(302, { location: `${elsewhere}/x?key=hidden` })));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain(elsewhere.slice("http://".length));
    expect(error.message).not.toContain("hidden");
    expect(followed).toBe(false);
  });

  it("tells a closed port from a broken connection", async () => {
    const url = await serve((_, response) => response.destroy());
    const broken = await failure(ask(url));
    expect(broken).toBeInstanceOf(UpstreamUnavailableError);
    expect(broken.message).toContain("broke the connection off");
    closers.splice(0).forEach((close) => close());
    const refused = await failure(ask(url));
    expect(refused).toBeInstanceOf(UpstreamUnavailableError);
    expect(refused.message).toContain(`does not listen at ${url.slice("http://".length)}`);
  });

  it("says when a host does not exist", async () => {
    const error = await failure(ask("http://no-such-host.invalid/"));
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(error.message).toContain("there is no host named no-such-host.invalid");
  });

  it("gives the caller's own reason when the caller aborts, before and during the exchange", async () => {
    const url = await serve((_, response) => response.write("half"));
    const reason = new Error("shutting down");
    expect(await failure(ask(url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const controller = new AbortController();
    const asked = failure(ask(url, { signal: controller.signal }));
    setImmediate(() => controller.abort(reason));
    expect(await asked).toBe(reason);
  });

  it("refuses JSON of more parts than can be read in a moment", async () => {
    const url = await serve((_, response) => response.end(`[${"{},".repeat(600_000)}{}]`));
    const answer = await ask(url);
    expect(() => answer.json()).toThrow("sent more than can be read at once");
  });

  it("refuses a body that is not JSON without quoting it", async () => {
    const url = await serve((_, response) => response.end("secret page"));
    const answer = await ask(url);
    expect(() => answer.json()).toThrow(UpstreamRejectedError);
    expect(() => answer.json()).not.toThrow("secret");
  });

  it.each([
    ["not an address", {}],
    ["ftp://127.0.0.1/?apikey=hidden", {}],
    ["http://127.0.0.1:1/?apikey=hidden", {}],
    ["http://user:hid%den@127.0.0.1:1/", {}],
    ["http://127.0.0.1:1/", { headers: { "x-api-key": "hidden\nkey" } }],
  ])("keeps keys out of every error (%#)", async (url, request) => {
    const error = await failure(ask(url, request));
    expect(error.message).toMatch(/Settings\.$/);
    expect(inspect(error, { depth: 10 })).not.toMatch(/hidden|hid%den/);
  });
});
