import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { escapeIdentifier, type Client } from "pg";
import { connectionSettings, type DatabaseAddress } from "../database/address.ts";
import type { DatabaseRoles } from "../database/roles.ts";
import { WatchedConnection } from "../database/watched-connection.ts";
import { sealedColumns } from "../security/sealed-columns.ts";
import { version } from "../system/version.ts";
import { formatVersion, rowsIn, type Manifest } from "./backup-format.ts";
import { encrypt } from "./backup-cipher.ts";
import type { BackupSeals } from "./backup-seals.ts";
import { countRows, describeTables, readRows, RowSum, type Table } from "./tables.ts";

/** What a backup is made of. */
export interface BackupSource {
  readonly address: DatabaseAddress;
  readonly roles: DatabaseRoles;
  readonly seals: BackupSeals;
}

/**
 * Writes everything of ours that the database holds at one moment, while people go on working. The file appears under its
 * name when it is whole and on the disk.
 * @param isEncrypted nobody without the key can read it.
 * @param report is told how many rows are written, of how many.
 */
export async function writeBackup(
  { address, roles, seals }: BackupSource,
  path: string,
  report: (done: number, of: number) => Promise<void> = async () => {},
  isEncrypted = false,
): Promise<Manifest> {
  // The owner sees every row, by a policy of each table (roles.ts).
  const client = new WatchedConnection(connectionSettings(address, roles.owner));
  client.on("error", () => {}); // it fails the query that is under way
  const temporary = `${path}.unfinished`;
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read, read only");
    const tables = await describeTables(client);
    const manifest = await describe(client, tables, seals);
    await pipeline(
      Readable.from(lines(client, tables, manifest, seals, report)),
      createGzip({ level: 6 }),
      isEncrypted ? encrypt(seals) : new PassThrough(),
      createWriteStream(temporary, { flags: "w", mode: 0o600, flush: true }),
    );
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return manifest;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function describe(client: Client, tables: readonly Table[], seals: BackupSeals): Promise<Manifest> {
  const { rows: migrations } = await client.query<{ name: string }>("select name from public.migrations order by id");
  const { rows: server } = await client.query<{ version: string; at: Date }>(
    "select current_setting('server_version') as version, now() as at",
  );
  const counted: Manifest["tables"] = [];
  for (const table of tables)
    counted.push({
      name: table.name,
      columns: table.columns.map(({ name }) => name),
      rows: await countRows(client, table),
    });
  return {
    format: "readmeabook backup",
    formatVersion,
    program: version,
    postgres: server[0]!.version,
    madeAt: server[0]!.at.toISOString(),
    migrations: migrations.map(({ name }) => name),
    keys: await keysInUse(client, tables),
    sealedWith: seals.active(),
    tables: counted,
  };
}

/** An older database may not have every column yet. */
async function keysInUse(client: Client, tables: readonly Table[]): Promise<string[]> {
  const keys = new Set<string>();
  for (const { table, column, when } of sealedColumns) {
    const known = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
    if (!known?.includes(column)) continue;
    const isSealed = when ? escapeIdentifier(when) : "true";
    const { rows } = await client.query<{ key: string }>(
      `select distinct split_part(${escapeIdentifier(column)}, ':', 3) as key from public.${escapeIdentifier(table)}
        where ${escapeIdentifier(column)} is not null and ${isSealed}`,
    );
    for (const { key } of rows) keys.add(key);
  }
  return [...keys].toSorted();
}

async function* lines(
  client: Client,
  tables: readonly Table[],
  manifest: Manifest,
  seals: BackupSeals,
  report: (done: number, of: number) => Promise<void>,
): AsyncGenerator<string> {
  const whole = createHash("sha256");
  const sealed = (text: string) => {
    whole.update(text);
    return text;
  };
  const all = rowsIn(manifest);
  let done = 0;
  yield sealed(`${JSON.stringify(manifest)}\n`);
  for (const table of tables) {
    yield sealed(`${JSON.stringify({ table: table.name })}\n`);
    const sum = new RowSum();
    for await (const rows of readRows(client, table)) {
      yield sealed(sum.add(rows));
      await report((done += rows.length), all);
    }
    yield sealed(`${JSON.stringify({ rows: sum.rows, sha256: sum.digest() })}\n`);
  }
  yield `${JSON.stringify({ seal: seals.seal(manifest.sealedWith, whole.digest()) })}\n`;
}

/** A name is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
