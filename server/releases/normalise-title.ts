/**
 * Turns a name into what comparing needs: folded letters without spaces, and the places where a word may begin or end.
 * Both sides of every comparison pass through here, so a rule can never be one-sided. Letters are Unicode letters:
 * Cyrillic, Greek and CJK names keep theirs. Names are cut at 500 characters, so no pattern sees unbounded input.
 */

/** How a piece follows the one before it: inside the same word, after a space, a comma, a hyphen, or a real separator. */
export type Gap = "joined" | "soft" | "comma" | "hyphen" | "hard";

/** One word, or one part of a run-together word. `from` and `to` are offsets in `NameText.letters`. */
export interface Piece {
  readonly text: string;
  /** As written; empty for an ampersand. */
  readonly raw: string;
  readonly from: number;
  readonly to: number;
  readonly gap: Gap;
  /** Whether it stands after a hyphen without spaces, as release groups do. */
  readonly isHyphenated: boolean;
  /** 0 outside brackets; else which pair of brackets, counted from 1. */
  readonly bracket: number;
}

interface LineWord {
  readonly lineFrom: number;
  readonly lineTo: number;
  readonly from: number;
  readonly to: number;
}

export interface NameText {
  /** Folded words with only the punctuation that patterns need: `- , : # + / [ ]`. */
  readonly line: string;
  /** The folded words without anything between them. */
  readonly letters: string;
  readonly pieces: readonly Piece[];
  readonly words: readonly LineWord[];
  /** Whether the name has an umlaut or the like, which others spell with two letters. */
  readonly hasUmlaut: boolean;
}

/** A range of `NameText.letters`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const LONGEST_NAME = 500;
const APOSTROPHES = /['’‘ʼ`´]/gu;
const TOKEN =
  /\d{1,3}([.:;])[0-5]\d\1[0-5]\d(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}\.\d(?![\p{L}\d])|&|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’‘ʼ`´]*[\p{L}\p{N}\p{M}])?/gu;
const CAMEL =
  /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})|(?<=\p{L})(?=['’‘ʼ`´]s$)|(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])|(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/u;
const PLAIN_WORD = /^\p{sc=Latin}\p{Ll}*$/u;
const OPENING = "([{（【［「『《";
const CLOSING = ")]}）】］」』》";
const SPACED_DASH = /[\s._]-+[\s._]|[—–―]|--/u;

const NUMBER_WORDS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const ROMANS = " i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(" ");
/** Alone, i, v and x are letters far more often than numbers. */
const LETTERS_FIRST = new Set(["i", "v", "x", ""]);

const NUMBERS = new Map<string, string>([
  ...NUMBER_WORDS.map((word, value): [string, string] => [word, String(value)]),
  ...ROMANS.map((word, value): [string, string] => [word, String(value)]).filter(([word]) => !LETTERS_FIRST.has(word)),
]);

/** Letters that Unicode does not take apart. */
const SPECIAL: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ŋ: "n",
  ς: "σ",
};
const EXPANDED: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/** Lower-case, without marks on Latin, Greek and Cyrillic letters and without apostrophes; other scripts keep theirs. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replace(APOSTROPHES, "");
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/[ßøæœłđðþıŋς]/gu, (letter) => SPECIAL[letter] ?? letter)
    .replace(APOSTROPHES, "");
}

/** Spells umlauts and the like with two letters, as names without them often do (Nesbø: Nesboe). */
export function expandUmlauts(text: string): string {
  return text.normalize("NFC").replace(/[äöüøå]/giu, (letter) => EXPANDED[letter.toLowerCase()] ?? letter);
}

/** @returns the number a roman numeral from I to XX stands for, or null. */
export function romanValue(text: string): number | null {
  const value = ROMANS.indexOf(text);
  return value > 0 ? value : null;
}

function canonicalWord(raw: string): string {
  const text = fold(raw);
  if (/^\d{1,3}(?:,\d{3})+$/.test(text)) return text.replaceAll(",", "");
  if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, "");
  return NUMBERS.get(text) ?? text.replaceAll(";", ":");
}

function gapOf(between: string, hyphenSeparates: boolean): Gap {
  if (/[|/\\;:꞉~=•●…]|_\s/u.test(between) || SPACED_DASH.test(between) || /\s-|-\s/u.test(between)) return "hard";
  if (between.includes("-")) return hyphenSeparates ? "hard" : "hyphen";
  return /[,，、]/u.test(between) ? "comma" : "soft";
}

const GAP_SIGNS: Readonly<Record<Gap, string>> = { joined: "", soft: " ", comma: ", ", hyphen: "-", hard: " - " };

/** Reads a release's name, a title or a person's name. Never fails: a name of nothing but signs has no pieces. */
export function readName(name: string): NameText {
  const text = name.slice(0, LONGEST_NAME).normalize("NFKC");
  const hasSpacedDash = SPACED_DASH.test(text.replace(/[[({][^\])}]*[\])}]/gu, ""));
  const pieces: Piece[] = [];
  const words: LineWord[] = [];
  const openBrackets: number[] = [];
  let line = "";
  let letters = "";
  let bracketCount = 0;
  let readTo = 0;
  let previous = "";
  for (const token of text.matchAll(TOKEN)) {
    const raw = token[0];
    const between = text.slice(readTo, token.index);
    readTo = token.index + raw.length;
    let brackets = "";
    for (const sign of between) {
      if (OPENING.includes(sign)) {
        openBrackets.push(++bracketCount);
        brackets += " [";
      } else if (CLOSING.includes(sign) && openBrackets.pop() !== undefined) brackets += "] ";
    }
    const isRange = /^\d/.test(raw) && /\d$/.test(previous);
    const isInsideWord = [...raw].length < 2 || [...previous].length < 2;
    const isSpan = isRange && /^[-–—]$/u.test(between);
    const gap = brackets ? "hard" : isSpan ? "hyphen" : gapOf(between, !hasSpacedDash && !isRange && !isInsideWord);
    const sign = between.includes(":") ? ": " : /[/\\]/.test(between) ? " / " : GAP_SIGNS[gap];
    line +=
      (brackets || (words.length ? sign : "")) + (/#\s*$/.test(between) ? "#" : between.includes("+") ? "+ " : "");
    const word = raw === "&" ? "and" : canonicalWord(raw);
    const parts = raw.length > 1 && !PLAIN_WORD.test(raw) && word === fold(raw) ? raw.split(CAMEL) : [raw];
    const lineFrom = line.length;
    const from = letters.length;
    for (const [index, part] of parts.entries()) {
      const partText =
        parts.length === 1 ? word : part.length > 2 && /\p{Lu}/u.test(part) ? canonicalWord(part) : fold(part);
      if (!partText) continue;
      const start = letters.length;
      letters += partText;
      const partGap = index > 0 ? "joined" : gap;
      pieces.push({
        text: partText,
        raw: part,
        from: start,
        to: letters.length,
        gap: partGap,
        isHyphenated: between === "-",
        bracket: openBrackets.at(-1) ?? 0,
      });
    }
    line += letters.slice(from);
    words.push({ lineFrom, lineTo: line.length, from, to: letters.length });
    previous = raw;
  }
  return {
    line: line.trimStart(),
    letters,
    pieces,
    words: shift(words, line),
    hasUmlaut: /[äöüøå]/iu.test(text.normalize("NFC")),
  };
}

function shift(words: readonly LineWord[], line: string): LineWord[] {
  const leading = line.length - line.trimStart().length;
  return words.map((word) => ({ ...word, lineFrom: word.lineFrom - leading, lineTo: word.lineTo - leading }));
}

/** The span of letters that a range of `line` covers; null when it covers no word. */
export function spanOfLine(name: NameText, lineFrom: number, lineTo: number): Span | null {
  const covered = name.words.filter((word) => word.lineTo > lineFrom && word.lineFrom < lineTo);
  const first = covered[0];
  const last = covered.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}

/** Every place where the phrase stands and both its ends are ends of words. */
export function findPhrase(name: NameText, phrase: string): Span[] {
  const found: Span[] = [];
  if (!phrase) return found;
  for (let from = name.letters.indexOf(phrase); from >= 0; from = name.letters.indexOf(phrase, from + 1)) {
    const to = from + phrase.length;
    if (name.pieces.some((piece) => piece.from === from) && name.pieces.some((piece) => piece.to === to))
      found.push({ from, to });
  }
  return found;
}

/** Whether two spans share a letter. */
export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}
