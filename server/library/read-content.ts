/**
 * Lists what a download left on the disk. Looks at names and sizes only: nothing is opened, no link is followed, and
 * what is neither a file nor a folder is reported as refused.
 */
import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { ContentMissingError, ContentRefusedError } from "./import-errors.ts";

/** A regular file of a download. */
export interface ContentFile {
  /** Absolute, and free of links at the time of reading. */
  readonly path: string;
  /** Below the content's folder, separated by /; of a single file its name. */
  readonly relativePath: string;
  readonly sizeBytes: number;
}

/** What a download left on the disk. */
export interface Content {
  /** Name of the folder or of the only file. */
  readonly name: string;
  /** In no particular order. */
  readonly files: readonly ContentFile[];
  /** What was there but is not touched, each with the reason: "CD1 is a link". */
  readonly refused: readonly string[];
}

const maxDepth = 8;
/** The largest packs seen hold about 3 000 files. */
const maxEntries = 10_000;

/**
 * @param contentPath absolute path of the folder or the only file, as this program sees it
 * @throws ContentMissingError when nothing is there
 * @throws ContentRefusedError when there are more than 10 000 entries, or the path goes back on its way
 */
export async function readContent(contentPath: string): Promise<Content> {
  // Some clients append the torrent's own name to their folder as it is: "/downloads/.." is everything beside it.
  if (contentPath.split("/").some((name) => name === "." || name === "..")) {
    throw new ContentRefusedError(
      `The name of the download leads out of its folder (${contentPath}). It was not taken.`,
    );
  }
  const path = await resolveParent(contentPath);
  const files: ContentFile[] = [];
  const refused: string[] = [];
  let entries = 0;

  async function visit(at: string, depth: number): Promise<void> {
    const name = relative(path, at) || basename(path);
    if (++entries > maxEntries) {
      throw new ContentRefusedError(`The download holds more than ${maxEntries} files. That is no audiobook.`);
    }
    const found = await look(at);
    if (!found) refused.push(`${name} cannot be read`);
    else if (found.isFile()) files.push({ path: at, relativePath: name, sizeBytes: found.size });
    else if (found.isSymbolicLink()) refused.push(`${name} is a link`);
    else if (!found.isDirectory()) refused.push(`${name} is no regular file`);
    else if (depth === maxDepth) refused.push(`${name} lies too deep`);
    else {
      const inside = await list(at);
      if (!inside) refused.push(`${name} cannot be read`);
      for (const entry of inside ?? []) await visit(join(at, entry.name), depth + 1);
    }
  }

  await visit(path, 0);
  return { name: basename(path), files, refused };
}

/** The folders above the content may be links (a mount, a data disk); the content itself may not. */
async function resolveParent(contentPath: string): Promise<string> {
  try {
    const path = join(await realpath(dirname(contentPath)), basename(contentPath));
    await lstat(path);
    return path;
  } catch (cause) {
    throw new ContentMissingError(
      `There is nothing at ${contentPath}. If the download client runs elsewhere, check its path mapping under Settings.`,
      { path: contentPath },
      { cause },
    );
  }
}

/** Null when it vanished meanwhile, or its name is no UTF-8. */
function look(path: string): Promise<Stats | null> {
  return lstat(path).catch(() => null);
}

function list(path: string): Promise<Dirent[] | null> {
  return readdir(path, { withFileTypes: true }).catch(() => null);
}
