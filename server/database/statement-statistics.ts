/**
 * What PostgreSQL itself knows of the statements that took longest. The embedded server keeps it; an outer one does where its
 * owner has loaded pg_stat_statements and made the extension in our database.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql } from "kysely";
import { escapeIdentifier } from "pg";
import type { DatabaseAddress } from "./address.ts";
import { connected } from "./connected.ts";
import type { DatabaseRoles } from "./roles.ts";
import { withKysely } from "./row-level-security.ts";

/** A statement, its values left out. */
export interface StatementStatistics {
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

const most = 15;
const longestText = 600;

/** Has the embedded server count, in a schema of its own. As its superuser: what a restore brought has it not yet. */
export async function keepStatistics(address: DatabaseAddress, { worker }: DatabaseRoles): Promise<void> {
  await connected(address, null, async (client) => {
    await client.query("create schema if not exists statistics");
    await client.query("create extension if not exists pg_stat_statements schema statistics");
    await client.query(`grant usage on schema statistics to ${escapeIdentifier(worker)}`);
    await client.query(`grant pg_read_all_stats to ${escapeIdentifier(worker)}`);
  });
}

/** @returns those of our database that took longest altogether; null where nobody counts. */
export function readStatistics(em: EntityManager): Promise<StatementStatistics[] | null> {
  return withKysely(em, async (db) => {
    const { rows: places } = await sql<{ schema: string }>`
      select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
       where e.extname = 'pg_stat_statements' and has_schema_privilege(n.oid, 'usage')`.execute(db);
    const [place] = places;
    if (!place) return null;
    const { rows } = await sql<StatementStatistics>`
      select left(regexp_replace(query, '\\s+', ' ', 'g'), ${longestText}) as text, calls::float8 as calls,
             total_exec_time as "totalMs", mean_exec_time as "meanMs", max_exec_time as "maxMs"
        from ${sql.table(`${place.schema}.pg_stat_statements`)}
       where dbid = (select oid from pg_database where datname = current_database())
       order by total_exec_time desc limit ${most}`.execute(db);
    return rows;
  });
}
