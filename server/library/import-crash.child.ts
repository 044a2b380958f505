/**
 * Runs one import and kills itself, as kill -9 would, right before its nth call of the file system; only
 * import-crash.test.ts starts it. Prints the number of calls when it gets to the end.
 */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

type Call = (...parameters: unknown[]) => unknown;

const [plan, options, killAt] = process.argv.slice(2).map((json) => JSON.parse(json));
let calls = 0;

function countCalls(target: Record<string, Call>, names: readonly string[]): void {
  for (const name of names) {
    const original = target[name]!;
    target[name] = function (this: unknown, ...parameters) {
      if (++calls === killAt) process.kill(process.pid, "SIGKILL");
      return original.apply(this, parameters);
    };
  }
}

const handle = await fs.open(process.argv[1]!);
countCalls(Object.getPrototypeOf(handle), ["read", "write", "sync", "chmod"]);
await handle.close();
countCalls(fs as unknown as Record<string, Call>, ["open", "link", "copyFile", "mkdir", "rename", "rm"]);
syncBuiltinESMExports();

const { importFiles } = await import("./import-files.ts");
await importFiles(plan, options, new AbortController().signal);
console.log(calls);
