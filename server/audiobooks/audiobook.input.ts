import { sql } from "kysely";
import { Field, InputType, registerEnumType } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import { newestFirst, type KeysetOrder } from "../graphql/connection.ts";
import type { RowQuery } from "../graphql/planned-rows.ts";
import { AvailabilityStatus } from "./audiobook.entity.ts";
import { BookFilter } from "./book-filter.ts";

@InputType()
export class AudiobookFilter extends BookFilter {
  @Field(() => [AvailabilityStatus], { nullable: true })
  availabilityStatus?: AvailabilityStatus[] | null;
}

/** In which order books are listed. */
export enum AudiobookOrder {
  NEWEST = "newest",
  TITLE = "title",
  MOST_REQUESTED = "most_requested",
  RECENTLY_AVAILABLE = "recently_available",
  RELEVANCE = "relevance",
}
registerEnumType(AudiobookOrder, {
  name: "AudiobookOrder",
  description:
    "MOST_REQUESTED lists what somebody has asked for, RECENTLY_AVAILABLE what is in the library. RELEVANCE, for a search, has the title that was typed first.",
});

/** The columns behind each order. */
export const audiobookOrders: Readonly<Record<AudiobookOrder, KeysetOrder>> = {
  [AudiobookOrder.NEWEST]: newestFirst,
  [AudiobookOrder.TITLE]: {
    columns: [
      { column: "title", type: "text" },
      { column: "id", type: "uuid" },
    ],
    direction: "asc",
  },
  [AudiobookOrder.MOST_REQUESTED]: {
    columns: [
      { column: "request_count", type: "int" },
      { column: "id", type: "uuid" },
    ],
    direction: "desc",
  },
  [AudiobookOrder.RECENTLY_AVAILABLE]: {
    columns: [
      { column: "available_at", type: "timestamptz" },
      { column: "id", type: "uuid" },
    ],
    direction: "desc",
  },
  [AudiobookOrder.RELEVANCE]: {
    columns: [
      // Both of what was found: only the first few of those are then looked up.
      { column: "rank", type: "int", of: "found" },
      { column: "id", type: "uuid", of: "found" },
    ],
    direction: "desc",
  },
};

/** A search finds one more than that at the most, so that it shows that there are more. */
export const mostFound = 1000;

/** @throws InvalidInputError for what cannot be looked for. */
export function assertSearch(search: string | null): void {
  if (search == null) return;
  if (search.length > 200) throw new InvalidInputError({ search: "Search for at most 200 characters." });
  if (search.includes("\0")) throw new InvalidInputError({ search: "There is a character in it that no title has." });
}

/**
 * Leaves the books that a search finds: PostgreSQL's `find_audiobooks`, which corrects what was typed and says how well
 * each book fits.
 */
export function narrowToSearch(query: RowQuery, search: string): RowQuery {
  return query.innerJoin(sql<any>`find_audiobooks(${search})`.as("found"), "found.id", "t.id");
}

/** Leaves the books that an order lists. Part of the statement's text, as its index has it. */
export function narrowToOrder(query: RowQuery, order: AudiobookOrder): RowQuery {
  if (order === AudiobookOrder.MOST_REQUESTED) return query.where(sql<boolean>`t.request_count > 0`);
  if (order === AudiobookOrder.RECENTLY_AVAILABLE)
    return query.where(sql<boolean>`t.availability_status = 'available' and t.available_at is not null`);
  return query;
}

/** Leaves the books that pass a filter. The expressions are those of the indexes. */
export function narrowToFilter(query: RowQuery, filter: AudiobookFilter): RowQuery {
  const { availabilityStatus: status, author, narrator, series, language, isAbridged } = filter;
  let narrowed = query;
  if (status != null) narrowed = narrowed.where("t.availability_status", "in", status.length > 0 ? status : [""]);
  if (author != null)
    narrowed = narrowed.where(sql<boolean>`string_to_array(lower(t.author), ', ') @> array[lower(${author})]`);
  if (narrator != null)
    narrowed = narrowed.where(sql<boolean>`string_to_array(lower(t.narrator), ', ') @> array[lower(${narrator})]`);
  if (series != null) narrowed = narrowed.where(sql<boolean>`lower(t.series_title) = lower(${series})`);
  if (language != null) narrowed = narrowed.where("t.language", "=", language.toLowerCase());
  if (isAbridged != null)
    narrowed = narrowed.where(
      isAbridged ? sql<boolean>`t.is_abridged is true` : sql<boolean>`t.is_abridged is not true`,
    );
  return narrowed;
}
