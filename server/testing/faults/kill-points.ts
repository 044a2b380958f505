/**
 * Loaded before the server by the fault run (`--import`): kills the process, as kill -9 does, in the middle of what
 * cannot be seen from outside. KILL_AT names the moment, and KILL_WITH, where it is set, another signal than SIGKILL. The server itself knows nothing of it; threads load it too.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const moments: Record<string, () => void> = {
  "between the add and the commit": () => {
    dieAfter("rename", (_, to) => /embedded-torrents\/[0-9a-f]{40}\.json$/.test(to));
    dieAfterFetch(/\/api\/v2\/torrents\/add$/, /^\{"method":"torrent-add"/);
  },
  "in the middle of the copy": () => dieAfter("link"),
  "after the copy": () => dieAfter("rename", (from) => from.includes(".readmeabook-import")),
};

function dieAfter(name: "link" | "rename", counts: (from: string, to: string) => boolean = () => true): void {
  const original = fs.promises[name] as (...args: unknown[]) => Promise<void>;
  (fs.promises as unknown as Record<string, unknown>)[name] = async (...args: unknown[]) => {
    await original(...args);
    if (counts(String(args[0]), String(args[1]))) die();
  };
  syncBuiltinESMExports();
}

/** Once the other side has answered: it has done what it was asked to, and nobody here knows. */
function dieAfterFetch(address: RegExp, body: RegExp): void {
  const original = globalThis.fetch;
  globalThis.fetch = async (target, init) => {
    const answer = await original(target, init);
    if (address.test(String(target)) || (typeof init?.body === "string" && body.test(init.body))) die();
    return answer;
  };
}

let isHit = false;
/** Once: whoever was only stopped goes on where it was. */
function die(): void {
  if (isHit) return;
  isHit = true;
  process.kill(process.pid, process.env["KILL_WITH"] ?? "SIGKILL");
}

moments[process.env["KILL_AT"] ?? ""]?.();
