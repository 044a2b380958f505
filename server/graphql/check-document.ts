/**
 * What a document is checked for before it runs, at both doors: `documentRules` once, with graphql's own; `assertMayAsk`
 * each time, for it depends on who asks and on the variables. Somebody who is not signed in gets one answer for whatever
 * there is not and for whatever is not theirs to ask: so nobody finds out by trying what the schema has.
 */
import {
  GraphQLError,
  Kind,
  specifiedRules,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { UnauthenticatedError } from "../errors.ts";
import { rootRules } from "./access.ts";
import { asksForOther, assertCost, isOverLimit, limitShape } from "./document-limits.ts";

/** Longest document, in tokens: the client's largest has about 300. */
export const maxTokens = 1000;

/** So many errors of a document are told, and one that there are more. */
export const maxErrors = 4;

/** Besides graphql's own. */
export const ownRules = [limitShape] as const;

/** All rules that a document has to keep. */
export const documentRules = [limitShape, ...specifiedRules] as const;

/** Valid documents in which only what is anybody's is asked for, or not. */
const isForAnybody = new WeakMap<DocumentNode, boolean>();

/** @throws GraphQLError for whoever is not signed in and asks for what is not anybody's, and when the answer could be too large. */
export function assertMayAsk(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode | null | undefined,
  variables: Readonly<Record<string, unknown>>,
  isSignedIn: boolean,
): void {
  if (!isSignedIn && !forAnybody(schema, document)) throw signInFirst();
  if (operation) assertCost(schema, document, operation, variables);
}

/**
 * Whether an operation asks for single types and nothing else. GraphQL over HTTP's audits do: a stranger is answered, as if
 * there were none.
 */
export function asksForTypesOnly({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every(
    ({ kind, ...field }) => kind === Kind.FIELD && "name" in field && field.name.value === "__type",
  );
}

/** What somebody who is not signed in is told of an invalid document. */
export function withoutSchema(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const overLimit = errors.filter(isOverLimit);
  return overLimit.length > 0 ? overLimit : [signInFirst()];
}

/** What graphql thinks was meant is a name of the schema. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean .*\?$/s, "");
}

function signInFirst(): GraphQLError {
  const originalError = new UnauthenticatedError();
  return new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 400 } } });
}

function forAnybody(schema: GraphQLSchema, document: DocumentNode): boolean {
  let answer = isForAnybody.get(document);
  if (answer === undefined) {
    answer = !asksForOther(
      schema,
      document,
      (field) => field.endsWith(".__typename") || rootRules[field]?.who === "anybody",
    );
    isForAnybody.set(document, answer);
  }
  return answer;
}
