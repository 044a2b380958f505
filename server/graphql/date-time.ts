import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/**
 * A point in time, RFC 3339 in UTC. Input is checked by graphql-scalars; on the way out, rows bring text that the row
 * mapper has made already, and that is passed on as it is: a Date for every cell of a long list costs more than the list.
 */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: "DateTime",
  description: "A point in time in UTC, such as 2026-11-23T07:30:00.000Z.",
  parseValue: (value) => GraphQLDateTime.parseValue(value),
  parseLiteral: (node, variables) => GraphQLDateTime.parseLiteral(node, variables),
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});
