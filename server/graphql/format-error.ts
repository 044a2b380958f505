import { randomUUID } from "node:crypto";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { isDatabaseAway } from "../database/database-away.ts";
import { DomainError, NotReadyError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { withoutValues } from "./without-values.ts";

/**
 * What a client sees of an error: a domain error's sentence, code and facts; GraphQL's own complaints about a document, less the values in it;
 * that it is to come back when the database is away; and of anything else only an id, under which the log has the rest.
 */
export function createFormatError(logger: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = causeOf(thrown);
    const error = isDatabaseAway(cause) ? new NotReadyError() : cause;
    const { path, locations } = formatted;
    const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
    if (error instanceof DomainError)
      return { message: error.message, ...place, extensions: { code: error.code, ...error.facts } };
    const code = error instanceof GraphQLError ? (formatted.extensions?.["code"] ?? codeOf(error)) : undefined;
    if (code !== undefined && code !== "INTERNAL_SERVER_ERROR")
      return { message: withoutValues(formatted.message), ...place, extensions: { code } };
    const id = randomUUID();
    logger.error({ err: error, errorId: id, path }, "An operation failed unexpectedly");
    return {
      message: "Something unexpected happened here. An admin finds it in the log by its id.",
      ...place,
      extensions: { code: "INTERNAL_SERVER_ERROR", id },
    };
  };
}

/** What a resolver or a stream threw, out of GraphQL's wrapping. */
function causeOf(thrown: unknown): unknown {
  const inner = thrown instanceof GraphQLError ? thrown.originalError : undefined;
  return inner && !(inner instanceof GraphQLError) ? inner : thrown;
}

/** Over a socket nobody has put a code on GraphQL's own complaints. Those without a path are about what was sent. */
function codeOf(error: GraphQLError): string | undefined {
  return error.path === undefined ? "BAD_USER_INPUT" : undefined;
}
