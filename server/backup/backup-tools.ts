import { existsSync } from "node:fs";
import { join } from "node:path";
import { connected } from "../database/connected.ts";
import type { OpenDatabase } from "../database/open-database.ts";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import { createAuditSeals } from "../security/audit-seals.ts";
import { keyFileIn, loadOrMakeKeyFile, openKeyFile, type KeyFile } from "../security/encryption-keys.ts";
import { createSecretBox } from "../security/secret-box.ts";
import { createBackupSeals } from "./backup-seals.ts";
import type { BackupPlaces } from "./make-backup.ts";
import type { RestoreTools } from "./restore-backup.ts";
import { openS3Place, type S3Place } from "./s3-place.ts";

/**
 * What backups and restores work with, on a database that need not be migrated.
 * @throws Error when there is no key: one that is made now opens nothing.
 */
export function backupTools(env: Env, database: Omit<OpenDatabase, "close">, logger: Logger): RestoreTools {
  const path = keyFileIn(env.dataDir);
  if (!env.encryptionKeys && !existsSync(path))
    throw new Error(
      `There is no key file ${path}. Put the one of the server there that made the backups, or set DATA_DIR or ENCRYPTION_KEYS as it is set for the server.`,
    );
  const keys = env.encryptionKeys ?? loadOrMakeKeyFile(env.dataDir).keys;
  // The server may run, and make a key meanwhile.
  const file = env.encryptionKeys ? null : openKeyFile(path);
  return toolsWith(keys, file, database, logger);
}

/** The same with keys that this server does not have: those that a backup from elsewhere was sealed with. */
export function toolsWith(
  keys: ReadonlyMap<string, Buffer>,
  file: KeyFile | null,
  { address, roles }: Omit<OpenDatabase, "close">,
  logger: Logger,
): RestoreTools {
  return {
    address,
    roles,
    seals: createBackupSeals(keys, file),
    secrets: createSecretBox(keys, file),
    auditSeals: createAuditSeals(keys, file),
    logger,
  };
}

/** Where backups lie while no setting says otherwise. */
export function defaultFolder(dataDir: string): string {
  return join(dataDir, "backups");
}

/**
 * Where backups go. It reads the settings by a statement of its own, because it is asked of databases that are not
 * migrated yet, or have no tables at all.
 */
export async function readPlaces({ address, roles, secrets }: RestoreTools, dataDir: string): Promise<BackupPlaces> {
  const settings = new Map<string, string>();
  const ids = new Map<string, string>();
  try {
    const { rows } = await connected(address, roles.owner, (client) =>
      client.query<{ id: string; key: string; value: string }>(
        "select id, key, value from configuration where key ~ '^backup(_s3)?[.]' and value is not null",
      ),
    );
    for (const { id, key, value } of rows) {
      settings.set(key, value);
      ids.set(key, id);
    }
  } catch (error) {
    // No such table, or no such role: nothing is set.
    if (!["42P01", "42704", "22023"].includes((error as { code?: string }).code ?? "")) throw error;
  }
  return {
    folder: settings.get("backup.folder") ?? defaultFolder(dataDir),
    copyFolder: settings.get("backup.copy_folder") ?? null,
    s3: openS3(),
    isEncrypted: settings.get("backup.encrypted") === "true",
  };

  /** Nowhere until all of it is said. */
  function openS3(): S3Place | null {
    const [url, bucket, accessKey, sealed] = ["url", "bucket", "access_key", "secret_key"].map((property) =>
      settings.get(`backup_s3.${property}`),
    );
    if (!url || !bucket || !accessKey || !sealed) return null;
    const id = ids.get("backup_s3.secret_key")!;
    return openS3Place({
      url,
      bucket,
      accessKey,
      region: settings.get("backup_s3.region") ?? "us-east-1",
      prefix: settings.get("backup_s3.prefix") ?? "",
      secretKey: () => secrets.open(sealed, { table: "configuration", column: "value", id }),
    });
  }
}
