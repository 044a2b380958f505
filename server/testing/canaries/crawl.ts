/** Asks for everything that the schema has: every query, and every field of every type by every way that leads to it. */
import { getNamedType, isLeafType, isObjectType, isRequiredArgument, type GraphQLSchema } from "graphql";
import { operations } from "../authorisation-matrix/operations.ts";
import { routes } from "../authorisation-matrix/routes.ts";
import type { MatrixStage } from "../authorisation-matrix/stage.ts";
import type { Answer } from "../test-app.ts";

/** Sends an operation as somebody. */
export type Ask = (document: string) => Promise<Answer>;

/** The values of a type, and of its objects that there are such. */
export function fieldsOf(schema: GraphQLSchema, typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no type of objects.`);
  return Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} { __typename }`));
}

/**
 * @param things ids by type: what is asked for where one thing is.
 * @returns the types of which something was seen.
 */
export async function crawl(
  schema: GraphQLSchema,
  ask: Ask,
  stage: Pick<MatrixStage, "things" | "people">,
): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [type, ways] of Object.entries(routes)) {
    for (const route of typeof ways === "string" ? [] : ways.filter((way) => way.startsWith("Query."))) {
      const [, field, ...path] = route.split(".") as [string, string, ...string[]];
      // The types of its objects are asked for on ways of their own.
      const isSeen = await askForPages(schema, ask, stage, field, path, fieldsOf(schema, type));
      if (isSeen) seen.add(type);
    }
  }
  return seen;
}

/** Follows the pages of a list; what is refused is left out, and the rest asked for anew. */
async function askForPages(
  schema: GraphQLSchema,
  ask: Ask,
  stage: Pick<MatrixStage, "things" | "people">,
  field: string,
  path: readonly string[],
  fields: readonly string[],
): Promise<boolean> {
  const own = (await Object.values(operations[`Query.${field}`]!)[0]!.args?.(stage as MatrixStage)) ?? "";
  const type = schema.getQueryType()!.getFields()[field]!;
  const isPaged = type.args.some(({ name }) => name === "after");
  let left = [...fields];
  let after: string | null = null;
  let isSeen = false;
  do {
    // Of a list only what is one's own: the operations have filters for another purpose.
    const page = isPaged ? `first: 20${after ? `, after: "${after}"` : ""}` : own;
    const selection = [...path, `__typename ${left.join(" ")}`].join(" { ") + " }".repeat(path.length);
    const paging = isPaged ? "pageInfo { hasNextPage endCursor }" : "";
    const { data, errors } = await ask(`{ ${field}${page ? `(${page})` : ""} { ${paging} ${selection} } }`);
    const refused = errors?.map(({ path }) => path?.at(-1)).find((name) => left.some((each) => startsWith(each, name)));
    if (refused && left.length > 1) {
      left = left.filter((each) => !startsWith(each, refused));
      continue;
    }
    isSeen ||= !errors && JSON.stringify(data?.[field] ?? null).includes("__typename");
    const { hasNextPage = false, endCursor = null } = data?.[field]?.pageInfo ?? {};
    after = hasNextPage ? endCursor : null;
    if (!after) return isSeen;
  } while (true);
}

const startsWith = (field: string, name: unknown) => field.split(" ")[0] === name;
