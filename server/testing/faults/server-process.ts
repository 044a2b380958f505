import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "../eventually.ts";

const running = new Set<ChildProcess>();
// A run that is cut off must leave nothing behind.
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** The compiled server as a process of its own, which may be killed. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** null when there is an admin already. */
  readonly token: string | null;
  /** All that it has printed, its log included. */
  said(): string;
}

/** How it is started. */
export interface ServerStart {
  /** Instead of the one that lies beside this file in dist. */
  readonly program?: string;
  /** Of its command line. */
  readonly words?: readonly string[];
  /** Kills it, as kill -9 does, wherever it is by then. */
  readonly killed?: AbortSignal;
}

/**
 * Starts the server on a free port.
 * @param killAt a moment of kill-points.ts, at which it kills itself.
 * @param more of its environment.
 */
export async function startServer(
  dataDir: string,
  killAt: string | null,
  more: Readonly<Record<string, string>> = {},
  { program = fileURLToPath(new URL("../../main.js", import.meta.url)), words = [], killed }: ServerStart = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, ...words], {
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      ...more,
      // Unlike arguments, it is for threads too.
      ...(killAt ? { KILL_AT: killAt, NODE_OPTIONS: `--import=${new URL("./kill-points.js", import.meta.url)}` } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  killed?.addEventListener("abort", () => child.kill("SIGKILL"));
  running.add(child);
  child.once("exit", () => running.delete(child));
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (said += chunk.toString())).pipe(process.stderr);
  const started = eventually(() => {
    const url = /is at +(\S+)/.exec(said)?.[1];
    if (!url || !said.includes("\n\n", Math.max(0, said.indexOf("playground"))))
      throw new Error(`The server did not start: ${said}`);
    return { child, url, token: /token: (\S+)/.exec(said)?.[1] ?? null, said: () => said };
  }, 150_000);
  const ended = once(child, "exit").then(() => {
    throw new Error(`The server ended instead of starting: ${said}`);
  });
  return Promise.race([started, ended]);
}

/** Ends all that were started and still run, as an administrator would. */
export async function stopServers(): Promise<void> {
  for (const child of running) {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
}
