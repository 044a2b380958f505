/** What each caller gets: of every field of the root, and of every field of every object that is of Ann's. */
import { getNamedType, isLeafType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import type { Answer } from "../test-app.ts";
import { ask, type Caller } from "./callers.ts";
import { operations, type Way } from "./operations.ts";
import { routes } from "./routes.ts";
import type { MatrixStage } from "./stage.ts";

/** `yes`, `null`, `–` for not reached, or the code of the refusal in small letters. */
export type Verdict = string;
/** Name → a verdict for each caller. */
export type Rows = Map<string, readonly Verdict[]>;

/** Asks for one field of the root, in all its ways. */
export async function operationRows(
  stage: MatrixStage,
  callers: readonly Caller[],
  schema: GraphQLSchema,
  type: GraphQLObjectType,
): Promise<Rows> {
  const rows: Rows = new Map();
  for (const field of Object.values(type.getFields())) {
    const key = `${type.name}.${field.name}`;
    const ways = operations[key];
    if (!ways) throw new Error(`${key} has no entry in operations.ts: say there with what it is to be asked.`);
    const named = getNamedType(field.type);
    const noun = /^(\w+)Connection$/.exec(named.name)?.[1];
    const asked = noun ? "nodes { id }" : named.name === "RequestChange" ? "request { id }" : "__typename";
    for (const [label, way] of Object.entries(ways)) {
      const verdictFor = async (caller: Caller) => {
        const document = await documentOf(stage, schema, key, way, isLeafType(named) ? "" : asked);
        const answer = await ask(stage, caller, document);
        return verdictOf(answer, field.name, way, stage.things[way.holds ?? noun ?? ""]);
      };
      // A mutation may end what the next caller comes with.
      const verdicts =
        type === schema.getMutationType()
          ? await inTurn(callers, verdictFor)
          : await Promise.all(callers.map(verdictFor));
      rows.set(label ? `${field.name} (${label})` : field.name, verdicts);
    }
  }
  return rows;
}

/** Asks for every field of a type, by every route. @param shut where callers were refused at the root: not asked again. */
export async function fieldRows(
  stage: MatrixStage,
  callers: readonly Caller[],
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  shut: Set<string>,
): Promise<Rows> {
  const ways = routes[type.name];
  if (!ways) throw new Error(`${type.name} has no entry in routes.ts: say there how one comes by it.`);
  const rows = new Map(Object.keys(type.getFields()).map((name) => [name, callers.map(() => "–")]));
  if (typeof ways === "string") return rows;
  await Promise.all(
    callers.map(async (caller, column) => {
      for (const route of ways) {
        for (const [name, verdict] of await fieldsSeen(stage, caller, schema, type, route, shut)) {
          const row = rows.get(name)!;
          if (weight(verdict) > weight(row[column]!)) row[column] = verdict;
        }
      }
    }),
  );
  return rows;
}

async function inTurn<Each, Result>(all: readonly Each[], work: (each: Each) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const each of all) results.push(await work(each));
  return results;
}

/** Who sees something by one way and nothing by another sees it. */
function weight(verdict: Verdict): number {
  return { yes: 3, null: 2, "–": 0 }[verdict] ?? 1;
}

async function fieldsSeen(
  stage: MatrixStage,
  caller: Caller,
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  route: string,
  shut: Set<string>,
): Promise<Map<string, Verdict>> {
  const [operation, field, ...path] = route.split(".") as [string, string, ...string[]];
  const door = `${caller.name} ${operation}.${field}`;
  if (shut.has(door)) return new Map();
  const way = Object.values(operations[`${operation}.${field}`]!)[0]!;
  const fields = Object.values(type.getFields());
  const all = fields.map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} { __typename }`));
  const marker = "id" in type.getFields() ? stage.things[type.name] : undefined;
  const seen = new Map<string, Verdict>();

  // What is refused takes its whole object along where it cannot be null: so it is left out, and the rest asked for anew.
  const left = [...all];
  for (;;) {
    const selection = [...path, `__typename ${marker ? "id" : ""} ${left.join(" ")}`].join(" { ");
    const document = await documentOf(
      stage,
      schema,
      `${operation}.${field}`,
      way,
      selection + " }".repeat(path.length),
    );
    const { data, errors } = await ask(stage, caller, document);
    const refused = errors?.find((error) => pathOf(error).slice(0, -1).join(".") === [field, ...path].join("."));
    if (errors?.some((error) => pathOf(error).length <= 1)) shut.add(door);
    if (errors && !refused) return new Map();
    if (refused) {
      const name = pathOf(refused).at(-1)!;
      seen.set(name, codeOf(refused));
      left.splice(
        left.findIndex((each) => each.split(" ")[0] === name),
        1,
      );
      continue;
    }
    const objects = objectsAt(data, [field, ...path]).filter(({ id }) => !marker || id === marker);
    if (objects.length === 0) return new Map();
    for (const name of left.map((each) => each.split(" ")[0]!))
      seen.set(name, objects.some((object) => isThere(object[name])) ? "yes" : "null");
    return seen;
  }
}

/** Without the places in lists. */
function pathOf({ path }: NonNullable<Answer["errors"]>[number]): string[] {
  return (path ?? []).filter((step) => typeof step === "string");
}

function isThere(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value != null;
}

function objectsAt(value: unknown, path: readonly string[]): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((each) => objectsAt(each, path));
  if (value === null || typeof value !== "object") return [];
  const [first, ...rest] = path;
  return first === undefined
    ? [value as Record<string, unknown>]
    : objectsAt((value as Record<string, unknown>)[first], rest);
}

/** @param key type and field, such as Query.request. @param selection what is asked of the answer; empty for a leaf. */
export async function documentOf(
  stage: MatrixStage,
  schema: GraphQLSchema,
  key: string,
  { args }: Way,
  selection: string,
): Promise<string> {
  const [type, field] = key.split(".") as [string, string];
  if (!isObjectType(schema.getType(type))) throw new Error(`${type} is no type.`);
  const given = await args?.(stage);
  return `${type.toLowerCase()} { ${field}${given ? `(${given})` : ""} ${selection ? `{ ${selection} }` : ""} }`;
}

function verdictOf({ data, errors }: Answer, field: string, { gotThrough }: Way, marker: string | undefined): Verdict {
  const error = errors?.[0];
  if (error) return gotThrough?.test(error.message) ? "yes" : codeOf(error);
  // Of a subscription nothing came.
  if (data === null) return "–";
  if (data[field] == null) return "null";
  return marker === undefined || JSON.stringify(data).includes(marker) ? "yes" : "–";
}

function codeOf({ extensions }: NonNullable<Answer["errors"]>[number]): string {
  return String(extensions["code"]).toLowerCase().replaceAll("_", " ");
}
