/** Every argument of every query and mutation, given what nobody expects: refused in words or answered, never a failure. */
import { readFileSync } from "node:fs";
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLInputType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const anyId = "0193b0a0-0000-7000-8000-000000000000";

const nastyText = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "'; drop table users; --",
  "%_\\",
  "__proto__",
  "constructor",
  "toString",
  "x".repeat(70_000),
  "💀".repeat(300),
  "\u202e\u200b\n\r\t",
  "-1",
  "9".repeat(40),
  "../../etc/passwd",
  "http://[::1]:0/",
  "indexer.url",
  "paths.template",
  anyId,
  anyId.toUpperCase(),
  `{${anyId}}`,
  anyId.replaceAll("-", ""),
];
const nasty: Readonly<Record<string, readonly unknown[]>> = {
  String: nastyText,
  ID: [...nastyText, 7],
  Int: [0, -1, 1, 101, 2_147_483_647, -2_147_483_648, 1e10, 1.5, "1"],
  Boolean: [true, false, "yes"],
  DateTime: [
    "",
    "now",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2026-02-31T00:00:00Z",
    "2999-01-01T00:00:00Z",
    0,
  ],
};

/** Values of a type: each nasty one in its place, with something usual in the others. */
function valuesOf(type: GraphQLInputType): unknown[] {
  if (isNonNullType(type)) return valuesOf(type.ofType);
  if (isListType(type)) {
    const some = valuesOf(type.ofType);
    return [[], ...some.map((value) => [value]), [usual(type.ofType), usual(type.ofType)]];
  }
  if (isEnumType(type)) return [...type.getValues().map(({ name }) => name), "NO_SUCH", ""];
  if (!isInputObjectType(type)) return [...nasty[type.name]!];
  const fields = Object.values(type.getFields());
  return fields.flatMap((field) =>
    [null, ...valuesOf(field.type)].map((value) => ({
      ...Object.fromEntries(
        fields.filter((each) => isNonNullType(each.type)).map((each) => [each.name, usual(each.type)]),
      ),
      [field.name]: value,
    })),
  );
}

function usual(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return usual(type.ofType);
  if (isListType(type)) return [usual(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, usual(field.type)]));
  }
  return { String: "usual", ID: anyId, Int: 1, Boolean: true, DateTime: "2999-01-01T00:00:00Z" }[type.name];
}

const cases = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
  Object.values(type.getFields()).flatMap((field) =>
    field.args.map((fuzzed) => {
      const given = field.args.filter((arg) => arg === fuzzed || isNonNullType(arg.type));
      const selection = isObjectType(getNamedType(field.type)) ? " { __typename }" : "";
      return {
        name: `${field.name}(${fuzzed.name}:)`,
        document: `${type.name.toLowerCase()} (${given.map((arg) => `$${arg.name}: ${arg.type}`)}) { ${field.name}(${given.map((arg) => `${arg.name}: $${arg.name}`)})${selection} }`,
        variables: valuesOf(fuzzed.type).map((value) => ({
          ...Object.fromEntries(given.map((arg) => [arg.name, usual(arg.type)])),
          [fuzzed.name]: value,
        })),
      };
    }),
  ),
);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe("an argument that nobody expects", () => {
  it.each(cases)("does not break $name", async ({ document, variables }) => {
    for (const each of variables) {
      const { errors } = await app.admin.send(document, each);
      const codes = errors?.map(({ extensions }) => extensions?.["code"]) ?? [];
      const shown = JSON.stringify(each).slice(0, 200);
      for (const code of codes) expect(code, shown).toBeTypeOf("string");
      expect(codes, shown).not.toContain("INTERNAL_SERVER_ERROR");
    }
  });

  it("is a document of a thousand and one tokens: refused unread", async () => {
    const { errors } = await app.admin.send(`{ viewer { ${"id ".repeat(1000)} } }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining("1000 tokens"),
      extensions: { code: "GRAPHQL_PARSE_FAILED" },
    });
  });

  it.each([
    ["no JSON", "application/json", "{", 400],
    ["an array", "application/json", "[]", 400],
    ["nothing", "application/json", "", 400],
    ["a form", "application/x-www-form-urlencoded", "query={viewer{id}}", 415],
    ["plain text", "text/plain", `{"query":"{viewer{id}}"}`, 400],
    ["a body of 101 kB", "application/json", JSON.stringify({ query: "#".repeat(101_000) }), 413],
  ])("is %s instead of an operation: refused as JSON", async (_what, type, body, status) => {
    const response = await fetch(`${app.url}/graphql`, { method: "POST", headers: { "content-type": type }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [
        { message: expect.any(String), extensions: { code: expect.stringMatching(/^BAD_(REQUEST|USER_INPUT)$/) } },
      ],
    });
  });
});
