/** The processes that are measured: the real program, and the children of the benchmark. */
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.js", import.meta.url));

const running = new Set<ChildProcess>();
process.once("exit", killChildren);

/** Lets a process end with the benchmark. */
export function track(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/** Ends at once whatever runs, for when the benchmark itself is told to end. */
export function killChildren(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A program that runs. */
export interface RunningProgram {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the real program and waits until it says where it is.
 * @param env its whole environment beside PATH and HOME.
 * @throws Error with all that it said when it ends instead.
 */
export async function startProgram(env: Readonly<Record<string, string>>): Promise<RunningProgram> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { PATH, HOME, PORT: "0", LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  track(child);
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const found = /ReadMeABook is at +(\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`The program ended instead of starting.\n${said}`)));
  });
  return { url, pid: child.pid!, stop: () => stop(child) };
}

/**
 * Runs one of the benchmark's own files in a process of its own, and waits for the first thing that it sends.
 * @param name of the file, such as "load.child". @param input what `given()` returns over there.
 */
export async function startChild<Input, Output>(
  name: string,
  input: Input,
): Promise<{ readonly output: Output; readonly process: ChildProcess; stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL(`${name}.js`, import.meta.url)), [JSON.stringify(input)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { GRAPHILE_ENV: "production", ...process.env },
  });
  track(child);
  const output = await new Promise<Output>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Output));
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${name} ended with code ${code}.`)));
  });
  return { output, process: child, stop: () => stop(child) };
}

/** In a child: what it was started with. From here on the child ends when the benchmark does. */
export function given<Input>(): Input {
  process.once("disconnect", () => process.exit());
  return JSON.parse(process.argv[2]!) as Input;
}

/** In a child: tells the benchmark. @returns once it is on its way: before that, disconnecting would cut it off. */
export function tell(output: unknown): Promise<void> {
  return new Promise((resolve) => process.send!(output, () => resolve()));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "close");
}
