/** What a release's name says, without knowing which book is wanted: for showing, and as the facts the ranking judges. */
import { fold, readName, type NameText } from "./normalise-title.ts";
import { findMarks, type Mark } from "./release-marks.ts";
import { LANGUAGES, type MarkKind } from "./release-vocabulary.ts";

/** Containers and codecs that audiobooks come in. */
export type AudioFormat = "m4b" | "m4a" | "flac" | "mp3" | "aac" | "opus" | "ogg" | "wma" | "wav" | "aax";

/** What the marks in a name amount to. `null` is "the name does not say". */
export interface ReleaseFacts {
  readonly format: AudioFormat | null;
  readonly bitrateKbps: number | null;
  readonly durationMinutes: number | null;
  /** English names of the languages. */
  readonly languages: readonly string[];
  readonly abridgement: "abridged" | "unabridged" | null;
  readonly isDramatised: boolean;
  readonly narrators: readonly string[];
  readonly volume: string | null;
  /** "1–7", "10 books", or empty for "several, it does not say how many"; null for a single book. */
  readonly pack: string | null;
  /** "2 of 5", or "2" when it does not say of how many. */
  readonly part: string | null;
  readonly year: number | null;
  /** What it is instead of a recording of a book, as the name has it. */
  readonly notABook: "summary" | "sample" | "ebook" | "comic" | "magazine" | "video" | "music" | "talk" | null;
}

/** The facts and a guess at who wrote what. */
export interface ParsedRelease extends ReleaseFacts {
  readonly title: string | null;
  readonly author: string | null;
  readonly series: string | null;
}

/** Reads a release's name as it was published. The title and author are guesses: nothing tells the two apart for sure. */
export function parseReleaseTitle(name: string): ParsedRelease {
  const text = readName(name);
  const marks = findMarks(text);
  return { ...factsOf(marks), ...guessNames(text, marks) };
}

/** Sums marks up. */
export function factsOf(marks: readonly Mark[]): ReleaseFacts {
  const all = (kind: MarkKind): Mark[] => marks.filter((mark) => mark.kind === kind);
  const value = (kind: MarkKind): string | null => all(kind)[0]?.value ?? null;
  const year = value("year");
  const bitrate = value("bitrate");
  const volume = value("volume");
  const soft = all("maybePack").length > 0 && volume === null ? "" : null;
  return {
    format: formatOf(all("audioFormat")),
    bitrateKbps: bitrate === null ? null : Number(bitrate),
    durationMinutes: minutesOf(value("duration")),
    languages: [...new Set(all("language").map((mark) => mark.value))],
    abridgement: all("abridged").length > 0 ? "abridged" : all("unabridged").length > 0 ? "unabridged" : null,
    isDramatised: all("dramatised").length > 0,
    narrators: all("narrator").map((mark) => mark.value),
    volume,
    pack: all("pack").find((mark) => mark.value !== "")?.value ?? value("pack") ?? soft,
    part: value("part"),
    year: year === null ? null : Number(year),
    notABook: notABookOf(all),
  };
}

/**
 * @returns the English name of a language given by name or code ("deutsch", "ger", "pt-BR", "simplified_chinese"); null
 * when it is none we know.
 */
export function languageName(language: string): string | null {
  const [first = "", ...more] = fold(language.trim()).split(/[-_ ()]+/);
  const isCalled = (text: string) => LANGUAGES.find(({ words }) => words.split(" ").includes(text))?.name;
  const hasCode = LANGUAGES.find(({ codes }) => codes.split(" ").includes(first))?.name;
  return isCalled(first) ?? hasCode ?? more.map(isCalled).find((name) => name !== undefined) ?? null;
}

const FORMATS: Readonly<Record<string, AudioFormat>> = {
  m4b: "m4b",
  m4a: "m4a",
  alac: "m4a",
  flac: "flac",
  mp3: "mp3",
  mp3cd: "mp3",
  mp3a: "mp3",
  aac: "aac",
  opus: "opus",
  ogg: "ogg",
  wma: "wma",
  wav: "wav",
  aiff: "wav",
  aax: "aax",
  aaxc: "aax",
};
const BEST_FIRST: readonly AudioFormat[] = ["m4b", "m4a", "flac", "mp3"];

function formatOf(marks: readonly Mark[]): AudioFormat | null {
  const formats = marks.flatMap((mark) => FORMATS[mark.value] ?? []);
  return BEST_FIRST.find((format) => formats.includes(format)) ?? formats[0] ?? null;
}

function minutesOf(duration: string | null): number | null {
  if (duration === null) return null;
  const [hours = 0, minutes = 0] = duration.split(/\D+/).filter(Boolean).map(Number);
  return hours * 60 + minutes;
}

function notABookOf(all: (kind: MarkKind) => readonly Mark[]): ReleaseFacts["notABook"] {
  const has = (kind: MarkKind): boolean => all(kind).length > 0;
  const isAudio = has("audioFormat") || has("audiobook");
  if (has("summary")) return "summary";
  if (has("sample")) return "sample";
  // CBR is a comic book archive, and a constant bit rate beside an audio format.
  const comics = all("comic").filter((mark) => mark.value !== "cbr" || !isAudio);
  if (comics.length > 0 || all("ebookFormat").some((mark) => mark.value === "cbz")) return "comic";
  if (has("magazine")) return "magazine";
  if (has("video")) return "video";
  if (has("music")) return "music";
  if (has("talk")) return "talk";
  return has("ebookFormat") && !isAudio && !has("bitrate") ? "ebook" : null;
}

/** "Author - Series 1 - Title", "Title by Author", "Title - Author": the first segment is the author unless "by" says. */
function guessNames(text: NameText, marks: readonly Mark[]): Pick<ParsedRelease, "title" | "author" | "series"> {
  const segments: { words: string[]; hasVolume: boolean }[] = [];
  for (const piece of text.pieces) {
    if (piece.bracket > 0) continue;
    const isNew = piece.gap === "hard" || segments.length === 0;
    if (isNew) segments.push({ words: [], hasVolume: false });
    const segment = segments.at(-1);
    const mark = marks.find((other) => other.from <= piece.from && other.to >= piece.to);
    if (mark?.kind === "volume" && segment) segment.hasVolume = true;
    else if (!mark && piece.raw && segment) {
      if (piece.gap === "joined" && segment.words.length > 0)
        segment.words.push((segment.words.pop() ?? "") + piece.raw);
      else segment.words.push(piece.raw);
    }
  }
  const named = segments.filter((segment) => segment.words.length > 0);
  const [only] = named;
  if (!only) return { title: null, author: null, series: null };
  const by = only.words.findIndex((word) => word.toLowerCase() === "by");
  if (by > 0)
    return {
      title: only.words.slice(0, by).join(" "),
      author: only.words.slice(by + 1).join(" ") || null,
      series: null,
    };
  if (named.length === 1) return { title: only.words.join(" "), author: null, series: null };
  const rest = named.slice(1);
  const title = rest.findLast((segment) => !segment.hasVolume) ?? rest.at(-1);
  const series =
    rest.find((segment) => segment !== title && segment.hasVolume) ?? (rest.length > 1 ? rest[0] : undefined);
  return {
    title: title?.words.join(" ") ?? null,
    author: only.words.join(" "),
    series: series && series !== title ? series.words.join(" ") : null,
  };
}
