import { strictEqual } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { eventually } from "../eventually.ts";
import { openVisit, type Visit } from "../chromium.ts";
import { pages, type ClientPage } from "./pages.ts";
import type { Furnished, Place } from "./place.ts";

export const themes = ["light", "dark"] as const;
export const widths = [1280, 360] as const;

const usernames = { first: null, stranger: null, reader: "theo", admin: "nora" } as const;

/**
 * Opens every page of the table, one after the other, and hands it over once it is there.
 * @param settle what makes a place of an empty one.
 * @throws when a page asked another host, broke the content security policy, or had an error.
 */
export async function visitPages(
  browser: Browser,
  place: Place,
  settle: () => Promise<Furnished>,
  look: (page: Page, about: ClientPage) => Promise<void>,
): Promise<void> {
  let furnished: Furnished | null = null;
  for (const [who, theirs] of Map.groupBy(pages, (each) => each.who)) {
    if (who !== "first") furnished ??= await settle();
    const visit = await openVisit(browser, place.url);
    try {
      const page = await enter(visit, usernames[who]);
      for (const about of theirs) {
        const id = typeof about.of === "object" ? await furnished!.first(about.of) : about.of;
        await page.goto(about.path.replace(":id", id ?? ""));
        await about.act?.(page);
        await isThere(page);
        await look(page, about);
      }
    } finally {
      await visit.close();
    }
  }
}

async function enter(visit: Visit, username: string | null): Promise<Page> {
  const page = username ? await visit.signIn(username) : await visit.context.newPage();
  // What moves is on its way somewhere: the look is at where it gets to.
  await page.emulateMedia({ reducedMotion: "reduce" });
  return page;
}

/** Waits until all that a page shows is loaded: its data, its fonts and the covers in view. */
export async function isThere(page: Page): Promise<void> {
  await page.locator("h1, .graphiql-query-editor .view-line").first().waitFor();
  await eventually(async () => strictEqual(await page.locator(".skeletons").count(), 0));
  await page.evaluate(`document.fonts.ready.then(() => Promise.all(
    [...document.images].filter((image) => image.loading !== "lazy").map((image) => image.decode().catch(() => {}))))`);
}
