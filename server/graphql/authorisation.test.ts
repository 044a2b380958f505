/** Who may ask for what. The fields are taken from the schema itself, so that a new one is refused until somebody allows it here. */
import { readFileSync } from "node:fs";
import {
  buildSchema,
  isInputObjectType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  isObjectType,
  getNamedType,
  type GraphQLInputType,
  type GraphQLObjectType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSocket } from "../testing/socket.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const anyId = "0193b0a0-0000-7000-8000-000000000000";

/** What anybody may ask. */
const signingIn = [
  "setUp",
  "signIn",
  "beginPlexSetUp",
  "beginPlexSignIn",
  "completePlexSignIn",
  "choosePlexProfile",
].map((name) => `Mutation.${name}`);
const open = ["Query.viewer", "Query.setup", "Query.plexProfiles", ...signingIn];
/** What only an admin may ask; the rest is for everybody who is signed in. */
const adminsOnly = [
  "Query.auditActions",
  "Query.auditEvents",
  "Query.users",
  "Query.jobs",
  "Query.job",
  "Query.configuration",
  "Query.system",
  "Mutation.approveRequest",
  "Mutation.blockRelease",
  "Mutation.createUser",
  "Mutation.importPlexUsers",
  "Mutation.deactivateUser",
  "Mutation.deleteRequest",
  "Mutation.denyRequest",
  "Mutation.reactivateUser",
  "Mutation.runJob",
  "Mutation.setConfiguration",
  "Mutation.testIntegration",
  "Mutation.unblockRelease",
  "Mutation.updateRequest",
  "Mutation.updateUser",
  "Subscription.jobChanged",
];

const operations = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({
    name: `${type.name}.${field.name}`,
    document: documentOf(type, field.name),
  })),
);

/** The smallest right document that asks for a field. */
function documentOf(type: GraphQLObjectType, name: string): string {
  const field = type.getFields()[name]!;
  const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const args = required.map((arg) => `${arg.name}: ${literalOf(arg.type)}`).join(", ");
  const selection = isObjectType(getNamedType(field.type)) ? " { __typename }" : "";
  return `${type.name.toLowerCase()} { ${name}${args ? `(${args})` : ""}${selection} }`;
}

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isScalarType(type)) return { ID: `"${anyId}"`, String: `"x"`, Boolean: "false" }[type.name] ?? "1";
  if (!isInputObjectType(type)) throw new Error("No such kind of type.");
  const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
  return `{ ${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(", ")} }`;
}

let app: TestApp;
let ann: TestClient & { userId: string };
let bob: TestClient & { userId: string };
beforeAll(async () => {
  app = await startTestApp();
  [ann, bob] = [await app.signUp("ann"), await app.signUp("bob")];
});
afterAll(() => app.close());

/** The code of what is refused, over the door that the operation goes through; null when it is not. */
async function refusalOf(client: TestClient, document: string): Promise<string | null> {
  if (!document.startsWith("subscription")) {
    const { errors } = await client.send(document);
    return errors?.[0]?.extensions["code"] ?? null;
  }
  const socket = openSocket(app.url, { apiKey: client.apiKey });
  try {
    const seen = socket.subscribe(document);
    return await eventually(() => seen.errors[0] ?? expect.fail("Nothing was refused yet."), 400).catch(() => null);
  } finally {
    await socket.close();
  }
}

describe("somebody who is not signed in", () => {
  it.each(operations.filter(({ name }) => !open.includes(name)))("is refused $name", async ({ document }) => {
    expect(await refusalOf(app.client(), document)).toBe("UNAUTHENTICATED");
  });

  it("may ask for the rest", async () => {
    for (const { name, document } of operations.filter(({ name }) => open.includes(name))) {
      const code = await refusalOf(app.client(), document);
      if (name.startsWith("Query")) expect(code, name).toBeNull();
    }
    expect(await app.client().ask(`{ viewer { id } }`)).toEqual({ viewer: null });
  });
});

describe("somebody who is no admin", () => {
  it.each(operations)("is refused $name only when it is for admins", async ({ name, document }) => {
    if (name === "Mutation.signOut") return;
    const code = await refusalOf(ann, document);
    if (adminsOnly.includes(name)) expect(code).toBe("FORBIDDEN");
    else expect(["FORBIDDEN", "UNAUTHENTICATED"]).not.toContain(signingIn.includes(name) ? null : code);
  });

  it("may not ask for somebody else, nor set a priority", async () => {
    for (const more of [`onBehalfOfUserId: "${bob.userId}"`, "priority: 5"])
      expect(
        await refusalOf(ann, `mutation { createRequest(input: { title: "T", author: "A", ${more} }) { id } }`),
      ).toBe("FORBIDDEN");
  });
});

describe("the schema", () => {
  it("has no field for anything secret", () => {
    const names = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && type !== schema.getMutationType()
        ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
        : [],
    );
    const suspicious = names.filter((name) =>
      /hash|password|secret|token|magnet|torrenturl|importpath|clientid/i.test(name),
    );
    expect(suspicious).toEqual(["BlockedRelease.torrentHash", "DownloadHistory.torrentHash"]);
  });
});
