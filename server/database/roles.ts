import type { Client } from "pg";
import { escapeIdentifier } from "pg";

/**
 * The three roles, named after the database. None of them can log in: a connection takes one on. The owner owns the
 * tables and migrates them; the app does what a viewer does; the worker does what crosses people (jobs, the sync).
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
 * The migrations' own record is the owner's alone, and the audit is written through its functions alone.
 */
export async function grantPrivileges(client: Client, roles: DatabaseRoles): Promise<void> {
  const [app, worker] = [escapeIdentifier(roles.app), escapeIdentifier(roles.worker)];
  await client.query(`
    grant usage on schema public, pgboss to ${app}, ${worker};
    grant select, insert, update, delete on all tables in schema public to ${app}, ${worker};
    grant select, insert, update, delete on all tables in schema pgboss to ${app}, ${worker};
    grant usage, select on all sequences in schema public, pgboss to ${app}, ${worker};
    grant execute on all functions in schema public, pgboss to ${app}, ${worker};
    revoke execute on function public.seal_audit_events from ${app};
    revoke insert, update, delete on table public.migrations, public.audit_events from ${app}, ${worker};
  `);
}
