/**
 * `npm run fault:rotation -- [values] [writers] [kills]`: rotates the encryption key under 20,000 sealed values unless
 * told, while 50 write and others read, and kills the server ten times in the middle. Nothing may be lost, no read may
 * fail, and in the end everything must be under the newest key.
 */
import { killedRotation } from "./rotation-run.ts";

const words = process.argv.slice(2);
if (words.length > 3 || words.some((word) => !/^[1-9]\d{0,5}$/.test(word))) {
  console.error(
    `“${words.join(" ")}” makes no sense here. Usage: npm run fault:rotation -- [values] [writers] [kills]`,
  );
  process.exit(2);
}
const [values = 20_000, writers = 50, kills = 10] = words.map(Number);
// What was started ends with this process, but not when a signal ends it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const begun = performance.now();
const { done, problems, ...run } = await killedRotation({ values, writers, kills }, (sentence) =>
  console.log(sentence),
);
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(`
${run.values} sealed values, ${writers} writers: ${done.writes} writes, ${done.reads} reads, ${done.lost} done again because the connection was lost.
Kills in the middle of a rotation: ${run.kills}. New keys: ${run.rotations}. It took ${seconds} s.`);
console.log(
  problems.length === 0
    ? "\nNothing was lost, no read failed, and everything is under the newest key."
    : `\nFAILED (${problems.length}):\n${problems.slice(0, 20).join("\n")}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
