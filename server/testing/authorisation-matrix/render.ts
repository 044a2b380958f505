/** The matrix as a document for people. */
import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import { typeRules } from "../../graphql/access.ts";
import type { Caller } from "./callers.ts";
import { routes } from "./routes.ts";
import type { MatrixStage } from "./stage.ts";
import { fieldRows, operationRows, type Rows, type Verdict } from "./verdicts.ts";

const introduction = `# Who gets what

Every query, mutation, subscription and field, and what each caller got who asked the running program for it. Written by
\`npm run matrix\`, compared by the tests, edited by nobody: the rules are in \`server/graphql/access.ts\`.

Everything is asked of what belongs to one person. **the person** is that person, **another user** and **admin** are others,
all three in a browser. **key READ** and **key REQUEST** are API keys of the person with that scope alone, **key ADMIN** is
one of an admin. The **demoted admin** asks with the session of when they were an admin, a moment after the role was taken.

- **yes**: it is answered, or done.
- **null**, **not found**: the answer to what there is not; another's object is answered in no other way.
- **unauthenticated**, **forbidden**: refused.
- **–**: the person's object is not in the answer, or there is no way to come by it.
`;

/** Asks for everything, and writes it down. Reading comes first: mutations end sessions. */
export async function writeMatrix(
  stage: MatrixStage,
  callers: readonly Caller[],
  schema: GraphQLSchema,
): Promise<{ readonly document: string; readonly seenByNobody: readonly string[] }> {
  const root = {
    Query: schema.getQueryType()!,
    Mutation: schema.getMutationType()!,
    Subscription: schema.getSubscriptionType()!,
  };
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith("__") && !Object.values(root).includes(type))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const header = callers.map(({ name }) => name);
  const askRoot = (type: GraphQLObjectType) => operationRows(stage, callers, schema, type);

  const queries = await askRoot(root.Query);
  const subscriptions = await askRoot(root.Subscription);
  const shut = new Set<string>();
  const personal: string[] = [];
  const open: Rows = new Map();
  const fieldsOfOpen: string[] = [];
  const unreachable: string[] = [];
  const seenByNobody: string[] = [];
  for (const type of types) {
    const rows = await fieldRows(stage, callers, schema, type, shut);
    const why = routes[type.name]!;
    if (typeRules[type.name] === "parent") fieldsOfOpen.push(`- **${type.name}**: ${[...rows.keys()].join(", ")}`);
    if (typeof why === "string") unreachable.push(`${type.name}: ${why}`);
    else if (typeRules[type.name] === "parent") open.set(type.name, wholeOf(rows));
    else personal.push(`### ${type.name}\n\n${table("field", header, rows)}`);
    if (typeof why === "string") continue;
    const dark = typeRules[type.name] === "parent" ? [["", wholeOf(rows)] as const] : [...rows];
    seenByNobody.push(...dark.filter(([, row]) => !row.includes("yes")).map(([name]) => `${type.name}.${name}`));
  }
  const mutations = await askRoot(root.Mutation);
  const document = [
    introduction,
    `## Queries\n\n${table("query", header, queries)}`,
    `## Mutations\n\n${table("mutation", header, mutations)}`,
    `## Subscriptions\n\n${table("subscription", header, subscriptions)}`,
    `## Types that hold what is somebody's\n`,
    ...personal,
    `## Types that hold nothing of anybody's own\n\nWho has the object sees all its fields.\n\n${table("type", header, open)}`,
    ...unreachable,
    `\nTheir fields:\n`,
    ...fieldsOfOpen,
  ];
  return { document: `${document.join("\n")}\n`, seenByNobody };
}

/** The least that is seen of any field, but null where there is nothing. */
function wholeOf(rows: Rows): Verdict[] {
  const columns = [...rows.values()];
  return columns[0]!.map((_, caller) => {
    const verdicts = columns.map((row) => row[caller]!).filter((verdict) => verdict !== "null");
    return verdicts.find((verdict) => verdict !== "yes") ?? verdicts[0] ?? "–";
  });
}

function table(noun: string, header: readonly string[], rows: Rows): string {
  const cells = [[noun, ...header], ...[...rows].map(([name, verdicts]) => [name, ...verdicts])];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1), ""].join("\n");
}
