/**
 * Loaded before the server (`node --import`) by the fault run: kills the process, as kill -9 does, in the middle of what
 * cannot be seen from outside. KILL_AT names the moment. The server itself knows nothing of it.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const moments: Record<string, () => void> = {
  "in the middle of the copy": () => dieAfter("link", 1),
  "after the copy": () => dieAfter("rename", 1, (from) => String(from).includes(".readmeabook-import")),
};

function dieAfter(name: "link" | "rename", times: number, counts: (from: unknown) => boolean = () => true): void {
  const original = fs.promises[name] as (...args: unknown[]) => Promise<void>;
  let left = times;
  (fs.promises as unknown as Record<string, unknown>)[name] = async (...args: unknown[]) => {
    await original(...args);
    if (counts(args[0]) && --left === 0) process.kill(process.pid, "SIGKILL");
  };
  syncBuiltinESMExports();
}

moments[process.env["KILL_AT"] ?? ""]?.();
