/** The admin's pages in a real Chromium: health, dead jobs and a rotation of keys, each as it happens and without a reload. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import { eventually } from "./eventually.ts";
import type { TestWorld } from "./world.ts";

describe.skipIf(!isChromiumThere)("the admin's pages in Chromium", () => {
  let folder: string;
  let world: TestWorld;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startWorld } = await import("./world.ts");
    [folder, world, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-admin-")),
      startWorld(),
      launchChromium(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => void (visit = await openVisit(browser, world.url)));
  afterEach(() => visit.close());

  /** Goes to a page of the navigation; a reload of it would lose the mark. */
  async function open(path: string): Promise<Page> {
    const page = await visit.signIn("owner");
    await page.goto(path);
    await page.evaluate("window.sameVisit = true");
    return page;
  }
  const isSameVisit = (page: Page) => page.evaluate("window.sameVisit === true");

  it("turn red when the indexer goes down, say why first of all, and green when it is back", async () => {
    const page = await open("/dashboard");
    await page.getByText("Nothing needs you").waitFor();
    const indexer = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("button", { name: /^Test .*Indexer|^Test Torznab/ }) });
    await indexer.getByText("Not asked yet").waitFor();
    world.indexer.fault("server_error");
    await world.request("A Book", "Somebody");
    await indexer.getByText("Does not answer").waitFor();
    await page.getByText(/does not answer$/).waitFor();
    await picture(page, folder, "dashboard-down");
    await indexer.getByRole("button", { name: /^Test/ }).click();
    await indexer.getByText("Answers", { exact: true }).waitFor();
    await page.getByText(/does not answer$/).waitFor({ state: "hidden" });
    await page.getByText("As a table").click();
    await page.getByRole("columnheader", { name: "fulfilled" }).waitFor();
    expect(await isSameVisit(page)).toBe(true);
  });

  it("try a dead job again, and show that it is done", async () => {
    const [{ id }] = await world.sql(
      `insert into jobs (type, status, error_message, stack_trace, completed_at)
       values ('sync_library', 'failed', 'The folder is gone.', 'Error: The folder is gone.' || chr(10) || '    at readLibrary', now()) returning id`,
    );
    const page = await open("/jobs?status=FAILED");
    await page
      .getByRole("row", { name: /Read the library.*The folder is gone/ })
      .getByRole("link")
      .click();
    await page.getByText("at readLibrary").waitFor();
    await picture(page, folder, "job-dead");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Done", { exact: true }).waitFor();
    await page.getByText("at readLibrary").waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "All jobs" }).click();
    await page
      .getByRole("row", { name: /Read the library.*Done/ })
      .first()
      .waitFor();
    await page.getByLabel("Status").selectOption("Failed");
    await page.getByText("No job is like that").waitFor();
    await page.getByRole("link", { name: "Schedules" }).click();
    await page.getByRole("button", { name: "Run now: Read the library" }).click();
    await page.getByText("Every minute").first().waitFor();
    expect(new URL(page.url()).search).toBe("?show=schedules");
    expect(await world.sql("select status from jobs where id = $1", [id])).toEqual([{ status: "completed" }]);
    expect(await isSameVisit(page)).toBe(true);
  });

  it("replace the key, with the progress as it goes, and say which one may go", async () => {
    const { secrets } = world.makeContext();
    await world.sql(
      "insert into users (plex_id, plex_username) select n::text, n::text from generate_series(1, 400) n",
    );
    const people = await world.sql<{ id: string }>("select id from users where plex_id is not null");
    const sealed = people.map(({ id }) => ({
      id,
      value: secrets.seal("a token", { table: "users", column: "auth_token", id }),
    }));
    await world.sql(
      "update users u set auth_token = r.value from jsonb_to_recordset($1::jsonb) as r(id uuid, value text) where u.id = r.id",
      [JSON.stringify(sealed)],
    );
    const request = await world.request("A Sealed Book", "Somebody");
    const release = randomUUID();
    const link = secrets.seal("http://127.0.0.1/", { table: "download_history", column: "torrent_url", id: release });
    await world.sql(
      "insert into download_history (id, request_id, indexer_name, verdict, release_key, torrent_url) values ($1, $2, 'x', 'refused', 'x', $3)",
      [release, request, link],
    );
    await world.sql(
      `create function hold() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(42); return new; end'`,
    );
    await world.sql(
      "create trigger hold before update of torrent_url on download_history for each row execute function hold()",
    );
    const page = await open("/encryption");
    await page.getByRole("row", { name: /k1 ?active/ }).waitFor();
    await page.getByRole("button", { name: /^Make a new key and seal/ }).click();
    await page.getByText(/Back up the key file afterwards/).waitFor();
    await picture(page, folder, "encryption-question");

    // The last column waits for this: the progress stands still where it is seen.
    const blocker = new Client({ ...world.database.address });
    await blocker.connect();
    await blocker.query("select pg_advisory_lock(42)");
    await page.getByRole("button", { name: "Make a new key", exact: true }).click();
    await page.getByText(/Sealing everything anew… [1-9]\d? %/).waitFor();
    await picture(page, folder, "encryption-progress");
    await blocker.end();
    await page.getByText("Everything is sealed anew.").waitFor();
    await page.getByText(/^The active key is k2\./).waitFor();
    await page.getByText(/Now back up the key file/).waitFor();
    await page.getByRole("row", { name: /k2 ?active 40\d/ }).waitFor();
    await picture(page, folder, "encryption-done");
    expect(await isSameVisit(page)).toBe(true);

    // The round of each hour finds nothing to do, and is no rotation.
    const { runJob } = await world.admin.ask(`mutation { runJob(input: { type: "rotate_keys" }) { id } }`);
    await eventually(async () => {
      const { job } = await world.admin.ask(`query ($id: ID!) { job(id: $id) { status } }`, { id: runJob.id });
      expect(job.status).toBe("COMPLETED");
    });
    await page.reload();
    await page.getByText(/Now back up the key file/).waitFor();
  });
});
