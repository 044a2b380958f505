/** Asks for every mutation and listens to every subscription that the schema has, with a canary wherever it takes a secret. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql";
import type { Socket } from "../socket.ts";
import type { Answer } from "../test-app.ts";
import type { Canaries } from "./canaries.ts";
import { selectionOf, type Ask, type Seen } from "./crawl.ts";

/** Of arguments that are texts. */
const secret = /password|secret|token|pin|state|code|current|^auth$|^p256dh$|^endpoint$|^new$|^value$/i;

/** What else is told by their name: a setting that is secret, an upstream that may be called. */
const texts: Readonly<Record<string, string>> = {
  key: "indexer.api_key",
  serverUrl: "http://127.0.0.1:9",
  type: "seal_audit",
};

/** The names of things in arguments where they are not those of their types. */
const called: Readonly<Record<string, string>> = { Release: "DownloadHistory", OnBehalfOfUser: "User" };

/** Each once. @param seen the ids that they are about. @returns what was answered. */
export async function mutateAll(schema: GraphQLSchema, ask: Ask, seen: Seen, canaries: Canaries): Promise<Answer[]> {
  const answers: Answer[] = [];
  const fields = Object.values(schema.getMutationType()!.getFields());
  const endsSession = ({ name }: { readonly name: string }) => /^(signOut|revoke|deactivate|delete|remove)/.test(name);
  for (const field of fields.toSorted((a, b) => Number(endsSession(a)) - Number(endsSession(b)))) {
    const answer = await ask(`mutation { ${callOf(field, seen, canaries)} }`);
    const key = answer.data?.[field.name]?.key;
    if (key) canaries.learn("key.of.all.mutations", key);
    answers.push(answer);
  }
  return answers;
}

/** From the beginning, where they have one. */
export function subscribeToAll(schema: GraphQLSchema, socket: Socket): void {
  for (const { name, type, args } of Object.values(schema.getSubscriptionType()!.getFields())) {
    const after = args.some((argument) => argument.name === "after") ? `(after: "0")` : "";
    const named = getNamedType(type);
    socket.subscribe(`subscription { ${name}${after} ${isObjectType(named) ? `{ ${selectionOf(named, 2)} }` : ""} }`);
  }
}

function callOf({ name, type, args }: GraphQLField<unknown, unknown>, seen: Seen, canaries: Canaries): string {
  const named = getNamedType(type);
  const valueOf = (argument: string, wanted: GraphQLInputType): string => {
    const type = getNullableType(wanted);
    if (isListType(type)) return `[${valueOf(argument, type.ofType)}]`;
    if (isEnumType(type)) return type.getValues()[0]!.name;
    if (isInputObjectType(type))
      return `{ ${Object.values(type.getFields())
        .map((each) => `${each.name}: ${valueOf(each.name, each.type)}`)
        .join(", ")} }`;
    if (type.name === "Boolean") return "true";
    if (type.name === "Int" || type.name === "Float") return "1";
    if (type.name === "DateTime") return `"2099-01-01T00:00:00Z"`;
    if (type.name === "ID") return JSON.stringify(idFor(argument, named.name, seen));
    return JSON.stringify(
      secret.test(argument) ? canaries.plant(`${name} ${argument}`) : (texts[argument] ?? "walked"),
    );
  };
  const given = args.map((argument) => `${argument.name}: ${valueOf(argument.name, argument.type)}`).join(", ");
  return `${name}${given ? `(${given})` : ""} ${isObjectType(named) ? `{ ${selectionOf(named, 1)} }` : ""}`;
}

/** An argument `releaseId` is about a release, and `id` about what the mutation returns. */
function idFor(argument: string, returned: string, seen: Seen): string {
  const noun = argument.replace(/Id$/, "").replace(/^./, (letter) => letter.toUpperCase());
  const type = argument === "id" ? returned : (called[noun] ?? noun);
  return [...(seen.get(type) ?? [])].at(-1) ?? "00000000-0000-4000-8000-000000000000";
}
