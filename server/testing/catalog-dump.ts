import { Client } from "pg";
import type { DatabaseAddress } from "../database/address.ts";

/**
 * What a database is made of, a line each: the columns, constraints, indexes, triggers, functions and policies of the
 * schema `public`, and the schemas there are. Two databases with the same lines are the same to a program.
 */
export async function dumpCatalog(address: DatabaseAddress): Promise<string[]> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      select 'schema ' || nspname as line from pg_namespace where nspname !~ '^pg_(toast|temp)'
      union all
      select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
        from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      union all
      select format('table %s owner %s rls %s %s', relname, pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity)
        from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      union all
      select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
      union all
      select 'index ' || indexdef from pg_indexes where schemaname = 'public'
      union all
      select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
      union all
      select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
      union all
      select format('policy %s %s %s %s', tablename, policyname, roles, qual) from pg_policies where schemaname = 'public'
      order by line`);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}
