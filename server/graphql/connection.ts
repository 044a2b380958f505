import { sql } from "kysely";
import { ArgsType, Field, Int, ObjectType, type ClassType } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import type { RowQuery } from "./planned-rows.ts";
import type { Selection } from "./selection.ts";

/** How much of a list is wanted, and from where. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { nullable: true, description: "How many, 1 to 100. Default 50." })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "The endCursor of the page before." })
  after?: string | null;
}

@ObjectType({ description: "Where a page of a list ends." })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** A page of a list: Relay's connection, with `nodes` for those who need no cursors. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: PageInfo;
  /** Counted when it is read, and so only when it is asked for; up to a limit. */
  readonly totalCount: Promise<number>;
  readonly isTotalCountExact: Promise<boolean>;
}

/** Rows are counted up to here: nobody reads a longer list to its end, and counting all of a million takes its time. */
export const mostCounted = 10_000;

/** The object types of a noun's connection, `<Noun>Connection` and `<Noun>Edge`. */
export function connectionType<T extends object>(name: string, node: ClassType<T>): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    cursor!: string;
    @Field(() => node)
    node!: T;
  }
  // Not simple: compiled queries only wait for what a resolver hands out, and the count has to be waited for.
  @ObjectType(`${name}Connection`, { simpleResolvers: false })
  class NounConnection {
    @Field(() => [Edge])
    edges!: Edge[];
    @Field(() => [node])
    nodes!: T[];
    @Field(() => PageInfo)
    pageInfo!: PageInfo;
    @Field(() => Int, {
      description: `How many there are in all, up to ${mostCounted}. Counting costs a second statement: ask for it only where it is shown.`,
    })
    totalCount!: number;
    @Field(() => Boolean, { description: "false: there are more than totalCount says." })
    isTotalCountExact!: boolean;
  }
  return NounConnection as unknown as ClassType<Connection<T>>;
}

/**
 * A stable order: columns of the table (alias `t`) or of what is joined to it, that lead to a place no two rows share, all
 * in one direction, so that one row comparison finds the next page and one index serves it.
 */
export interface KeysetOrder {
  readonly columns: readonly {
    readonly column: string;
    readonly type: "timestamptz" | "uuid" | "int" | "text";
    /** Alias of what has the column, where that is not the table. */
    readonly of?: string;
  }[];
  readonly direction: "asc" | "desc";
}

/** Newest first. */
export const newestFirst: KeysetOrder = {
  columns: [
    { column: "created_at", type: "timestamptz" },
    { column: "id", type: "uuid" },
  ],
  direction: "desc",
};

const mostAtOnce = 100;

/**
 * Reads one page.
 * @param read runs the page's statement, made complete with order, place and limit; the columns of the order come as `k0`, `k1`, ….
 * @param count counts the rows of the whole list, and stops at one more than `most`.
 * @throws InvalidInputError when `first` is not 1 to 100, or `after` is no cursor of this order.
 */
export async function readPage<T>(
  args: ConnectionArgs,
  order: KeysetOrder,
  read: (shape: (query: RowQuery) => RowQuery) => Promise<(T & { readonly keyset?: readonly string[] })[]>,
  count: () => Promise<number>,
  most: number,
): Promise<Connection<T>> {
  const first = args.first ?? 50;
  if (first < 1 || first > mostAtOnce) throw new InvalidInputError({ first: `Ask for 1 to ${mostAtOnce} at a time.` });
  const place = args.after ? decodeCursor(args.after, order) : null;
  const { columns, direction } = order;
  const refs = columns.map(({ column, of = "t" }) => `${of}.${column}`);
  const rows = await read((query) => {
    let shaped = query
      // Part of the statement's text, so that a plan which is kept knows that only the first few rows are wanted.
      .limit(sql.lit(first + 1))
      .select(refs.map((ref, index) => sql`${sql.ref(ref)}::text`.as(`k${index}`)) as never);
    for (const ref of refs) shaped = shaped.orderBy(ref, direction);
    if (!place) return shaped;
    const names = sql.join(refs.map((ref) => sql.ref(ref)));
    const values = sql.join(columns.map(({ type }, index) => casts[type](place[index]!)));
    return shaped.where(
      direction === "desc" ? sql<boolean>`(${names}) < (${values})` : sql<boolean>`(${names}) > (${values})`,
    );
  });
  const page = rows.slice(0, first);
  const last = page.at(-1);
  let counted: Promise<number> | undefined;
  const countOnce = () => (counted ??= count());
  return {
    nodes: page,
    get edges() {
      return page.map((node) => ({ node, cursor: encodeCursor(node.keyset!) }));
    },
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? encodeCursor(last.keyset!) : null },
    get totalCount() {
      return countOnce().then((found) => Math.min(found, most));
    },
    get isTotalCountExact() {
      return countOnce().then((found) => found <= most);
    },
  };
}

/** What is asked for of each node, whether through `nodes` or `edges { node }`. */
export function nodeSelection(selection: Selection): Selection {
  const viaEdges = selection["edges"]?.["node"];
  const viaNodes = selection["nodes"];
  if (!viaEdges || !viaNodes) return viaEdges ?? viaNodes ?? none;
  let both = merged.get(selection);
  if (!both) merged.set(selection, (both = merge(viaNodes, viaEdges)));
  return both;
}

const none: Selection = {};
/** A plan of what to read is remembered for its selection: the same one must come out each time. */
const merged = new WeakMap<Selection, Selection>();

function merge(one: Selection, other: Selection): Selection {
  const common = Object.keys(one).filter((field) => field in other);
  return { ...one, ...other, ...Object.fromEntries(common.map((field) => [field, merge(one[field]!, other[field]!)])) };
}

function encodeCursor(keyset: readonly string[]): string {
  return Buffer.from(JSON.stringify(keyset)).toString("base64url");
}

function decodeCursor(cursor: string, { columns }: KeysetOrder): readonly string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(values) &&
      values.length === columns.length &&
      values.every((value, index) => isKey(value, columns[index]!.type))
    )
      return values;
  } catch {
    // falls through to the sentence
  }
  throw new InvalidInputError({
    after: "This is no cursor of this list. Pass on the endCursor of the page before, with the same order.",
  });
}

const casts = {
  uuid: (value: string) => sql`${value}::uuid`,
  timestamptz: (value: string) => sql`${value}::timestamptz`,
  int: (value: string) => sql`${value}::int`,
  text: (value: string) => sql`${value}::text`,
} as const;

const shapes = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/,
  int: /^-?\d{1,9}$/,
  text: /^[^\0]{0,500}$/s,
} as const;

function isKey(value: unknown, type: keyof typeof shapes): boolean {
  if (typeof value !== "string" || !shapes[type].test(value)) return false;
  if (type !== "timestamptz") return true;
  // The 31st of February has the shape of a day, and PostgreSQL has no such day.
  const time = new Date(value.replace(" ", "T").replace("+00", "Z"));
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value.slice(0, 10));
}
