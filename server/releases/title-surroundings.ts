/**
 * Lays a name out around one occurrence of the wanted title: its segments (what stands between separators, and each
 * pair of brackets), and of each word whether anything explains it.
 */
import { findPhrase, overlaps, type NameText, type Piece, type Span } from "./normalise-title.ts";
import type { Mark } from "./release-marks.ts";
import { CONNECTORS } from "./release-vocabulary.ts";
import type { WantedTitle } from "./wanted-title.ts";

/** What a word is, seen from the wanted title. */
export type Role = "title" | "author" | "narrator" | "known" | "mark" | "volume" | "connector" | "unexplained";

export interface Word {
  readonly text: string;
  readonly raw: string;
  readonly span: Span;
  readonly role: Role;
  readonly gap: Piece["gap"];
  /** The mark that explains it, if one does. */
  readonly mark: Mark | null;
}

export interface Segment {
  readonly words: readonly Word[];
  /** 0 outside brackets. */
  readonly bracket: number;
}

export interface Surroundings {
  readonly title: Span;
  readonly segments: readonly Segment[];
  /** Where in `segments` the title begins and ends. */
  readonly titleFrom: number;
  readonly titleTo: number;
  readonly authors: readonly Span[];
  readonly volumes: readonly Mark[];
  /** Every mark that says something of the release: none inside the title, a series' name or a person's. */
  readonly marks: readonly Mark[];
}

/** Lays the name out around the title found at `title`. */
export function readSurroundings(
  name: NameText,
  title: Span,
  allMarks: readonly Mark[],
  authors: readonly Span[],
  narrators: readonly Span[],
  wanted: WantedTitle,
): Surroundings {
  const marks = allMarks.filter((mark) => !overlaps(mark, title));
  const authorSpans = withCoAuthors(
    name,
    authors.filter((author) => !overlaps(author, title)),
    title,
    marks,
  );
  const known = wanted.knownPhrases
    .flatMap((phrase) => findPhrase(name, phrase))
    .filter((span) => !overlaps(span, title));
  const volumes = marks.filter((mark) => mark.kind === "volume" && !known.some((span) => covers(span, mark)));
  const others = marks.filter((mark) => mark.kind !== "volume");
  const markOf = (piece: Piece): Mark | null =>
    volumes.find((mark) => covers(mark, piece)) ?? others.find((mark) => covers(mark, piece)) ?? null;
  const group = findReleaseGroup(name);
  const roleOf = (piece: Piece): Role => {
    if (covers(title, piece)) return "title";
    if (authorSpans.some((span) => covers(span, piece))) return "author";
    if (narrators.some((span) => covers(span, piece))) return "narrator";
    if (known.some((span) => covers(span, piece))) return "known";
    const mark = markOf(piece);
    if (mark) return mark.kind === "volume" ? "volume" : "mark";
    if (group !== null && covers(group, piece)) return "mark";
    return CONNECTORS.has(piece.text) ? "connector" : "unexplained";
  };
  const segments: { words: Word[]; bracket: number }[] = [];
  for (const piece of name.pieces) {
    const current = segments.at(-1);
    const word: Word = {
      text: piece.text,
      raw: piece.raw,
      span: piece,
      role: roleOf(piece),
      gap: piece.gap,
      mark: markOf(piece),
    };
    const startsSegment =
      !current || current.bracket !== piece.bracket || (piece.bracket === 0 && piece.gap === "hard");
    if (startsSegment) segments.push({ words: [word], bracket: piece.bracket });
    else current.words.push(word);
  }
  const holdsTitle = (segment: Segment): boolean => segment.words.some((word) => word.role === "title");
  const isSaid = (mark: Mark): boolean =>
    mark.kind === "volume" ||
    (!known.some((span) => covers(span, mark)) && (mark.kind !== "maybePack" || isPackWord(mark, segments, title)));
  return {
    title,
    marks: [...volumes, ...others].filter(isSaid),
    segments,
    titleFrom: segments.findIndex(holdsTitle),
    titleTo: segments.findLastIndex(holdsTitle),
    authors: authorSpans,
    volumes,
  };
}

const covers = (outer: Span, inner: Span): boolean => outer.from <= inner.from && outer.to >= inner.to;

/** One last word in odd capitals after a hyphen: "-SEEDPOOL", "-ENTiTLED". Names all in capitals do not tell. */
function findReleaseGroup(name: NameText): Span | null {
  const first = name.pieces.findLast((piece) => piece.gap !== "joined");
  if (!first || !first.isHyphenated || first.bracket > 0 || !name.pieces.some((piece) => /\p{Ll}{2}/u.test(piece.raw)))
    return null;
  const last = name.pieces.slice(name.pieces.indexOf(first));
  const raw = last.map((piece) => piece.raw).join("");
  return /\p{Lu}.*\p{Lu}/u.test(raw) && !/^(?:\p{Lu}\p{Ll}+)+$/u.test(raw)
    ? { from: first.from, to: name.letters.length }
    : null;
}

/** "Trilogy" or "Series" means all of it, unless a series' name or number stands beside it: "Mistborn Trilogy 1 - …". */
function isPackWord(mark: Mark, segments: readonly Segment[], title: Span): boolean {
  const segment = segments.find(({ words }) => words.some((word) => covers(mark, word.span)));
  if (!segment || segments.some(({ words }) => words.some((word) => word.role === "volume"))) return false;
  const holdsTitle = segment.words.some((word) => covers(title, word.span));
  return !segment.words.some(
    (word) =>
      word.role === "unexplained" ||
      (word.role === "known" && !holdsTitle) ||
      (word.role === "known" && word.span.from > title.to),
  );
}

/** Adds the people named in one breath with a wanted author: "Terry Maggert, J N Chaney". */
function withCoAuthors(name: NameText, authors: readonly Span[], title: Span, marks: readonly Mark[]): Span[] {
  const spans: Span[] = [...authors];
  for (const author of authors) {
    const first = name.pieces.findIndex((piece) => piece.from === author.from);
    const last = name.pieces.findIndex((piece) => piece.to === author.to);
    const bracket = name.pieces[first]?.bracket;
    const isFree = (piece: Piece): boolean =>
      piece.bracket === bracket &&
      !covers(title, piece) &&
      !overlaps(title, piece) &&
      !marks.some((mark) => overlaps(mark, piece)) &&
      !/^(?:the|of|by|a|in|to)$/.test(piece.text);
    const left: Piece[] = [];
    for (
      let at = first - 1, next = name.pieces[first];
      at >= 0 && next && next.gap !== "hard";
      next = name.pieces[at--]
    ) {
      const piece = name.pieces[at];
      if (!piece || !isFree(piece)) break;
      left.unshift(piece);
    }
    const joinsLeft = name.pieces[first]?.gap === "comma" || left.at(-1)?.text === "and";
    if (joinsLeft && left[0] && left.length <= 9) spans.push({ from: left[0].from, to: author.from });
    const right: Piece[] = [];
    for (let at = last + 1; at < name.pieces.length; at++) {
      const piece = name.pieces[at];
      if (!piece || piece.gap === "hard" || !isFree(piece)) break;
      right.push(piece);
    }
    const joinsRight = right[0]?.gap === "comma" || right[0]?.text === "and";
    const end = right.at(-1);
    if (joinsRight && end && right.length <= 9) spans.push({ from: author.to, to: end.to });
  }
  return spans;
}

/** A word that nothing explains, put together again: folded for comparing, raw for showing. */
export interface StrangeWord {
  readonly text: string;
  readonly raw: string;
}

/** The words that nothing explains; none when all is explained. */
export function strangeWords(words: readonly Word[]): StrangeWord[] {
  const found: StrangeWord[] = [];
  let isOpen = false;
  for (const { role, gap, text, raw } of words) {
    const last: StrangeWord | undefined = gap === "joined" && isOpen ? found.pop() : undefined;
    isOpen = role === "unexplained" || last !== undefined;
    if (isOpen) found.push({ text: (last?.text ?? "") + text, raw: (last?.raw ?? "") + raw });
  }
  return found;
}
