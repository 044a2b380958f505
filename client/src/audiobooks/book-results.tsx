import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { usePages } from "../graphql/use-pages.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { BookList, booksOf } from "./book-list.tsx";
import { catalogBooks, findBooks, knownBooks, readCatalog, readFound, readKnown } from "./book-queries.ts";
import { filterOfCatalog, filterOfKnown, orders, states, type DiscoverView } from "./discover-view.ts";

const listOrders = { arrived: "RECENTLY_AVAILABLE", wanted: "MOST_REQUESTED" } as const;
const catalogLists = { popular: "POPULAR", new: "NEW" } as const;

/** What is searched for or seen as a whole: our own books at once, and the catalog's in the same grid as they come. */
export function BookResults({ view }: { view: DiscoverView }) {
  const { t } = useTranslation("audiobooks");
  const { query, list, state, order } = view;
  const catalogList = list === "popular" || list === "new" ? catalogLists[list] : null;
  const ownOrder = list === "arrived" || list === "wanted" ? listOrders[list] : order && orders[order];
  const ownBooks = {
    first: 30,
    search: query || null,
    filter: filterOfKnown(view),
    orderBy: ownOrder ?? (query ? "RELEVANCE" : "NEWEST"),
  } as const;
  const known = usePages(knownBooks, catalogList ? null : ownBooks, readKnown);
  const isCatalogAsked = query !== "" && list === null;
  const asked = { query, filter: filterOfCatalog(view), page: 1 };
  const searched = usePages(findBooks, isCatalogAsked ? asked : null, readFound);
  const listed = usePages(catalogBooks, catalogList && { list: catalogList, page: 1 }, readCatalog);
  const found = catalogList ? listed : searched;
  const all = booksOf({ known, found });
  const passes: readonly string[] | null = state && states[state];
  const books = useMemo(
    () => all.filter((book) => !passes || passes.includes(book.standing)),
    // The merged list is new each time; what it is made from is not.
    // oxlint-disable-next-line react/exhaustive-deps
    [known.items, found.items, known.hasMore, passes],
  );
  const isFiltered = state !== null || view.language !== null || view.isUnabridged;
  const label = query ? t("foundFor", { query }) : list ? t(`shelf.${list}`) : t("filters.label");
  return (
    <BookList
      known={known}
      found={found}
      books={books}
      label={label}
      empty={
        <EmptyState icon="search" title={query ? t("nothingFound", { query }) : t("nothingFits")}>
          <p>{t(isFiltered ? "nothingFitsHint" : "nothingFoundHint")}</p>
          {isFiltered && <Link href={query ? `/?q=${encodeURIComponent(query)}` : "/"}>{t("clearFilters")}</Link>}
        </EmptyState>
      }
    />
  );
}
