import { readFileSync } from "node:fs";
import { buildSchema, getOperationAST, parse, validate, type DocumentNode } from "graphql";
import { describe, expect, it } from "vitest";
import * as client from "../../client/src/graphql/generated/graphql.ts";
import { documentRules } from "./check-document.ts";
import { assertCost, costOf, limits, shapeOf } from "./document-limits.ts";

const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const costFor = (document: DocumentNode, variables: Record<string, unknown> = {}) =>
  costOf(schema, document, getOperationAST(document)!, variables);
const cost = (text: string, variables?: Record<string, unknown>) => costFor(parse(text), variables);
const messages = (text: string) => validate(schema, parse(text), documentRules).map(({ message }) => message);

describe("the limits of a document", () => {
  it("leave every document of the client room to grow", () => {
    const documents = Object.entries(client).filter(([name]) => name.endsWith("Document"));
    expect(documents.length).toBeGreaterThan(20);
    const most = { depth: 0, aliases: 0, directives: 0, rootFields: 0, cost: 0 };
    for (const [name, exported] of documents) {
      const document = exported as unknown as DocumentNode;
      if (!getOperationAST(document)) continue;
      expect(validate(schema, document, documentRules), name).toEqual([]);
      const measured = { ...shapeOf(document), cost: costFor(document, { first: 100, page: 1 }) };
      for (const key of Object.keys(most) as (keyof typeof most)[]) most[key] = Math.max(most[key], measured[key]);
    }
    for (const key of Object.keys(most) as (keyof typeof most)[])
      expect(most[key], `${key}: ${JSON.stringify(most)}`).toBeLessThanOrEqual(limits[key] * 0.6);
  });

  it("count what a fragment holds wherever it is spread, without the work of doing so", () => {
    const links = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on User { ...F${i + 1} a${i}: name ... on User { ...F${i + 1} } }`,
    );
    const text = `{ viewer { ...F0 } } ${links.join(" ")} fragment F30 on User { last: name }`;
    expect(shapeOf(parse(text)).aliases).toBe(2 ** 31 - 1);
    expect(cost(text)).toBeGreaterThan(1e7);
    expect(messages(text)).toContain("The document has more aliases than is allowed. Ask for less at a time.");
  });

  it("refuse a fragment within itself", () => {
    expect(messages(`{ ...A } fragment A on Query { __typename ...A }`)).toEqual([
      'Cannot spread fragment "A" within itself.',
    ]);
  });

  it.each([
    ["goes deeper", `{ requests { nodes ${"{ audiobook { viewerRequest ".repeat(4)} { id } ${"} }".repeat(4)} } }`],
    ["has more aliases", `{ viewer { ${Array.from({ length: 16 }, (_, i) => `a${i}: name`).join(" ")} } }`],
    ["has more directives", `{ viewer { ${"... @include(if: true) { name } ".repeat(21)} } }`],
    ["asks for more at once", `{ ${"__typename ".repeat(11)} }`],
  ])("name what a document %s", (excess, text) => {
    expect(messages(text)).toEqual([`The document ${excess} than is allowed. Ask for less at a time.`]);
  });

  it("let the playground look at the schema, and nothing else go as deep", () => {
    const types = `{ kind ${"ofType { ".repeat(9)} name ${"}".repeat(9)} }`;
    expect(messages(`{ __schema { types { fields { args { type ${types} } } } } }`)).toEqual([]);
  });

  it("multiply what is asked of a thing by how many there may be", () => {
    expect(cost(`{ requests(first: 100) { nodes { id } } }`)).toBeCloseTo(100 * (1 + 1 + 0.1));
    expect(cost(`query ($n: Int) { requests(first: $n) { nodes { id } } }`, { n: 10 })).toBeCloseTo(21);
    expect(cost(`query ($n: Int) { requests(first: $n) { nodes { id } } }`)).toBeCloseTo(105);
    expect(cost(`{ requests(first: 2) { nodes { jobs { id } } } }`)).toBeCloseTo(2 * (1 + 1 + 10 * 1.1));
    expect(cost(`{ requests(first: 2) { ...P } } fragment P on RequestConnection { nodes { id } }`)).toBeCloseTo(4.2);
  });

  it("refuse what could be too much, by its variables too", () => {
    const document = parse(
      `query ($n: Int) { requests(first: $n) { nodes { jobs { id } releases { scoreReasons { text } } } } }`,
    );
    const check = (n: number) => assertCost(schema, document, getOperationAST(document)!, { n });
    expect(() => check(100)).toThrow("The answer could be too large.");
    expect(() => check(10)).not.toThrow();
  });
});
