/** From the COMMIT of a change to the frame at each socket that it concerns. */
import { join } from "node:path";
import { jobs } from "../jobs/registry.ts";
import { urlOf } from "./cluster.ts";
import { fill } from "./fill.ts";
import type { LiveInput, LiveResult } from "./live.child.ts";
import { startChild, startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { percentile, spread } from "./statistics.ts";

const changes = 100;
const targetMs = 100;
/** Sockets, and people that they are spread over: one may have 20. */
const cases = [
  [1, 1],
  [20, 1],
  [100, 10],
  [100, 100],
  [1000, 50],
  [1000, 100],
] as const;

/** Each change concerns one person's request, and goes to all of this person's sockets. */
export async function live(bench: Bench): Promise<readonly Line[]> {
  const { address } = await bench.cluster.createDatabase("live", jobs);
  const [, ...people] = await fill(address);
  const program = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => program.stop());
  const lines: Line[] = [];
  for (const [sockets, persons] of cases) {
    bench.say(`${sockets} sockets of ${persons} people`);
    const input = { url: program.url, address, people: people.slice(0, persons), sockets, changes };
    const { output } = await startChild<LiveInput, LiveResult>("live.child", input);
    const { milliseconds, missing } = output;
    lines.push({
      what: `${sockets} sockets of ${persons} people, commit → frame`,
      ours: spread(milliseconds) + (missing > 0 ? `, ${missing} never came` : ""),
      ...(sockets < 1000
        ? {}
        : {
            target: `p95 ≤ ${targetMs} ms`,
            met: missing === 0 && percentile(milliseconds, 95) <= targetMs,
          }),
    });
  }
  return lines;
}
