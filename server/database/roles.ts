import type { Client } from "pg";
import { escapeIdentifier } from "pg";

/**
 * The three roles, named after the database. None of them can log in: a connection takes one on. The owner owns the
 * tables and migrates them; the app does what a viewer does, with that viewer's rows alone (row-level-security.ts); the
 * worker does what crosses people (jobs, the sync, what an admin does, a request whose book others wait for).
 */
export interface DatabaseRoles {
  readonly owner: string;
  readonly app: string;
  readonly worker: string;
}

/** @param base the database's name, or DATABASE_ROLES. */
export function rolesNamedAfter(base: string): DatabaseRoles {
  const name = base
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, "_")
    .slice(0, 41);
  return { owner: `${name}_owner`, app: `${name}_app`, worker: `${name}_worker` };
}

/** The login may not make the roles; the message holds the SQL that somebody who may is to run. */
export class RolesMissingError extends Error {}

/**
 * Makes the roles that are missing, lets the login take them on, and lets the owner make schemas. Changes nothing when all is there.
 * @param client connected as the login.
 * @throws RolesMissingError
 */
export async function ensureRoles(client: Client, roles: DatabaseRoles): Promise<void> {
  const names = Object.values(roles) as string[];
  const { rows } = await client.query<{ name: string; exists: boolean; member: boolean }>(
    `select name, r.oid is not null as exists, coalesce(pg_has_role(current_user, r.oid, 'member'), false) as member
       from unnest($1::text[]) as name left join pg_roles r on r.rolname = name`,
    [names],
  );
  const { rows: database } = await client.query<{ may_create: boolean; name: string; login: string }>(
    `select current_database() as name, current_user as login,
            case when exists (select from pg_roles where rolname = $1)
              then has_database_privilege($1, current_database(), 'create') and has_schema_privilege($1, 'public', 'create')
              else false end as may_create`,
    [roles.owner],
  );
  const { name, login, may_create: mayCreate } = database[0]!;
  const statements = rows.flatMap((role) => [
    ...(role.exists ? [] : [`create role ${escapeIdentifier(role.name)} nologin`]),
    ...(role.member ? [] : [`grant ${escapeIdentifier(role.name)} to ${escapeIdentifier(login)}`]),
  ]);
  if (!mayCreate) {
    statements.push(
      `grant create on database ${escapeIdentifier(name)} to ${escapeIdentifier(roles.owner)}`,
      `grant usage, create on schema public to ${escapeIdentifier(roles.owner)}`,
    );
  }
  for (const statement of statements) {
    try {
      await client.query(statement);
    } catch (cause) {
      // 42710: another program made the role between our look and our statement, on the same cluster.
      if ((cause as { code?: string }).code === "42710") continue;
      throw new RolesMissingError(
        `The database login ${login} may not prepare the roles that this program works as. Have somebody who may run:\n\n${statements.map((line) => `  ${line};`).join("\n")}\n`,
        { cause },
      );
    }
  }
}

/**
 * What the roles may do with our tables and with the queue's. Run after the migrations, as the owner.
 * The app reads, and writes a viewer's own sessions, keys, choices and browsers: whatever else a viewer causes crosses people.
 * The migrations' own record is the owner's alone, and the audit is written through its functions alone.
 */
export async function grantPrivileges(client: Client, roles: DatabaseRoles): Promise<void> {
  const [app, worker] = [escapeIdentifier(roles.app), escapeIdentifier(roles.worker)];
  await client.query(`
    grant usage on schema public, pgboss to ${worker};
    grant usage on schema public to ${app};
    grant select, insert, update, delete on all tables in schema public, pgboss to ${worker};
    revoke all on all tables in schema public, pgboss from ${app};
    grant select on all tables in schema public to ${app};
    grant insert, update, delete on table public.sessions, public.api_keys, public.notification_choices,
      public.push_subscriptions to ${app};
    grant usage, select on all sequences in schema public, pgboss to ${worker};
    grant execute on function ${await ownFunctions(client)} to ${app}, ${worker};
    grant execute on all functions in schema pgboss to ${worker};
    revoke execute on function public.seal_audit_events, public.announce_audit_cut, public.cut_audit_events,
      public.make_jobs_archive_month from ${app};
    revoke all on table public.migrations from ${app};
    revoke insert, update, delete on table public.migrations, public.audit_events from ${worker};
  `);
  await openToTheHouse(client, roles);
}

/** The functions of ours in `public`: those of an extension are not the owner's to grant, and everybody's anyway. */
async function ownFunctions(client: Client): Promise<string> {
  const { rows } = await client.query<{ list: string }>(
    `select string_agg(oid::regprocedure::text, ', ') as list from pg_proc
      where pronamespace = 'public'::regnamespace and proowner = current_user::regrole and prokind = 'f'`,
  );
  return rows[0]!.list;
}

/**
 * Lets the owner and the worker see every row. Row-level security is forced on the owner too, who would otherwise see
 * nothing, without an error. Nothing is written, and no table locked, when it is so already.
 */
export async function openToTheHouse(client: Client, { owner, worker }: DatabaseRoles): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select c.relname as table from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and not exists (
        select from pg_policy p where p.polrelid = c.oid and p.polname = 'house'
           and p.polroles @> (select array_agg(oid) from pg_roles where rolname = any($1)))`,
    [[owner, worker]],
  );
  for (const table of rows.map((row) => escapeIdentifier(row.table))) {
    await client.query(`
      drop policy if exists house on public.${table};
      create policy house on public.${table} to ${escapeIdentifier(owner)}, ${escapeIdentifier(worker)} using (true)`);
  }
}
