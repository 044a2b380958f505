/** Asks for everything that the schema has: every field of every type, by the ways that lead to it. */
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import type { Answer } from "../test-app.ts";

/** Sends an operation as somebody. */
export type Ask = (document: string) => Promise<Answer>;

/** Type → the ids of its objects that were seen. A type without ids is there too, once one was seen. */
export type Seen = Map<string, Set<string>>;

/** Four fields deep there is every type, and most of them in several ways. */
const DEEPEST = 4;

/** The values of a type, and of its objects that there are such. */
export function fieldsOf(type: GraphQLObjectType): string[] {
  return openFields(type).map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} { __typename }`));
}

/** The values of a type and of what belongs to it, so many steps down. */
export function selectionOf(type: GraphQLObjectType, steps: number): string {
  const inner = openFields(type).flatMap(({ name, type }) => {
    const named = getNamedType(type);
    return isObjectType(named) && steps > 0 ? [`${name} { ${selectionOf(named, steps - 1)} }`] : [];
  });
  return ["__typename", ...fieldsOf(type), ...inner].join(" ");
}

const openFields = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));

interface Way {
  readonly type: GraphQLObjectType;
  /** Below the field of the root. */
  readonly path: readonly string[];
}

/** What a field of the root leads to, itself first; no type twice on one way. */
export function waysFrom(field: GraphQLField<unknown, unknown>): Way[] {
  const type = getNamedType(field.type);
  return isObjectType(type) ? follow({ type, path: [] }, [type]) : [];
}

function follow(way: Way, passed: readonly GraphQLObjectType[]): Way[] {
  const further = openFields(way.type).flatMap((field) => {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || passed.includes(type) || way.path.length + 1 >= DEEPEST) return [];
    return follow({ type, path: [...way.path, field.name] }, [...passed, type]);
  });
  return [way, ...further];
}

/**
 * Every query: those that want an id with the ids that the others brought. @param requests of how many; of other things two are enough.
 * @returns what was seen, with what was seen `before`.
 */
export async function crawl(
  schema: GraphQLSchema,
  ask: Ask,
  requests: number,
  before: Seen = new Map(),
): Promise<Seen> {
  const seen = new Map([...before].map(([type, ids]) => [type, new Set(ids)]));
  const wantsId = ({ args }: GraphQLField<unknown, unknown>) => args.some(({ name }) => name === "id");
  const fields = Object.values(schema.getQueryType()!.getFields());
  for (const field of fields.toSorted((a, b) => Number(wantsId(a)) - Number(wantsId(b)))) {
    const { name: type } = getNamedType(field.type);
    const ids = [...(seen.get(type) ?? [])].slice(0, type === "Request" ? requests : 2);
    for (const given of wantsId(field) ? ids.map((id) => `id: "${id}"`) : [wanted(field)])
      for (const way of waysFrom(field)) await askForPages(ask, field, given, way, seen);
  }
  return seen;
}

/** The name of an author is found in most lists, and a year ends now. */
const wantedOf: Readonly<Record<string, (name: string) => string>> = {
  "String!": () => `"Jane"`,
  "DateTime!": (name) => `"${new Date(Date.now() - (name === "from" ? 365 * 86_400_000 : 0)).toISOString()}"`,
};

/** What a field must be told. */
function wanted({ args }: GraphQLField<unknown, unknown>): string {
  return args
    .filter((argument) => isRequiredArgument(argument))
    .map(({ name, type }) => `${name}: ${wantedOf[String(type)]?.(name) ?? 1}`)
    .join(", ");
}

/** Follows the pages of a list; what is refused is left out, and the rest asked for anew. */
async function askForPages(
  ask: Ask,
  { name, args }: GraphQLField<unknown, unknown>,
  given: string,
  { type, path }: Way,
  seen: Seen,
): Promise<void> {
  const isPaged = args.some((argument) => argument.name === "after");
  let left = fieldsOf(type);
  let after: string | null = null;
  for (;;) {
    const page = isPaged ? ["first: 20", ...(after ? [`after: "${after}"`] : [])] : [];
    const said = [...[given].filter(Boolean), ...page].join(", ");
    const selection = [...path, `__typename ${left.join(" ")}`].join(" { ") + " }".repeat(path.length);
    const paging = isPaged ? "pageInfo { hasNextPage endCursor }" : "";
    const { data, errors } = await ask(`{ ${name}${said ? `(${said})` : ""} { ${paging} ${selection} } }`);
    const refused = new Set(errors?.map(({ path }) => path?.at(-1)));
    const rest = left.filter((field) => !refused.has(field.split(" ")[0]!));
    if (rest.length > 0 && rest.length < left.length) {
      left = rest;
      continue;
    }
    collect(data, seen);
    const { hasNextPage = false, endCursor = null } = data?.[name]?.pageInfo ?? {};
    after = hasNextPage ? endCursor : null;
    if (!after) return;
  }
}

function collect(value: unknown, seen: Seen): void {
  if (typeof value !== "object" || value === null) return;
  const { __typename: type, id } = value as { readonly __typename?: string; readonly id?: string };
  if (type && !seen.has(type)) seen.set(type, new Set());
  if (type && id) seen.get(type)!.add(id);
  for (const inner of Object.values(value)) collect(inner, seen);
}
