/** The web client in a real Chromium: what surrounds its pages. The palette, and what is there without the server. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("what surrounds the pages in Chromium", () => {
  let folder: string;
  let database: TestDatabase;
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    [folder, database, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-shell-")),
      createTestDatabase(),
      launchChromium(),
    ]);
    app = await startApp();
    await app.signUp("reader");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("goes anywhere and does anything from the keyboard alone, and gives the focus back", async () => {
    const { id } = await ask("Middlemarch");
    await inVisit(async (visit) => {
      const page = await visit.signIn("owner");
      const palette = page.getByRole("dialog", { name: "Go somewhere" });
      await page.keyboard.press("Control+k");
      await palette.getByRole("combobox").waitFor();
      await picture(page, folder, "palette");
      await page.keyboard.press("Escape");
      await palette.waitFor({ state: "hidden" });
      await page.locator("[type=search]:focus").waitFor();

      await choose(page, "audi", "Audit");
      await page.locator("h1:focus", { hasText: "Audit" }).waitFor();
      expect(await page.title()).toBe("Audit · ReadMeABook");
      await choose(page, "middlem", "Middlemarch");
      await page.getByRole("heading", { name: "Middlemarch" }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/requests/${id}`);
      await choose(page, "dark", "Theme: dark");
      await expect.poll(() => page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
      await choose(page, "deutsch", "Language: Deutsch");
      await page.getByRole("link", { name: "Entdecken" }).waitFor();
      expect(await page.evaluate("document.documentElement.lang")).toBe("de");
      await picture(page, folder, "request-german");
      await choose(page, "abmelden", "Abmelden");
      await page.getByLabel("Password").or(page.getByLabel("Passwort")).waitFor();
    });
  });

  it("takes a request back at once, and can undo that", async () => {
    const { id } = await ask("Silas Marner");
    await inVisit(async (visit) => {
      const page = await visit.signIn("owner");
      await page.goto(`/requests/${id}`);
      await page.getByRole("button", { name: "Cancel the request" }).click();
      await page.locator(".hero .over", { hasText: "Cancelled" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByText("“Silas Marner” is asked for again.").waitFor();
      await page.locator(".hero .over").waitFor({ state: "hidden" });
      await page.goto("/requests");
      await page.getByRole("region", { name: "Needs you" }).getByRole("link", { name: "Silas Marner" }).waitFor();
      await picture(page, folder, "requests-grouped");
    });
  });

  it("has every page within reach of a phone", async () => {
    await inVisit(async (visit) => {
      const page = await visit.signIn("owner");
      await page.setViewportSize({ width: 320, height: 640 });
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("dialog").getByRole("link", { name: "Settings" }).click();
      await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
      expect(await page.getByRole("dialog").count()).toBe(0);
    });
  });

  it("opens without the server, says so, and goes on by itself once it is there", async () => {
    await inVisit(async (visit) => {
      const page = await visit.signIn("reader");
      await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
      await page.reload();
      await page.getByRole("searchbox").waitFor();
      const { port } = new URL(app.url);
      const { admin } = app;
      await app.close();
      await page.goto("/requests");
      await page.getByText("Not connected. Trying again…").waitFor();
      await picture(page, folder, "offline");
      app = await startApp({ env: { PORT: port }, admin });
      await page.getByRole("heading", { name: "Your requests" }).waitFor();
      const kept = await page.evaluate<string[]>(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())))).then((all) => all.flat().map((request) => new URL(request.url).pathname))",
      );
      expect(kept).toContain("/index.html");
      expect(kept.filter((path) => /graphql|playground/.test(path))).toEqual([]);
    }, "allow");
  });

  it("waits for a server that is just starting, and goes on by itself", async () => {
    await inVisit(async (visit) => {
      const page = await visit.signIn("reader");
      const errors = [{ message: "The server is starting.", extensions: { code: "NOT_READY" } }];
      let isStarting = true;
      await page.route("**/graphql", async (route) => {
        if (!isStarting) return route.continue();
        await route.fulfill({ status: 503, json: { errors } });
        isStarting = !route.request().postData()!.includes("query App");
      });
      await page.goto("/requests");
      await page.getByText("Not connected. Trying again…").waitFor();
      await page.getByRole("heading", { name: "Your requests" }).waitFor();
    });
  });

  it("has a browser look for a new build, and keep what has a hash in its name", async () => {
    const headersOf = async (path: string) => (await fetch(app.url + path)).headers;
    const page = await (await fetch(app.url, { headers: { accept: "text/html" } })).text();
    const script = /assets\/index-[^"]+\.js/.exec(page)![0];
    expect((await headersOf(`/${script}`)).get("cache-control")).toContain("immutable");
    for (const path of ["/", "/service-worker.js", "/manifest.webmanifest"])
      expect((await headersOf(path)).get("cache-control"), path).toBe("no-cache");
    expect((await headersOf("/manifest.webmanifest")).get("content-type")).toContain("application/manifest+json");
  });

  const startApp = async (more: { env?: Record<string, string>; admin?: TestApp["admin"] } = {}): Promise<TestApp> => {
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    return startTestApp({ database, dataDir: join(folder, "data"), ...more });
  };

  async function ask(title: string): Promise<{ id: string }> {
    const mutation = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`;
    const { createRequest } = await app.admin.ask(mutation, { input: { title, author: "George Eliot" } });
    return createRequest;
  }

  async function inVisit(run: (visit: Visit) => Promise<void>, serviceWorkers?: "allow"): Promise<void> {
    const visit = await openVisit(browser, app.url, [], serviceWorkers);
    try {
      await run(visit);
    } finally {
      await visit.close();
    }
  }

  /** Types until the wanted entry is the one that Enter takes. */
  async function choose(page: Page, text: string, name: string): Promise<void> {
    await page.keyboard.press("Control+k");
    const field = page.getByRole("dialog").getByRole("combobox");
    await field.waitFor();
    await page.keyboard.type(text);
    const wanted = page
      .getByRole("dialog")
      .getByRole("option", { name: new RegExp(`^${name}\\b`) })
      .first();
    await wanted.waitFor();
    while ((await wanted.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await field.waitFor({ state: "hidden" });
  }
});
