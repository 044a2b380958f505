/**
 * `npm run fault -- [times] [client] [moment]`: kills the server at every step of a request, several times each, and looks
 * whether the book arrives all the same: once, whole, and with a history that is what the queue did.
 *
 * - times: of each moment; 5 unless told.
 * - client: embedded unless told, else qbittorrent or transmission: the real program with its owner's torrents and
 *   settings in it, all of which must be the same afterwards. Ends with 2 where it is not installed.
 * - moment: only that one, in quotation marks.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../sandbox/world.ts";
import { isInstalled } from "../real-clients.ts";
import { embeddedOwner, findChanges } from "./client-owner.ts";
import { killedRun, moments, type Moment } from "./killed-run.ts";
import { startOwnedQbittorrent } from "./qbittorrent-owner.ts";
import { startOwnedTransmission } from "./transmission-owner.ts";

const clients = {
  embedded: { program: null, start: async () => embeddedOwner },
  qbittorrent: { program: "qbittorrent-nox", start: startOwnedQbittorrent },
  transmission: { program: "transmission-daemon", start: startOwnedTransmission },
} as const;

const words = process.argv.slice(2);
const take = <Word extends string>(known: readonly Word[]) => known.find((word) => words.includes(word));
const client = take(Object.keys(clients) as (keyof typeof clients)[]) ?? "embedded";
const moment = take(Object.keys(moments) as Moment[]);
const times = Number(words.find((word) => /^[1-9]\d*$/.test(word)) ?? 5);
const { program, start } = clients[client];

const unknown = words.filter((word) => ![client, moment, String(times)].includes(word));
if (unknown.length > 0)
  refuse(
    `It knows no “${unknown.join("”, “")}”. Clients: ${Object.keys(clients).join(", ")}. Moments: ${Object.keys(moments).join(", ")}.`,
  );
if (program && !isInstalled(program)) refuse(`${program} is not installed here. On Debian: apt-get install ${program}`);

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

// What was started ends with this process, but not when a signal ends it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-sandbox-"));
const sandbox = await startSandbox({ dataDir });
let failures = 0;
try {
  const owner = await start();
  try {
    const before = await owner.lookAtOwn();
    for (const each of moment ? [moment] : (Object.keys(moments) as Moment[])) {
      for (let time = 1; time <= times; time += 1) await runOnce(owner, each, time);
    }
    const changes = findChanges(before, await owner.lookAtOwn());
    const count = Object.keys(before).length;
    if (count > 0)
      console.log(changes.join("\n") || `\nAll that its owner had in ${client} is as it was (${count} values).`);
    failures += changes.length;
  } finally {
    await owner.close();
  }
} finally {
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(failures === 0 ? "\nEvery book arrived once and whole." : `\n${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;

async function runOnce(owner: Awaited<ReturnType<typeof start>>, moment: Moment, time: number): Promise<void> {
  const { problems, hit, seconds } = await killedRun(sandbox, owner, moment).catch((error: Error) => ({
    problems: [error.message],
    hit: false,
    seconds: 0,
  }));
  const verdict = problems.length > 0 ? `FAILED: ${problems.join(" ")}` : hit ? "well" : "FAILED: it was not killed";
  if (verdict !== "well") failures += 1;
  console.log(
    `kill -9 ${moment}, ${time} of ${times}: ${verdict} (completed ${seconds.toFixed(1)} s after the restart)`,
  );
}
