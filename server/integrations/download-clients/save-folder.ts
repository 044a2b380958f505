import { constants } from "node:fs";
import { access, link, stat } from "node:fs/promises";
import { join } from "node:path";
import { UpstreamRejectedError } from "../../errors.ts";
import { toOurPath, type PathMapping } from "../path-mappings.ts";

/** What an adapter knows of folders. */
export interface SavePlaces {
  readonly mappings: readonly PathMapping[];
  /** Where books end up. Absolute. */
  readonly libraryDir: string;
}

/**
 * Looks whether this server can read the folder that a client saves to, and how files get from there to the library.
 * @param theirPath as the client calls it.
 * @returns a sentence or two for people.
 * @throws {UpstreamRejectedError} with what to do, when it is not there, is no folder, or may not be read.
 */
export async function checkSaveFolder(
  theirPath: string,
  { mappings, libraryDir }: SavePlaces,
  integration: string,
): Promise<string> {
  const path = toOurPath(theirPath, mappings);
  const isMapped = path !== theirPath;
  const refuse = (what: string) => {
    const where = isMapped ? `${theirPath}, which the path mappings make ${path} here` : path;
    return new UpstreamRejectedError(`The ${integration} saves to ${where}, and ${what}`, { integration });
  };
  const advice = isMapped
    ? "Correct the path mapping, or share the folder with this server (a volume in both)."
    : `Share that folder with this server (a volume in both), and when it is called otherwise here, add a path mapping: ${path} => the folder here.`;
  try {
    const found = await stat(path);
    if (!found.isDirectory()) throw refuse("that is not a folder on this server. Correct the path mappings.");
    await access(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof UpstreamRejectedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw refuse(`this server has no such folder. ${advice}`);
    throw refuse(`this server may not read it (${code}). Give the user that it runs as permission to.`);
  }
  const readable = `This server can read where it saves: ${path}.`;
  if (await canLink(path, libraryDir)) return readable;
  return `${readable} The media library (${libraryDir}) is on another file system or volume, so books are copied there, which takes their space twice; within one volume they are linked.`;
}

/**
 * A folder cannot be linked, but the system says first whether both places are in one mount: two volumes of a container
 * may lie on one disk, and their device numbers be the same.
 */
async function canLink(folder: string, libraryDir: string): Promise<boolean> {
  const refusal = await link(folder, join(libraryDir, ".readmeabook-link")).catch((error: unknown) => error);
  return (refusal as NodeJS.ErrnoException | undefined)?.code !== "EXDEV";
}
