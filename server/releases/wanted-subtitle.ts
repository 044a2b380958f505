/**
 * What a subtitle is to its book: a description that a release may leave out ("A Novel", "Book One of …"), or what tells
 * the book from its siblings ("Eden's Gate: The Reborn") and must be there.
 */
import { readName } from "./normalise-title.ts";
import { CONNECTORS, SERIES_WORDS, SUBTITLE_NOUNS, SUBTITLE_OPENERS, UMBRELLAS } from "./release-vocabulary.ts";
import { withoutArticle } from "./wanted-series.ts";

/** Says which edition it is, and not what the book is called. Over folded lines. */
export const EDITION =
  /\b(?:edition|unabridged|abridged|version|audiobook|narrated|read by|dramati[sz](?:ed|ation)|full[ -]cast|adaptation|noveli[sz]ation|remaster(?:ed)?|anniversary)\b/;
const GENRES = /^(?:novel|novella|memoirs?|thriller|mystery|romance|litrpg|biography|autobiography|edition)$/;
const PRAISE = /^(?:winner|shortlisted|longlisted|nominated|now|soon|based|includes|including|featuring|from|number)$/;

const lineOf = (text: string): string => readName(text).line.trim();

/** The folded words of a text. */
export function wordsOf(text: string): string[] {
  return lineOf(text)
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
}

/** Whether a title is no more than the name under which several books appear: an umbrella, or the series itself. */
export function isVague(title: string, series: readonly string[]): boolean {
  return isUmbrella(title) || series.includes(withoutArticle(readName(title).letters));
}

/** Whether the text is no more than an umbrella's name: "Star Wars". */
export const isUmbrella = (text: string): boolean => UMBRELLAS.has(wordsOf(text).join(" "));

/**
 * Whether the subtitle of a vague title is the book's own name: it is neither a description nor an edition, and not the
 * series once more.
 */
export function tellsTheBook(subtitle: string, title: string, seriesTitle: string): boolean {
  const words = wordsOf(subtitle);
  const first = words[0] ?? "";
  if (isGenericSubtitle(words) || EDITION.test(words.join(" ")) || isUmbrella(subtitle)) return false;
  if (PRAISE.test(first) || (!isUmbrella(title) && (/^(?:a|an)$/.test(first) || words.length >= 9))) return false;
  const known = new Set([...wordsOf(title), ...wordsOf(seriesTitle), "in", "no", "part"]);
  return words.some(
    (word) => !known.has(word) && !CONNECTORS.has(word) && !SERIES_WORDS.has(word) && !/^(?:\d+|[ivx]+)$/.test(word),
  );
}

/** Whether a release may leave the subtitle out and still be this book. */
export function isDispensable(tail: string, head: string, series: readonly string[]): boolean {
  const words = wordsOf(tail);
  const headWords = lineOf(head).split(" ");
  if (isVague(head, series) || headWords.some((word) => SERIES_WORDS.has(word))) {
    return /^(?:a|an)$/.test(words[0] ?? "") && SUBTITLE_NOUNS.has(words.at(-1) ?? "");
  }
  if (UMBRELLAS.has(words.join(" ")) || words.some((word) => SERIES_WORDS.has(word)) || EDITION.test(words.join(" ")))
    return true;
  return series.length > 0 || isGenericSubtitle(words) || words.length >= 5;
}

/** Whether the words describe a book without telling it from another: "A Novel", "How to …", "The True Story of …". */
export function isGenericSubtitle(words: readonly string[]): boolean {
  const first = words[0] ?? "";
  if (SUBTITLE_OPENERS.has(first)) return words.length > 2;
  if (words.length >= 9 && !/^(?:the|a|an)$/.test(first)) return true;
  const hasNoun = words.some((word) => SUBTITLE_NOUNS.has(word));
  return (
    hasNoun && (/^(?:a|an|1)$/.test(first) || GENRES.test(words.at(-1) ?? "") || (first === "the" && words.length >= 5))
  );
}

/** Whether a subtitle names a book by itself ("Thrawn" of "Star Wars: Thrawn"), with the right author beside it. */
export function standsAlone(tail: string): boolean {
  const words = wordsOf(tail);
  const letters = words.join("");
  return (
    letters.length >= 4 &&
    /\p{L}{3}/u.test(letters) &&
    !UMBRELLAS.has(words.join(" ")) &&
    !isGenericSubtitle(words) &&
    !words.some((word) => SERIES_WORDS.has(word))
  );
}
