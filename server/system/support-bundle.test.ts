/** What is made for whoever helps, and how much the log says meanwhile. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp, type App, type ReadyApp } from "../app.ts";
import { readEnv } from "../env.ts";
import { createLogger, type Logger } from "../logger.ts";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const lines: string[] = [];
let logger: Logger;
let database: TestDatabase;
let dataDir: string;
let app: App;
let ready: ReadyApp;
let owner: Browser;
beforeAll(async () => {
  logger = createLogger("info", { write: (line) => void lines.push(line) });
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "readmeabook-support-"));
  const env = { PORT: "0", DATA_DIR: dataDir, DATABASE_URL: database.url, DATABASE_ROLES: database.rolesBase };
  app = await createApp(readEnv(env), logger);
  ready = await app.ready;
  owner = openBrowser(app.url);
  await owner.ask(`mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, {
    input: { token: ready.setUpToken, username: "owner", password: "a long enough password" },
  });
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const set = (settings: Record<string, string | null>) =>
  owner.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
    input: Object.entries(settings).map(([key, value]) => ({ key, value })),
  });

it("says what was set up and what failed, and no secret", async () => {
  await set({
    "indexer.type": "torznab",
    "indexer.url": "http://user:hidden-password@indexer.example/api?apikey=hidden-key",
    "indexer.api_key": "hidden-api-key",
  });
  const { em } = ready.makeContext();
  await em.execute(
    `insert into jobs (type, status, error_message) values ('search_indexers', 'failed', 'No answer of http://x.example/?apikey=hidden-too')`,
  );
  logger.warn({ reason: "http://x.example/?apikey=hidden-as-well" }, "Something odd");
  const { supportBundle: bundle } = await owner.ask(`{ supportBundle }`);
  expect(bundle).toMatchObject({
    program: { version: expect.any(String), logLevel: "info" },
    database: { people: 1, books: 0, requests: null },
    configuration: {
      "indexer.type": "torznab",
      "indexer.url": "http://…@indexer.example/api?apikey=…",
      "indexer.api_key": "(set)",
    },
    failedJobs: [{ type: "search_indexers", error: "No answer of http://x.example" }],
  });
  expect(bundle.recentWarnings.join()).toContain("Something odd");
  expect(JSON.stringify(bundle)).not.toMatch(/hidden-|a long enough/);
});

it("is at the log level that an admin sets, from then on and without a restart", async () => {
  await set({ "system.log_level": "debug" });
  await eventually(() => expect(logger.level).toBe("debug"));
  await expect(set({ "system.log_level": "loud" })).rejects.toThrow(/Give one of trace/);
  await set({ "system.log_level": null });
  await eventually(() => expect(logger.level).toBe("info"));
});

it("writes beside each line which request or job it came of", async () => {
  const { runJob } = await owner.ask(`mutation { runJob(input: { type: "seal_audit" }) { id } }`);
  await eventually(() =>
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: "The audit is sealed", job: "seal_audit", jobId: runJob.id }),
    ),
  );
  const response = await fetch(`${app.url}/healthz`);
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});
