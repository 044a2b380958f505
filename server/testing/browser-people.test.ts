/** The web client in a real Chromium: an admin looks after the people of the house. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("people in Chromium", () => {
  let folder: string;
  let app: TestApp;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    [folder, app, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-people-")),
      startTestApp(),
      launchChromium(),
    ]);
    for (const name of ["ann", "bob"]) await app.signUp(name);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => void (visit = await openVisit(browser, app.url)));
  afterEach(() => visit.close());

  it("limits a person, deactivates them, whose page says so at once, and lets them in again", async () => {
    const other = await openVisit(browser, app.url);
    try {
      const [page, theirs] = [await visit.signIn("owner"), await other.signIn("ann")];
      await page.goto("/people?text=an");
      const ann = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "ann" }) });
      await ann.getByText("Any number of books").waitFor();
      expect(await page.getByRole("heading", { name: "bob" }).count()).toBe(0);
      await ann.getByRole("button", { name: "Change what ann may do" }).click();
      await ann.getByLabel("Requests", { exact: true }).selectOption("Wait for approval");
      await ann.getByLabel("How many books").selectOption("A number of their own");
      await ann.getByLabel("Books", { exact: true }).fill("3");
      await ann.getByLabel("in so many days").fill("30");
      await ann.getByRole("button", { name: "Save" }).click();
      await ann.getByText("0 of 3 in 30 days").waitFor();
      await ann.getByText("Waits for approval").waitFor();

      // The focus is on what opened it.
      await ann.locator("button:focus", { hasText: "Change" }).waitFor();
      await page.keyboard.press("Enter");
      await ann.getByRole("button", { name: "Deactivate" }).click();
      await ann.getByText("Everything of theirs is kept").waitFor();
      await picture(page, folder, "people-deactivate");
      await ann.getByRole("button", { name: "Deactivate" }).click();
      await theirs.getByText("You have been signed out.").waitFor();
      await page.getByLabel("State").selectOption("Deactivated");
      await ann.getByRole("button", { name: "Change what ann may do" }).click();
      await ann.getByRole("button", { name: "Let in again" }).click();
      await page.getByRole("heading", { name: "Nobody is like that" }).waitFor();
      await page.getByRole("button", { name: "Show everybody" }).click();
      await page.getByText("3 people").waitFor();
      await picture(page, folder, "people");
    } finally {
      // It may have asked once more before it heard that it is nobody any more.
      await other.close(/status of 40[01]/);
    }
  }, 120_000);

  it("makes an account whose password is shown once and signs in, and refuses to leave no admin", async () => {
    const page = await visit.signIn("owner");
    await page.goto("/people");
    await page.getByRole("button", { name: "Add a person" }).click();
    const form = page.getByRole("form", { name: "A new person" });
    await form.getByLabel("Name").fill("Bob");
    await form.getByRole("button", { name: "Make the account" }).click();
    await form.getByText("Somebody has this name already.").waitFor();
    await form.getByLabel("Name").fill("gran");
    await form.getByLabel("Role").selectOption("Admin");
    await form.getByRole("button", { name: "Make the account" }).click();
    const password = await page.getByRole("textbox", { name: "The password of gran" }).inputValue();
    await picture(page, folder, "people-password");
    await page.getByRole("button", { name: "I have kept it" }).click();
    expect(await page.content()).not.toContain(password);
    const answer = await app
      .client()
      .send(`mutation ($input: SignInInput!) { signIn(input: $input) { user { role } } }`, {
        input: { username: "gran", password },
      });
    expect(answer.data.signIn.user.role).toBe("ADMIN");

    const gran = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "gran" }) });
    await gran.getByRole("button", { name: "Change what gran may do" }).click();
    await gran.getByRole("button", { name: "Take the admin role" }).click();
    await gran.getByRole("button", { name: "Take the role" }).click();
    await gran.getByText("Any number of books").waitFor();
    await gran.getByLabel("How many books").waitFor();
    // Nobody else is left who could let anybody in again.
    await page.getByLabel("Role").selectOption("Admins");
    await page.getByText("1 person").waitFor();
    const owner = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "owner" }) });
    await owner.getByRole("button", { name: "Change what owner may do" }).click();
    await owner.getByText("This is you.").waitFor();
    expect(await owner.getByRole("button", { name: "Deactivate" }).count()).toBe(0);
  }, 120_000);
});
