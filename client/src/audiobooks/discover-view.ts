/** What the address of the discover page says: what is looked for, and how it is narrowed and ordered. */
import type { AudiobookFilter, AudiobookOrder, CatalogFilter } from "../graphql/generated/graphql.ts";
import type { Standing } from "./book-state.ts";

/** The shelves, each of which can be seen as a whole. */
export const lists = ["popular", "new", "arrived", "wanted"] as const;
/** Which shelf. */
export type ListName = (typeof lists)[number];

/** What may be asked of how a book stands, and what passes. */
export const states = {
  here: ["here"],
  coming: ["yours", "coming"],
  free: ["free"],
} as const satisfies Record<string, readonly Standing[]>;
/** Which of them. */
export type StateName = keyof typeof states;

const availabilities = {
  here: ["AVAILABLE"],
  coming: ["REQUESTED", "DOWNLOADING", "PROCESSING"],
  free: ["UNKNOWN", "FAILED"],
} as const satisfies Record<StateName, AudiobookFilter["availabilityStatus"]>;

/** In which order what is known here may be had; by relevance when none is chosen. */
export const orders = {
  title: "TITLE",
  newest: "NEWEST",
  wanted: "MOST_REQUESTED",
  arrived: "RECENTLY_AVAILABLE",
} as const satisfies Record<string, AudiobookOrder>;
/** Which order. */
export type OrderName = keyof typeof orders;

/** The languages that can be chosen, as catalogs name them. */
export const languages = ["english", "german", "french", "spanish", "italian", "dutch", "portuguese"] as const;

/** What is shown. */
export interface DiscoverView {
  readonly query: string;
  readonly list: ListName | null;
  readonly state: StateName | null;
  readonly language: string | null;
  readonly isUnabridged: boolean;
  readonly order: OrderName | null;
}

/** @param params of the address; what is none of the choices counts as not said. */
export function readView(params: URLSearchParams): DiscoverView {
  const oneOf = <Name extends string>(names: readonly Name[], key: string): Name | null =>
    names.find((name) => name === params.get(key)) ?? null;
  return {
    query: (params.get("q") ?? "").trim(),
    list: oneOf(lists, "list"),
    state: oneOf(Object.keys(states) as StateName[], "state"),
    language: oneOf(languages, "language"),
    isUnabridged: params.get("unabridged") === "yes",
    order: oneOf(Object.keys(orders) as OrderName[], "order"),
  };
}

/** @returns what the address says for a view, less what goes without saying. */
export function writeView({ query, list, state, language, isUnabridged, order }: DiscoverView): Record<string, string> {
  const said = { q: query, list, state, language, unabridged: isUnabridged ? "yes" : null, order };
  return Object.fromEntries(Object.entries(said).filter((each): each is [string, string] => Boolean(each[1])));
}

/** Whether nothing is looked for: then there are the shelves. */
export function isBrowsing(view: DiscoverView): boolean {
  return Object.keys(writeView(view)).length === 0;
}

/** The filter for what is known here. */
export function filterOfKnown({ state, language, isUnabridged }: DiscoverView): AudiobookFilter {
  return {
    ...(state ? { availabilityStatus: [...availabilities[state]] } : {}),
    ...filterOfCatalog({ language, isUnabridged }),
  };
}

/** The filter for the catalog, which does not know how a book stands. */
export function filterOfCatalog({
  language,
  isUnabridged,
}: Pick<DiscoverView, "language" | "isUnabridged">): CatalogFilter {
  return { ...(language ? { language } : {}), ...(isUnabridged ? { isAbridged: false } : {}) };
}
