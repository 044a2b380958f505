import { memo, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { BookAction } from "./book-action.tsx";
import { bookFacts } from "./book-facts.ts";
import { Cover } from "./cover.tsx";
import type { ShownBook } from "./shown-book.ts";

/** A cover, two lines of title, one of author, one of what else tells it from others, and how the book stands. All are of one height. */
export const BookCard = memo(function BookCard({ book, style }: { book: ShownBook; style?: CSSProperties }) {
  const { t } = useTranslation("audiobooks");
  const facts = bookFacts(book).join(" · ");
  return (
    <li className="book-card" style={style}>
      {/* The title leads there too: one stop of the keyboard is enough. */}
      <Link href={book.href} tabIndex={-1} aria-hidden="true" className="cover-link">
        <Cover book={book} />
      </Link>
      <h3>
        <Link href={book.href}>{book.title}</Link>
      </h3>
      <p className="byline" title={book.narrator ? t("readBy", { narrator: book.narrator }) : undefined}>
        {book.author}
      </p>
      <p className="facts" title={facts || undefined}>
        {facts}
      </p>
      <div className="card-foot">
        <BookAction book={book} on="card" />
      </div>
    </li>
  );
});
