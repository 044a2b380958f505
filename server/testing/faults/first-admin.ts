/**
 * `npm run fault:first-admin -- [times]`: twenty people who would all be the first admin meet at two servers on one
 * database, twenty times unless told, each time with a fresh database and fresh servers. Exactly one may become it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "../ask.ts";
import { startTestCluster } from "../cluster.ts";
import { startPlexFake } from "../fakes/plex.ts";
import { startPlexTvFake } from "../fakes/plex-tv.ts";
import { configurePlex, raceForAdmin } from "./admin-race.ts";
import { startServer, stopServers } from "./server-process.ts";

const [word = "20"] = process.argv.slice(2);
if (!/^[1-9]\d{0,3}$/.test(word)) {
  console.error(`How many times? “${word}” is no number. Usage: npm run fault:first-admin -- [times]`);
  process.exit(2);
}
// What was started ends with this process, but not when a signal ends it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const template = "first_admin";
const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-first-admin-"));
const { cluster, stop } = await startTestCluster();
const [plex, plexTv] = [await startPlexFake(), await startPlexTvFake()];
let failures = 0;
try {
  await ask({ ...cluster }, `create database ${template}`);
  // Migrates it.
  await start(template);
  await stopServers();
  await configurePlex({ ...cluster, database: template }, plex.url, plexTv);
  for (let time = 1; time <= Number(word); time += 1) await round(time);
} finally {
  await stopServers();
  await Promise.all([plex.close(), plexTv.close()]);
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(failures === 0 ? "\nExactly one admin each time." : `\n${failures} of ${word} rounds failed.`);
process.exitCode = failures === 0 ? 0 : 1;

async function round(time: number): Promise<void> {
  const database = `${template}_${time}`;
  await ask({ ...cluster }, `create database ${database} template ${template}`);
  try {
    const servers = [await start(database), await start(database)];
    const setUpToken = servers[0]!.token ?? "";
    const race = { urls: servers.map(({ url }) => url), setUpToken, plexUrl: plex.url, plexTv };
    const begun = performance.now();
    const { winner, refused, users, problems } = await raceForAdmin({ ...race, database: { ...cluster, database } });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (problems.length > 0) failures += 1;
    const verdict = problems.length > 0 ? `FAILED: ${problems.join(" ")}` : "one admin";
    console.log(
      `round ${time} of ${word}: ${verdict} (by ${winner}; ${refused} refused, ${users} plain users, ${seconds} s)`,
    );
  } finally {
    await stopServers();
    await ask({ ...cluster }, `drop database ${database} with (force)`);
  }
}

function start(database: string) {
  const { host, port, user, password = "" } = cluster;
  const url = `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  return startServer(dataDir, null, { DATABASE_URL: url, DATABASE_ROLES: template });
}
