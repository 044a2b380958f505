/**
 * `npm run bench [-- section …] [--markdown]`: measures the program and prints one table. Everything that is compared is
 * measured in the same run, in turns. It brings its own PostgreSQL and data, and leaves nothing behind.
 */
import "reflect-metadata";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { version } from "../system/version.ts";
import { startCluster } from "./cluster.ts";
import { jobs } from "./jobs.section.ts";
import { list } from "./list.section.ts";
import { live } from "./live.section.ts";
import { memory } from "./memory.section.ts";
import { pipeline } from "./pipeline.section.ts";
import { killChildren } from "./program.ts";
import { table } from "./report.ts";
import type { Line, Section } from "./section.ts";
import { start } from "./start.section.ts";
import { statements } from "./statements.section.ts";
import { walls } from "./walls.section.ts";

const sections: Readonly<Record<string, Section>> = { list, walls, statements, live, pipeline, jobs, memory, start };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { markdown: { type: "boolean" } } });
const unknown = positionals.filter((name) => !(name in sections));
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(", ")}. There are: ${Object.keys(sections).join(", ")}.`);
  process.exit(1);
}

const closers: (() => unknown)[] = [];
let closing = Promise.resolve();
/** One after the other, whoever asks for it: a signal may come while a section is being closed. */
function closeFrom(depth: number): Promise<void> {
  return (closing = closing.then(async () => {
    while (closers.length > depth) {
      try {
        await closers.pop()!();
      } catch (error) {
        console.error(error);
      }
    }
  }));
}
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopped = true;
    killChildren();
    void closeFrom(0).finally(() => process.exit(130));
  });
}

const say = (text: string) => console.error(text);
const load = () => loadavg().map((each) => each.toFixed(2)).join(" "); // prettier-ignore
const loadBefore = load();
const lines: (Line & { section: string })[] = [];
try {
  // PostgreSQL may run as another account, which has to be able to pass through.
  const folder = await mkdtemp(join(tmpdir(), "readmeabook-bench-"));
  // Last of all, and again when a process that was killed still writes.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const cluster = await startCluster(folder);
  closers.push(() => cluster.stop());
  for (const name of positionals.length > 0 ? positionals : Object.keys(sections)) {
    if (stopped) break;
    say(`${name} …`);
    const depth = closers.length;
    const own = join(folder, name);
    await mkdir(own);
    try {
      const measured = await sections[name]!({ folder: own, cluster, say, atEnd: (close) => void closers.push(close) });
      lines.push(...measured.map((line) => ({ ...line, section: name })));
    } catch (error) {
      // What the other sections have measured is shown all the same.
      console.error(error);
      lines.push({ section: name, what: "could not be measured, see above", ours: "", met: false });
      process.exitCode = 1;
    } finally {
      await closeFrom(depth);
    }
  }
} finally {
  await closeFrom(0);
}

console.log(
  `\nReadMeABook ${version}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${new Date().toISOString()}. ` +
    `Medians. Load of the machine ${loadBefore} before, ${load()} after (1, 5, 15 minutes). In brackets: as a multiple of this program.\n`,
);
console.log(table(lines, values.markdown === true));
process.exit();
