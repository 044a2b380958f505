import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { track } from "./program.ts";

/** The version that is compared with. */
const packages = ["postgraphile@5.1.5", "pg@8.23.1", "graphql@16.15.0"];

/**
 * Installs PostGraphile into a folder: it is no dependency of the program.
 * @returns null when it worked, or npm's last word.
 */
export async function installPostgraphile(folder: string): Promise<string | null> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/package.json`, JSON.stringify({ private: true }));
  const child = spawn("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 300_000,
  });
  track(child);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (complaint += chunk));
  const code = await new Promise((resolve) =>
    child.once("error", ({ message }) => resolve((complaint = message))).once("close", resolve),
  );
  return code === 0 ? null : complaint.trim().split("\n").at(-1) || `npm ended with ${String(code)}`;
}
