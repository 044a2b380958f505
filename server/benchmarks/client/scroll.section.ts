/** Five thousand covers, scrolled through from the first to the last. */
import type { Browser } from "playwright-core";
import type { Line, Section } from "../section.ts";
import { openStage } from "./stage.ts";

const books = 5_000;
const targetMs = 50;
/** A wheel that spins freely: so many pixels at a time, as fast as the browser takes them. */
const wheelPixels = 300;
/** So many times, and what was traced is looked through: the browser keeps it in its memory. */
const turnsATrace = 300;
const longestMs = 240_000;

/** A task of the page's main thread. */
interface Task {
  /** From its beginning to its end, whatever else the machine did in between. */
  readonly wallMs: number;
  /** What it took of a processor. */
  readonly cpuMs: number;
  /** What it did, the longest first. */
  readonly parts: string;
}

/**
 * What keeps a page from answering is work, so a task counts by the processor's time that it takes. Where there is no graphics
 * card the browser's other threads paint on the same processors, and by the clock a task lasts for as long as it waits for one.
 */
export const scroll: Section = async (bench): Promise<readonly Line[]> => {
  const stage = await openStage(bench, "scroll", books);
  const page = await stage.open((await stage.start()).url);
  await page.goto("/?order=title", { waitUntil: "networkidle" });
  const seen = new Set<string>();
  const long: Task[] = [];
  await page.mouse.move(640, 600);
  const begun = performance.now();
  let still = 0;
  while (still < 60 && performance.now() - begun < longestMs) {
    await stage.browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "v8"] });
    for (let turn = 0; turn < turnsATrace && still < 60; turn += 1) {
      await page.mouse.wheel(0, wheelPixels);
      const { titles, isAtEnd } = await page.evaluate<{ titles: string[]; isAtEnd: boolean }>(look);
      for (const title of titles) seen.add(title);
      still = isAtEnd ? still + 1 : 0;
    }
    long.push(...(await longTasks(stage.browser)));
  }
  const heapBytes = await page.evaluate<number>("performance.memory?.usedJSHeapSize ?? 0");
  const working = long.filter(({ cpuMs }) => cpuMs > targetMs);
  for (const { cpuMs, parts } of working) bench.say(`A task worked for ${cpuMs.toFixed(0)} ms: ${parts}`);
  const longest = (of: "wallMs" | "cpuMs") => Math.max(0, ...long.map((task) => task[of])).toFixed(0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  return [
    {
      what: `${seen.size} of ${books} covers scrolled by in ${seconds} s: tasks that work for over ${targetMs} ms`,
      ours: working.length === 0 ? `none, longest ${longest("cpuMs")} ms` : `${working.length}, longest ${longest("cpuMs")} ms`,
      target: "none",
      met: working.length === 0 && seen.size === books,
    }, // prettier-ignore
    {
      what: `Tasks that last for over ${targetMs} ms by the clock`,
      ours: `${long.length}, longest ${longest("wallMs")} ms`,
    },
    { what: "JavaScript heap after it", ours: `${(heapBytes / 1_000_000).toFixed(0)} MB` },
  ];
};

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, as the others are. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** @returns what the main threads of pages did that lasted for too long. Ends the trace. */
async function longTasks(browser: Browser): Promise<Task[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(thread),
  );
  const ofPages = traceEvents.filter((event) => main.has(thread(event)));
  const partsOf = (task: TraceEvent) =>
    ofPages
      .filter((event) => event !== task && thread(event) === thread(task))
      .filter(({ ts, tdur = 0 }) => tdur > 5_000 && ts >= task.ts && ts < task.ts + task.dur!)
      .toSorted((a, b) => b.tdur! - a.tdur!)
      .map(({ name, tdur }) => `${name} ${(tdur! / 1000).toFixed(0)}`)
      .join(", ");
  return ofPages
    .filter(({ name, dur = 0 }) => name === "ThreadControllerImpl::RunTask" && dur / 1000 > targetMs)
    .map((task) => ({ wallMs: task.dur! / 1000, cpuMs: (task.tdur ?? task.dur!) / 1000, parts: partsOf(task) }));
}

const look = `({
  titles: [...document.querySelectorAll(".book-card h3")].map(({ textContent }) => textContent),
  isAtEnd: Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight,
})`;
