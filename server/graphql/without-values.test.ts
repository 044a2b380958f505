import { buildSchema, graphqlSync, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { malformedDocuments } from "../testing/malformed-documents.ts";
import { DateTime } from "./date-time.ts";
import { withoutValues } from "./without-values.ts";

const schema = buildSchema(`
  enum Status { OPEN }
  input Filter { text: String! status: [Status!] count: Int }
  type Query { search(filter: Filter, id: ID, first: Int, isNew: Boolean): String }`);
const secret = `it's; "secret": { at "a.b"; String cannot represent`;
const withVariables = (type: string, argument: string, value: unknown) =>
  graphqlSync({
    schema,
    source: `query ($v: ${type}) { search(${argument}: $v) }`,
    variableValues: { v: value },
  }).errors![0]!.message;

describe("what GraphQL says of a wrong value", () => {
  it.each([
    ["Filter", "filter", secret, 'Variable "$v" got an invalid value; Expected type "Filter" to be an object.'],
    [
      "Filter",
      "filter",
      { text: { is: secret } },
      'Variable "$v" got an invalid value at "v.text"; String cannot represent a non string value.',
    ],
    [
      "Filter",
      "filter",
      { count: secret },
      'Variable "$v" got an invalid value; Field "text" of required type "String!" was not provided.',
    ],
    [
      "Filter",
      "filter",
      { text: "a", status: ["secret"] },
      'Variable "$v" got an invalid value at "v.status[0]"; it does not exist in "Status" enum.',
    ],
    ["Int", "first", secret, 'Variable "$v" got an invalid value; Int cannot represent non-integer value.'],
  ])("names the place of one in %s (%s), and keeps it", (type, argument, value, message) => {
    const said = withVariables(type, argument, value);
    expect(said).toContain("secret");
    expect(withoutValues(said)).toBe(message);
  });

  it.each(["hush", "hush hush", ["hush"], { is: "hush" }, 4711])("keeps none of a point in time: %j", (value) => {
    const said = sayOfTime(value);
    expect(said).toMatch(/hush|4711/);
    expect(withoutValues(said)).toMatch(
      /^Variable "\$v" got an invalid value; DateTime cannot represent (an invalid date-time-string|non string or Date type)\.$/,
    );
  });

  it("keeps none that stands in a document", () => {
    const documents = [
      `{ search(filter: { text: ["hush"] }) }`,
      `{ search(filter: { text: hush }) }`,
      `{ search(filter: { text: "a", status: ["hush"] }) }`,
      `{ search(filter: { text: "a", status: [hush] }) }`,
      `{ search(filter: "hush") }`,
      `{ search(first: "hush") }`,
      `{ search(id: { is: "hush" }) }`,
      `{ search(isNew: "hush") }`,
      ...malformedDocuments("hush"),
    ];
    for (const document of documents) expect(problemsOf(document).join(), document).not.toContain("hush");
  });

  it("keeps what there is to know of names", () => {
    expect(problemsOf(`{ serch(filter: { texxt: "a", text: "b" }) }`).join()).toMatch(/Cannot query field "serch"/);
    expect(problemsOf(`{ search(filter: { texxt: "a", text: "b" }) }`).join()).toMatch(/"texxt" is not defined/);
  });
});

function sayOfTime(value: unknown): string {
  const schema = buildSchema(`scalar DateTime type Query { since(at: DateTime): Int }`);
  Object.assign(schema.getType("DateTime")!, { parseValue: DateTime.parseValue });
  const source = `query ($v: DateTime) { since(at: $v) }`;
  return graphqlSync({ schema, source, variableValues: { v: value } }).errors![0]!.message;
}

/** What is said of it, at least something of each. */
function problemsOf(document: string): string[] {
  try {
    return validate(schema, parse(document)).map(({ message }) => withoutValues(message));
  } catch (error) {
    return [withoutValues((error as Error).message)];
  }
}
