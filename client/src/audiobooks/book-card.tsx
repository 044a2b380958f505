import type { ReactNode } from "react";
import { bookFacts } from "./book-facts.ts";
import { Cover } from "./cover.tsx";

interface BookCardProps {
  book: {
    readonly title: string;
    readonly author: string;
    readonly narrator: string | null;
    readonly coverUrl: string | null;
    readonly seriesTitle: string | null;
    readonly seriesPosition: string | null;
    readonly language: string | null;
    readonly isAbridged: boolean | null;
  };
  /** How it stands, and the one thing that can be done. */
  children: ReactNode;
}

/** A cover, two lines of title, one of author, one of what else tells it from others, and how the book stands. */
export function BookCard({ book, children }: BookCardProps) {
  const facts = bookFacts(book).join(" · ");
  return (
    <li className="book-card">
      <Cover book={book} />
      <h3>{book.title}</h3>
      <p className="byline" title={book.narrator ? `Read by ${book.narrator}` : undefined}>
        {book.author}
      </p>
      {facts && (
        <p className="facts" title={facts}>
          {facts}
        </p>
      )}
      {children}
    </li>
  );
}
