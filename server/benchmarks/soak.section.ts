/** An hour with a hundred live clients: what the program holds at its end, beside what it held when it was warm. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { jobs } from "../jobs/registry.ts";
import { urlOf } from "./cluster.ts";
import { fill } from "./fill.ts";
import { startChild, startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import type { SoakInput, SoakResult } from "./soak.child.ts";
import { median } from "./statistics.ts";

const people = 100;
const minutes = 60;
/** Code is compiled, caches fill and pools open in the first of them. */
const warmMinutes = 10;
const sampleSeconds = 10;
/** So many minutes are taken together: collections come and go. */
const windowMinutes = 5;
const targetMb = 20;

/** The resident set of the program alone, at an outer PostgreSQL. */
export async function soak(bench: Bench): Promise<readonly Line[]> {
  if (process.platform !== "linux") return [{ what: "resident memory", ours: "only Linux tells it" }];
  const { address } = await bench.cluster.createDatabase("soak", jobs);
  const everybody = await fill(address);
  const program = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => program.stop());
  const input = { url: program.url, address, people: everybody.slice(0, people), seconds: minutes * 60 };
  let isOver = false;
  const child = startChild<SoakInput, SoakResult>("soak.child", input).finally(() => (isOver = true));
  const samples: { readonly minute: number; readonly mb: number }[] = [];
  const begun = performance.now();
  while (!isOver) {
    await Promise.race([pause(sampleSeconds * 1000), child]);
    const minute = (performance.now() - begun) / 60_000;
    samples.push({ minute, mb: await residentMb(program.pid) });
    if (samples.length % 30 === 0) bench.say(`${minute.toFixed(0)} min: ${samples.at(-1)!.mb.toFixed(0)} MB`);
  }
  const { frames, missing, lists, requests, failures } = (await child).output;
  const between = (from: number, to: number) =>
    median(samples.filter(({ minute }) => minute >= from && minute < to).map(({ mb }) => mb));
  const warm = between(warmMinutes, warmMinutes + windowMinutes);
  const end = between(minutes - windowMinutes, minutes);
  const growth = end - warm;
  return [
    {
      what: `${minutes} minutes with ${people} live clients: growth of the resident memory after the first ${warmMinutes}`,
      ours: `${growth.toFixed(1)} MB (${warm.toFixed(0)} → ${end.toFixed(0)})`,
      target: `< ${targetMb} MB`,
      met: growth < targetMb,
    },
    { what: "largest", ours: `${Math.max(...samples.map(({ mb }) => mb)).toFixed(0)} MB` },
    {
      what: "frames, lists, requests made and cancelled",
      ours: `${frames}, ${lists}, ${requests}`,
    },
    { what: "frames that never came, operations that failed", ours: `${missing}, ${failures}`, target: "none", met: missing + failures === 0 }, // prettier-ignore
  ];
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}
