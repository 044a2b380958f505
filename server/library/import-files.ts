/**
 * Puts a planned book into the library. All of it is first gathered in `.readmeabook-import/<stage>/` below the
 * library's root, flushed to the disk, and then appears in its place by one rename.
 *
 * - Killed at any moment, the library has either nothing of the book or all of it.
 * - Both steps may be run again: a leftover stage is made anew, a book that is already in its place is recognised.
 * - What exists is neither merged with nor overwritten: the book gets another name.
 * - What was downloaded is never changed. A hard link is the same file, so nothing may write tags to what lies here.
 */
import { lstat, mkdir, rename, rm, statfs } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ConflictError } from "../errors.ts";
import { ContentMissingError, DiskFullError, LibraryUnusableError } from "./import-errors.ts";
import type { ImportPlan, PlannedFile } from "./import-plan.ts";
import { asConfigured, isOneName, resolveInside, resolveRoot } from "./library-root.ts";
import { findPlaced, type TakenFiles } from "./placed-import.ts";
import { codeOf, copyInto, linkFile, syncFolder } from "./take-file.ts";

export interface ImportOptions {
  /** The library's root. Absolute. */
  readonly libraryDir: string;
  /** Unique to this download and the same on every try, such as a UUID. */
  readonly stageName: string;
  /** Whether to link instead of copying where the file system can. */
  readonly hardlink: boolean;
}

/** A book that is complete but not yet visible, or already in its place. */
export interface StagedImport extends TakenFiles {
  readonly plan: ImportPlan;
  readonly options: ImportOptions;
  /** Where its folder will be. Absolute; to be stored before placeImport. */
  readonly finalPath: string;
}

/** Where a book came to lie. */
export interface ImportedFiles extends TakenFiles {
  /** Its folder. Absolute. */
  readonly path: string;
}

/** Dot folders are ignored by every media server; it has to be on the same disk as the books. */
const stagesFolder = ".readmeabook-import";

/** stageImport and placeImport in one, for a caller with nothing to store in between. */
export async function importFiles(
  plan: ImportPlan,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<ImportedFiles> {
  return placeImport(await stageImport(plan, options, signal));
}

/**
 * Gathers the book next to the library and chooses its place.
 * @throws ContentMissingError | ContentRefusedError when what was downloaded is not what was planned
 * @throws DiskFullError | LibraryUnusableError
 * @throws ConflictError when all its names are taken by other things
 */
export async function stageImport(
  plan: ImportPlan,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<StagedImport> {
  const root = await resolveRoot(options.libraryDir);
  const stage = await stagePath(root, options.stageName);
  await rm(stage, { recursive: true, force: true });
  try {
    const place = await choosePlace(root, plan);
    const finalPath = asConfigured(options.libraryDir, root, place.path);
    return { plan, options, finalPath, ...(place.taken ?? (await fillStage(stage, plan, options, signal))) };
  } catch (error) {
    await rm(stage, { recursive: true, force: true });
    throw await explain(error, plan, options.libraryDir);
  }
}

/**
 * Lets the staged book appear in its place.
 * @throws ConflictError when something else took that place meanwhile: stage it again, it then gets another one
 * @throws LibraryUnusableError | ContentMissingError
 */
export async function placeImport(staged: StagedImport): Promise<ImportedFiles> {
  const { plan, options, linked, copied } = staged;
  const root = await resolveRoot(options.libraryDir);
  const stage = await stagePath(root, options.stageName);
  const segments = relative(options.libraryDir, staged.finalPath).split("/");
  const parent = await resolveInside(root, segments.slice(0, -1));
  const path = join(parent, segments.at(-1)!);
  const done = { path: staged.finalPath, linked, copied };
  try {
    await makeFolders(root, parent);
    await rename(stage, path);
  } catch (error) {
    const isThere = (await findPlaced(path, plan)) !== null;
    const isStaged = codeOf(error) !== "ENOENT";
    await rm(stage, { recursive: true, force: true });
    if (isThere) return done;
    if (!isStaged) throw new ContentMissingError("The staged import is gone. It has to be started again.");
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(codeOf(error))) throw taken(staged.finalPath, error);
    throw await explain(error, plan, options.libraryDir);
  }
  await syncFolder(parent);
  await syncFolder(dirname(stage));
  return done;
}

/** Removes what an import that will not go on has gathered. Nothing happens when there is nothing. */
export async function removeStage(libraryDir: string, stageName: string): Promise<void> {
  await rm(await stagePath(await resolveRoot(libraryDir), stageName), { recursive: true, force: true });
}

async function stagePath(root: string, stageName: string): Promise<string> {
  if (!isOneName(stageName)) throw new LibraryUnusableError(`${stageName} is no name for a stage.`);
  // The last name is not resolved: what is removed or renamed is that entry itself, never what a link points to.
  return join(await resolveInside(root, [stagesFolder]), stageName);
}

/** The first name that is free, or the one under which this very book already lies there. */
async function choosePlace(root: string, plan: ImportPlan): Promise<{ path: string; taken: TakenFiles | null }> {
  const parent = await resolveInside(root, plan.folder.slice(0, -1));
  const name = plan.folder.at(-1) ?? "";
  const names = [name, ...plan.otherNames];
  const paths = names.filter(isOneName).map((candidate) => join(parent, candidate));
  let free: string | null = null;
  for (const path of paths) {
    const placed = await findPlaced(path, plan);
    if (placed) return { path, taken: placed };
    free ??= await lstat(path).then(
      () => null,
      () => path,
    );
  }
  if (!free) throw taken(join(parent, name));
  return { path: free, taken: null };
}

async function fillStage(
  stage: string,
  plan: ImportPlan,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<TakenFiles> {
  await mkdir(stage, { recursive: true });
  const folders = new Set([stage]);
  const toCopy: [PlannedFile, string][] = [];
  for (const file of plan.files) {
    signal.throwIfAborted();
    const to = await resolveInside(stage, file.to.split("/"));
    await mkdir(dirname(to), { recursive: true });
    folders.add(dirname(to));
    if (!options.hardlink || !(await linkFile(file, to))) toCopy.push([file, to]);
  }
  await assertFits(stage, toCopy);
  for (const [file, to] of toCopy) await copyInto(file, to, signal);
  // Inner folders first, so that no folder is safe on the disk before what it lists.
  for (const folder of [...folders].reverse()) await syncFolder(folder);
  await syncFolder(dirname(stage));
  return { linked: plan.files.length - toCopy.length, copied: toCopy.length };
}

async function assertFits(stage: string, files: readonly [PlannedFile, string][]): Promise<void> {
  const neededBytes = files.reduce((sum, [file]) => sum + file.sizeBytes, 0);
  const { bavail, bsize } = await statfs(stage);
  if (neededBytes > bavail * bsize) throw new DiskFullError(neededBytes, bavail * bsize);
}

async function makeFolders(root: string, path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (!first) return;
  for (let at = path; at.length >= first.length && at !== root; at = dirname(at)) await syncFolder(dirname(at));
}

function taken(path: string, cause?: unknown): ConflictError {
  return new ConflictError(`Another book or folder is already at ${path}.`, { path }, { cause });
}

async function explain(error: unknown, plan: ImportPlan, libraryDir: string): Promise<unknown> {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT": {
      const { bavail, bsize } = await statfs(libraryDir);
      return new DiskFullError(plan.totalBytes, bavail * bsize, { cause: error });
    }
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new LibraryUnusableError(
        `ReadMeABook may not write to the library folder ${libraryDir}. Give the user that runs it write access.`,
        { path: libraryDir },
        { cause: error },
      );
    case "EXDEV":
      return new LibraryUnusableError(
        `${join(...plan.folder.slice(0, -1))} lies on another disk than the library folder ${libraryDir}. Books can only be put on the library's own disk.`,
        { path: libraryDir },
        { cause: error },
      );
    default:
      return error;
  }
}
