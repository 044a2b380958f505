import { useState } from "react";

interface CoverProps {
  book: { readonly title: string; readonly author: string; readonly coverArtUrl: string | null };
}

/** A square cover. A book without one, or whose picture does not load, gets its title set on a tint of its own. */
export function Cover({ book: { title, author, coverArtUrl } }: CoverProps) {
  const [broken, setBroken] = useState<string | null>(null);
  if (coverArtUrl && coverArtUrl !== broken) {
    return (
      <img
        className="cover"
        src={coverArtUrl}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setBroken(coverArtUrl)}
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
