/**
 * The rows of a table as text, as PostgreSQL writes and reads each type, out of any database of ours and into another.
 * Statements name what the database's own catalog names: nothing that stands in a backup becomes a part of one.
 */
import { createHash } from "node:crypto";
import { escapeIdentifier, type Client } from "pg";

/** A row: each column as text, in the order of the table's columns. */
export type TextRow = readonly (string | null)[];

/** A table of ours as it is in a database. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns that no two rows agree in: the order of the rows. */
  readonly key: readonly string[];
}

/** Rows that are held in memory at once. */
const batchSize = 1000;

/**
 * Every table of ours in this database but the migrations' own record: what the owner, as whom the client works, owns in
 * `public`. The queue's are in a schema of their own, and what somebody else has put there is theirs.
 */
export async function describeTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
            (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
               from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            coalesce((select json_agg(a.attname order by a.attnum) from pg_index i
               join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
              where i.indrelid = c.oid and i.indisprimary), '[]') as key
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
        and c.relowner = (select oid from pg_roles where rolname = current_user)
      order by c.relname`,
  );
  return rows;
}

/** @returns how many rows the table has, as this transaction sees it. */
export async function countRows(client: Client, { name }: Table): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from public.${escapeIdentifier(name)}`);
  return Number(rows[0]!.count);
}

/** Reads a table in batches, in an order that is the same in every database. Inside a transaction. */
export async function* readRows(client: Client, { name, columns, key }: Table): AsyncGenerator<TextRow[]> {
  const list = columns.map((column) => `${escapeIdentifier(column.name)}::text`).join(", ");
  const order = (key.length > 0 ? key : columns.map((column) => column.name))
    .map((column) => `${escapeIdentifier(column)}::text collate "C"`)
    .join(", ");
  await client.query(
    `declare rows no scroll cursor for select ${list} from public.${escapeIdentifier(name)} order by ${order}`,
  );
  for (;;) {
    const { rows } = await client.query<TextRow[]>({
      text: `fetch forward ${batchSize} from rows`,
      rowMode: "array",
    } as never);
    if (rows.length > 0) yield rows as unknown as TextRow[];
    if (rows.length < batchSize) break;
  }
  await client.query("close rows");
}

/** Puts rows into a table. @param columns what the values of the rows are, in this order. */
export async function insertRows(
  client: Client,
  { name, columns: known }: Table,
  columns: readonly string[],
  rows: readonly TextRow[],
): Promise<void> {
  if (name === "jobs_archive") await makeMonths(client, columns, rows);
  const types = columns.map((column) => known.find((each) => each.name === column)!.type);
  const names = columns.map((column) => escapeIdentifier(column)).join(", ");
  const casts = types.map((type, index) => `c${index}::${type}`).join(", ");
  const given = columns.map((_, index) => `$${index + 1}::text[]`).join(", ");
  const aliases = columns.map((_, index) => `c${index}`).join(", ");
  await client.query(
    `insert into public.${escapeIdentifier(name)} (${names}) overriding system value
     select ${casts} from unnest(${given}) as given (${aliases})`,
    columns.map((_, index) => rows.map((row) => row[index] ?? null)),
  );
}

/** The partitions of the archive come with its rows (database/retention.ts). */
async function makeMonths(client: Client, columns: readonly string[], rows: readonly TextRow[]): Promise<void> {
  const at = columns.indexOf("completed_at");
  await client.query(
    `select make_jobs_archive_month(month) from (
       select distinct date_trunc('month', at::timestamptz at time zone 'UTC')::date as month from unnest($1::text[]) at) due`,
    [rows.map((row) => row[at] ?? null)],
  );
}

/** What rows come to: their number, and a sum over their text that changes with any of them. */
export class RowSum {
  rows = 0;
  readonly #hash = createHash("sha256");

  /** @returns the rows as lines, as they stand in a backup. */
  add(rows: readonly TextRow[]): string {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    this.rows += rows.length;
    this.#hash.update(lines);
    return lines;
  }

  /** Once, at the end. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}
