import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createApp } from "./app.ts";
import { readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";
import { openBrowser } from "./testing/browser.ts";
import { createTestDatabase } from "./testing/database.ts";
import { eventually } from "./testing/eventually.ts";
import { startTorznabFake } from "./testing/fakes/torznab.ts";

it("writes no secret at the level trace, whatever fails meanwhile", async () => {
  const lines: string[] = [];
  const logger = createLogger("trace", { write: (line) => void lines.push(line) });
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-log-"));
  const indexer = await startTorznabFake();
  const env = { PORT: "0", DATA_DIR: dataDir, DATABASE_URL: database.url, DATABASE_ROLES: database.rolesBase };
  const app = await createApp(readEnv(env), logger);
  const password = "canary-password-1";
  try {
    const { setUpToken, makeContext } = await app.ready;
    const browser = openBrowser(app.url);
    await browser.ask(`mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, {
      input: { token: setUpToken, username: "owner", password },
    });
    const { key } = (await browser.ask(`mutation { createApiKey(input: { name: "x" }) { key } }`)).createApiKey;
    await browser.send(`mutation { signIn(input: { username: "owner", password: "canary-password-2" }) { id } }`);
    await browser.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
      input: [
        { key: "indexer.type", value: "torznab" },
        { key: "indexer.url", value: indexer.feedUrl },
        { key: "indexer.api_key", value: "canary-api-key" },
      ],
    });
    await browser.ask(`mutation { testIntegration(input: { kind: INDEXER }) { ok } }`);
    await browser.ask(`mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id } }`);
    // PostgreSQL quotes the row that it refuses.
    const { em } = makeContext();
    const refused = await em
      .execute("insert into users (username, password_hash) values ('UPPER', 'canary-hash')")
      .catch((error: unknown) => error);
    logger.error({ err: refused }, "A row was refused");
    logger.error({ err: Object.assign(new Error("Lost"), { client: { host: "canary-client" } }) }, "It was lost");
    logger.trace(
      { settings: { password: "canary-password-3", api_key: "canary-key-2" }, token: "canary-token" },
      "Nested",
    );
    await eventually(() => expect(indexer.requests.length).toBeGreaterThan(1));
    const text = lines.join("");
    expect(text).toMatch(/users_username_check.*A row was refused/);
    expect(text.match(/canary[\w-]*/g)).toBeNull();
    for (const secret of [key, setUpToken!, [...browser.cookies.values()][0]!]) expect(text).not.toContain(secret);
  } finally {
    await app.close();
    await indexer.close();
    await database.drop();
    await rm(dataDir, { recursive: true });
  }
});
