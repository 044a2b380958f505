/** The rules about words around a found title: which ones turn it into the title of another book. */
import { strangeWords, type Segment, type StrangeWord, type Surroundings, type Word } from "./title-surroundings.ts";
import { SERIES_WORDS, UMBRELLAS, type MarkKind } from "./release-vocabulary.ts";
import { isGenericSubtitle } from "./wanted-subtitle.ts";
import type { WantedTitle } from "./wanted-title.ts";

/** After one of these the name describes the file; single odd words there are release groups and the like. */
const ENDS_THE_TITLE: ReadonlySet<MarkKind> = new Set([
  "audioFormat",
  "ebookFormat",
  "audiobook",
  "bitrate",
  "size",
  "duration",
  "unabridged",
  "abridged",
  "narrator",
]);

/** @returns a sentence when the words around the title say that this is another book, else null. */
export function judgeWords(around: Surroundings, wanted: WantedTitle): string | null {
  const titleSegment = around.segments[around.titleFrom];
  if (!titleSegment) return null;
  const before = around.segments.slice(0, around.titleFrom).filter((segment) => segment.bracket === 0);
  const after = around.segments.slice(around.titleTo + 1).filter((segment) => segment.bracket === 0);
  if (titleSegment.bracket > 0) {
    const strange = [...before, ...after, titleSegment].flatMap((segment) => strangeWords(segment.words));
    const isTitledOutside = [...before, ...after].some((segment) =>
      segment.words.some((word) => word.role === "known"),
    );
    if (strange.length > 0) return anotherBook(strange);
    return isTitledOutside ? "The title stands in brackets only." : null;
  }
  return judgeSameSegment(around, titleSegment) ?? judgeBefore(around, before, wanted) ?? judgeAfter(around, after);
}

const anotherBook = (words: readonly StrangeWord[]): string =>
  `It seems to be another book (“${words.map((word) => word.raw).join(" ")}”).`;

function judgeSameSegment(around: Surroundings, first: Segment): string | null {
  const last = around.segments[around.titleTo] ?? first;
  const before = first.words.slice(
    0,
    first.words.findIndex((word) => word.role === "title"),
  );
  const after = last.words.slice(last.words.findLastIndex((word) => word.role === "title") + 1);
  const strange = strangeWords(before);
  if (strange.length > 0 && before.findLast((word) => word.role !== "connector")?.role !== "volume")
    return anotherBook(strange);
  const end = after.findIndex((word) => word.mark !== null && ENDS_THE_TITLE.has(word.mark.kind));
  const rest = end < 0 ? after : after.slice(0, end);
  const following = strangeWords(rest);
  if (following.length === 0) return null;
  const isLabel = rest.some(
    (word, index) =>
      word.role === "volume" &&
      word.mark?.isBare !== true &&
      rest.slice(0, index).findLast((other) => other.role !== "connector" && other.role !== "mark")?.role ===
        "unexplained" &&
      strangeWords(rest.slice(index)).length === 0,
  );
  const describes = rest
    .filter((word) => word.role === "unexplained" || word.role === "connector" || word.role === "mark")
    .map((word) => word.text);
  if ((isLabel && !startsWithVolume(rest)) || (isGenericSubtitle(describes) && /^(?:a|an)$/.test(describes[0] ?? "")))
    return null;
  return anotherBook(following);
}

const isUmbrella = ({ words }: Segment): boolean => {
  const texts = words
    .filter((word) => word.role === "unexplained" || word.role === "connector")
    .map((word) => word.text);
  return UMBRELLAS.has(texts.join(" ").replace(/ by$/, ""));
};

/** "A Biography by Sean Smith": somebody else wrote it, whoever it is about. */
const isBySomebody = (segment: Segment): boolean =>
  segment.words.some((word, at) => word.text === "by" && segment.words[at + 1]?.role === "unexplained");

/** "Book 1", or "Book 1 by" an author: a number that belongs to the segment before it. */
const isNumberAlone = (segment: Segment | undefined): boolean =>
  segment !== undefined && startsWithVolume(segment.words) && strangeWords(segment.words).length === 0;

const startsWithVolume = (words: readonly Word[]): boolean =>
  words.find((word) => word.role !== "connector")?.role === "volume";

function judgeBefore(around: Surroundings, before: readonly Segment[], wanted: WantedTitle): string | null {
  const titleText = around.segments
    .slice(around.titleFrom, around.titleTo + 1)
    .flatMap((segment) => segment.words)
    .filter((word) => word.role === "title");
  const letters = titleText.map((word) => word.text).join("");
  const isWeak = letters.length <= 3 || !/\p{L}/u.test(letters) || wanted.isNamedAsSeries;
  const afterTitle = around.segments.slice(around.titleTo, around.titleTo + 2).flatMap((segment) => segment.words);
  const numberFollows = startsWithVolume(
    afterTitle.slice(afterTitle.findLastIndex((word) => word.role === "title") + 1),
  );
  for (const [index, segment] of before.entries()) {
    const strange = strangeWords(segment.words);
    if (strange.length === 0) continue;
    if (isBySomebody(segment)) return anotherBook(strange);
    const next = before[index + 1];
    const hasNumber = segment.words.some((word) => word.role === "volume") || isNumberAlone(next);
    if (hasNumber && !numberFollows) continue;
    const isSeries =
      isUmbrella(segment) ||
      strange.some((word) => SERIES_WORDS.has(word.text)) ||
      segment.words.some((word) => word.mark?.kind === "maybePack");
    if (isSeries && !numberFollows) continue;
    const authorBefore = around.authors.some((author) => author.to <= around.title.from);
    if (!authorBefore || isWeak || numberFollows) return anotherBook(strange);
  }
  return null;
}

function judgeAfter(around: Surroundings, after: readonly Segment[]): string | null {
  const titleWords = around.segments[around.titleTo]?.words ?? [];
  let isOver = titleWords.some((word) => word.span.from >= around.title.to && endsTheTitle(word));
  for (const [index, segment] of after.entries()) {
    const strange = strangeWords(segment.words);
    const wasOver = isOver;
    isOver ||= segment.words.some(endsTheTitle);
    const isTitledAgain = segment.words.some((word) => word.role === "known");
    if (strange.length === 0 || (wasOver && strange.length === 1 && !isTitledAgain)) continue;
    const nextIsNumber = isNumberAlone(after[index + 1]);
    const isLabel =
      !startsWithVolume(segment.words) &&
      (nextIsNumber ||
        segment.words.findLast((word) => word.role !== "mark" && word.role !== "connector")?.role === "volume");
    if (isLabel) continue;
    const words = segment.words
      .filter((word) => word.role !== "volume" && word.role !== "author")
      .map((word) => word.text);
    if ((isGenericSubtitle(words) && !isBySomebody(segment)) || isUmbrella(segment)) continue;
    return anotherBook(strange);
  }
  return null;
}

const endsTheTitle = (word: Word): boolean =>
  word.mark !== null && word.role === "mark" && ENDS_THE_TITLE.has(word.mark.kind);
