import { join } from "node:path";
import { takeExclusive } from "../database/exclusive.ts";
import { unknownMigrations } from "../database/migrate.ts";
import { BackupRefusedError, ConflictError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { version } from "../system/version.ts";
import {
  backupName,
  copyBackup,
  ensureFolder,
  findBackup,
  listBackups,
  removeBackup,
  setAside,
  writeNote,
  type BackupCause,
  type BackupNote,
  type StoredBackup,
} from "./backup-folder.ts";
import { rowsIn, type Manifest } from "./backup-format.ts";
import { backupsToRemove } from "./backups-to-remove.ts";
import { dropDatabase, dropLeftovers, makeDatabaseBeside } from "./database-beside.ts";
import { loadBackup } from "./load-backup.ts";
import type { S3Place } from "./s3-place.ts";
import { checkBackup } from "./read-backup.ts";
import { writeBackup, type BackupSource } from "./write-backup.ts";

/** Where backups go, and whether they can be read there. */
export interface BackupPlaces {
  readonly folder: string;
  /** Where each good one is copied to; null for nowhere. */
  readonly copyFolder: string | null;
  /** The same elsewhere, for a fire or a thief; left out or null for nowhere. */
  readonly s3?: S3Place | null;
  /** Nobody without the encryption key can read them. */
  readonly isEncrypted?: boolean;
}

/** Is told how far a backup or a restore is. */
export type Report = (done: number, of: number) => Promise<void>;

/** @throws ConflictError while another backup or restore runs, in whatever process. */
export async function whileNoOther<T>({ address, roles }: BackupSource, work: () => Promise<T>): Promise<T> {
  const lease = await takeExclusive(address, roles.worker, "backup");
  if (!lease) throw new ConflictError("A backup or a restore is under way already. Try again when it is done.");
  try {
    await dropLeftovers(address);
    return await work();
  } finally {
    await lease.release();
  }
}

/**
 * Makes a backup, restores it into a database of its own to see whether it is good, copies it, and lets old ones go.
 * Call it in `whileNoOther`.
 * @throws BackupRefusedError when it is not good: it is set aside, and whatever else there is stays; and when one of the
 * schedule or by hand is good, but could not be copied.
 */
export async function makeBackup(
  source: BackupSource,
  { folder, copyFolder, s3 = null, isEncrypted = false }: BackupPlaces,
  cause: BackupCause,
  logger: Logger,
  report: Report = async () => {},
): Promise<StoredBackup> {
  const name = backupName(new Date(), version);
  const path = join(await ensureFolder(folder), name);
  // Written once, loaded and compared: three times the rows.
  const manifest = await writeBackup(source, path, (done, of) => report(done, 3 * of), isEncrypted);
  const note: BackupNote = {
    cause,
    madeAt: manifest.madeAt,
    program: manifest.program,
    rows: rowsIn(manifest),
    checkedAt: null,
    reason: "It is being checked.",
  };
  await writeNote(path, note);
  try {
    const reason = await verify(source, path, manifest, (done, of) => report(of / 2 + done, (3 * of) / 2));
    await writeNote(path, { ...note, checkedAt: reason ? null : new Date().toISOString(), reason });
    if (reason) logger.warn({ backup: name, reason }, "The backup was read again, and could not be tried");
  } catch (error) {
    const { message } = error as Error;
    const aside = await setAside(path, { ...note, reason: message });
    logger.error({ backup: aside, reason: message }, "The backup is not good, and was set aside");
    throw new BackupRefusedError(`The backup is not good and was set aside. ${message}`, {}, { cause: error });
  }
  logger.info({ backup: name, rows: note.rows }, "A backup is made");
  // One that is about to be restored may be among the old ones.
  const thins = cause !== "before_restore";
  if (thins) await thinOut(folder);
  const failures: string[] = [];
  const copying = async (where: string, advice: string, work: () => Promise<void>) =>
    work().catch((error: Error) => {
      const reason = error.message.replace(/\.?$/, ".");
      failures.push(`The backup ${name} is good, but could not be copied to ${where}: ${reason}${advice}`);
    });
  if (copyFolder)
    await copying(copyFolder, " Look whether that disk is there, has room and may be written to.", async () => {
      await copyBackup(path, name, copyFolder);
      if (thins) await thinOut(copyFolder);
    });
  if (s3)
    await copying(s3.where, "", async () => {
      await s3.copy(path, name);
      if (thins) for (const old of backupsToRemove(await s3.list(), new Date())) await s3.remove(old);
    });
  // A disk that is away holds up neither an update nor a restore.
  if (failures.length > 0 && (cause === "schedule" || cause === "hand"))
    throw new BackupRefusedError(failures.join(" "));
  for (const sentence of failures) logger.error({ backup: name }, sentence);
  return findBackup(folder, name);
}

async function thinOut(folder: string): Promise<void> {
  for (const old of backupsToRemove(await listBackups(folder), new Date())) await removeBackup(old);
}

/** @returns why it could only be read, and not be restored anywhere; null when it was. */
async function verify(
  { address, roles, seals }: BackupSource,
  path: string,
  manifest: Manifest,
  report: Report,
): Promise<string | null> {
  // Before a way back to an older program: what the newer one has made is not tried here.
  if (unknownMigrations(manifest.migrations).length > 0) {
    await checkBackup(path, seals);
    return "It is of a newer ReadMeABook's database, and only that can try it.";
  }
  let beside;
  try {
    beside = await makeDatabaseBeside(address, "check");
  } catch (error) {
    if (!(error instanceof BackupRefusedError)) throw error;
    await checkBackup(path, seals);
    return error.message;
  }
  try {
    const loaded = await loadBackup(path, seals, beside, roles, report);
    if (JSON.stringify(loaded) !== JSON.stringify(manifest)) throw new Error("Another backup has taken its place.");
    return null;
  } finally {
    await dropDatabase(address, beside.database);
  }
}
