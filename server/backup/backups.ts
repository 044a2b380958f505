import type { Readable } from "node:stream";
import type { DatabaseAddress } from "../database/address.ts";
import type { DatabaseRoles } from "../database/roles.ts";
import { StartupError } from "../database/startup-error.ts";
import { reachDatabase } from "../database/open-database.ts";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import { BackupRefusedError } from "../errors.ts";
import { keyFileIn, replaceKeyFile } from "../security/encryption-keys.ts";
import {
  findBackup,
  listBackups,
  receiveBackup,
  removeBackup,
  type BackupCause,
  type StoredBackup,
} from "./backup-folder.ts";
import { createBackupSeals } from "./backup-seals.ts";
import { backupTools, readPlaces, toolsWith } from "./backup-tools.ts";
import { assertAlone } from "./assert-stopped.ts";
import { assertMayReplace } from "./database-beside.ts";
import { assertKnown } from "./load-backup.ts";
import { checkBackup } from "./read-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { makeBackup, whileNoOther, type BackupPlaces, type Report } from "./make-backup.ts";

/** A restore that somebody has asked for. */
export interface RestoreOrder {
  readonly path: string;
  readonly name: string;
  /** What that person is called: the database that comes may not know them. */
  readonly askedBy: string | null;
  /** Of a backup from another server: its keys, which take the place of those that this one has made. */
  readonly keys?: ReadonlyMap<string, Buffer> | null;
}

/** The backups of this program's database. Where they lie is asked of the settings each time. */
export interface Backups {
  places(): Promise<BackupPlaces>;
  /** The newest first. */
  list(): Promise<StoredBackup[]>;
  /** @throws NotFoundError */
  find(name: string): Promise<StoredBackup>;
  /** @throws BackupRefusedError | ConflictError */
  make(cause: BackupCause, report?: Report): Promise<StoredBackup>;
  /**
   * Makes sure, before anything stops for it, that a backup can be restored here.
   * @param keys of the server that made it, in the place of those of this one.
   * @throws NotFoundError | BackupRefusedError
   */
  prepareRestore(name: string, keys?: ReadonlyMap<string, Buffer> | null): Promise<StoredBackup>;
  /** @param name that it had elsewhere. */
  receive(name: string, from: Readable): Promise<StoredBackup>;
  /** The file with the keys that this server has made, without which no backup can be restored; null when it was given keys. */
  readonly keyFile: string | null;
  /** Has the program stop, restore, and start again. */
  restore(order: RestoreOrder): void;
  /** @throws NotFoundError */
  remove(name: string): Promise<void>;
}

/**
 * @param database need not be migrated.
 * @param restore what happens when somebody asks for it.
 */
export function createBackups(
  env: Env,
  database: { readonly address: DatabaseAddress; readonly roles: DatabaseRoles },
  logger: Logger,
  restore: (order: RestoreOrder) => void = () => {},
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
    async prepareRestore(name, keys = null) {
      const backup = await findBackup((await places()).folder, name);
      if (backup.state === "failed")
        throw new BackupRefusedError(`This backup did not restore when it was tried. ${backup.note?.reason ?? ""}`);
      assertKnown(await checkBackup(backup.path, keys ? createBackupSeals(keys) : tools.seals));
      await assertAlone(database.address, 1);
      await assertMayReplace(database.address);
      return backup;
    },
    restore,
    receive: async (name, from) => receiveBackup((await places()).folder, name, from),
    keyFile: env.encryptionKeys ? null : keyFileIn(env.dataDir),
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

/**
 * Puts a backup in the place of the database, before anything works with that.
 * @returns why it was not, or null when it was. The program starts either way.
 */
export async function restoreBeforeStart(env: Env, order: RestoreOrder, logger: Logger): Promise<string | null> {
  const database = await reachDatabase(env, logger);
  try {
    const tools = backupTools(env, database, logger);
    const places = await readPlaces(tools, env.dataDir);
    await whileNoOther(tools, async () => {
      await assertAlone(database.address, 0);
      const { keys } = order;
      if (!keys) return restoreBackup(tools, order.path, places);
      await makeBackup(tools, places, "before_restore", logger);
      const theirs = toolsWith(keys, null, database, logger);
      return restoreBackup(theirs, order.path, null, () => replaceKeyFile(keyFileIn(env.dataDir), keys));
    });
    logger.info({ backup: order.name }, "A backup is restored");
    return null;
  } catch (error) {
    const reason = (error as Error).message;
    logger.error({ backup: order.name, reason }, "A backup was not restored, and the database is as it was");
    return reason;
  } finally {
    await database.close();
  }
}
