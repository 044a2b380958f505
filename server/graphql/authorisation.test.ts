/** Who gets what of the API, asked of the running program, is what docs/authorisation-matrix.md says: a new field has no line there. */
import { readFileSync } from "node:fs";
import { buildSchema, getNamedType, isInputObjectType, isObjectType, type GraphQLArgument } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, fullKeyOf, makeCallers, type Caller } from "../testing/authorisation-matrix/callers.ts";
import { operations } from "../testing/authorisation-matrix/operations.ts";
import { writeMatrix } from "../testing/authorisation-matrix/render.ts";
import { openMatrixStage, type MatrixStage } from "../testing/authorisation-matrix/stage.ts";
import { documentOf } from "../testing/authorisation-matrix/verdicts.ts";

const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];

let stage: MatrixStage;
let callers: readonly Caller[];
beforeAll(async () => {
  stage = await openMatrixStage();
  callers = await makeCallers(stage);
});
afterAll(() => stage.close());

describe("every query, mutation, subscription and field", () => {
  it("is answered to each caller as the committed matrix says", async () => {
    const { document, seenByNobody } = await writeMatrix(stage, callers, schema);
    // Whoever is deactivated is nobody's caller.
    expect(seenByNobody).toEqual(["User.deactivatedAt"]);
    await expect(document).toMatchFileSnapshot("../../docs/authorisation-matrix.md");
    // Some seven hundred questions.
  });
});

/** Ids that are nobody's secret. */
const ofNobody: Readonly<Record<string, string>> = {
  "Query.audiobook": "Books are everybody's.",
  "Mutation.createRequest for the book": "Books are everybody's.",
  "Mutation.choosePlexProfile": "plex.tv's own, of whoever has signed in there.",
};
const missing = "0193b0a0-0000-7000-8000-000000000000";
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const withIds = Object.entries(operations).flatMap(([key, ways]) =>
  Object.entries(ways).map(([label, way]) => ({ key, name: `${key} ${label}`.trim(), way })),
);

/** The names of the arguments, and of their fields, that are ids. */
function idsIn(args: readonly Pick<GraphQLArgument, "name" | "type">[]): string[] {
  return args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? idsIn(Object.values(named.getFields())) : named.name === "ID" ? [name] : [];
  });
}

describe("another person's object", () => {
  it("is answered byte by byte like a missing one, to a person and to an API key", async () => {
    const told: string[] = [];
    for (const bob of [callers[2]!, await fullKeyOf(stage, stage.people.bob)]) {
      for (const { key, name, way } of withIds) {
        if (ofNobody[name] || !way.args) continue;
        const document = await documentOf(
          stage,
          schema,
          key,
          way,
          /^Mutation.(deleteRequest|revokeSession)$/.test(key) ? "" : "__typename",
        );
        for (const id of new Set(document.match(uuid)?.filter((id) => id !== stage.bobsRequest))) {
          const [foreign, absent] = [
            JSON.stringify(await ask(stage, bob, document)),
            JSON.stringify(await ask(stage, bob, document.replaceAll(id, missing))),
          ];
          if (foreign.replaceAll(id, missing) !== absent) told.push(`${bob.name}: ${name}\n${foreign}\n${absent}`);
        }
      }
    }
    expect(told).toEqual([]);
  });

  it("is asked for by every argument that is an id", async () => {
    for (const type of roots) {
      for (const { name, args } of Object.values(type.getFields())) {
        const key = `${type.name}.${name}`;
        const asked = await Promise.all(Object.values(operations[key]!).map((way) => way.args?.(stage) ?? ""));
        const given = idsIn(args).filter((id) => asked.some((text) => text.includes(`${id}: "`)));
        expect(given, key).toEqual(idsIn(args));
      }
    }
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
