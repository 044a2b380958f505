/** A household's first evening with the real server and the sandbox, in a real Chromium: from the token to the shelf. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectApi } from "../sandbox/api.ts";
import { settingsOf, startSandbox, type Sandbox } from "../sandbox/world.ts";
import { buildClient } from "./built-client.ts";
import { collectPercents, isChromiumThere, launchChromium, openVisit, password, type Visit } from "./chromium.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import type { Place } from "./pages/place.ts";

describe.skipIf(!isChromiumThere)("a household in Chromium", () => {
  let folder: string;
  let database: TestDatabase;
  let sandbox: Sandbox;
  let place: Place;
  let browser: Browser;
  let admins: Visit;
  let readers: Visit;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { openPlace } = await import("./pages/place.ts");
    folder = await mkdtemp(join(tmpdir(), "browser-household-"));
    [database, sandbox, browser] = await Promise.all([
      createTestDatabase(),
      startSandbox({ dataDir: join(folder, "sandbox"), speed: 2 }),
      launchChromium(),
    ]);
    place = await openPlace(folder, { DATABASE_URL: database.url, DATABASE_ROLES: database.rolesBase });
    admins = await openVisit(browser, place.url);
    readers = await openVisit(browser, place.url);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([admins?.close(), readers?.close()]);
    await browser?.close();
    await Promise.all([place?.close(), sandbox?.close()]);
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("sets itself up, asks, decides, chooses, watches books arrive, and changes its mind", async () => {
    const admin = await setUp();
    await admin.goto("/settings");
    await enter(admin, { "requests.auto_approve": "false" });
    await addReader();
    const reader = await readers.signIn("theo");
    await admin.goto("/approvals");
    await admin.getByText("Nothing waits for you").waitFor();
    for (const title of ["A Study in Scarlet", "Frankenstein", "The Time Machine"]) await ask(reader, title);

    // They come to the admin by themselves, and the decisions to the reader.
    const list = await readers.context.newPage();
    await list.goto("/requests");
    await admin.getByRole("button", { name: "Deny The Time Machine" }).click();
    await admin.getByLabel("Why").fill("We have it on paper.");
    await admin.getByRole("button", { name: "Deny it" }).click();
    await row(list, "The Time Machine").getByText("We have it on paper.").waitFor();
    const tabs = [await readers.context.newPage(), list];
    await tabs[0]!.goto("/requests");
    await row(tabs[0]!, "A Study in Scarlet").waitFor();
    await Promise.all(tabs.map((tab) => tab.evaluate("window.isSamePage = true")));
    const progress = await Promise.all(tabs.map(collectPercents));
    await admin.getByRole("button", { name: "Approve A Study in Scarlet" }).click();
    await row(list, "A Study in Scarlet").getByText("In the library").waitFor({ timeout: 90_000 });
    for (const read of progress) {
      const percents = await read();
      expect(percents.length).toBeGreaterThanOrEqual(3);
      expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    }

    // Nobody has the release that looks best: an admin takes the next one, while the reader's network is away.
    await admin.getByRole("button", { name: "Approve Frankenstein" }).click();
    await row(list, "Frankenstein").locator(".number").waitFor();
    const away = list.getByText("Not connected. Trying again…");
    await readers.context.setOffline(true);
    await away.waitFor();
    await admin.goto("/requests?show=moving");
    await admin.getByRole("link", { name: "Frankenstein" }).click();
    await admin.getByRole("button", { name: /^Take Mary Shelley - Frankenstein \(1818\)/ }).click();
    await admin.locator(".hero").getByText("In the library").waitFor({ timeout: 60_000 });
    await readers.context.setOffline(false);
    await row(list, "Frankenstein").getByText("In the library").waitFor();
    expect(await away.count()).toBe(0);

    await ask(reader, "The War of the Worlds");
    await row(list, "The War of the Worlds")
      .getByRole("button", { name: /^Cancel/ })
      .click();
    await row(list, "The War of the Worlds").getByText("Cancelled").waitFor();
    for (const tab of tabs) expect(await tab.evaluate("window.isSamePage")).toBe(true);

    await admin.goto("/encryption");
    await admin.getByRole("button", { name: "Make a new key and seal everything anew" }).click();
    await admin.getByRole("button", { name: "Make a new key", exact: true }).click();
    await admin.getByText("Everything is sealed anew.").waitFor();
  }, 240_000);

  const row = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title });

  /** Through the API: what is tried here is how people ask, not how they come to be. */
  async function addReader(): Promise<void> {
    const api = await connectApi(place.url, { username: "nora", password }, null);
    await api.ask("mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }", {
      input: { username: "theo", password },
    });
    await api.close();
  }

  /** Step by step, as somebody does who has just installed it, and who looks away in the middle. */
  async function setUp(): Promise<Page> {
    const page = await admins.context.newPage();
    await page.goto("/");
    await page.getByLabel("Set-up token").fill(place.setUpToken);
    await page.getByLabel("Name").fill("nora");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("heading", { name: "Keep this key" }).waitFor();
    expect(await page.getByLabel("Encryption key").inputValue()).toMatch(/^k1:[\w+/]{43}=$/);
    await page.getByRole("button", { name: "I have kept it" }).click();
    const on = page.getByRole("button", { name: "Continue" });
    const settings = Object.entries(settingsOf(sandbox, place.paths));
    const enterThese = (...kinds: string[]) =>
      enter(page, Object.fromEntries(settings.filter(([key]) => kinds.includes(key.split(".")[0]!))));
    await page.getByRole("heading", { name: "Where books come from" }).waitFor();
    await enterThese("indexer");
    await on.click();
    await enterThese("download_client");
    await page.goto("/");
    await page.getByRole("link", { name: "Go on with the set-up" }).click();
    await page.getByRole("heading", { name: "Where they go" }).waitFor();
    await enterThese("paths", "media_server");
    await on.click();
    await enterThese("catalog");
    await on.click();
    await page.getByLabel("Search for a book").fill("Frankenstein");
    await page.getByRole("button", { name: "Find it" }).click();
    await page.getByRole("button", { name: "Request Frankenstein" }).waitFor();
    return page;
  }

  /** As the forms have them: each with its own Save. */
  async function enter(page: Page, settings: Readonly<Record<string, string>>): Promise<void> {
    const forms = Map.groupBy(Object.entries(settings), ([key]) => key.split(".")[0]!);
    for (const entries of forms.values()) {
      const form = page.locator("form").filter({ has: page.locator(`[name="${entries[0]![0]}"]`) });
      for (const [key, value] of entries) {
        const field = form.locator(`[name="${key}"]`);
        await field.first().waitFor();
        const kind = await field.first().getAttribute("type");
        if (kind === "radio") await form.locator(`[name="${key}"][value="${value}"]`).check();
        else if (kind === "checkbox") await field.setChecked(value === "true");
        else await field.fill(value);
      }
      await form.getByRole("button", { name: "Save" }).click();
      await form.getByText("Saved. It is in effect.").waitFor();
    }
  }

  async function ask(page: Page, title: string): Promise<void> {
    await page.goto("/");
    await page.getByRole("searchbox").fill(title);
    const found = page.getByRole("region", { name: `Books found for ${title}` });
    await found.getByRole("button", { name: `Request ${title}` }).click();
    await found.getByRole("link", { name: `Your request for ${title}` }).waitFor();
  }
});
