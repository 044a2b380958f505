/** The web client in a real Chromium, without a mouse: one person asks for a book, and an admin says yes. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, password } from "./chromium.ts";
import { startCatalogFake, type CatalogFake } from "./fakes/catalog.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("the keyboard alone", () => {
  let app: TestApp;
  let catalog: CatalogFake;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    [app, catalog, browser] = await Promise.all([startTestApp(), startCatalogFake(), launchChromium()]);
    catalog.books = [
      {
        audibleId: "B001",
        title: "The Time Machine",
        subtitle: null,
        author: "H. G. Wells",
        narrator: null,
        seriesTitle: null,
        seriesPosition: null,
        language: "english",
        isAbridged: false,
        description: null,
        coverArtUrl: null,
        durationMinutes: 220,
        releaseDate: "1895-05-07",
        rating: null,
        genres: [],
      },
    ];
    const settings = { "catalog.type": "sandbox", "catalog.url": catalog.url, "requests.auto_approve": "false" };
    await app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
      input: Object.entries(settings).map(([key, value]) => ({ key, value })),
    });
    await app.signUp("reader");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([app?.close(), catalog?.close()]);
  });

  it("signs in, finds a book, asks for it and, as an admin, approves it", async () => {
    const theirs = await openVisit(browser, app.url);
    const reader = await theirs.context.newPage();
    await signIn(reader, "reader");
    await goTo(reader, reader.getByRole("searchbox"));
    await reader.keyboard.type("time mach");
    const found = reader.getByLabel(/^Books found for/);
    await press(reader, "Enter", found.getByRole("button", { name: "Request The Time Machine" }));
    await press(reader, "Enter", found.getByRole("link", { name: "Your request for The Time Machine" }));
    await reader.getByRole("heading", { name: "The Time Machine" }).waitFor();
    await reader.getByText("Waits for an admin").first().waitFor();

    const admins = await openVisit(browser, app.url);
    const admin = await admins.context.newPage();
    await signIn(admin, "owner");
    await press(admin, "Enter", admin.getByRole("link", { name: "Approvals" }).first());
    await press(admin, "Space", admin.getByRole("button", { name: "Approve The Time Machine" }));
    await admin.getByText("“The Time Machine”: approved.").waitFor();
    await reader.getByText("Waits for an admin").first().waitFor({ state: "hidden" });
    await admins.close();
    await theirs.close();
  }, 240_000);

  async function signIn(page: Page, name: string): Promise<void> {
    await page.goto("/");
    await goTo(page, page.getByLabel("Name"));
    await page.keyboard.type(name);
    await goTo(page, page.getByLabel("Password"));
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.getByRole("searchbox").waitFor();
  }
});

async function press(page: Page, key: string, target: Locator): Promise<void> {
  await goTo(page, target);
  await page.keyboard.press(key);
}

/** Goes there by Tab, however far it is, and sees where it is on the way. */
async function goTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const focused = page.locator(":focus-visible");
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await target.and(focused).count()) > 0) {
      // A ring around it, or around what stands for it.
      const ring = await page.evaluate<string>(
        `[document.activeElement, document.activeElement.parentElement].map((each) => getComputedStyle(each).outlineStyle).join(" ")`,
      );
      expect(ring).not.toBe("none none");
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(target)} is not reached by Tab.`);
}
