/** Every column that holds sealed values: what is not here is not re-sealed, and is lost with the old key. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely, type RawBuilder } from "kysely";

/** A column that holds sealed values. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** A column that says of each row whether its value is sealed; without it all are. */
  readonly when?: string;
}

export const sealedColumns: readonly SealedColumn[] = [
  { table: "configuration", column: "value", when: "encrypted" },
  { table: "users", column: "auth_token" },
  { table: "plex_sign_ins", column: "account_token" },
  { table: "download_history", column: "torrent_url" },
  { table: "download_history", column: "magnet_link" },
  { table: "push_subscriptions", column: "subscription" },
];

/** How many values of one column are sealed with a key, and the newest few of them. */
export interface SealedCount {
  readonly column: SealedColumn;
  readonly key: string;
  readonly count: number;
  readonly samples: readonly { readonly id: string; readonly value: string }[];
}

/** Which rows of the column hold a sealed value. */
export function isSealed({ column, when }: SealedColumn): RawBuilder<boolean> {
  return sql`${sql.ref(column)} is not null ${when ? sql`and ${sql.ref(when)}` : sql``}`;
}

/** Counts the values of every column by the key that they name. */
export async function countSealed(em: EntityManager): Promise<SealedCount[]> {
  const db = em.getKysely() as Kysely<any>;
  const counts: SealedCount[] = [];
  for (const column of sealedColumns) {
    const value = sql.ref(column.column);
    const { rows } = await sql<Omit<SealedCount, "column">>`
      select split_part(${value}, ':', 3) as key, count(*)::int as count,
             (array_agg(json_build_object('id', id, 'value', ${value}) order by id desc))[1:3] as samples
        from ${sql.table(column.table)} where ${isSealed(column)} group by 1 order by 1`.execute(db);
    counts.push(...rows.map((row) => ({ column, ...row })));
  }
  return counts;
}
