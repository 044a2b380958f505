import type { GraphQLResponse } from "@apollo/server";
import { buildSchema, parse, type OperationDefinitionNode } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { compiledQueries } from "./compiled-queries.ts";

/** Enough for the code to be compiled. */
const often = 13;

/** Asks often. @returns the answers: null where graphql-js is to answer. */
async function askOften(text: string, variables = {}): Promise<(GraphQLResponse | null)[]> {
  const schema = buildSchema(
    `type Query { greeting(name: String!): String! fault: String! } type Mutation { greet: String! }`,
  );
  const { Query } = schema.getTypeMap() as any;
  Query.getFields().greeting.resolve = (_root: unknown, { name }: { name: string }) => `Hello, ${name}`;
  Query.getFields().fault.resolve = () => {
    throw new Error("It broke.");
  };
  const plugin = compiledQueries(schema);
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const answers: (GraphQLResponse | null)[] = [];
  for (let index = 0; index < often; index += 1) {
    const listener = await plugin.requestDidStart!(null!);
    const request = { operation, document, request: { variables }, contextValue: { viewer: {} } };
    answers.push(await listener!.responseForOperation!(request as never));
  }
  return answers;
}

describe("compiledQueries", () => {
  it("leaves what is asked for the first time to graphql-js, and answers what is asked often", async () => {
    const answers = await askOften("query ($name: String!) { greeting(name: $name) }", { name: "Ann" });
    expect(answers[0]).toBeNull();
    expect(answers.at(-1)?.body).toEqual({ kind: "single", singleResult: { data: { greeting: "Hello, Ann" } } });
  });

  it.each([
    ["what fails", "{ fault }"],
    ["variables that are not right", "query ($name: String!) { greeting(name: $name) }"],
    ["mutations", "mutation { greet }"],
  ])("leaves %s to graphql-js", async (_what, text) => {
    expect(await askOften(text)).toEqual(Array.from({ length: often }, () => null));
  });
});

describe("a query that is asked often", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    for (const title of ["Emma", "Persuasion", "Sanditon"])
      await app.admin.ask(`mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`, {
        input: { title, author: "Jane Austen" },
      });
    // Nobody has configured anything: as soon as each of them says so, nothing changes any more.
    await eventually(async () => {
      const { requests } = await app.admin.ask(`{ requests { nodes { blocker { kind } jobs { status } } } }`);
      for (const { blocker, jobs } of requests.nodes) {
        expect(blocker).not.toBeNull();
        expect(jobs.at(-1)).toEqual({ status: "DELAYED" });
      }
    });
  });
  afterAll(() => app.close());

  it.each([
    [
      "with fragments, aliases and enumerations",
      `{ requests { nodes { ...R mine: user { id name role } } } } fragment R on Request { id status createdAt audiobook { title genres availabilityStatus } }`,
      {},
    ],
    [
      "with what has to be waited for",
      `{ requests(first: 2) { totalCount edges { cursor node { id events { id type } jobs { type } } } pageInfo { hasNextPage endCursor } } }`,
      {},
    ],
    [
      "with directives and variables",
      `query ($more: Boolean!, $status: [RequestStatus!]) { requests(filter: { status: $status }) { __typename nodes { id user @include(if: $more) { id } audiobook @skip(if: $more) { id } } } }`,
      { more: true, status: ["PENDING", "SEARCHING", "FAILED"] },
    ],
    ["that asks for what is not there", `{ request(id: "no such thing") { id } }`, {}],
    ["that asks for the schema", `{ __schema { types { name kind fields { name type { name } } } } }`, {}],
    ["that is refused", `{ requests(first: 1000) { nodes { id } } }`, {}],
    [
      "with a variable that is not right",
      `query ($first: Int!) { requests(first: $first) { nodes { id } } }`,
      { first: "x" },
    ],
  ])("%s is answered as it was the first time", async (_what, query, variables) => {
    const first = await app.admin.send(query, variables);
    for (let index = 0; index < often; index += 1) expect(await app.admin.send(query, variables)).toEqual(first);
  });
});
