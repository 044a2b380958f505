/** Runs a benchmark: brings its PostgreSQL and its data, prints one table, and leaves nothing behind that was not asked for. */
import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { version } from "../system/version.ts";
import { startCluster } from "./cluster.ts";
import { killChildren } from "./program.ts";
import { table } from "./report.ts";
import type { Line, Section } from "./section.ts";

/** @param sections by the names that the command line takes; without names it is all of them. Ends the process. */
export async function runBench(sections: Readonly<Record<string, Section>>): Promise<never> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    // In a folder that is kept, the next run finds what this one has filled.
    options: { markdown: { type: "boolean" }, keep: { type: "string" } },
  });
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
    const kept = values.keep === undefined ? folder : resolve(values.keep);
    const cluster = await startCluster(kept);
    closers.push(() => cluster.stop());
    for (const name of positionals.length > 0 ? positionals : Object.keys(sections)) {
      if (stopped) break;
      say(`${name} …`);
      const depth = closers.length;
      const own = join(folder, name);
      await mkdir(own);
      try {
        const measured = await sections[name]!({
          folder: own,
          cluster,
          say,
          atEnd: (close) => void closers.push(close),
        });
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

  const isCompared = lines.some(({ sql, postgraphile }) => sql || postgraphile);
  console.log(
    `\nReadMeABook ${version}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${new Date().toISOString()}. ` +
      `Medians. Load of the machine ${loadBefore} before, ${load()} after (1, 5, 15 minutes).${isCompared ? " In brackets: as a multiple of this program." : ""}\n`,
  );
  console.log(table(lines, values.markdown === true));
  process.exit();
}
