import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import type { DatabaseAddress } from "../database/address.ts";
import { connected } from "../database/connected.ts";
import { migrate } from "../database/migrate.ts";
import { ormOptions } from "../database/mikro-orm.config.ts";
import type { DatabaseRoles } from "../database/roles.ts";
import type { Logger } from "../logger.ts";
import type { AuditSeals } from "../security/audit-seals.ts";
import { checkKeys } from "../security/check-keys.ts";
import type { SecretBox } from "../security/secret-box.ts";
import type { Manifest } from "./backup-format.ts";
import { dropDatabase, makeDatabaseBeside, swapDatabases } from "./database-beside.ts";
import { assertKnown, loadBackup } from "./load-backup.ts";
import { makeBackup, type BackupPlaces } from "./make-backup.ts";
import { checkBackup } from "./read-backup.ts";
import type { BackupSource } from "./write-backup.ts";

/** What a restore works with. */
export interface RestoreTools extends BackupSource {
  readonly secrets: SecretBox;
  readonly auditSeals: AuditSeals;
  readonly logger: Logger;
}

/**
 * Puts a backup in the place of the database. It is loaded, compared, migrated and opened with the keys beside the live
 * one, which is then replaced at one moment: killed whenever, there is the old or the new one. The queue begins empty, and
 * gets its jobs from the requests. Call it in `whileNoOther`, with nobody at work on the database.
 * @param safety where what is there now is backed up first; null for nowhere.
 * @param beforeSwap is done when everything else is, right before the two change places.
 * @throws BackupRefusedError and others; nothing has changed then.
 */
export async function restoreBackup(
  tools: RestoreTools,
  path: string,
  safety: BackupPlaces | null,
  beforeSwap: () => void = () => {},
): Promise<Manifest> {
  const { address, roles, seals, logger } = tools;
  assertKnown(await checkBackup(path, seals));
  if (safety && (await hasTables(address, roles))) {
    const { name } = await makeBackup(tools, safety, "before_restore", logger);
    logger.info({ backup: name }, "What is there now is backed up");
  }
  const beside = await makeDatabaseBeside(address, "restore");
  try {
    const manifest = await loadBackup(path, seals, beside, roles);
    await migrate(beside, roles, [], logger);
    await settle(beside, tools);
    beforeSwap();
    const old = await swapDatabases(address, beside.database);
    await dropDatabase(address, old).catch((error: Error) =>
      logger.warn(
        { database: old, reason: error.message },
        "The old database is still there; the next backup drops it",
      ),
    );
    return manifest;
  } catch (error) {
    await dropDatabase(address, beside.database).catch(() => {}); // the next backup takes it away
    throw error;
  }
}

function hasTables(address: DatabaseAddress, roles: DatabaseRoles): Promise<boolean> {
  return connected(address, null, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      "select to_regclass('public.migrations') is not null and exists (select from pg_roles where rolname = $1) as there",
      [roles.owner],
    );
    return rows[0]!.there;
  });
}

/** The numbers of another cluster's transactions say nothing here, and the keys must be those of its secrets. */
async function settle(beside: DatabaseAddress, { roles, secrets, auditSeals, logger }: RestoreTools): Promise<void> {
  await connected(beside, roles.owner, (client) =>
    client.query(`begin;
      alter table requests disable trigger user;
      update requests set changed_in = pg_current_xact_id();
      alter table requests enable trigger user;
      commit`),
  );
  const orm = await MikroORM.init(ormOptions(beside, roles.worker, 1));
  try {
    const { warnings } = await checkKeys(orm.em.fork() as EntityManager, secrets, auditSeals);
    for (const warning of warnings) logger.warn(warning);
  } finally {
    await orm.close(true);
  }
}
