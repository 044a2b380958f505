import { useLayoutEffect, useState, type RefObject } from "react";

/** How a grid of cards lies: as many columns as have room, and what a card measures. */
export interface GridShape {
  readonly columns: number;
  readonly gap: number;
  readonly cardWidth: number;
  /** Of a card and the room below it. */
  readonly rowHeight: number;
  /** From the top of the document. */
  readonly top: number;
}

/** What is below a cover: the rows of .book-card in audiobooks.css. */
const textHeight = 172;
const narrow = { below: 600, least: 128, gap: 16, rowGap: 16 };
const wide = { least: 168, gap: 24, rowGap: 24 };

/** @param width that there is. */
export function shapeOf(width: number, top: number): GridShape {
  const { least, gap, rowGap } = width < narrow.below ? narrow : wide;
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  const cardWidth = (width - gap * (columns - 1)) / columns;
  return { columns, gap, cardWidth, rowHeight: Math.round(cardWidth + textHeight + rowGap), top };
}

/** Measures before anything is painted, and again when the room changes. */
export function useGridShape(grid: RefObject<HTMLElement | null>): GridShape | null {
  const [shape, setShape] = useState<GridShape | null>(null);
  useLayoutEffect(() => {
    const element = grid.current!;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      setShape((before) => {
        const next = shapeOf(width, Math.round(top + scrollY));
        return before && JSON.stringify(before) === JSON.stringify(next) ? before : next;
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // What comes and goes above it moves it.
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [grid]);
  return shape;
}
