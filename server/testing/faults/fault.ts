/**
 * `npm run fault`: kills the server at every step of a request, several times each, and looks whether the book arrives all
 * the same: once, whole, and with a history that is what the queue did. `npm run fault -- 1` runs each moment once.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../sandbox/world.ts";
import { killedRun, moments, type Moment } from "./killed-run.ts";

const times = Number(process.argv[2] ?? 5);
const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-sandbox-"));
const sandbox = await startSandbox({ dataDir });
let failures = 0;
try {
  for (const moment of Object.keys(moments) as Moment[]) {
    for (let time = 1; time <= times; time += 1) {
      const { problems, hit, seconds } = await killedRun(sandbox, moment).catch((error: Error) => ({
        problems: [error.message],
        hit: false,
        seconds: 0,
      }));
      const verdict =
        problems.length > 0 ? `FAILED: ${problems.join(" ")}` : hit ? "well" : "FAILED: it was not killed";
      if (verdict !== "well") failures += 1;
      console.log(
        `kill -9 ${moment}, ${time} of ${times}: ${verdict} (completed ${seconds.toFixed(1)} s after the restart)`,
      );
    }
  }
} finally {
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(failures === 0 ? "\nEvery book arrived once and whole." : `\n${failures} runs failed.`);
process.exitCode = failures === 0 ? 0 : 1;
