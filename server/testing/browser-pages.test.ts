/** Every page of the web client in a real Chromium, in both themes: axe has nothing serious to say, nobody else is asked. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { fits, isChromiumThere, launchChromium } from "./chromium.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { seriousFindings } from "./pages/axe.ts";
import { pages } from "./pages/pages.ts";
import type { Place } from "./pages/place.ts";
import { themes, visitPages, widths } from "./pages/visit-pages.ts";

describe.skipIf(!isChromiumThere)("every page in Chromium", () => {
  let folder: string;
  let database: TestDatabase;
  let place: Place;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { openPlace } = await import("./pages/place.ts");
    [folder, database, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-pages-")),
      createTestDatabase(),
      launchChromium(),
    ]);
    place = await openPlace(folder, { DATABASE_URL: database.url, DATABASE_ROLES: database.rolesBase });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("has nothing that axe calls serious or critical, and nothing that stands out at the side", async () => {
    const findings: string[] = [];
    let looks = 0;
    await visitPages(browser, place, place.furnish, async (page, { name }) => {
      for (const colorScheme of themes) {
        // In turns: `npm run screenshots` goes through all of them.
        const width = widths[looks++ % widths.length]!;
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await fits(page);
        findings.push(...(await seriousFindings(page)).map((each) => `${name}, ${colorScheme}, ${width}: ${each}`));
      }
      looks++;
    });
    expect(findings).toEqual([]);
    expect(looks).toBe(pages.length * (themes.length + 1));
  }, 240_000);
});

it("leaves no route of the client out", async () => {
  const table = await readFile(new URL("../../client/src/pages.tsx", import.meta.url), "utf8");
  const routes = [...table.matchAll(/"(\/[^"]*)"/g)].map(([, route]) => route!);
  expect(routes.length).toBeGreaterThan(5);
  const paths = pages.map(({ path }) => path.replace(/\?.*/, ""));
  expect(routes.filter((route) => !paths.includes(route))).toEqual([]);
});
