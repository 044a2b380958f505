/**
 * Where the download client keeps a file, and where this server finds the same file: in containers, or with the client on
 * another machine, the two differ. Pure: paths are compared as text, at folder boundaries, and no disk is asked.
 */
import { z } from "zod";

/** The same folder, as the client calls it and as this server does; neither ends in a slash. */
export interface PathMapping {
  readonly theirs: string;
  readonly ours: string;
}

/** The setting that every client which is another program has. */
export const pathMappingsSetting = z
  .string()
  .default("")
  .transform((text, context) => {
    const mappings: PathMapping[] = [];
    for (const line of text.split(/[;\n]/).filter((part) => part.trim() !== "")) {
      const mapping = readMapping(line);
      if (mapping) mappings.push(mapping);
      else {
        context.addIssue(
          `“${line.trim()}” is no path mapping. Write the client's folder, => and this server's folder: /downloads => /mnt/media/downloads. Put ; between two.`,
        );
      }
    }
    return mappings;
  })
  .meta({
    label: "Path mappings",
    description:
      "When the client sees its downloads under another path than this server: /downloads => /mnt/media/downloads; /other => /mnt/other.",
  });

/** @returns the client's absolute path as this server sees it; the same path where no mapping holds. */
export function toOurPath(theirPath: string, mappings: readonly PathMapping[]): string {
  const path = normalisePath(theirPath);
  // The most specific one, in whatever order they were written.
  const best = mappings
    .filter(({ theirs }) => isInside(path, theirs))
    .toSorted((one, other) => other.theirs.length - one.theirs.length)[0];
  return (best ? best.ours + path.slice(best.theirs.length) : path) || "/";
}

/** Whether a path is that of the folder, or of something within it. Windows' paths do not tell capitals apart. */
export function isInside(path: string, folder: string): boolean {
  const [inner, outer] = isWindowsPath(folder) ? [path.toLowerCase(), folder.toLowerCase()] : [path, folder];
  return inner === outer || inner.startsWith(outer.endsWith("/") ? outer : `${outer}/`);
}

/** @returns the path with slashes only, and none at its end; the root of a file system is "". */
export function normalisePath(path: string): string {
  // A backslash may be part of a name anywhere but on Windows.
  const slashed = isWindowsPath(path) ? path.replaceAll("\\", "/") : path;
  return slashed.replace(/\/+$/, "");
}

/** Whether a path says where it is without more context, on either kind of system. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || isWindowsPath(path);
}

function isWindowsPath(path: string): boolean {
  return /^[a-z]:([\\/]|$)|^\\\\|^\/\//i.test(path);
}

function readMapping(line: string): PathMapping | null {
  const sides = line.split("=>").map((side) => side.trim());
  const [theirs, ours] = sides;
  if (sides.length !== 2 || !theirs || !ours || !isAbsolutePath(theirs) || !ours.startsWith("/")) return null;
  return { theirs: normalisePath(theirs), ours: normalisePath(ours) };
}
