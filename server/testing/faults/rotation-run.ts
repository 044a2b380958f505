/**
 * A rotation of the encryption key on a server that is killed in the middle of it, again and again, while people write
 * and read what is being sealed anew.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { connectApi, type Api } from "../../sandbox/api.ts";
import { keyFileIn, loadOrMakeKeyFile, openKeyFile } from "../../security/encryption-keys.ts";
import { createSecretBox } from "../../security/secret-box.ts";
import { eventually } from "../eventually.ts";
import { embeddedAddress } from "./embedded-address.ts";
import { checkJobs } from "./nothing-lost.ts";
import { checkOldKeys } from "./old-keys.ts";
import { plantCanaries, type Canaries } from "./sealed-canaries.ts";
import { startServer, stopServers } from "./server-process.ts";

/** How much there is to do. */
export interface RotationPlan {
  readonly values: number;
  readonly writers: number;
  readonly kills: number;
}

/** What came of it. */
export interface RotationRun {
  readonly values: number;
  readonly done: Canaries["done"];
  /** How many kills hit a rotation that had begun and was not over. */
  readonly kills: number;
  /** How often a new key was made: a rotation may be over before it was killed often enough. */
  readonly rotations: number;
  /** A sentence for everything that must not be; none is well. */
  readonly problems: readonly string[];
}

const account = { username: "owner", password: "kept for the whole run" };
const readers = 10;
const patienceMs = 180_000;
/** Of the 60 that the embedded PostgreSQL takes, the server has half. */
const connections = 24;

/** Makes an installation of its own, and removes it. @param say hears how it goes. */
export async function killedRotation(plan: RotationPlan, say: (sentence: string) => void): Promise<RotationRun> {
  const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-rotation-"));
  try {
    return await runOn(dataDir, plan, say);
  } finally {
    await stopServers();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function runOn(dataDir: string, plan: RotationPlan, say: (sentence: string) => void): Promise<RotationRun> {
  const problems = new Set<string>();
  let { child, api } = await start(dataDir);
  const sql = new Pool({ ...(await embeddedAddress(dataDir)), max: connections });
  sql.on("error", () => {}); // An idle connection goes with its server.
  const secrets = createSecretBox(loadOrMakeKeyFile(dataDir).keys, openKeyFile(keyFileIn(dataDir)));
  const newest = () => secrets.keyNames()[0]!;
  const canaries = await plantCanaries(sql, secrets, plan.values, (problem) => problems.add(problem));
  await sealAudit(api);
  const endWork = canaries.work(plan.writers, readers);
  let [kills, rotations] = [0, 0];
  try {
    while (kills < plan.kills) {
      const { kept, moved } = await canaries.countKept(newest());
      if (moved === kept) {
        await untilRotated(api);
        await api.ask("mutation { rotateEncryptionKey { id } }");
        rotations += 1;
        continue;
      }
      const middle = await untilMiddle(canaries, newest(), moved);
      if (middle === null) continue;
      const died = once(child, "exit");
      child.kill("SIGKILL");
      await died;
      kills += 1;
      say(
        `kill -9 ${kills} of ${plan.kills}: ${middle} of the ${kept} values that nobody writes were under ${newest()}`,
      );
      ({ child, api } = await start(dataDir));
    }
    await untilRotated(api);
  } finally {
    await endWork();
  }
  await canaries.check(newest());
  await sealAudit(api);
  for (const problem of await checkJobs(await embeddedAddress(dataDir))) problems.add(problem);
  await sql.end();
  await stopServers();
  const restart = async () => sealAudit((await start(dataDir)).api);
  for (const problem of await checkOldKeys(dataDir, newest(), restart)) problems.add(problem);
  return { values: canaries.count, done: canaries.done, kills, rotations, problems: [...problems] };
}

async function start(dataDir: string) {
  const { child, url, token } = await startServer(dataDir, null);
  return { child, api: await connectApi(url, account, token) };
}

/**
 * Waits until a good part of what is left has been sealed anew.
 * @returns how much has the key by then, or null when the rotation was quicker than the look.
 */
function untilMiddle(canaries: Canaries, key: string, from: number): Promise<number | null> {
  return eventually(async () => {
    const { kept, moved } = await canaries.countKept(key);
    if (moved === kept) return null;
    if (moved < from + (kept - from) / 8) throw new Error(`The rotation does not go on: ${moved} of ${kept}.`);
    return moved;
  }, patienceMs);
}

/** Nobody asks for it again: what was killed goes on by itself. */
async function untilRotated(api: Api): Promise<void> {
  await eventually(async () => {
    const { encryptionKeys, jobs } = await api.ask<{
      encryptionKeys: { name: string; values: number }[];
      jobs: { nodes: { status: string }[] };
    }>(`{
      encryptionKeys { name values }
      jobs(first: 1, filter: { type: ["rotate_keys"], status: [PENDING, ACTIVE, DELAYED, STUCK] }) { nodes { status } }
    }`);
    const left = encryptionKeys.slice(1).filter(({ values }) => values > 0);
    if (left.length > 0) throw new Error(`Not all is under the new key: ${JSON.stringify(encryptionKeys)}.`);
    if (jobs.nodes[0]) throw new Error(`A rotation is still ${jobs.nodes[0].status}.`);
  }, patienceMs);
}

async function sealAudit(api: Api): Promise<void> {
  const { runJob } = await api.ask<{ runJob: { id: string } }>(
    `mutation { runJob(input: { type: "seal_audit" }) { id } }`,
  );
  await eventually(async () => {
    const { job } = await api.ask<{ job: { status: string } }>("query ($id: ID!) { job(id: $id) { status } }", runJob);
    if (job.status !== "COMPLETED") throw new Error(`The sealing of the audit is ${job.status}.`);
  }, patienceMs);
}
