/**
 * `npm run attack`: every attack against the real server on its embedded database, five times over, while
 * another thread asks for /healthz. A line for each attack, and a verdict; ends with 1 when one was answered wrongly, when
 * /healthz took longer than it may, or when the server's memory grew too far.
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openBrowser } from "../browser.ts";
import { startServer, stopServers } from "../faults/server-process.ts";
import { floodWithPings, holdSockets } from "./flood.ts";
import { runAttacks } from "./run.ts";

const rounds = 5;
const mostHealthMs = 50;
const mostGrowthMb = 150;

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-attack-"));
const problems: string[] = [];
try {
  const { url, token, child } = await startServer(dataDir, null);
  const apiKey = await furnish(url, token!);
  const memoryMb = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const before = process.platform === "linux" ? memoryMb() : 0;
  const health = watchHealth(url);
  for (let round = 1; round <= rounds; round += 1)
    for await (const { id, ms, problem } of runAttacks({ url, apiKey })) {
      if (round === 1 || problem) console.log(`${problem ? "WRONG" : "right"}  ${id} (${ms.toFixed(0)} ms)`);
      if (problem) problems.push(`${id}: ${problem}`);
    }
  for (const [id, flood] of [
    ["pings of 60 kB", () => floodWithPings(url, apiKey)],
    ["2000 sockets of nobody's", () => holdSockets(url)],
  ] as const) {
    const problem = await flood();
    console.log(`${problem ? "WRONG" : "right"}  flood: ${id}`);
    if (problem) problems.push(`${id}: ${problem}`);
  }
  const { p99, times } = await health();
  const grown = process.platform === "linux" ? memoryMb() - before : 0;
  console.log(
    `\n/healthz p99 ${p99.toFixed(1)} ms of ${times} (at most ${mostHealthMs}), memory +${grown.toFixed(0)} MB`,
  );
  if (p99 > mostHealthMs) problems.push(`/healthz took ${p99.toFixed(1)} ms`);
  if (grown > mostGrowthMb) problems.push(`The memory grew by ${grown.toFixed(0)} MB`);
} finally {
  await stopServers();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(problems.length === 0 ? "Every attack was answered rightly." : `\n${problems.join("\n")}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Makes the first admin and somebody with a request. @returns the key of the latter. */
async function furnish(url: string, token: string): Promise<string> {
  const owner = openBrowser(url);
  const password = "a long enough password";
  await owner.ask(`mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`, {
    input: { token, username: "owner", password },
  });
  await owner.ask(`mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }`, {
    input: { username: "ann", password },
  });
  const ann = openBrowser(url);
  await ann.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { id } }`, {
    input: { username: "ann", password },
  });
  for (const title of ["Emma", "Persuasion", "Mansfield Park"])
    await ann.ask(`mutation { createRequest(input: { title: "${title}", author: "Jane Austen" }) { id } }`);
  return (await ann.ask(`mutation { createApiKey(input: { name: "attack" }) { key } }`)).createApiKey.key;
}

/** In a thread of its own, so that what this one does is not taken for the server's time. @returns what ends it. */
function watchHealth(url: string): () => Promise<{ p99: number; times: number }> {
  const worker = new Worker(new URL("./health.worker.js", import.meta.url), { workerData: `${url}/healthz` });
  return () =>
    new Promise((resolve, reject) => {
      worker.once("message", (milliseconds: number[]) => {
        const sorted = milliseconds.toSorted((a, b) => a - b);
        resolve({ p99: sorted[Math.floor(sorted.length * 0.99)] ?? Infinity, times: sorted.length });
      });
      worker.once("error", reject);
      worker.postMessage("stop");
    });
}
