/**
 * An older copy of a request never overwrites a newer one. Answers and live frames overtake each other: a list that was
 * read before a change may arrive after the frame that told it. Graphcache writes a result first and calls its updaters
 * afterwards, which is too late to keep what was there; so this stands between the cache and the network.
 *
 * It relies on fields of Request having no arguments and no aliases, and on `version` being selected with them.
 */
import type { Exchange } from "urql";
import { map, pipe } from "wonka";

type Data = Record<string, unknown>;

/** The newest copy of each request that was seen, by its id. */
export type NewestRequests = Map<string, Data>;

/** More than a person looks at; the one that was seen first is forgotten. */
const mostRemembered = 2000;

/** Puts the newest known values in place of older ones, in every result. */
export const newestVersionExchange: Exchange = ({ forward }) => {
  const newest: NewestRequests = new Map();
  return (operations) =>
    pipe(
      forward(operations),
      map((result) => (result.data ? { ...result, data: keepNewest(result.data, newest) } : result)),
    );
};

/** @returns the data with each older request's fields replaced by those of the newest copy; `newest` learns from it. */
export function keepNewest<T>(data: T, newest: NewestRequests): T {
  if (Array.isArray(data)) return data.map((each) => keepNewest(each, newest)) as T;
  if (typeof data !== "object" || data === null) return data;
  const copy: Data = {};
  for (const [field, value] of Object.entries(data)) copy[field] = keepNewest(value, newest);
  return (copy["__typename"] === "Request" ? newestCopy(copy, newest) : copy) as T;
}

function newestCopy(request: Data, newest: NewestRequests): Data {
  const { id, version } = request;
  if (typeof id !== "string" || typeof version !== "number") return request;
  const known = newest.get(id);
  const knownVersion = (known?.["version"] as number | undefined) ?? 0;
  if (version >= knownVersion) {
    newest.delete(id);
    newest.set(id, version === knownVersion ? { ...known, ...request } : request);
    if (newest.size > mostRemembered) newest.delete(newest.keys().next().value!);
    return request;
  }
  const fields = Object.keys(request).map((field) => [field, field in known! ? known![field] : request[field]]);
  return Object.fromEntries(fields) as Data;
}
