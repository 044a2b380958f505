import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The SHA-256 of every file below a folder, sorted; of names and places it tells nothing. */
export async function digestsOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const digests = files.map(async (file) =>
    createHash("sha256")
      .update(await readFile(join(file.parentPath, file.name)))
      .digest("hex"),
  );
  return (await Promise.all(digests)).toSorted();
}
