/**
 * `npm run fault:parsers -- [times] [seed] [folder]`: random changes of what indexers, Plex and trackers send, 10 000
 * unless told, through the program's HTTP client and parsers. Each must be read or refused in a sentence, and none may
 * keep the event loop busy for 100 ms. A folder of recorded answers adds to those of the fakes. One that seems slow is
 * asked again, because a machine that is busy is slow as well: it counts when it is slow three times.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createChance } from "../../database/seed-chance.ts";
import { mutate } from "./mutate.ts";
import { openParserStage } from "./parser-samples.ts";

const MOST_MS = 100;
const [times = "10000", seed = "1", folder] = process.argv.slice(2);
if (![times, seed].every((word) => /^\d{1,7}$/.test(word))) {
  console.error("How many, and which? Usage: npm run fault:parsers -- [times] [seed] [folder of recorded answers]");
  process.exit(2);
}

const stage = await openParserStage(folder);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const tick = () => new Promise((resolve) => setTimeout(resolve, 6));
const failures: string[] = [];
let slowest = 0;
process.on("uncaughtException", (error) => failures.push(`Nobody caught: ${error.stack}`));
process.on("unhandledRejection", (error) => failures.push(`Nobody caught: ${String(error)}`));

const begun = performance.now();
for (let index = 0; index < Number(times); index += 1) await attempt(index);
await stage.close();

const seconds = ((performance.now() - begun) / 1000).toFixed(0);
for (const failure of failures.slice(0, 20)) console.log(failure);
console.log(
  `${times} changes of ${stage.samples.length} answers in ${seconds} s: ${failures.length} failures; the event loop was busy for at most ${slowest.toFixed(0)} ms.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function attempt(index: number): Promise<void> {
  const chance = createChance(Number(seed) * 1_000_003 + index);
  const { kind, bytes } = chance.pick(stage.samples);
  const changed = mutate(bytes, chance.pick(stage.samples).bytes, chance);
  let busy = Infinity;
  try {
    for (let tries = 0; tries < 3 && busy > MOST_MS; tries += 1) busy = Math.min(busy, await timed(kind, changed));
  } catch (error) {
    failures.push(`Change ${index} of a ${kind}: ${(error as Error).stack}`);
    return;
  }
  slowest = Math.max(slowest, busy);
  if (busy > MOST_MS) failures.push(`Change ${index} of a ${kind} kept the event loop busy for ${busy.toFixed(0)} ms.`);
}

/** @returns the longest time in which nothing else could run, in milliseconds. */
async function timed(...[kind, bytes]: Parameters<typeof stage.read>): Promise<number> {
  delay.reset();
  // Its timer has to come once before, because it measures from one time to the next, and once after.
  await tick();
  await stage.read(kind, bytes);
  await tick();
  return delay.max / 1e6;
}
