import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { UpstreamRejectedError } from "../../errors.ts";
import { toOurPath, type PathMapping } from "../path-mappings.ts";

/**
 * Looks whether this server can read the folder that a client saves to.
 * @param theirPath as the client calls it.
 * @returns the folder as this server sees it.
 * @throws {UpstreamRejectedError} with what to do, when it is not there, is no folder, or may not be read.
 */
export async function checkSaveFolder(
  theirPath: string,
  mappings: readonly PathMapping[],
  integration: string,
): Promise<string> {
  const path = toOurPath(theirPath, mappings);
  const refuse = (what: string) => {
    const where = path === theirPath ? path : `${theirPath}, which the path mappings make ${path} here`;
    return new UpstreamRejectedError(`The ${integration} saves to ${where}, and ${what}`, { integration });
  };
  const missing =
    "this server has no such folder. Mount it here as well, and when its path differs, enter both under path mappings.";
  try {
    const found = await stat(path);
    if (!found.isDirectory()) throw refuse("that is not a folder on this server. Correct the path mappings.");
    await access(path, constants.R_OK | constants.X_OK);
    return path;
  } catch (error) {
    if (error instanceof UpstreamRejectedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw refuse(missing);
    throw refuse(`this server may not read it (${code}). Give the user that it runs as permission to.`);
  }
}
