import { Client, escapeIdentifier } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { connected } from "../database/connected.ts";
import { migrateTo, unknownMigrations } from "../database/migrate.ts";
import type { DatabaseRoles } from "../database/roles.ts";
import { BackupRefusedError } from "../errors.ts";
import { rowsIn, type Manifest } from "./backup-format.ts";
import type { BackupSeals } from "./backup-seals.ts";
import { readBackup, type BackupPart } from "./read-backup.ts";
import { describeTables, insertRows, readRows, RowSum, type Table } from "./tables.ts";

/** @throws BackupRefusedError when this program does not know the tables that it is of. */
export function assertKnown({ migrations, program }: Manifest): void {
  const unknown = unknownMigrations(migrations);
  if (unknown.length > 0)
    throw new BackupRefusedError(
      `This backup was made by a newer ReadMeABook (${program}): ${unknown.at(-1)} is not known here. Update this one first.`,
    );
}

/**
 * Fills an empty database with a backup, and makes sure that what is in it then is what stands in the backup. The tables
 * are as its own migrations make them: later ones are not run.
 * @param report is told how many rows are in and compared, of how many.
 * @throws BackupRefusedError; the database is then of no use.
 */
export async function loadBackup(
  path: string,
  seals: BackupSeals,
  empty: DatabaseAddress,
  roles: DatabaseRoles,
  report: (done: number, of: number) => Promise<void> = async () => {},
): Promise<Manifest> {
  const parts = readBackup(path, seals);
  const { manifest } = (await parts.next()).value as { manifest: Manifest };
  assertKnown(manifest);
  await migrateTo(empty, roles, manifest.migrations);
  try {
    await connected(empty, roles.owner, async (client) => {
      const tables = await describeTables(client);
      assertSameTables(tables, manifest);
      const all = 2 * rowsIn(manifest);
      let done = 0;
      const tell = (rows: number) => report((done += rows), all);
      await client.query("begin");
      const sums = await withoutRules(client, tables, () => insertParts(client, tables, parts, tell));
      await compare(client, inOrderOf(manifest, tables), sums, tell);
      await client.query("commit");
      await client.query("analyze");
    });
    return manifest;
  } finally {
    await parts.return(undefined);
  }
}

function assertSameTables(tables: readonly Table[], manifest: Manifest): void {
  const shape = (of: readonly { name: string; columns: readonly string[] }[]) =>
    JSON.stringify(of.map(({ name, columns }) => [name, columns.toSorted()]).toSorted());
  const made = tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }));
  if (shape(made) !== shape(manifest.tables))
    throw new BackupRefusedError(
      "This backup does not have the tables that its migrations make. It was made of a database that somebody has changed by hand.",
    );
}

/** The tables with their columns as the backup lists them. */
function inOrderOf(manifest: Manifest, tables: readonly Table[]): Table[] {
  return tables.map((table) => {
    const names = manifest.tables.find(({ name }) => name === table.name)!.columns;
    return { ...table, columns: names.map((name) => table.columns.find((column) => column.name === name)!) };
  });
}

/** Rows come table by table: what refers to a later one, and what a trigger would change, has to wait. */
async function withoutRules<T>(client: Client, tables: readonly Table[], work: () => Promise<T>): Promise<T> {
  const { rows: foreignKeys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of foreignKeys)
    await client.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  for (const { name } of tables)
    await client.query(`alter table public.${escapeIdentifier(name)} disable trigger user`);
  const result = await work();
  for (const { name } of tables) await client.query(`alter table public.${escapeIdentifier(name)} enable trigger user`);
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`);
  return result;
}

async function insertParts(
  client: Client,
  tables: readonly Table[],
  parts: AsyncGenerator<BackupPart>,
  tell: (rows: number) => Promise<void>,
): Promise<Map<string, RowSum>> {
  const sums = new Map<string, RowSum>();
  for await (const part of parts) {
    if ("manifest" in part) continue;
    const { name, columns } = part.table;
    const sum = sums.get(name) ?? new RowSum();
    sums.set(name, sum);
    if (part.rows.length === 0) continue;
    sum.add(part.rows);
    const table = tables.find((each) => each.name === name)!;
    await insertRows(client, table, columns, part.rows);
    await tell(part.rows.length);
  }
  return sums;
}

/** Reads everything again as a backup would, as PostgreSQL writes it now. */
async function compare(
  client: Client,
  tables: readonly Table[],
  sums: ReadonlyMap<string, RowSum>,
  tell: (rows: number) => Promise<void>,
): Promise<void> {
  for (const table of tables) {
    const sum = new RowSum();
    for await (const rows of readRows(client, table)) {
      sum.add(rows);
      await tell(rows.length);
    }
    const wanted = sums.get(table.name)!;
    if (sum.rows !== wanted.rows || sum.digest() !== wanted.digest())
      throw new BackupRefusedError(
        `The rows of ${table.name} are others in the database than in the backup: ${sum.rows} of ${wanted.rows}. Report this, and keep the backup.`,
      );
  }
}
