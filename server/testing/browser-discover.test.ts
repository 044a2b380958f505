/** Finding a book and asking for it, in a real Chromium. SCREENSHOTS_DIR keeps the pictures. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { APIResponse, Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import { startCatalogFake, type CatalogFake } from "./fakes/catalog.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("finding a book in Chromium", () => {
  let folder: string;
  let catalog: CatalogFake;
  let app: TestApp;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    folder = await mkdtemp(join(tmpdir(), "browser-discover-"));
    await mkdir(join(folder, "pictures"));
    catalog = await startCatalogFake();
    catalog.books = books;
    const { startTestApp } = await import("./test-app.ts");
    app = await startTestApp();
    await app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
      input: [
        { key: "catalog.type", value: "sandbox" },
        { key: "catalog.url", value: catalog.url },
      ],
    });
    await app.signUp("reader");
    await fill(app);
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await catalog?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => void (visit = await openVisit(browser, app.url)));
  afterEach(() => visit.close());

  const shot = (page: Parameters<typeof picture>[0], name: string) => picture(page, join(folder, "pictures"), name);

  it("has the server write the start page for who is signed in, which is seen without the client's program", async () => {
    const built = await (await visit.context.request.get("/")).text();
    expect(built).toContain('<div id="root"></div>');
    await visit.context.addCookies([{ name: "rmab_session", value: "of-nobody", url: app.url }]);
    expect(await (await visit.context.request.get("/")).text()).toBe(built);
    await visit.signIn();
    await visit.context.addCookies([{ name: "language", value: "de", url: app.url }]);
    let answer!: APIResponse;
    // A busy machine gives up writing it, and leaves it to the browser.
    await expect
      .poll(async () => (answer = await visit.context.request.get("/")).headers()["cache-control"], patiently)
      .toBe("no-store");
    expect(answer.headers()["content-type"]).toBe("text/html; charset=utf-8");
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.setContent(await answer.text());
    await page
      .getByRole("region", { name: "Beliebt" })
      .getByRole("link", { name: "Foundation", exact: true })
      .waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await page.close();
  });

  it("takes over what the server has written as it is, and asks nothing of it again but what lives", async () => {
    const page = await visit.signIn();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/graphql")) asked.push(request.postDataJSON().operationName);
    });
    await page.addInitScript({
      content: `addEventListener("DOMContentLoaded", () => { window.written = document.querySelector("h1"); })`,
    });
    await page.reload();
    await page.getByRole("button", { name: /theme/i }).click();
    await expect.poll(() => page.evaluate("document.documentElement.dataset.theme ?? ''"), patiently).toBe("light");
    expect(await page.evaluate("written === document.querySelector('h1')")).toBe(true);
    expect(asked).not.toContain("App");
    expect(asked).not.toContain("CatalogShelves");
  });

  it("shows shelves of what others hear, and each of them as a whole", async () => {
    const page = await visit.signIn();
    const popular = page.getByRole("region", { name: "Popular" });
    await popular.getByRole("link", { name: "Foundation", exact: true }).waitFor();
    await page.getByRole("region", { name: "New on the shelf" }).getByText("In the library").first().waitFor();
    await shot(page, "discover-shelves");
    await page.getByRole("link", { name: "See all: Popular" }).click();
    await page.getByRole("list", { name: "Popular" }).getByRole("listitem").first().waitFor();
    await page.goBack();
    await popular.waitFor();
  });

  it("finds our own and the catalog's books in one list, as the address says", async () => {
    const page = await visit.signIn();
    await page.getByRole("searchbox").fill("foundation");
    const found = page.getByRole("list", { name: "Books found for foundation" });
    await found.getByRole("link", { name: "Foundation and Empire", exact: true }).first().waitFor();
    expect(await found.getByRole("link", { name: "Foundation", exact: true }).count()).toBe(1);
    await shot(page, "discover-search");
    await page.getByLabel("How it stands").selectOption("free");
    await expect.poll(() => found.getByRole("listitem").count(), patiently).toBe(3);
    expect(new URL(page.url()).search).toBe("?q=foundation&state=free");
    await page.reload();
    await expect.poll(() => found.getByRole("listitem").count(), patiently).toBe(3);
    await page.goBack();
    await expect.poll(() => found.getByRole("listitem").count(), patiently).toBe(4);
  });

  it("asks for a book by one click, and takes it back by another", async () => {
    const page = await visit.signIn();
    await page.goto("/?q=second");
    const ask = page.getByRole("button", { name: "Request Second Foundation" });
    await ask.click();
    await page.getByRole("link", { name: "Your request for Second Foundation" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await ask.waitFor();
  });

  it("lists a series in its order, and asks for the rest of it", async () => {
    const page = await visit.signIn();
    await page.goto("/catalog/F2");
    await page.getByRole("heading", { name: "Foundation and Empire" }).waitFor();
    await page.getByRole("heading", { name: "Other recordings" }).waitFor();
    await page.getByRole("link", { name: /Another Voice/ }).waitFor();
    await shot(page, "book-catalog");
    await page.getByRole("link", { name: "Book 2 of Foundation" }).click();
    await page.getByRole("button", { name: "Request the rest of the series (2)" }).click();
    await page.getByRole("link", { name: "Your request for Second Foundation" }).waitFor();
    await page.getByText("Nothing is missing").waitFor();
    expect(await page.getByRole("heading", { level: 3 }).allTextContents()).toEqual([
      "Foundation",
      "Foundation and Empire",
      "Foundation and Empire",
      "Second Foundation",
    ]);
    await shot(page, "series");
    await page.getByRole("link", { name: "Foundation", exact: true }).click();
    await page.getByText("In the library", { exact: true }).waitFor();
    await shot(page, "book-library");
    await page.getByRole("link", { name: "Isaac Asimov" }).click();
    await page.getByRole("heading", { name: "Isaac Asimov" }).waitFor();
    await shot(page, "author");
  });

  it("scrolls through thousands of covers, of which only those in view are there", async () => {
    const page = await visit.signIn();
    await page.goto("/?order=title");
    const cards = page.locator(".book-grid > li");
    await cards.first().waitFor();
    const titles = new Set<string>();
    const look = async () => {
      for (const title of await cards.locator("h3").allTextContents()) titles.add(title);
      return titles.size;
    };
    for (let least = 60; least <= 240; least += 60) {
      await expect
        .poll(async () => {
          await page.mouse.wheel(0, 1_200);
          return look();
        }, patiently)
        .toBeGreaterThan(least);
    }
    expect(await cards.count()).toBeLessThan(60);
  });
});

const patiently = { timeout: 15_000 };

const facts = {
  subtitle: null,
  language: "english",
  isAbridged: false,
  description:
    "The Galactic Empire is falling, and one man knows how long the dark will last.\n\nHe means to make it short.",
  coverArtUrl: null,
  durationMinutes: 510,
  releaseDate: "2010-04-20",
  rating: 4.6,
  genres: ["Science Fiction", "Classics"],
};
const series = (audibleId: string, title: string, seriesPosition: string, more: Partial<CatalogEntry> = {}) => ({
  ...facts,
  audibleId,
  title,
  author: "Isaac Asimov",
  narrator: "Scott Brick",
  seriesTitle: "Foundation",
  seriesPosition,
  ...more,
});
const books: CatalogEntry[] = [
  series("F2", "Foundation and Empire", "2"),
  series("F1", "Foundation", "1", { rating: 4.9 }),
  series("F3", "Second Foundation", "3", { rating: 4.4 }),
  series("F2-B", "Foundation and Empire", "2", { narrator: "Another Voice", rating: 3 }),
  ...["Piranesi", "The Left Hand of Darkness", "A Wizard of Earthsea", "Circe", "The Buried Giant"].map(
    (title, index) => ({
      ...facts,
      audibleId: `X${index}`,
      title,
      author: ["Susanna Clarke", "Ursula K. Le Guin", "Ursula K. Le Guin", "Madeline Miller", "Kazuo Ishiguro"][index]!,
      narrator: "Somebody",
      seriesTitle: null,
      seriesPosition: null,
      rating: 4 - index / 10,
    }),
  ),
];

/** A library of thousands, and the first book of the series in it. */
async function fill({ database }: TestApp): Promise<void> {
  const client = new Client({ ...database.address });
  await client.connect();
  await client.query(
    "insert into audiobooks (title, author) select 'Volume ' || lpad(n::text, 4, '0'), 'Anonymous' from generate_series(1, 5000) n",
  );
  await client.query(
    `insert into audiobooks (title, author, narrator, audible_id, series_title, series_position, availability_status, available_at, description)
     values ('Foundation', 'Isaac Asimov', 'Scott Brick', 'F1', 'Foundation', '1', 'available', now(), 'The Empire falls.')`,
  );
  await client.end();
}
