/** The web client in a real Chromium, against the whole program. SCREENSHOTS_DIR keeps the pictures. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import {
  collectPercents,
  isChromiumThere,
  launchChromium,
  openVisit,
  picture as pictureIn,
  type Visit,
} from "./chromium.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { fakeM4b } from "./fakes/audio.ts";
import { startCatalogFake, type CatalogFake } from "./fakes/catalog.ts";
import { startSwarm, type Swarm } from "./fakes/swarm.ts";
import { startTorznabFake, type TorznabFake } from "./fakes/torznab.ts";
import type { TestApp } from "./test-app.ts";

const bookBytes = 600_000;

describe.skipIf(!isChromiumThere)("the web client in Chromium", () => {
  let folder: string;
  let pictures: string;
  let database: TestDatabase;
  let indexer: TorznabFake;
  let swarm: Swarm;
  let catalog: CatalogFake;
  let app: TestApp;
  let readerId: string;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    folder = await mkdtemp(join(tmpdir(), "browser-"));
    pictures = process.env["SCREENSHOTS_DIR"] ?? join(folder, "pictures");
    for (const name of ["data", "downloads", "library"]) await mkdir(join(folder, name));
    [database, indexer, swarm, catalog] = await Promise.all([
      createTestDatabase(),
      startTorznabFake(),
      startSwarm(),
      startCatalogFake(),
    ]);
    await stockTheWorld();
    app = await startApp();
    await configure();
    readerId = (await app.signUp("reader")).userId;
    browser = await launchChromium();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await Promise.all([indexer?.close(), swarm?.stop(), catalog?.close(), database?.drop()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => void (visit = await openVisit(browser, app.url)));
  afterEach(() => visit.close());

  it("shows a request on its way to the shelf, live, in two tabs", async () => {
    const page = await signIn();
    await page.getByRole("searchbox").fill("time mach");
    // Until the search has taken their place it may stand on two shelves.
    const ask = page.getByRole("button", { name: "Request The Time Machine" });
    await expect.poll(() => ask.count()).toBe(1);
    await ask.click();
    const card = page.getByRole("link", { name: "Your request for The Time Machine" });
    await card.waitFor();
    await page.getByText("Book 1 of Scientific Romances").waitFor();
    await picture(page, "discover");

    const other = await visit.context.newPage();
    await other.goto("/requests");
    const row = other.getByRole("listitem").filter({ hasText: "The Time Machine" });
    await row.waitFor();
    await Promise.all([page, other].map((tab) => tab.evaluate("window.isSamePage = true")));

    const [onCard, inRow] = await Promise.all([collectPercents(page), collectPercents(other)]);
    await picture(other, "requests-moving");
    await card.click();
    await page.getByRole("heading", { name: "What has happened" }).waitFor();
    await page.getByText("Book 1 of Scientific Romances").waitFor();
    await picture(page, "request-moving");

    await row.getByText("In the library").waitFor({ timeout: 60_000 });
    await page.getByText("In the library").first().waitFor();
    expect((await onCard()).length).toBeGreaterThanOrEqual(3);
    const percents = await inRow();
    expect(percents.length).toBeGreaterThanOrEqual(3);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    for (const tab of [page, other]) expect(await tab.evaluate("window.isSamePage")).toBe(true);
    await picture(page, "request-completed");
    await picture(other, "requests");
  }, 120_000);

  it("asks by hand for what no catalog has, says why it waits, and takes it back", async () => {
    const page = await signIn();
    await page.getByText("Not in the catalog? Ask by hand").click();
    await page.getByLabel("Title", { exact: true }).fill("A Room of One's Own");
    await page.getByLabel("Author", { exact: true }).fill("Virginia Woolf");
    await page.getByRole("button", { name: "Ask for it" }).click();
    await page.getByRole("heading", { name: "A Room of One's Own" }).waitFor();
    await page.locator(".hero .waits").waitFor();
    await picture(page, "request-waiting");
    await page.getByRole("button", { name: "Cancel the request" }).click();
    await page.locator(".hero .over", { hasText: "Cancelled" }).waitFor();
  });

  it("says within two seconds that the server is gone, and is right again when it is back", async () => {
    const page = await signIn();
    await page.getByRole("link", { name: "Requests" }).click();
    await page.getByRole("heading", { name: "Your requests" }).waitFor();
    const { admin } = app;
    const { port } = new URL(app.url);
    const banner = page.getByText("Not connected. Trying again…");

    await app.close();
    await banner.waitFor({ timeout: 2_000 });
    await picture(page, "disconnected");
    app = await startApp({ env: { PORT: port }, admin });
    // Most likely before the browser is back: then it is told what it has missed.
    await app.admin.ask(`mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`, {
      input: { title: "Asked for Meanwhile", author: "An Admin", onBehalfOfUserId: readerId },
    });
    await banner.waitFor({ state: "hidden", timeout: 10_000 });
    await page.getByRole("listitem").filter({ hasText: "Asked for Meanwhile" }).waitFor();
  });

  it("lets an admin set it up, and keeps secrets to itself", async () => {
    const page = await signIn("owner");
    await page.getByRole("link", { name: "Settings" }).click();
    const form = page.locator("#INDEXER form");
    await expect
      .poll(() => form.getByLabel("API key", { exact: true }).getAttribute("placeholder"))
      .toBe("Set. Type to replace it.");
    expect(await form.getByLabel("API key", { exact: true }).inputValue()).toBe("");
    await form.getByRole("button", { name: "Test" }).click();
    await form.getByText("Answers as Fake indexer").waitFor();
    await form.getByLabel("API key", { exact: true }).fill("wrong");
    await form.getByRole("button", { name: "Test" }).click();
    await form.getByText("refused the API key").waitFor();
    await form.getByLabel("Address", { exact: true }).fill("nonsense");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByRole("alert").waitFor();
    await picture(page, "settings");
  });

  it("has a playground that works by itself", async () => {
    const page = await signIn();
    await page.goto("/playground");
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
    await page.locator(".graphiql-execute-button").click();
    await page.locator(".graphiql-response").getByText('"requests"').waitFor();
    await page.screenshot({ path: join(pictures, "playground.png") });
  });

  it("shows nobody anything before the sign-in", async () => {
    const page = await visit.context.newPage();
    await page.goto("/requests");
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    await page.getByLabel("Name").fill("reader");
    await page.getByLabel("Password").fill("wrong, and long enough");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await picture(page, "sign-in");
  });

  const startApp = async (more: { env?: Record<string, string>; admin?: TestApp["admin"] } = {}): Promise<TestApp> => {
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    return startTestApp({ database, dataDir: join(folder, "data"), ...more });
  };

  async function stockTheWorld(): Promise<void> {
    const title = "The Time Machine";
    const name = "H. G. Wells - The Time Machine (Unabridged) [M4B]";
    const bytes = fakeM4b({ title, album: title, artist: "H. G. Wells", seconds: 60, padding: bookBytes });
    const { torrent } = await swarm.seed([{ path: name, bytes }], {
      name: `${name}.m4b`,
      uploadBytesPerSecond: bookBytes / 10,
    });
    indexer.releases = [{ title: name, sizeBytes: bytes.length, seeders: 5, torrent }];
    const more = {
      subtitle: null,
      narrator: null,
      seriesTitle: "Scientific Romances",
      seriesPosition: "1",
      language: "english",
      isAbridged: false,
      description: "A traveller explains time to his guests.",
      coverArtUrl: null,
      durationMinutes: 1,
      releaseDate: "1895-05-07",
      rating: 4.3,
      genres: [],
    };
    catalog.books = [
      { audibleId: "B001", title, author: "H. G. Wells", ...more },
      { audibleId: "B002", title: "Machines Like Us", author: "Somebody Else", ...more },
    ];
  }

  async function configure(): Promise<void> {
    const settings = {
      "indexer.type": "torznab",
      "indexer.url": indexer.feedUrl,
      "indexer.api_key": indexer.apiKey,
      "catalog.type": "sandbox",
      "catalog.url": catalog.url,
      "download_client.type": "embedded",
      "download_client.dht": "false",
      "download_client.listen_address": "127.0.0.1",
      "media_server.type": "folder",
      "paths.downloads": join(folder, "downloads"),
      "paths.media_library": join(folder, "library"),
    };
    await app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
      input: Object.entries(settings).map(([key, value]) => ({ key, value })),
    });
  }

  const signIn = (username?: string): Promise<Page> => visit.signIn(username);
  const picture = (page: Page, name: string): Promise<void> => pictureIn(page, pictures, name);
});
