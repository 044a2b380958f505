/**
 * The walls between people, held by PostgreSQL itself: the role `app` sees the rows of the viewer whom the transaction
 * names, and nothing when it names nobody. What an admin does, and what crosses people once it is clear that the viewer may
 * do it, works as the role `worker`, which a policy of its own lets see everything (roles.ts). A policy that said "or is an
 * admin" would keep the indexes from being used.
 */
import type { PolicyDef, SessionContext } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { CompiledQuery, Kysely } from "kysely";
import type { Pool, QueryResult } from "pg";
import { prepared } from "./prepared-statements.ts";
import { readSourceOf } from "./read-source.ts";
import { QueryAs, type NameVariables } from "./query-as.ts";
import type { DatabaseRoles } from "./roles.ts";

/** Looked up once a statement, not once a row. */
const viewerId = "(select nullif(current_setting('app.viewer_id', true), '')::uuid)";

/** Walls for a table whose rows belong to somebody. @param column holds that person's id. */
export function ownedBy(column: string): Walls {
  return walls(`${column} = ${viewerId}`);
}

/** Walls for a table whose rows hang on a request: they are seen with it. */
export function ofOwnRequest(): Walls {
  return walls(`exists (select from requests r where r.id = request_id and r.user_id = ${viewerId})`);
}

/** Walls for a table that everybody reads who is signed in. */
export function ofAnybodySignedIn(): Walls {
  return walls(`${viewerId} is not null`);
}

/** Walls for a table that is no viewer's affair. */
export const ofNobody: Walls = { rowLevelSecurity: "force" };

/** Options of an entity. */
interface Walls {
  readonly rowLevelSecurity: "force";
  readonly policies?: PolicyDef<any>[];
}

function walls(using: string): Walls {
  return { rowLevelSecurity: "force", policies: [{ name: "viewer", using }] };
}

/** In whose name an em works: a viewer's own, or (admins, what crosses people) everybody's. */
export function sessionOf(
  roles: DatabaseRoles,
  viewer: { readonly id: string; isAdmin(): boolean } | "everybody",
): SessionContext {
  // As a setting among others the role costs no statement of its own.
  if (viewer === "everybody") return { variables: { role: roles.worker } };
  return { variables: { "app.viewer_id": viewer.id, ...(viewer.isAdmin() ? { role: roles.worker } : {}) } };
}

/** Runs statements in the name in which the em works: outside a transaction MikroORM leaves Kysely's alone, and they would see nothing. */
export function withKysely<T>(em: EntityManager, work: (db: Kysely<any>) => Promise<T>): Promise<T> {
  const sessionContext = em.isInTransaction() ? undefined : em.getSessionContext();
  if (!sessionContext) return work(em.getKysely() as Kysely<any>);
  return em.getConnection().transactional((transaction) => work(transaction as Kysely<any>), { sessionContext });
}

/**
 * Reads by one statement in the name in which the em works. Where the name is refused nothing is read.
 * @param how.places how many values only say where to go on. With more of them the statement is planned for its values
 * each time: the plan for any status reads millions of rows for a rare one. Left out: no value asks for another plan.
 * @param how.mayLag whether the replica of the operation, if it has one, may answer; when that cannot, the primary does.
 */
export async function readRows<T>(
  em: EntityManager,
  compile: (db: Kysely<any>) => CompiledQuery<T>,
  { places = Infinity, mayLag = false }: { readonly places?: number | undefined; readonly mayLag?: boolean } = {},
): Promise<T[]> {
  const db = em.getKysely() as Kysely<any>;
  const variables = em.isInTransaction() ? undefined : em.getSessionContext()?.variables;
  const statement = compile(db);
  const text =
    statement.parameters.length > places
      ? { text: statement.sql }
      : prepared(statement.sql, variables?.["role"] as string | undefined);
  // Kysely hands `sql` to pg as it is, and pg takes a text with a name in the place of a text.
  if (!variables) return (await db.executeQuery<T>({ ...statement, sql: text as unknown as string })).rows;
  const query = () => new QueryAs({ ...text, values: [...statement.parameters] }, variables as NameVariables);
  const source = mayLag ? readSourceOf(em) : undefined;
  if (source?.replica) {
    try {
      return await source.replica.read<T>(query());
    } catch {
      // What is wrong with the statement itself, the primary says.
      source.replica = null;
    }
  }
  const pool: Pool = await em.getConnection().getNativeClient();
  return ((await pool.query(query())) as unknown as QueryResult<T & object>).rows;
}
