import { useState } from "react";

interface CoverProps {
  book: { readonly title: string; readonly author: string; readonly coverUrl: string | null };
}

/** A square cover. A book without one, or whose picture does not load, gets its title set on a tint of its own. */
export function Cover({ book: { title, author, coverUrl } }: CoverProps) {
  const [broken, setBroken] = useState<string | null>(null);
  if (coverUrl && coverUrl !== broken) {
    return (
      <img
        className="cover"
        src={coverUrl}
        srcSet={`${coverUrl}?width=160 160w, ${coverUrl} 320w, ${coverUrl}?width=640 640w`}
        // As wide as it is laid out, where the browser knows that before it asks.
        sizes="auto, 200px"
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setBroken(coverUrl)}
      />
    );
  }
  return (
    <div className="cover typeset" style={{ "--hue": hueOf(title) } as React.CSSProperties} aria-hidden="true">
      <span className="title">{title}</span>
      <span className="author">{author}</span>
    </div>
  );
}

/** The tint of a book. @returns degrees: the same for a title each time. */
export function hueOf(title: string): number {
  let sum = 0;
  for (const character of title) sum = (sum * 31 + character.codePointAt(0)!) % 360;
  return sum;
}
