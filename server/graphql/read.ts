/** The three ways in which resolvers read rows. */
import type { EntityClass } from "@mikro-orm/core";
import type { GraphQLResolveInfo } from "graphql";
import { sql, type Kysely } from "kysely";
import { readRows } from "../database/row-level-security.ts";
import { InvalidInputError } from "../errors.ts";
import { loaderFor, type OperationContext } from "./operation.ts";
import {
  mostCounted,
  nodeSelection,
  readPage,
  type Connection,
  type ConnectionArgs,
  type KeysetOrder,
} from "./connection.ts";
import type { Row, RowQuery } from "./planned-rows.ts";
import { selectionOf } from "./selection.ts";

type Narrow = (query: RowQuery) => RowQuery;

/**
 * A page of a list.
 * @param where narrows it (filters, and what the viewer may see); it holds for the count as well.
 * @param most what the count goes up to.
 */
export function readConnection<T extends object>(
  ctx: OperationContext,
  info: GraphQLResolveInfo,
  entity: EntityClass<T>,
  args: ConnectionArgs,
  order: KeysetOrder,
  where: Narrow,
  most = mostCounted,
): Promise<Connection<Row<T>>> {
  const selection = nodeSelection(selectionOf(info));
  const places = args.after ? order.columns.length : 0;
  return readPage<Row<T>>(
    args,
    order,
    (shape) => ctx.rows.read(ctx.em, entity, selection, (query) => shape(where(query)), places),
    async () => {
      const table = ctx.em.getMetadata(entity).tableName;
      const count = (db: Kysely<any>) => {
        const rows = where(db.selectFrom(`${table} as t`)).select("t.id" as never);
        return db
          .selectFrom(rows.limit(sql.lit(most + 1)).as("counted"))
          .select(sql<string>`count(*)`.as("count"))
          .compile();
      };
      const [row] = await readRows(ctx.em, count, { places: 0, mayLag: true });
      return Number((row as { count: string }).count);
    },
    most,
  );
}

/** One row by its id; null when there is none, or when `where` leaves it out. */
export async function readOne<T extends object>(
  ctx: OperationContext,
  info: GraphQLResolveInfo,
  entity: EntityClass<T>,
  id: string,
  where: Narrow = (query) => query,
): Promise<Row<T> | null> {
  if (!isUuid(id)) return null;
  const [row] = await ctx.rows.read(ctx.em, entity, selectionOf(info), (query) => where(query.where("t.id", "=", id)));
  return row ?? null;
}

/**
 * The rows that point at a parent: one statement for all parents that are resolved side by side.
 * @param key the column that points at the parent.
 */
export function readMany<T extends object>(
  ctx: OperationContext,
  info: GraphQLResolveInfo,
  entity: EntityClass<T>,
  key: string,
  parentId: string,
  shape: Narrow,
): Promise<readonly Row<T>[]> {
  // The nodes, not the first of them: a fragment that two parents share may have more beside it in one of them.
  const loader = loaderFor<readonly Row<T>[]>(ctx, info.fieldNodes, async (ids) => {
    const rows = await ctx.rows.read(ctx.em, entity, selectionOf(info), (query) =>
      shape(query.where(`t.${key}`, "in", ids)).select(sql`${sql.ref(`t.${key}`)}::text`.as("k0") as never),
    );
    const byParent = Map.groupBy(rows as (Row<T> & { keyset: [string] })[], (row) => row.keyset[0]);
    return ids.map((id) => byParent.get(id) ?? []);
  });
  return loader.load(parentId);
}

/** Whether an id from outside can be asked for at all: PostgreSQL refuses anything else with an error of its own. */
export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

/** @returns the id. @throws InvalidInputError when it can be nobody's. */
export function checkedId(id: string): string {
  if (!isUuid(id)) throw new InvalidInputError({ id: "That is no id." });
  return id;
}
