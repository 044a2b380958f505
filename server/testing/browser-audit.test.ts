/** The web client in a real Chromium: the audit, as admins read it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "../security/audit.ts";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture } from "./chromium.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("the audit in Chromium", () => {
  let folder: string;
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    [folder, app, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-audit-")),
      startTestApp(),
      launchChromium(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("is a list that an admin narrows, unfolds and pages through, and no page for others", async () => {
    for (let number = 0; number < 20; number += 1)
      await recordAudit({ ...app.makeContext(), address: "203.0.113.9" }, "job.run", {
        details: { type: "seal_audit" },
      });
    const reader = await app.signUp("reader");
    const input = { id: reader.userId, requestQuota: 3 };
    await app.admin.ask(`mutation ($input: UpdateUserInput!) { updateUser(input: $input) { id } }`, { input });

    const visit = await openVisit(browser, app.url);
    try {
      const page = await visit.signIn("owner");
      await page.getByRole("link", { name: "Audit" }).click();
      const rows = page.locator(".audit-rows > li");
      const changed = rows.filter({ hasText: "A person's role or rights were changed: reader" });
      await changed.getByText("by owner").waitFor();
      await changed.getByText("from 127.0.0.1").waitFor();
      await changed.getByText("Details").press("Enter");
      expect(await changed.locator("tbody tr").allInnerTexts()).toEqual(["request quota\tnot set\t3"]);
      await picture(page, folder, "audit");
      for (const width of [641, 760, 761, 1000, 1001]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), `${width}`).toBe(0);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      expect(await rows.count()).toBe(25);
      await page.getByRole("button", { name: "Show older records" }).click();
      await rows.filter({ hasText: "The first admin was made with the set-up token: owner" }).waitFor();

      await page.getByLabel("What").selectOption("A sign-in was refused");
      await page.getByText("Nothing like that is recorded").waitFor();
      expect(page.url()).toBe(`${app.url}/audit?what=sign_in.failed`);
      await page.getByLabel("What").selectOption("Anything");
      await page.getByLabel("Address").fill("203.0.113.9");
      await page.keyboard.press("Enter");
      await expect.poll(() => rows.count()).toBe(20);
      await page.getByLabel("Who").selectOption("reader");
      await page.getByText("Nothing like that is recorded").waitFor();

      await page.route("**/graphql", (route) => route.abort());
      await page.getByRole("button", { name: "Show everything" }).click();
      await page.getByText("The server cannot be reached.").waitFor();
      await page.unroute("**/graphql");
      await page.getByRole("button", { name: "Try again" }).click();
      await changed.waitFor();
    } finally {
      await visit.close();
    }

    const theirs = await openVisit(browser, app.url);
    const page = await theirs.signIn("reader");
    expect(await page.getByRole("link", { name: "Audit" }).count()).toBe(0);
    await page.goto("/audit");
    await page.getByText("There is nothing at this address").waitFor();
    await theirs.close();
  });
});
