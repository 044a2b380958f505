/**
 * Takes one file of a download into the stage: by hard link where the file system can, else by reflink, else by
 * copying. The source is opened without following links and compared with what its path says afterwards, so swapping a
 * folder for a link in between gets nobody else's file into the library. It is never written to.
 */
import { constants } from "node:fs";
import { copyFile, link, lstat, open, readlink, realpath, rm, type FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { ContentMissingError, ContentRefusedError } from "./import-errors.ts";
import type { PlannedFile } from "./import-plan.ts";

/** What link() answers where another way has to be taken (other disk, not our file, no links on this file system). */
const cannotLink = new Set(["EXDEV", "EPERM", "EACCES", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL"]);

/**
 * Links the file to `to`, which must not exist yet.
 * @returns false when it has to be copied
 * @throws ContentMissingError | ContentRefusedError
 */
export async function linkFile(file: PlannedFile, to: string): Promise<boolean> {
  await using source = await openSource(file);
  try {
    await link(file.from, to);
  } catch (error) {
    if (cannotLink.has(codeOf(error))) return false;
    throw codeOf(error) === "ENOENT" ? changed(file) : error;
  }
  if (!isSame(await lstat(to, { bigint: true }), await source.stat({ bigint: true }))) {
    await rm(to);
    throw changed(file);
  }
  await syncHandle(source);
  return true;
}

/**
 * Copies the file to `to`, which must not exist yet; what a failure leaves there is the caller's to remove.
 * @throws ContentMissingError | ContentRefusedError, and as it comes what the file system says of the target
 */
export async function copyInto(file: PlannedFile, to: string, signal: AbortSignal): Promise<void> {
  await using source = await openSource(file);
  await using target = (await reflink(source, to)) ?? (await open(to, "wx"));
  let position = (await target.stat()).size;
  const buffer = Buffer.allocUnsafe(1 << 20);
  while (position <= file.sizeBytes) {
    signal.throwIfAborted();
    const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) break;
    for (let written = 0; written < bytesRead;) {
      const { bytesWritten } = await target.write(buffer, written, bytesRead - written, position + written);
      written += bytesWritten;
    }
    position += bytesRead;
  }
  if (position !== file.sizeBytes) throw changed(file);
  await syncHandle(target);
}

/** Makes what a folder lists survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await syncHandle(handle);
}

/** The error code of the operating system; "" for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Whether two names mean one file on the disk. */
export function isSame(a: { dev: bigint; ino: bigint }, b: { dev: bigint; ino: bigint }): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

async function openSource(file: PlannedFile): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let handle: FileHandle | null = null;
  try {
    handle = await open(file.from, flags);
    const opened = await handle.stat();
    if (!opened.isFile()) throw new ContentRefusedError(`${basename(file.from)} is no regular file.`);
    if (opened.size !== file.sizeBytes || !(await isAt(handle, file.from))) throw changed(file);
    return handle;
  } catch (error) {
    await handle?.close();
    throw explainSource(file, error);
  }
}

/** Whether the open file is the one that the path means without following any link. */
async function isAt(handle: FileHandle, path: string): Promise<boolean> {
  // What the kernel says of the open file cannot be swapped; asking twice by name can be, and was, in a test.
  const shown = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => null);
  // File systems that ignore case show a name as it was first asked for.
  if (shown !== null) return shown.normalize("NFC").toLowerCase() === path.normalize("NFC").toLowerCase();
  const named = await lstat(path, { bigint: true });
  return isSame(named, await handle.stat({ bigint: true })) && (await realpath(path)) === path;
}

/** Shares the blocks where the file system can (btrfs, XFS, ZFS, bcachefs). Null where it cannot. */
async function reflink(source: FileHandle, to: string): Promise<FileHandle | null> {
  // By its number, because the name might mean another file by now; other systems have no such path.
  if (process.platform !== "linux") return null;
  try {
    await copyFile(`/proc/self/fd/${source.fd}`, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
  } catch {
    return null;
  }
  const target = await open(to, "r+");
  await target.chmod(0o666 & ~process.umask());
  return target;
}

/** Some network file systems cannot fsync and say so; anything else is a failing disk. */
async function syncHandle(handle: FileHandle): Promise<void> {
  await handle.sync().catch((error: unknown) => {
    if (!["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EPERM", "EBADF"].includes(codeOf(error))) throw error;
  });
}

function explainSource(file: PlannedFile, cause: unknown): unknown {
  const name = basename(file.from);
  const facts = { path: file.from };
  switch (codeOf(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return new ContentMissingError(`${name} is gone from the download. Was it moved or removed?`, facts, { cause });
    case "EACCES":
    case "EPERM":
      return new ContentMissingError(`The user that runs ReadMeABook may not read ${name}.`, facts, { cause });
    case "ELOOP":
      return new ContentRefusedError(`${name} is a link.`, facts, { cause });
    default:
      return cause;
  }
}

function changed(file: PlannedFile): ContentMissingError {
  return new ContentMissingError(`${basename(file.from)} changed while it was being imported.`, { path: file.from });
}
