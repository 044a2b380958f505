/** Five thousand covers, scrolled through from the first to the last. */
import type { Line, Section } from "../section.ts";
import { openStage } from "./stage.ts";

const books = 5_000;
const targetMs = 50;
/** A brisk hand on a wheel: so many pixels at a time, so many times a second. */
const wheel = { pixels: 120, timesPerSecond: 30 };
const longestMs = 180_000;

interface Scrolled {
  readonly longTasks: readonly number[];
  readonly heapBytes: number;
}

/** Tasks of the main thread that take over 50 ms are what a browser calls long. */
export const scroll: Section = async (bench): Promise<readonly Line[]> => {
  const stage = await openStage(bench, "scroll", books);
  const page = await stage.open((await stage.start()).url);
  await page.goto("/?order=title", { waitUntil: "networkidle" });
  const seen = new Set<string>();
  await page.evaluate(`{
    window.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  }`);
  await page.mouse.move(640, 600);
  const begun = performance.now();
  let still = 0;
  while (still < 60 && performance.now() - begun < longestMs) {
    await page.mouse.wheel(0, wheel.pixels);
    const { titles, isAtEnd } = await page.evaluate<{ titles: string[]; isAtEnd: boolean }>(look);
    for (const title of titles) seen.add(title);
    still = isAtEnd ? still + 1 : 0;
    await page.waitForTimeout(1000 / wheel.timesPerSecond);
  }
  const { longTasks, heapBytes } = await page.evaluate<Scrolled>(
    "({ longTasks, heapBytes: performance.memory?.usedJSHeapSize ?? 0 })",
  );
  const longest = Math.max(0, ...longTasks);
  return [
    {
      what: `${seen.size} of ${books} covers scrolled by in ${((performance.now() - begun) / 1000).toFixed(0)} s: tasks over ${targetMs} ms`,
      ours: longTasks.length === 0 ? "none" : `${longTasks.length}, longest ${longest.toFixed(0)} ms`,
      target: "none",
      met: longTasks.length === 0 && seen.size === books,
    },
    { what: "JavaScript heap after it", ours: `${(heapBytes / 1_000_000).toFixed(0)} MB` },
  ];
};

const look = `({
  titles: [...document.querySelectorAll(".book-card h3")].map(({ textContent }) => textContent),
  isAtEnd: Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight,
})`;
