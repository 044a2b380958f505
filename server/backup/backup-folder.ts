/**
 * The folder of the backups is the truth about them: a database that was restored, or lost, knows nothing of later ones.
 * Beside each lies a small file that says what its check has found; one that has failed it is set aside by its name.
 */
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { BackupRefusedError, NotFoundError } from "../errors.ts";

const ending = ".rmab";
/** Not offered to be restored, and kept for whoever looks into it. */
const failedEnding = ".rmab.failed";
const namePattern = /^readmeabook-(\d{8}T\d{9}Z)-[\w.+-]{1,40}\.rmab(\.failed)?$/;

/** Why a backup was made. */
export const backupCauses = ["schedule", "hand", "before_migration", "before_restore"] as const;
export type BackupCause = (typeof backupCauses)[number];

const noteSchema = z.object({
  cause: z.enum(backupCauses),
  madeAt: z.iso.datetime(),
  program: z.string(),
  rows: z.number().int(),
  /** When it was restored into a database of its own and found right; null: it was not. */
  checkedAt: z.iso.datetime().nullable(),
  /** Why it was not, or what was wrong. */
  reason: z.string().nullable(),
});

/** What is known of a backup beside its file. */
export type BackupNote = z.infer<typeof noteSchema>;

/** A backup that lies in the folder. */
export interface StoredBackup {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly madeAt: Date;
  /** null when it was brought here from elsewhere. */
  readonly note: BackupNote | null;
  readonly state: "good" | "unchecked" | "failed";
}

/** @param at when it is made. */
export function backupName(at: Date, program: string): string {
  return `readmeabook-${at.toISOString().replace(/[-:.]/g, "")}-${program}${ending}`;
}

/** Puts in a file that comes from elsewhere: under the name that it had there, unless that is no backup's or is taken. */
export async function receiveBackup(folder: string, given: string, from: Readable): Promise<StoredBackup> {
  await ensureFolder(folder);
  const isFree = namePattern.test(given) && !given.endsWith(failedEnding) && !(await look(folder, given));
  const name = isFree ? given : backupName(new Date(), "brought");
  const temporary = join(folder, `${name}.unfinished`);
  try {
    // The answer has to go out on the connection that it comes by, whatever becomes of the file.
    await pipeline(
      from.iterator({ destroyOnReturn: false }),
      createWriteStream(temporary, { flags: "wx", mode: 0o600, flush: true }),
    );
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new BackupRefusedError(`There is no room for it in ${folder}.`);
    throw error;
  }
  return (await look(folder, name))!;
}

/** Makes the folder when there is none. @returns it. */
export async function ensureFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The newest first. A folder that is not there has none. */
export async function listBackups(folder: string): Promise<StoredBackup[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = await Promise.all(names.filter((name) => namePattern.test(name)).map((name) => look(folder, name)));
  return found
    .filter((each) => each !== null)
    .toSorted((one, other) => other.madeAt.getTime() - one.madeAt.getTime() || (one.name < other.name ? 1 : -1));
}

/** @throws NotFoundError when there is none of this name, or the name is none of a backup's. */
export async function findBackup(folder: string, name: string): Promise<StoredBackup> {
  const found = namePattern.test(name) ? await look(folder, name) : null;
  if (!found) throw new NotFoundError("Backup", name);
  return found;
}

async function look(folder: string, name: string): Promise<StoredBackup | null> {
  const path = join(folder, name);
  const file = await stat(path).catch(() => null);
  if (!file?.isFile()) return null;
  return describeBackup(name, path, file.size, parseNote(await readFile(`${path}.json`, "utf8").catch(() => "null")));
}

/** What a name and a note say of a backup, wherever it lies; null when the name is none of a backup's. */
export function describeBackup(
  name: string,
  path: string,
  sizeBytes: number,
  note: BackupNote | null,
): StoredBackup | null {
  if (!namePattern.test(name)) return null;
  const [, year, month, day, hours, minutes, seconds, millis] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(
    name,
  )!;
  return {
    name,
    path,
    sizeBytes,
    madeAt: new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${millis}Z`),
    note,
    state: name.endsWith(failedEnding) ? "failed" : note?.checkedAt ? "good" : "unchecked",
  };
}

/** What a note says; null for what is none. */
export function parseNote(text: string): BackupNote | null {
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Says what is known of a backup. */
export async function writeNote(path: string, note: BackupNote): Promise<void> {
  await writeWhole(`${path}.json`, `${JSON.stringify(note, null, 2)}\n`);
}

/** Sets a backup aside that cannot be trusted. @returns where it lies now. */
export async function setAside(path: string, note: BackupNote): Promise<string> {
  const aside = path.slice(0, -ending.length) + failedEnding;
  await writeNote(aside, note);
  await rename(path, aside);
  await rm(`${path}.json`, { force: true });
  return aside;
}

/** Takes it out of the folder, with what is known of it. */
export async function removeBackup({ path }: StoredBackup): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.json`, { force: true });
}

/** Puts a copy into a second folder. It appears under its name when it is whole. */
export async function copyBackup(path: string, name: string, folder: string): Promise<void> {
  await ensureFolder(folder);
  const temporary = join(folder, `${name}.unfinished`);
  try {
    await copyFile(path, temporary);
    const file = await open(temporary, "r");
    await file.sync().finally(() => file.close());
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await writeWhole(join(folder, `${name}.json`), await readFile(`${path}.json`, "utf8"));
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  await writeFile(temporary, text, { mode: 0o600, flush: true });
  await rename(temporary, path);
}
