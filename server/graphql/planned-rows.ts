/**
 * Reads what a page shows: one statement, shaped by the fields that were asked for, whose plain rows are the GraphQL
 * parents. Hydrating entities for a list was measured at five to six times the cost of its rows.
 *
 * A column is read when the field of its name is asked for; what a row points at (user, audiobook) is joined when it is
 * asked for. Computed fields say in `computedFrom` which columns they need. Ids are always there.
 */
import { ReferenceKind, type EntityClass, type EntityMetadata, type EntityProperty, type Ref } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type AliasedExpression, type Kysely, type SelectQueryBuilder } from "kysely";
import { readRows } from "../database/row-level-security.ts";
import type { Selection } from "./selection.ts";

/** A row of an entity's table as GraphQL sees it: what was asked for, times as ISO text, what it points at nested. */
export type Row<T> = {
  readonly [K in keyof T]: T[K] extends Ref<infer R> | null ? Row<R> : T[K] extends Date | null ? IsoTime<T[K]> : T[K];
};

type IsoTime<T> = T extends Date ? string : null;

/** A query over a table under the alias `t`; what is joined goes by the name of the property that points at it. */
export type RowQuery = SelectQueryBuilder<any, any, any>;

/** The columns that a computed field needs, by entity and field. */
export type ComputedFrom = ReadonlyMap<EntityClass<any>, Readonly<Record<string, readonly string[]>>>;

/** One column of a plan: where its value goes. */
interface PlannedColumn {
  /** The names that lead to it from the row: ["audiobook", "title"]. */
  readonly path: readonly string[];
  readonly read: (value: unknown) => unknown;
}

interface Plan {
  readonly base: (db: Kysely<any>) => RowQuery;
  readonly columns: readonly PlannedColumn[];
  /** The way to each thing that is pointed at, the nearer ones first. */
  readonly relations: readonly (readonly string[])[];
}

/** What every planned read needs to know. */
export interface RowReader {
  /** @param shape adds what is specific to this read: where, order by, limit. @param places as readRows has it. */
  read<T extends object>(
    em: EntityManager,
    entity: EntityClass<T>,
    selection: Selection,
    shape: (query: RowQuery) => RowQuery,
    places?: number,
  ): Promise<Row<T>[]>;
}

/** Plans are remembered for as long as the parsed document that they were made for. */
export function createRowReader(computedFrom: ComputedFrom): RowReader {
  const plans = new WeakMap<Selection, Map<EntityClass<any>, Plan>>();
  return {
    async read(em, entity, selection, shape, places) {
      let ofSelection = plans.get(selection);
      if (!ofSelection) plans.set(selection, (ofSelection = new Map()));
      let plan = ofSelection.get(entity);
      if (!plan) ofSelection.set(entity, (plan = makePlan(em.getMetadata(entity), selection, computedFrom)));
      const rows = await readRows(em, (db) => shape(plan.base(db)).compile(), { places, mayLag: true });
      return rows.map((row) => readRow(row as Record<string, unknown>, plan)) as never;
    },
  };
}

function makePlan(meta: EntityMetadata, selection: Selection, computedFrom: ComputedFrom): Plan {
  const columns: PlannedColumn[] = [];
  const relations: (readonly string[])[] = [];
  const expressions: AliasedExpression<unknown, string>[] = [];
  const joins: { table: string; alias: string; key: string; parent: string }[] = [];

  function visit(entityMeta: EntityMetadata, wanted: Selection, alias: string, path: readonly string[]): void {
    for (const prop of wantedColumns(entityMeta, wanted, computedFrom)) {
      expressions.push(sql.ref(`${alias}.${prop.fieldNames[0]!}`).as(`c${columns.length}`));
      columns.push({ path: [...path, prop.name], read: readerOf(prop) });
    }
    for (const prop of entityMeta.relations) {
      if (prop.kind !== ReferenceKind.MANY_TO_ONE || !(prop.name in wanted)) continue;
      joins.push({ table: prop.targetMeta!.tableName, alias: prop.name, key: prop.fieldNames[0]!, parent: alias });
      relations.push([...path, prop.name]);
      visit(prop.targetMeta!, wanted[prop.name]!, prop.name, [...path, prop.name]);
    }
  }
  visit(meta, selection, "t", []);

  return {
    columns,
    relations,
    base(db) {
      let query: RowQuery = db.selectFrom(`${meta.tableName} as t`).select(expressions as never);
      for (const { table, alias, key, parent } of joins)
        query = query.leftJoin(`${table} as ${alias}`, `${alias}.id`, `${parent}.${key}`);
      return query;
    },
  };
}

function wantedColumns(meta: EntityMetadata, wanted: Selection, computedFrom: ComputedFrom): EntityProperty[] {
  const computed = computedFrom.get(meta.class as EntityClass<any>) ?? {};
  const names = new Set(["id", ...Object.keys(wanted).flatMap((field) => computed[field] ?? [field])]);
  return meta.props.filter(
    (prop) => prop.kind === ReferenceKind.SCALAR && prop.persist !== false && names.has(prop.name),
  );
}

/** How the driver's value becomes what GraphQL serialises. */
function readerOf(prop: EntityProperty): (value: unknown) => unknown {
  const type = prop.columnTypes?.[0] ?? "";
  const otherwise = defaultOf(prop);
  if (type.startsWith("timestamptz")) return isoTime;
  if (type === "bigint" || type.startsWith("numeric")) return (value) => (value === null ? otherwise : Number(value));
  return otherwise === null ? (value) => value : (value) => value ?? otherwise;
}

/** What a NULL reads as: the tables let somebody write one by hand where there is a default, and the API never shows it. */
function defaultOf(prop: EntityProperty): unknown {
  if (prop.default !== undefined) return prop.default;
  const json = /^'(.*)'::jsonb$/.exec(prop.defaultRaw ?? "")?.[1];
  return json === undefined ? null : JSON.parse(json);
}

/** `2026-11-23 07:30:00.12+00`, as PostgreSQL writes it in UTC, to `2026-11-23T07:30:00.120Z`. */
export function isoTime(value: unknown): string | null {
  if (value === null) return null;
  const text = value as string;
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, "0")}Z`;
}

function readRow(raw: Record<string, unknown>, { columns, relations }: Plan): Record<string, unknown> {
  const row: Record<string, any> = {};
  if ("k0" in raw)
    row["keyset"] = "k1" in raw ? [raw["k0"], raw["k1"], ...("k2" in raw ? [raw["k2"]] : [])] : [raw["k0"]];
  for (let index = 0; index < columns.length; index += 1) {
    const { path, read } = columns[index]!;
    const value = read(raw[`c${index}`]);
    if (path.length === 1) row[path[0]!] = value;
    else if (path.length === 2) (row[path[0]!] ??= {})[path[1]!] = value;
    else path.slice(0, -1).reduce((object, name) => (object[name] ??= {}), row)[path.at(-1)!] = value;
  }
  // What points at nothing: the join has found no row.
  for (const path of relations) {
    const holder = path.slice(0, -1).reduce((object, name) => object?.[name], row);
    const name = path.at(-1)!;
    if (holder && holder[name].id === null) holder[name] = null;
  }
  return row;
}
