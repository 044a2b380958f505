import type { ReactNode } from "react";
import { Cover } from "./cover.tsx";

interface BookCardProps {
  book: {
    readonly title: string;
    readonly author: string;
    readonly narrator: string | null;
    readonly coverArtUrl: string | null;
  };
  /** How it stands, and the one thing that can be done. */
  children: ReactNode;
}

/** A cover, two lines of title, one of author, and how the book stands. */
export function BookCard({ book, children }: BookCardProps) {
  return (
    <li className="book-card">
      <Cover book={book} />
      <h3>{book.title}</h3>
      <p className="byline" title={book.narrator ? `Read by ${book.narrator}` : undefined}>
        {book.author}
      </p>
      {children}
    </li>
  );
}
