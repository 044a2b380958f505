/** The compiled program, an empty database and a folder, there while a file's tests run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { compileProgram, type CompiledProgram } from "./compiled-program.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** A program of ours that was started. */
export interface StartedProgram {
  /** What it has said so far. */
  readonly said: { readonly out: string; readonly err: string };
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  stop(signal: NodeJS.Signals): boolean;
}

/** What it works in. */
export interface ProgramPlace {
  readonly folder: string;
  readonly program: CompiledProgram;
  readonly database: TestDatabase;
  /** Starts it, or another program of ours, with this environment and nothing else. */
  start(env: Record<string, string>, name?: string, ...args: string[]): StartedProgram;
  /** The environment that leads it to the database. */
  onDatabase(): Record<string, string>;
}

type Writable = { -readonly [Key in keyof ProgramPlace]: ProgramPlace[Key] };

/** Sets it up around the tests of the file that calls it. */
export function useProgram(): ProgramPlace {
  const place = {
    start(env: Record<string, string>, name = "main.js", ...args: string[]): StartedProgram {
      const child = spawn(process.execPath, [join(place.program.folder, "server", name), ...args], {
        cwd: place.folder,
        env: { PORT: "0", DATA_DIR: join(place.folder, "data"), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const said = { out: "", err: "" };
      child.stdout.on("data", (chunk) => (said.out += chunk));
      child.stderr.on("data", (chunk) => (said.err += chunk));
      const ended = once(child, "close").then(([code]) => code as number | null);
      return { said, ended, stop: (signal) => child.kill(signal) };
    },
    onDatabase: () => ({ DATABASE_URL: place.database.url, DATABASE_ROLES: place.database.rolesBase }),
  } as unknown as Writable;
  beforeAll(async () => {
    place.folder = await mkdtemp(join(tmpdir(), "readmeabook-program-"));
    place.program = await compileProgram();
    place.database = await createTestDatabase({ empty: true });
  });
  afterAll(async () => {
    await place.database?.drop();
    await place.program.remove();
    await rm(place.folder, { recursive: true, force: true });
  });
  return place;
}
