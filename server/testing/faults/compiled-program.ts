import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** The program as `npm start` would run it, for tests whose servers are processes that may be killed. */
export interface CompiledProgram {
  /** Runs one of the fault runs. @throws what execFile throws, when it does not end with 0. */
  run(file: string, words: readonly string[], path?: string): Promise<{ stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

/** Compiles it, to a folder of its own. @param timeout of each run, in milliseconds. */
export async function compileProgram(timeout: number): Promise<CompiledProgram> {
  // Below the project, so that the packages are found.
  const compiled = await mkdtemp(join(root, "node_modules", ".compiled-"));
  await run("tsc", ["-p", root, "--noCheck", "--outDir", compiled, "--sourceMap", "false"], {
    env: { PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}` },
  });
  await writeFile(join(compiled, "package.json"), `{ "type": "module" }`);
  await symlink(join(root, "server/sandbox/books"), join(compiled, "server/sandbox/books"));
  return {
    run: (file, words, path = process.env["PATH"]) =>
      run(process.execPath, [join(compiled, "server/testing/faults", file), ...words], {
        timeout,
        env: { PATH: path },
      }),
    remove: () => rm(compiled, { recursive: true, force: true }),
  };
}
