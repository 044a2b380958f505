/** How soon the start page is there, whether it jumps, and how soon it answers, on a processor four times as slow. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Bench, Line, Section } from "../section.ts";
import { median } from "../statistics.ts";
import { openStage, type Stage } from "./stage.ts";

const runs = 7;
/** Nobody has asked for it, nor for the next hundred (stage.ts). */
const firstBook = 450;
const request = (book: number) => new RegExp(`^Request .* ${book}$`);
const slowDown = 4;
const targets = { lcpMs: 1_500, cls: 0.05, inpMs: 200 };

interface Vitals {
  /** Milliseconds from the navigation to the largest contentful paint. */
  readonly lcp: number;
  readonly cls: number;
  /** By interaction, the milliseconds from the input to the next paint. */
  readonly interactions: Readonly<Record<string, number>>;
}

/** Each run is a new browser window with nothing in its cache. */
export const vitals: Section = async (bench): Promise<readonly Line[]> => {
  const stage = await openStage(bench, "vitals", 2_000);
  const { url } = await stage.start();
  // The server fetches and shrinks each cover once; this is about the browser.
  await visit(stage, url, firstBook, bench);
  const measured: Vitals[] = [];
  for (let run = 0; run < runs; run += 1) measured.push(await visit(stage, url, firstBook + 1 + run, bench));
  const lcp = median(measured.map((each) => each.lcp));
  const cls = Math.max(...measured.map((each) => each.cls));
  const inp = median(measured.map(({ interactions }) => Math.max(...Object.values(interactions))));
  const worst = worstInteraction(measured);
  const at = `at ${slowDown}× CPU slow-down, ${runs} runs`;
  return [
    { what: `LCP of the start page ${at}`, ours: `${lcp.toFixed(0)} ms`, target: `≤ ${targets.lcpMs} ms`, met: lcp <= targets.lcpMs }, // prettier-ignore
    {
      what: `CLS of the visit ${at}, worst`,
      ours: cls.toFixed(3),
      target: `≤ ${targets.cls}`,
      met: cls <= targets.cls,
    },
    { what: `INP of the visit ${at}`, ours: `${inp.toFixed(0)} ms, slowest ${worst}`, target: `≤ ${targets.inpMs} ms`, met: inp <= targets.inpMs }, // prettier-ignore
  ];
};

/** @param book that is asked for: another one each time, for there is nothing to ask for twice. */
async function visit(stage: Stage, url: string, book: number, bench: Bench): Promise<Vitals> {
  const page = await stage.open(url);
  try {
    await page.addInitScript({ content: observe });
    const debuggee = await page.context().newCDPSession(page);
    await debuggee.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
    await page.goto("/", { waitUntil: "networkidle" });
    // Nothing is done before it is told, for with the first key the browser stops looking.
    while (!(await page.evaluate("vitals.lcp > 0 && document.querySelector('.book-card') !== null"))) await pause(50);
    await act(page, book);
    const all = await page.evaluate<Vitals>("vitals");
    bench.say(`LCP ${all.lcp.toFixed(0)} ms, CLS ${all.cls.toFixed(3)}, ${JSON.stringify(all.interactions)}`);
    return all;
  } finally {
    await page.context().close();
  }
}

/** What somebody does in the first minute: types, asks, looks, goes about. */
async function act(page: Page, book: number): Promise<void> {
  await named(page, "typing", async () => {
    await page.getByRole("searchbox").click();
    await page.keyboard.type(`winter ${book}`, { delay: 120 });
    await page.getByRole("button", { name: request(book) }).waitFor();
  });
  await named(page, "request", async () => {
    await page.getByRole("button", { name: request(book) }).click();
    await page.waitForLoadState("networkidle");
  });
  await named(page, "to the requests", async () => {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Requests" }).click();
    await page.locator(".request-row").first().waitFor();
  });
  await named(page, "to a request", async () => {
    await page.locator(".request-row :is(h2, h3) a").first().click();
    await page.getByRole("heading", { name: "What has happened" }).waitFor();
  });
  await named(page, "theme", () => page.getByRole("button", { name: /theme/i }).click());
}

/** Event timing comes after the paint, so each step waits for what it has brought about. */
async function named(page: Page, name: string, step: () => Promise<unknown>): Promise<void> {
  await page.evaluate(`vitals.name = ${JSON.stringify(name)}`);
  await step();
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300)))");
}

const observe = `{
  const vitals = window.vitals = { lcp: 0, cls: 0, interactions: {}, name: "" };
  const each = (type, options, see) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true, ...options });
  each("largest-contentful-paint", {}, (entry) => { vitals.lcp = entry.startTime; });
  each("layout-shift", {}, (entry) => { if (!entry.hadRecentInput) vitals.cls += entry.value; });
  each("event", { durationThreshold: 16 }, (entry) => {
    if (!entry.interactionId) return;
    vitals.interactions[vitals.name] = Math.max(vitals.interactions[vitals.name] ?? 0, entry.duration);
  });
}`;

function worstInteraction(measured: readonly Vitals[]): string {
  const names = [...new Set(measured.flatMap(({ interactions }) => Object.keys(interactions)))];
  const medians = names.map(
    (name) => [name, median(measured.map(({ interactions }) => interactions[name] ?? 0))] as const,
  );
  const [name, ms] = medians.toSorted(([, one], [, other]) => other - one)[0]!;
  return `“${name}” ${ms.toFixed(0)} ms`;
}
