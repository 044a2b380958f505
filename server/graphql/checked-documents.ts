import { HeaderMap, type ApolloServerPlugin } from "@apollo/server";
import type { FieldNode, GraphQLFormattedError, GraphQLSchema } from "graphql";
import { asksForTypesOnly, assertMayAsk, withoutSchema, withoutSuggestion } from "./check-document.ts";
import { isOverLimit } from "./document-limits.ts";
import type { OperationContext } from "./operation.ts";
import type { AssertTrusted } from "./trusted-documents.ts";

/**
 * To a client that does not know application/graphql-response+json a document that cannot run is an answer like any other:
 * GraphQL over HTTP asks for 200. What is over a limit is refused to everybody.
 */
const answeredAnyway: readonly unknown[] = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "DOCUMENT_NOT_TRUSTED",
];

/** Holds what comes over HTTP to check-document.ts, and the status to what the client can read. */
export function checkedDocuments(
  schema: GraphQLSchema,
  assertTrusted: AssertTrusted,
  formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError,
): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          const { viewer } = contextValue;
          if (!viewer && operation && asksForTypesOnly(operation)) return;
          assertMayAsk(schema, document, operation, request.variables ?? {}, viewer !== null);
          await assertTrusted(document, contextValue);
        },
        async responseForOperation({ operation, contextValue: { viewer } }) {
          if (viewer || !operation || !asksForTypesOnly(operation)) return null;
          const fields = operation.selectionSet.selections as readonly FieldNode[];
          const singleResult = {
            data: Object.fromEntries(fields.map(({ alias, name }) => [(alias ?? name).value, null])),
          };
          return {
            http: { status: undefined, headers: new HeaderMap() },
            body: { kind: "single", singleResult },
          };
        },
        async willSendResponse({ request, response, contextValue, errors = [] }) {
          if (response.body.kind !== "single" || !response.body.singleResult.errors) return;
          const { singleResult } = response.body;
          if (!contextValue.viewer) {
            const isInvalid = errors[0]?.extensions["code"] === "GRAPHQL_VALIDATION_FAILED";
            if (isInvalid)
              singleResult.errors = withoutSchema(errors).map((error) => formatError(error.toJSON(), error));
            singleResult.errors = singleResult.errors!.map((error) => ({
              ...error,
              message: withoutSuggestion(error.message),
            }));
          }
          const wait = singleResult.errors!.find(({ extensions }) => extensions?.["code"] === "RATE_LIMITED");
          if (wait) {
            response.http.status = 429;
            response.http.headers.set("retry-after", String(wait.extensions!["retryAfterSeconds"]));
          }
          const knows = request.http?.headers.get("accept")?.includes("application/graphql-response+json");
          const code = singleResult.errors![0]?.extensions?.["code"];
          if (response.http.status === 400 && !knows && answeredAnyway.includes(code) && !errors.some(isOverLimit))
            response.http.status = 200;
        },
      };
    },
  };
}
