/**
 * The walls between people, held by PostgreSQL itself: the role `app` sees the rows of the viewer whom the transaction
 * names, and nothing when it names nobody. What an admin does, and what crosses people once it is clear that the viewer may
 * do it, works as the role `worker`, which a policy of its own lets see everything (roles.ts). A policy that said "or is an
 * admin" would keep the indexes from being used.
 */
import type { PolicyDef, SessionContext } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { CompiledQuery, sql, type Kysely } from "kysely";
import { prepared } from "./prepared-statements.ts";
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
 * Reads by one statement in the name in which the em works. The name, the statement and the transaction around them go
 * to PostgreSQL together (`pipeline` in ormOptions), for the four answers come in one round trip: one after the other
 * they made a list take half as long again. Where the name is refused the transaction is broken, and nothing is read.
 */
export async function readRows<T>(em: EntityManager, compile: (db: Kysely<any>) => CompiledQuery<T>): Promise<T[]> {
  const db = em.getKysely() as Kysely<any>;
  const session = em.isInTransaction() ? undefined : em.getSessionContext();
  const statement = prepared(compile(db), session?.variables?.["role"] as string | undefined);
  if (!session) return (await db.executeQuery(statement)).rows;
  return db.connection().execute(async (connection) => {
    const all = [begin, naming(db, session), statement, commit];
    const [begun, named, read, ended] = await Promise.allSettled(all.map((each) => connection.executeQuery(each)));
    for (const each of [begun, named, read, ended]) if (each!.status === "rejected") throw each!.reason;
    return (read as PromiseFulfilledResult<{ rows: T[] }>).value.rows;
  });
}

const begin = CompiledQuery.raw("begin");
const commit = CompiledQuery.raw("commit");

/** Until the transaction ends. */
function naming(db: Kysely<any>, { variables = {} }: SessionContext): CompiledQuery {
  const settings = Object.entries(variables).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
  return prepared(sql`select ${sql.join(settings)}`.compile(db));
}
