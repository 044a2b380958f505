import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { DomainError } from "../errors.ts";
import type { Logger } from "../logger.ts";

/**
 * What a client sees of an error: a domain error's sentence, code and facts; GraphQL's own complaints about a document;
 * and of anything else only an id, under which the log has the rest.
 */
export function createFormatError(logger: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = unwrapResolverError(thrown);
    const { path, locations } = formatted;
    const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
    if (error instanceof DomainError)
      return { message: error.message, ...place, extensions: { code: error.code, ...error.facts } };
    const code = formatted.extensions?.["code"];
    if (error instanceof GraphQLError && code !== undefined && code !== "INTERNAL_SERVER_ERROR")
      return { message: formatted.message, ...place, extensions: { code } };
    const id = randomUUID();
    logger.error({ err: error, errorId: id, path }, "An operation failed unexpectedly");
    return {
      message: "Something unexpected happened here. An admin finds it in the log by its id.",
      ...place,
      extensions: { code: "INTERNAL_SERVER_ERROR", id },
    };
  };
}
