import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../..");

/** The program, compiled into a folder of a test's own. */
export interface CompiledProgram {
  /** Absolute; `server/main.js` lies in it. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Compiles it, with the sandbox's books and the web client, if that is built, where it looks for them. */
export async function compileProgram(): Promise<CompiledProgram> {
  // Below the project, so that the packages are found.
  const folder = await mkdtemp(join(root, "node_modules", ".compiled-"));
  await promisify(execFile)("tsc", ["-p", root, "--noCheck", "--outDir", folder, "--sourceMap", "false"], {
    env: { PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}` },
  });
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  await symlink(join(root, "server/sandbox/books"), join(folder, "server/sandbox/books"));
  await mkdir(join(folder, "dist"));
  await symlink(join(root, "dist/client"), join(folder, "dist/client"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
