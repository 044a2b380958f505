/** A filled database, an empty one, and a folder for backups, of each test's own where it changes them. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { makeBackup, whileNoOther } from "../backup/make-backup.ts";
import { restoreBackup, type RestoreTools } from "../backup/restore-backup.ts";
import { createBackupSeals } from "../backup/backup-seals.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { createLogger } from "../logger.ts";
import { createAuditSeals } from "../security/audit-seals.ts";
import { createSecretBox } from "../security/secret-box.ts";
import { ask } from "./ask.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

const logger = createLogger("silent");
/** What seals the secrets of the filled database. */
export const backupKeys: ReadonlyMap<string, Buffer> = new Map([["k1", Buffer.alloc(32, 1)]]);

/** @returns what a backup or a restore of a database works with. */
export function toolsOf(
  { address, roles }: TestDatabase,
  having: ReadonlyMap<string, Buffer> = backupKeys,
): RestoreTools {
  return {
    address,
    roles,
    seals: createBackupSeals(having),
    secrets: createSecretBox(having),
    auditSeals: createAuditSeals(having),
    logger,
  };
}

/** @returns databases that a backup or a restore has left there. */
export async function databasesBeside({ address }: TestDatabase): Promise<string[]> {
  const rows = await ask(address, "select datname from pg_database where starts_with(datname, left($1, 40) || '_')", [
    address.database,
  ]);
  return rows.map(({ datname }) => datname);
}

/** A file's databases and folder, there while its tests run. */
export interface BackupPlace {
  readonly source: TestDatabase;
  /** An empty one, as on a new machine. */
  readonly target: TestDatabase;
  /** At the filled one. */
  readonly sql: Pool;
  readonly folder: string;
  back(using?: RestoreTools, copyFolder?: string): ReturnType<typeof makeBackup>;
  restore(path: string, using?: RestoreTools): ReturnType<typeof restoreBackup>;
  /** A backup that nobody has tried. @returns its path. */
  written(): Promise<string>;
  /** Somebody with a token that is sealed, whose name is hard to write down. @returns the id. */
  plantPerson(): Promise<string>;
}

/** Sets it up around the tests of the file that calls it. */
export function useBackupPlace(): BackupPlace {
  const place = {
    back: (using = toolsOf(place.source), copyFolder: string | null = null) =>
      whileNoOther(using, () => makeBackup(using, { folder: place.folder, copyFolder }, "hand", logger)),
    restore: (path, using = toolsOf(place.target)) =>
      whileNoOther(using, () => restoreBackup(using, path, { folder: place.folder, copyFolder: null })),
    async written() {
      const path = join(place.folder, "written.rmab");
      await writeBackup(toolsOf(place.source), path);
      return path;
    },
    async plantPerson() {
      const id = randomUUID();
      const token = toolsOf(place.source).secrets.seal(`token of ${id}`, { table: "users", column: "auth_token", id });
      await place.sql.query("insert into users (id, plex_id, plex_username, auth_token) values ($1, $2, $3, $4)", [
        id,
        id,
        `"${id}\\\u2028\n{NULL},`,
        token,
      ]);
      return id;
    },
  } as { -readonly [K in keyof BackupPlace]: BackupPlace[K] };
  beforeAll(async () => {
    place.source = await createTestDatabase();
    place.sql = new Pool({ ...place.source.address, max: 6 });
  });
  afterAll(async () => {
    await place.sql.end();
    await place.source.drop();
  });
  beforeEach(async () => {
    place.target = await createTestDatabase({ empty: true });
    place.folder = await mkdtemp(join(tmpdir(), "readmeabook-backups-"));
  });
  afterEach(async () => {
    await place.target.drop();
    await rm(place.folder, { recursive: true });
  });
  return place;
}
