import type { DatabaseAddress } from "../database/address.ts";
import type { DatabaseRoles } from "../database/roles.ts";
import { StartupError } from "../database/startup-error.ts";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import { findBackup, listBackups, removeBackup, type BackupCause, type StoredBackup } from "./backup-folder.ts";
import { backupTools, readPlaces } from "./backup-tools.ts";
import { makeBackup, whileNoOther, type BackupPlaces, type Report } from "./make-backup.ts";

/** The backups of this program's database. Where they lie is asked of the settings each time. */
export interface Backups {
  places(): Promise<BackupPlaces>;
  /** The newest first. */
  list(): Promise<StoredBackup[]>;
  /** @throws NotFoundError */
  find(name: string): Promise<StoredBackup>;
  /** @throws BackupRefusedError | ConflictError */
  make(cause: BackupCause, report?: Report): Promise<StoredBackup>;
  /** @throws NotFoundError */
  remove(name: string): Promise<void>;
}

/** @param database need not be migrated. */
export function createBackups(
  env: Env,
  database: { readonly address: DatabaseAddress; readonly roles: DatabaseRoles },
  logger: Logger,
): Backups {
  const tools = backupTools(env, database, logger);
  const places = () => readPlaces(tools, env.dataDir);
  return {
    places,
    list: async () => listBackups((await places()).folder),
    find: async (name) => findBackup((await places()).folder, name),
    async make(cause, report) {
      const to = await places();
      return whileNoOther(tools, () => makeBackup(tools, to, cause, logger, report));
    },
    remove: async (name) => removeBackup(await findBackup((await places()).folder, name)),
  };
}

/** Before a database that has something in it is migrated. @throws StartupError: without a backup it is not. */
export async function backUpBeforeMigrating(backups: Backups, logger: Logger): Promise<void> {
  try {
    const { path } = await backups.make("before_migration");
    logger.info({ file: path }, "The database is backed up, and will be migrated now");
  } catch (cause) {
    throw new StartupError(
      `The database is to be migrated, and could not be backed up first: ${(cause as Error).message} Put that right and start again; the database is unchanged, and the version before this one still starts.`,
      { cause },
    );
  }
}
