import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { BookCard } from "./book-card.tsx";
import type { ShownBook } from "./shown-book.ts";
import { useGridShape, type GridShape } from "./use-grid.ts";

interface BookGridProps {
  books: readonly ShownBook[];
  label: string;
  /** Called when the end comes near. */
  onEnd?: (() => void) | undefined;
}

/** Books in rows and columns, however many: only those that are in view, and a few around them, are there. */
export function BookGrid({ books, label, onEnd }: BookGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const shape = useGridShape(list);
  const rows = shape ? Math.ceil(books.length / shape.columns) : 0;
  return (
    <ul
      ref={list}
      className="book-grid"
      aria-label={label}
      style={{ height: shape ? rows * shape.rowHeight : undefined }}
    >
      {shape && <Rows books={books} shape={shape} rows={rows} onEnd={onEnd} />}
    </ul>
  );
}

interface RowsProps extends Pick<BookGridProps, "books" | "onEnd"> {
  shape: GridShape;
  rows: number;
}

function Rows({ books, shape, rows, onEnd }: RowsProps) {
  const { columns, rowHeight, top } = shape;
  const virtualizer = useWindowVirtualizer({
    count: rows,
    estimateSize: () => rowHeight,
    scrollMargin: top,
    overscan: 2,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const shown = virtualizer.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= rows - 2;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  });
  return shown.flatMap(({ index: row }) =>
    books
      .slice(row * columns, (row + 1) * columns)
      .map((book, column) => <Placed key={book.key} book={book} row={row} column={column} shape={shape} />),
  );
}

function Placed({ book, row, column, shape }: { book: ShownBook; row: number; column: number; shape: GridShape }) {
  const style = useMemo(() => {
    const [x, y] = [column * (shape.cardWidth + shape.gap), row * shape.rowHeight];
    return { width: shape.cardWidth, transform: `translate(${x}px, ${y}px)` };
  }, [row, column, shape]);
  return <BookCard book={book} style={style} />;
}
