/** What the program and its embedded PostgreSQL hold while nobody asks for anything. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";

const idleSeconds = 60;
const targetMb = 300;

/** Proportional set size: a page that several processes share counts once, divided among them. */
export async function memory(bench: Bench): Promise<readonly Line[]> {
  if (process.platform !== "linux")
    return [{ what: "idle memory", ours: "only Linux tells the proportional set size" }];
  const program = await startProgram({ DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => program.stop());
  bench.say(`Waiting ${idleSeconds} s …`);
  await pause(idleSeconds * 1000);
  const own = await megabytes([program.pid]);
  const all = await megabytes(await family(program.pid));
  return [
    {
      what: `program and PostgreSQL, ${idleSeconds} s after the start, nothing configured`,
      ours: `${all.toFixed(0)} MB`,
      target: `≤ ${targetMb} MB`,
      met: all <= targetMb,
    },
    { what: "of which the program", ours: `${own.toFixed(0)} MB` },
  ];
}

/** A process and everything that descends from it. */
async function family(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const status = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/status`, "utf8").catch(() => "") : "";
    const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
    if (parent) parents.set(Number(entry), Number(parent));
  }
  const descends = (pid: number): boolean => pid === root || (parents.has(pid) && descends(parents.get(pid)!));
  return [...parents.keys()].filter(descends);
}

async function megabytes(pids: readonly number[]): Promise<number> {
  let kilobytes = 0;
  for (const pid of pids) {
    // One that has ended meanwhile holds nothing.
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes / 1024;
}
