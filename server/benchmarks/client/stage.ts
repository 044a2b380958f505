/** What the sections about the web client have in common: a household in the database, and a browser that is signed in. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { Client } from "pg";
import { jobs } from "../../jobs/registry.ts";
import { launchChromium } from "../../testing/chromium.ts";
import { digest } from "../../users/session.ts";
import { urlOf } from "../cluster.ts";
import { startProgram, type RunningProgram } from "../program.ts";
import type { Bench } from "../section.ts";
import { openCoverShop } from "./cover-shop.ts";

/** A household that is measured. */
export interface Stage {
  /** A connection as the login, which sees and may do everything. */
  readonly database: Client;
  readonly browser: Browser;
  /** Starts the real program at the database. @param more of its environment. */
  start(more?: Readonly<Record<string, string>>): Promise<RunningProgram>;
  /** A window of its own, whose person is signed in, on an empty page. */
  open(url: string): Promise<Page>;
}

const requests = 300;

/** @param books how many there are; the admin has asked for the first few hundred. Nothing is under way by itself. */
export async function openStage(bench: Bench, name: string, books: number): Promise<Stage> {
  const shop = await openCoverShop();
  bench.atEnd(() => shop.close());
  const { address } = await bench.cluster.createDatabase(name, jobs);
  const database = new Client({ ...address });
  await database.connect();
  bench.atEnd(() => database.end());
  const token = randomBytes(32).toString("base64url");
  await furnish(database, shop.url, books, digest(token));
  const browser = await launchChromium();
  bench.atEnd(() => browser.close());
  let started = 0;
  return {
    database,
    browser,
    async start(more = {}) {
      const dataDir = join(bench.folder, `data-${(started += 1)}`);
      const keys = { ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}` };
      const program = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: dataDir, ...keys, ...more });
      bench.atEnd(() => program.stop());
      return program;
    },
    async open(url) {
      const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 } });
      bench.atEnd(() => context.close());
      await context.addCookies([{ name: "rmab_session", value: token, url, httpOnly: true, sameSite: "Lax" }]);
      return context.newPage();
    },
  };
}

async function furnish(database: Client, covers: string, books: number, tokenHash: string): Promise<void> {
  const { rows } = await database.query<{ id: string }>(
    "insert into users (id, username, role) values (gen_random_uuid(), 'nora', 'admin') returning id",
  );
  const admin = rows[0]!.id;
  await database.query(
    "insert into sessions (id, user_id, token_hash, expires_at) values (gen_random_uuid(), $1, $2, now() + interval '1 day')",
    [admin, tokenHash],
  );
  // The covers' host is that of the configured catalog, so that the program may call it on this machine.
  await database.query(
    `insert into configuration (id, key, value, category)
     values (gen_random_uuid(), 'catalog.type', 'sandbox', 'catalog'), (gen_random_uuid(), 'catalog.url', $1, 'catalog')`,
    [covers],
  );
  await database.query(
    `insert into audiobooks (id, audible_id, title, author, narrator, description, cover_art_url, duration_minutes, rating, genres, availability_status, available_at, created_at)
     select gen_random_uuid(), 'B' || lpad(n::text, 9, '0'), 'The Long Winter of Number ' || n, 'Author ' || n % 300, 'Narrator ' || n % 90,
            repeat('What happens in it. ', 30), $2 || '/' || n || '.jpg', 200 + n % 900, n % 50 / 10.0, '["Fantasy", "Classics"]',
            case when n <= 2 * $3 then 'unknown' else 'available' end, case when n <= 2 * $3 then null else now() - n * interval '1 hour' end,
            now() - n * interval '1 hour'
       from generate_series(1, $1::int) n`,
    [books, covers, requests],
  );
  await database.query(
    `insert into requests (id, user_id, audiobook_id, status, blocker, blocker_message, search_attempts, created_at)
     select gen_random_uuid(), $1, id, 'pending', 'no_release_found', 'No indexer has this recording yet.', 1, created_at
       from audiobooks where availability_status = 'unknown' order by created_at desc limit $2`,
    [admin, requests],
  );
  await database.query("vacuum analyze");
}
