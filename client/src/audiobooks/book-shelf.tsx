import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { BookCard } from "./book-card.tsx";
import { BookSkeletons } from "./book-skeletons.tsx";
import type { ListName } from "./discover-view.ts";
import type { ShownBook } from "./shown-book.ts";

interface BookShelfProps {
  list: ListName;
  /** undefined while they are loaded. */
  books: readonly ShownBook[] | undefined;
}

/** One row of books that can be pushed aside, and the way to all of them. One without books is not there. */
export function BookShelf({ list, books }: BookShelfProps) {
  const { t } = useTranslation("audiobooks");
  const heading = useId();
  if (books?.length === 0) return null;
  return (
    <section className="shelf-section" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{t(`shelf.${list}`)}</h2>
        <p>{t(`shelfNote.${list}`)}</p>
        <Link href={`/?list=${list}`} aria-label={t("seeAllOf", { shelf: t(`shelf.${list}`) })}>
          {t("seeAll")}
        </Link>
      </header>
      {books ? (
        <ul className="shelf-row">
          {books.map((book) => (
            <BookCard key={book.key} book={book} />
          ))}
        </ul>
      ) : (
        <BookSkeletons shape="shelf-row" count={6} />
      )}
    </section>
  );
}
