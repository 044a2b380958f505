import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { QueryProblem } from "../graphql/query-problem.tsx";
import type { Pages } from "../graphql/use-pages.ts";
import { BookGrid } from "./book-grid.tsx";
import { BookSkeletons } from "./book-skeletons.tsx";
import { mergeBooks, type ShownBook } from "./shown-book.ts";

/** What is known here, and what the catalog has besides; either may be none. */
export interface BookSources {
  readonly known: Pages<ShownBook>;
  readonly found: Pages<ShownBook>;
}

/** @returns every book of both once, as far as they are loaded: the catalog's follow when what is known is there to its end. */
export function booksOf({ known, found }: BookSources): ShownBook[] {
  return mergeBooks(known.items, known.hasMore ? [] : found.items);
}

interface BookListProps extends BookSources {
  books: readonly ShownBook[];
  label: string;
  /** What is shown when there is none. */
  empty: ReactNode;
}

/** A grid of books from two sources, either of which may still be on its way or have failed, beside what is there. */
export function BookList({ known, found, books, label, empty }: BookListProps) {
  const { t } = useTranslation("audiobooks");
  const isLoading = known.isLoading || found.isLoading;
  const hasMore = known.hasMore || found.hasMore;
  const onEnd = () => {
    if (isLoading) return;
    if (known.hasMore) known.loadMore();
    else if (found.hasMore) found.loadMore();
  };
  return (
    <section aria-label={label} aria-busy={isLoading}>
      <p className="list-status" role="status">
        {found.isLoading && books.length > 0
          ? t("searchingCatalog")
          : books.length > 0 &&
            (hasMore ? t("foundSoFar", { count: books.length }) : t("found", { count: books.length }))}
      </p>
      {books.length > 0 && <BookGrid books={books} label={label} onEnd={hasMore ? onEnd : undefined} />}
      {books.length === 0 && isLoading && <BookSkeletons shape="book-skeletons" count={12} />}
      {[known, found].map(
        ({ error, retry }, index) => error && <QueryProblem key={index} error={error} refetch={retry} />,
      )}
      {books.length === 0 && !isLoading && !known.error && !found.error && (hasMore ? <More onMore={onEnd} /> : empty)}
    </section>
  );
}

/** A page of which nothing passes the filters: the next one may have something. */
function More({ onMore }: { onMore: () => void }) {
  const { t } = useTranslation("audiobooks");
  return (
    <button type="button" className="button plain" onClick={onMore}>
      {t("lookOn")}
    </button>
  );
}
