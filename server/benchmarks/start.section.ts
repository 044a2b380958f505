/** From the start of the process to the first 200 of /readyz, with the embedded PostgreSQL. */
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { median } from "./statistics.ts";

const times = 5;
const targetMs = 5_000;

/** Each data folder is started on twice: the first start makes the database, the later one finds it. */
export async function start(bench: Bench): Promise<readonly Line[]> {
  const first: number[] = [];
  const later: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const dataDir = join(bench.folder, `data${index}`);
    first.push(await timeToReady(bench, dataDir));
    later.push(await timeToReady(bench, dataDir));
    bench.say(`first ${first.at(-1)!.toFixed(0)} ms, later ${later.at(-1)!.toFixed(0)} ms`);
  }
  const seconds = (all: readonly number[]) => `${(median(all) / 1000).toFixed(2)} s`;
  return [
    { what: "first start, from an empty data folder, to /readyz", ours: seconds(first) },
    {
      what: "later start to /readyz",
      ours: seconds(later),
      target: `≤ ${targetMs / 1000} s`,
      met: median(later) <= targetMs,
    },
  ];
}

async function timeToReady(bench: Bench, dataDir: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const starting = startProgram({ PORT: String(port), DATA_DIR: dataDir });
  bench.atEnd(() => starting.then((program) => program.stop(), () => {})); // prettier-ignore
  let failed = false;
  starting.catch(() => (failed = true));
  while (!failed) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false); // prettier-ignore
    if (ready) break;
    await pause(5);
  }
  const took = performance.now() - begun;
  await (await starting).stop();
  return took;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
