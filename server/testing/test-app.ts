/** The whole program for a test: a database of its own, real HTTP and WebSocket, an admin who is signed in. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Client as SocketClient } from "graphql-ws";
import WebSocket from "ws";
import { createApp, type App, type OtherLeaves, type ReadyApp } from "../app.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** What GraphQL answered. */
export interface Answer<T = any> {
  readonly data: T;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, any>>;
    readonly path?: readonly string[];
  }[];
}

/** A person or a script that talks to the program. */
export interface TestClient {
  readonly apiKey: string | null;
  /** Sends an operation as it is; errors come back. */
  send<T = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  /** Sends an operation that must succeed. @throws Error with its first error. */
  ask<T = any>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Collects what a subscription brings, for as long as the test's app lives. */
  collect<T = any>(query: string, variables?: Record<string, unknown>): T[];
}

/** A program under test. */
export interface TestApp extends ReadyApp {
  readonly app: App;
  readonly url: string;
  readonly dataDir: string;
  readonly database: TestDatabase;
  /** The first admin, through an API key. */
  readonly admin: TestClient;
  /** Somebody who is not signed in, or who has an API key. */
  client(apiKey?: string | null): TestClient;
  /** Makes a local account and an API key for it. */
  signUp(username: string): Promise<TestClient & { readonly userId: string }>;
  close(): Promise<void>;
}

/** @param options.database shares one with another app (two processes on one database); @param options.dataDir likewise. */
export async function startTestApp(
  options: {
    database?: TestDatabase;
    dataDir?: string;
    env?: Record<string, string>;
    admin?: TestClient;
    leaves?: OtherLeaves;
  } = {},
): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "readmeabook-app-")));
  const env = readEnv({
    PORT: "0",
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_ROLES: database.rolesBase,
    LOG_LEVEL: process.env["TEST_LOG"] ?? "silent",
    ...options.env,
  });
  const app = await createApp(env, createLogger(env.logLevel), options.leaves);
  const ready = await app.ready;
  const sockets: SocketClient[] = [];
  const client = (apiKey: string | null = null) => makeClient(app.url, apiKey, sockets);
  const admin = options.admin ? client(options.admin.apiKey) : await setUp(ready.setUpToken, app.url, client);
  return {
    ...ready,
    app,
    url: app.url,
    dataDir,
    database,
    admin,
    client,
    async signUp(username) {
      const password = "a long enough password";
      const { createUser } = await admin.ask(
        `mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }`,
        { input: { username, password } },
      );
      const cookie = await signIn(app.url, username, password);
      return Object.assign(client(await makeKey(app.url, cookie)), { userId: createUser.id as string });
    },
    async close() {
      for (const socket of sockets) await socket.dispose();
      await app.close();
      if (!options.database) await database.drop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function makeClient(url: string, apiKey: string | null, sockets: SocketClient[]): TestClient {
  let socket: SocketClient | null = null;
  const client: TestClient = {
    apiKey,
    async send(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    async ask(query, variables) {
      const { data, errors } = await client.send(query, variables);
      if (errors?.[0]) throw new Error(`${errors[0].message} (${errors[0].extensions?.["code"]})`);
      return data;
    },
    collect<T>(query: string, variables: Record<string, unknown> = {}) {
      const seen: T[] = [];
      if (!socket) {
        socket = createClient({
          url: `${url.replace("http", "ws")}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { apiKey },
          retryAttempts: 0,
        });
        sockets.push(socket);
      }
      socket.subscribe<T>(
        { query, variables },
        { next: ({ data }) => void (data && seen.push(data as T)), error() {}, complete() {} },
      );
      return seen;
    },
  };
  return client;
}

async function setUp(token: string | null, url: string, client: (apiKey: string) => TestClient): Promise<TestClient> {
  const response = await post(url, `mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, {
    input: { token, username: "owner", password: "a long enough password" },
  });
  return client(await makeKey(url, cookieOf(response)));
}

async function signIn(url: string, username: string, password: string): Promise<string> {
  return cookieOf(
    await post(url, `mutation ($input: SignInInput!) { signIn(input: $input) { id } }`, {
      input: { username, password },
    }),
  );
}

async function makeKey(url: string, cookie: string): Promise<string> {
  const response = await post(url, `mutation { createApiKey(input: { name: "test" }) { key } }`, {}, { cookie });
  return ((await response.json()) as Answer).data.createApiKey.key;
}

function post(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
