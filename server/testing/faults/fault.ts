/**
 * `npm run fault -- [scenario] [times]`: brings about what goes wrong in years of running, one thing after the other, or only
 * the one that is named, and looks after each whether anything was lost: twelve checks, in nothing-lost.ts. A line for each
 * run; ends with 1 when something was lost, and with 2 when the words make no sense. What vendors do wrong is in the suite
 * (download-client-faults.test.ts, the contracts of the integrations).
 */
import "reflect-metadata";
import { clockSkew } from "./clock-skew.scenario.ts";
import { crowd } from "./crowd.scenario.ts";
import { databaseLate } from "./database-late.scenario.ts";
import { databaseRestarts } from "./database-restarts.scenario.ts";
import { diskFull } from "./disk-full.scenario.ts";
import { eventOrder } from "./event-order.scenario.ts";
import { historyKilled } from "./history-killed.scenario.ts";
import { kill } from "./kill.scenario.ts";
import { networkCut } from "./network-cut.scenario.ts";
import { poison } from "./poison.scenario.ts";
import { randomKills } from "./random-kills.scenario.ts";
import { retentionKilled } from "./retention-killed.scenario.ts";
import { rollingUpgrade } from "./rolling-upgrade.scenario.ts";
import { UsageError, type Scenario, type Tell } from "./scenario.ts";
import { temporaryFull } from "./temporary-full.scenario.ts";
import { toldToStop } from "./told-to-stop.scenario.ts";
import { twoServers } from "./two-servers.scenario.ts";
import { vendorsDown } from "./vendors-down.scenario.ts";
import { zombie } from "./zombie.scenario.ts";

const scenarios: Readonly<Record<string, Scenario>> = {
  kill,
  "random-kills": randomKills,
  "database-restarts": databaseRestarts,
  "database-late": databaseLate,
  "network-cut": networkCut,
  "vendors-down": vendorsDown,
  crowd,
  "disk-full": diskFull,
  "temporary-full": temporaryFull,
  "clock-skew": clockSkew,
  "two-servers": twoServers,
  "rolling-upgrade": rollingUpgrade,
  zombie,
  "told-to-stop": toldToStop,
  poison,
  "history-killed": historyKilled,
  "event-order": eventOrder,
  "retention-killed": retentionKilled,
};

const [name, ...words] = process.argv.slice(2);
if (name !== undefined && !(name in scenarios))
  refuse(`There is no “${name}”. There are: ${Object.keys(scenarios).join(", ")}.`);
const times = /^[1-9]\d{0,3}$/.test(words[0] ?? "") ? Number(words.shift()) : null;

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

// What was started ends with this process, but not when a signal ends it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

let [runs, failures] = [0, 0];
const skipped = new Set<string>();
const tell: Tell = async (line, run) => {
  const begun = performance.now();
  const outcome = await run().catch((error: Error) => ({ problems: [error.message], saw: "", skipped: [] }));
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const isWell = outcome.problems.length === 0;
  runs += 1;
  if (!isWell) failures += 1;
  for (const each of outcome.skipped ?? []) skipped.add(each);
  console.log(
    `${line}: ${isWell ? "well" : `FAILED: ${outcome.problems.join(" ")}`} (${[outcome.saw, `${seconds} s`].filter(Boolean).join("; ")})`,
  );
};

for (const [each, scenario] of Object.entries(scenarios)) {
  if (name !== undefined && each !== name) continue;
  if (name === undefined) console.log(`\n${each}`);
  await scenario.run(times ?? scenario.times, words, tell).catch((error: Error) => {
    if (error instanceof UsageError) refuse(error.message);
    throw error;
  });
}
for (const each of skipped) console.log(`Not looked at: ${each}`);
console.log(failures === 0 ? `\nNothing was lost in ${runs} runs.` : `\n${failures} of ${runs} runs failed.`);
process.exit(failures === 0 ? 0 : 1);
