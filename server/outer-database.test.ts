/** The program on a PostgreSQL that comes late and goes away: a server of this test's own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp, StoppedError, type App } from "./app.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./database/embedded.ts";
import { readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";
import { openBrowser, type Browser } from "./testing/browser.ts";
import { eventually } from "./testing/eventually.ts";
import { openSocket, type Socket } from "./testing/socket.ts";

let folder: string;
let postgres: EmbeddedPostgres;
let url: string;
let app: App;
let browser: Browser;
let socket: Socket | null = null;

const startPostgres = () =>
  startEmbeddedPostgres({ dataDir: folder, log() {}, settings: { fsync: "off", max_connections: "60" } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "readmeabook-outer-"));
  postgres = await startPostgres();
  url = `postgres://${postgres.user}@localhost:${postgres.port}/books?host=${encodeURIComponent(postgres.host)}`;
  const client = new Client({ ...postgres, database: "postgres" });
  await client.connect();
  await client.query("create database books");
  await client.end();
  await postgres.stop();
});
afterAll(async () => {
  await socket?.close();
  await app?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = () =>
  createApp(readEnv({ PORT: "0", DATA_DIR: join(folder, "data"), DATABASE_URL: url }), createLogger("silent"));
const status = async (path: string) => (await fetch(`${app.url}${path}`)).status;
const ask = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });

describe("a database that is not there yet", () => {
  it("does not keep the program from stopping", async () => {
    const waiting = await start();
    await waiting.close();
    await expect(waiting.ready).rejects.toBeInstanceOf(StoppedError);
  });

  it("is waited for: alive, not ready, and operations are put off", async () => {
    app = await start();
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
    const answer = await ask("{ viewer { id } }");
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_READY" } }] });
  });

  it("is taken as soon as it comes, by itself", async () => {
    postgres = await startPostgres();
    const { setUpToken } = await app.ready;
    expect(await status("/readyz")).toBe(200);
    browser = openBrowser(app.url);
    await browser.ask(`mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, {
      input: { token: setUpToken, username: "owner", password: "a long enough password" },
    });
  });
});

describe("a database that is killed and started again while the program runs", () => {
  it("is missed, found again, and the live updates go on, with what happened meanwhile", async () => {
    const { key } = (await browser.ask(`mutation { createApiKey(input: { name: "live" }) { key } }`)).createApiKey;
    socket = openSocket(app.url, { apiKey: key });
    const seen = socket.subscribe<any>(`subscription { requestChanged { request { id priority } } }`);
    const request = `mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id } }`;
    const { id } = (await browser.ask(request)).createRequest;
    await eventually(() => expect(seen.data.at(-1)?.requestChanged.request.id).toBe(id));

    process.kill(postgres.pid, "SIGKILL");
    await postgres.exited;
    await eventually(async () => expect(await status("/readyz")).toBe(503));
    expect(await status("/healthz")).toBe(200);
    // Who asks cannot be found out; and what a stranger may ask cannot be answered.
    for (const [query, headers] of [
      ["{ viewer { id } }", { authorization: `Bearer ${key}` }],
      ["{ setup { hasAdmin } }", {}],
    ] as const) {
      const answer = await ask(query, headers);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("2");
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_READY" } }] });
    }

    postgres = await startPostgres();
    const direct = new Client({ ...postgres, database: "books" });
    await direct.connect();
    await direct.query("update requests set priority = 7");
    await direct.end();

    await eventually(async () => expect(await status("/readyz")).toBe(200));
    await eventually(() => expect(seen.data.at(-1)?.requestChanged.request.priority).toBe(7));
    await browser.ask(`mutation { createRequest(input: { title: "Persuasion", author: "Jane Austen" }) { id } }`);
    await eventually(() => expect(seen.data.at(-1)?.requestChanged.request.id).not.toBe(id));
    expect(seen.errors).toEqual([]);
  });
});
