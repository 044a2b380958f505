import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { usePages } from "../graphql/use-pages.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import type { Kinship } from "./addresses.ts";
import { BookList, booksOf } from "./book-list.tsx";
import { findBooks, knownBooks, readFound, readKnown } from "./book-queries.ts";
import { RequestRest } from "./request-rest.tsx";
import { inOrder } from "./series.ts";

/** The books of an author, of a narrator, or of a series in its order: those here and those of the catalog, with how they stand. */
export function KinPage({ kinship, name }: { kinship: Kinship; name: string }) {
  const { t } = useTranslation("audiobooks");
  const filter = { [kinship]: name };
  const known = usePages(knownBooks, { first: 100, filter, orderBy: "TITLE" }, readKnown);
  const found = usePages(findBooks, { query: "", filter, page: 1 }, readFound);
  const merged = booksOf({ known, found });
  const books = useMemo(
    () => (kinship === "series" ? inOrder(merged) : merged),
    // The merged list is new each time; what it is made from is not.
    // oxlint-disable-next-line react/exhaustive-deps
    [known.items, found.items, known.hasMore, kinship],
  );
  const isWhole = found.isThere && !known.isLoading && !known.hasMore && !found.hasMore;
  return (
    <>
      <div className="kin-title">
        <p className="kind">{t(`kin.${kinship}`)}</p>
        <PageTitle title={name} />
        {kinship === "series" && <div className="rest">{isWhole && <RequestRest books={books} />}</div>}
      </div>
      <BookList
        known={known}
        found={found}
        books={books}
        label={name}
        empty={
          <EmptyState icon="search" title={t("kin.none", { name })}>
            <p>{t("kin.noneHint")}</p>
            <Link href={`/?q=${encodeURIComponent(name)}`}>{t("kin.search", { name })}</Link>
          </EmptyState>
        }
      />
    </>
  );
}
