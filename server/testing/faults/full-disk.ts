import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FaultPlace } from "./fault-place.ts";

const execute = promisify(execFile);

/**
 * Puts a disk of its own there, in memory. @param options such as `size=140k`.
 * @returns why there is none.
 */
export async function mountAt(place: Pick<FaultPlace, "atEnd">, path: string, options: string): Promise<string | null> {
  try {
    await execute("mount", ["-t", "tmpfs", "-o", options, "none", path]);
  } catch (error) {
    return `only an administrator may mount one (${(error as Error).message.trim().split("\n").at(-1)})`;
  }
  // What still uses it keeps it until it ends.
  place.atEnd(() => execute("umount", ["--lazy", path]));
  return null;
}

/** Makes the disk that was put there another size. */
export async function resize(path: string, options: string): Promise<void> {
  await execute("mount", ["-o", `remount,${options}`, path]);
}

/** Writes until nothing more can be written. @param filler the file to write. */
export async function fill(filler: string): Promise<void> {
  await execute("sh", ["-c", 'cat /dev/zero > "$1" || true', "sh", filler]);
}
