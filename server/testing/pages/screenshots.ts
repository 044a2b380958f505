/**
 * `npm run screenshots`: takes every page of the web client in both themes and at two widths into client/screenshots, and
 * has axe look at each. A picture that looks as it did before is left as it is.
 */
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fits, isChromiumThere, launchChromium } from "../chromium.ts";
import { seriousFindings } from "./axe.ts";
import { pages } from "./pages.ts";
import { keepPicture } from "./picture.ts";
import { openPlace } from "./place.ts";
import { themes, visitPages, widths } from "./visit-pages.ts";

const pictures = "client/screenshots";
/** Of a longer page, the upper part. */
const tallest = 1_800;

async function main(): Promise<number> {
  if (!isChromiumThere) return 1;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  await mkdir(pictures, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-screenshots-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const [browser, place] = await Promise.all([launchChromium(), openPlace(folder)]);
  const settle = async () => {
    const furnished = await place.furnish();
    await furnished.bringBooks();
    return furnished;
  };
  const taken = new Set<string>();
  let changed = 0;
  const findings: string[] = [];
  try {
    await visitPages(browser, place, settle, async (page, { name }) => {
      console.log(name);
      for (const colorScheme of themes) {
        for (const width of widths) {
          const file = `${name}-${colorScheme}-${width}.png`;
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          await fits(page);
          const height = await page.evaluate<number>("document.documentElement.scrollHeight");
          // Not by `fullPage`: what is loaded when it comes into view has to be in view.
          await page.setViewportSize({ width, height: Math.max(900, Math.min(height, tallest)) });
          // What is below is loaded when somebody comes there: it would be waited for without end.
          await page.evaluate(
            "Promise.all([...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight).map((image) => image.decode().catch(() => {})))",
          );
          const png = await page.screenshot({ animations: "disabled", caret: "hide" });
          if (await keepPicture(join(pictures, file), png)) changed++;
          taken.add(file);
          findings.push(...(await seriousFindings(page)).map((each) => `${file}: ${each}`));
        }
      }
    });
  } finally {
    await browser.close();
    await place.close();
  }
  // Of pages that are no more.
  for (const file of await readdir(pictures)) if (!taken.has(file)) await rm(join(pictures, file));
  console.log(`${taken.size} pictures of ${pages.length} pages, ${changed} of them new or changed.`);
  console.log(findings.length === 0 ? "axe has nothing serious or critical to say." : findings.join("\n"));
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();
