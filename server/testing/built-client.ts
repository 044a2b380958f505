import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { inject } from "vitest";

/** Builds the web client where the server looks for it, unless what is there is newer than its sources. About ten seconds. */
export async function buildClient(): Promise<void> {
  // Test files run at the same time, and a build begins by emptying the folder: the second one waits, and finds it built.
  const lock = new Client({ ...inject("cluster") });
  await lock.connect();
  try {
    await lock.query("select pg_advisory_lock(hashtext('the built client'))");
    await buildUnlessNew();
  } finally {
    await lock.end();
  }
}

async function buildUnlessNew(): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const built = await stat(join(root, "dist/client/index.html")).catch(() => null);
  const sources = await readdir(join(root, "client"), { recursive: true, withFileTypes: true });
  const files = sources.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const changed = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  if (built && built.mtimeMs > Math.max(...changed)) return;
  // In a process of its own: this one's NODE_ENV is "test", and would build a client for developers.
  const env = { ...process.env, NODE_ENV: "production" };
  const vite = join(root, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", "client", "--logLevel", "error"], { cwd: root, env });
}
