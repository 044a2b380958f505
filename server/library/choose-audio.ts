/**
 * Which of the audio files that came are the wanted book: all of them, one book of a pack, one of two formats. Decides
 * by running time where it is known, else by the names of folders, albums and files. Guesses nothing: what stays
 * ambiguous is refused.
 */
import { basename, dirname, extname } from "node:path/posix";
import { discNumber } from "../integrations/audio-files.ts";
import type { AudioTags } from "../integrations/audio-tags.ts";
import { comparable } from "./comparable-text.ts";
import type { ContentFile } from "./read-content.ts";

/** An audio file and what it says about itself. */
export interface AudioFile extends ContentFile {
  readonly tags: AudioTags | null;
  /** Extension without its dot, lower case. */
  readonly format: string;
}

/** What the choice is made by. */
export interface ChosenFor {
  readonly title: string;
  readonly author: string;
  readonly narrator?: string | null;
  readonly series?: string | null;
  /** As the catalog writes it: "2", "2, Dramatized Adaptation". */
  readonly seriesPosition?: string | number | null;
  readonly durationMinutes: number | null;
}

interface Unit {
  readonly names: readonly string[];
  readonly files: readonly AudioFile[];
}

/** One file with chapters before many, lossy before lossless before what few players take. */
const preferredFormats = ["m4b", "m4a", "mp4", "mp3", "aac", "opus", "ogg", "oga", "flac", "wma", "wav"];

/** The files of the wanted book; null when there are several books and none or more than one could be it. */
export function chooseAudio(
  files: readonly AudioFile[],
  book: ChosenFor,
  contentName: string,
): readonly AudioFile[] | null {
  if (fits(files, book)) return chooseFormat(files, book);
  let units = unitsOf(files, contentName);
  if (units.length === 1) {
    const oneFormat = chooseFormat(files, book);
    if (files.length === 1 || !isTooLong(oneFormat, book)) return oneFormat;
    // A pack of untagged books, one file each, in one folder.
    units = files.map((file) => ({ files: [file], names: [stem(file), file.tags?.title ?? ""] }));
  }
  const ranked = units.map((unit) => ({ unit, rank: Math.max(...unit.names.map((name) => titleRank(name, book))) }));
  const best = Math.max(...ranked.map(({ rank }) => rank));
  const candidates = best === 0 ? units : ranked.filter(({ rank }) => rank === best).map(({ unit }) => unit);
  if (best > 0 && candidates.length === 1) return chooseFormat(candidates[0]!.files, book);
  if (best > 0 && new Set(candidates.map(formatsOf)).size === candidates.length) {
    return chooseFormat(
      candidates.flatMap((unit) => unit.files),
      book,
    );
  }
  const fitting = candidates.filter((unit) => fits(unit.files, book));
  return best > 0 && fitting.length === 1 ? fitting[0]!.files : chooseNumbered(candidates, book);
}

/** Books of a series are often named by their number alone: "Book 2", "Seasons 02". */
function chooseNumbered(units: readonly Unit[], book: ChosenFor): readonly AudioFile[] | null {
  const [numbered, ...others] = units.filter((unit) => unit.names.some((name) => bearsNumber(name, book)));
  if (!numbered || others.length > 0) return null;
  const files = chooseFormat(numbered.files, book);
  const isOff = book.durationMinutes !== null && minutesOf(files) !== null && !fits(files, book);
  return isOff ? null : files;
}

/** Running time of all of them in minutes; null when one of them does not tell. */
export function minutesOf(files: readonly AudioFile[]): number | null {
  let seconds = 0;
  for (const { tags } of files) {
    if (!tags?.durationSeconds) return null;
    seconds += tags.durationSeconds;
  }
  return seconds / 60;
}

/** A folder is a book, its discs included, unless the albums of its files tell several. */
function unitsOf(files: readonly AudioFile[], contentName: string): Unit[] {
  const folders = Map.groupBy(files, (file) => bookFolder(file.relativePath));
  return [...folders].flatMap(([folder, inFolder]) => {
    const folderName = folder === "." ? contentName : basename(folder);
    const albums = Map.groupBy(inFolder, (file) => albumOf(file));
    if ([...albums.keys()].filter((album) => album !== "").length > 1) {
      return [...albums].map(([album, ofAlbum]) => ({ names: namesOf(album, ofAlbum), files: ofAlbum }));
    }
    const album = [...albums.keys()].find((name) => name !== "") ?? "";
    return [{ names: [folderName, ...namesOf(album, inFolder)], files: inFolder }];
  });
}

function namesOf(album: string, files: readonly AudioFile[]): string[] {
  const only = files.length === 1 ? files[0]! : null;
  return [album, only ? stem(only) : "", only?.tags?.title ?? ""].filter((name) => name !== "");
}

function bookFolder(path: string): string {
  let folder = dirname(path);
  while (folder !== "." && discNumber(basename(folder)) !== null) folder = dirname(folder);
  return folder;
}

/** Sets ripped disc by disc often number the album: "Winter (Disc 2)", "Winter CD 2". */
function albumOf(file: AudioFile): string {
  return comparable(
    (file.tags?.album ?? "").replace(/[\s,;:_([-]*\b(cd|dis[ck])[\s._-]*\d+(\s*of\s*\d+)?[)\]]*\s*$/i, ""),
  );
}

function stem(file: AudioFile): string {
  return basename(file.relativePath, extname(file.relativePath));
}

function formatsOf(unit: Unit): string {
  return [...new Set(unit.files.map((file) => file.format))].sort().join();
}

/** The same book often comes as one M4B and as many MP3s. The one with the right running time wins, then the handier one. */
function chooseFormat(files: readonly AudioFile[], book: ChosenFor): readonly AudioFile[] {
  const formats = [...Map.groupBy(files, (file) => file.format)].sort(
    ([a], [b]) => preferredFormats.indexOf(a) - preferredFormats.indexOf(b),
  );
  const fitting = formats.find(([, ofFormat]) => fits(ofFormat, book));
  if (fitting) return fitting[1];
  return fits(files, book) ? files : formats[0]![1];
}

/** Editions of one recording differ by intros and credits; within a tenth it is the same one. */
function fits(files: readonly AudioFile[], book: ChosenFor): boolean {
  const minutes = minutesOf(files);
  return minutes !== null && !!book.durationMinutes && Math.abs(minutes / book.durationMinutes - 1) <= 0.1;
}

function isTooLong(files: readonly AudioFile[], book: ChosenFor): boolean {
  const minutes = minutesOf(files);
  return minutes !== null && !!book.durationMinutes && minutes > book.durationMinutes * 1.5;
}

/** 3 is the title itself, 2 contains it, 1 contains it without its subtitle, 0 does not. */
function titleRank(name: string, book: ChosenFor): number {
  const title = comparable(book.title);
  const main = comparable(book.title.split(/[:(]|\s-\s/)[0]!);
  const plain = comparable(name.replace(/[([{][^)\]}]*[)\]}]/g, " "));
  const bare = withoutKnown(plain, book);
  if (title !== "" && [comparable(name), plain, bare].includes(title)) return 3;
  if (containsWords(plain, title)) return 2;
  if (main !== "" && [plain, bare].includes(main)) return 2;
  return containsWords(plain, main) ? 1 : 0;
}

/** Whether the name is the wanted number in the series. A number alone may as well count parts. */
function bearsNumber(name: string, book: ChosenFor): boolean {
  const wanted = /^\s*0*(\d{1,3})\s*(?:,|$)/.exec(String(book.seriesPosition ?? ""))?.[1];
  const plain = comparable(name.replace(/[([{][^)\]}]*[)\]}]/g, " "));
  const bare = withoutKnown(plain, { ...book, series: null }).replace(/^the /, "");
  const series = comparable(book.series ?? "").replace(/^the /, "");
  const isOfSeries = series !== "" && bare.startsWith(`${series} `);
  const rest = isOfSeries ? bare.slice(series.length + 1) : bare;
  const [, label, number] = /^(book |vol |volume )?0*(\d{1,3})$/.exec(rest) ?? [];
  return number !== undefined && number === wanted && (isOfSeries || label !== undefined);
}

/** The name without author, narrator, series and numbering: "Ana Luhr - Seasons 02 - Winter" leaves "winter". */
function withoutKnown(name: string, book: ChosenFor): string {
  let bare = ` ${name} `;
  for (const known of [book.author, book.narrator, book.series].map((text) => comparable(text ?? ""))) {
    if (known !== "") bare = bare.replace(` ${known} `, " ");
  }
  return bare
    .replace(/ (unabridged|audiobook|m4b|mp3) /g, " ")
    .trim()
    .replace(/^((book|vol|volume|part) )?\d{1,3} /, "")
    .trim();
}

function containsWords(name: string, words: string): boolean {
  return words !== "" && ` ${name} `.includes(` ${words} `);
}
