/** Recognises a book among what the media server shows. Pure; only certainty counts: what could be two items is none. */
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { comparable } from "./comparable-text.ts";

/** What is known of the book that is looked for. */
export interface SoughtBook {
  readonly title: string;
  readonly author: string;
  readonly narrator: string | null;
  /** Audible's id. */
  readonly asin: string | null;
  readonly durationMinutes: number | null;
  /** The folder it was put in, as the media server sees it; null when we did not put it there. */
  readonly filePath: string | null;
}

export interface LibraryMatch {
  readonly item: MediaServerItem;
  /** The surest thing that they have in common. */
  readonly by: "path" | "asin" | "title";
}

/**
 * The item that is this book: by its path, else by its ASIN, else by title and author, where the narrator and the
 * running time must not say otherwise. Null when there is none, or more than one by the same reason.
 */
export function matchLibraryItem(book: SoughtBook, items: readonly MediaServerItem[]): LibraryMatch | null {
  const path = book.filePath ? plainPath(book.filePath) : "";
  const asin = plainAsin(book.asin);
  const reasons: [LibraryMatch["by"], (item: MediaServerItem) => boolean][] = [
    ["path", (item) => path !== "" && `${plainPath(item.path)}/`.startsWith(`${path}/`)],
    ["asin", (item) => asin !== "" && plainAsin(item.asin) === asin],
    ["title", (item) => hasSameTitle(book, item) && couldBeSameRecording(book, item)],
  ];
  for (const [by, fits] of reasons) {
    const found = items.filter(fits);
    if (found.length === 1) return { item: found[0]!, by };
    if (found.length > 1) return null;
  }
  return null;
}

function plainPath(path: string): string {
  return path
    .normalize("NFC")
    .replace(/\\/g, "/")
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
}

function plainAsin(asin: string | null): string {
  return asin?.trim().toUpperCase() ?? "";
}

/** Subtitles count: the books of a series often differ only in them. But one side may leave it out. */
function hasSameTitle(book: SoughtBook, item: MediaServerItem): boolean {
  const wanted = titlesOf(book.title);
  const shown = titlesOf(item.title);
  const isSame = wanted.full === shown.full || wanted.full === shown.main || wanted.main === shown.full;
  return wanted.full !== "" && shown.full !== "" && isSame && haveSamePeople(book.author, item.author);
}

function titlesOf(title: string): { full: string; main: string } {
  const plain = title.replace(/[([](un)?abridged[)\]]/gi, " ");
  return { full: comparable(plain), main: comparable(plain.split(/:| - /)[0]!) };
}

/** Several people in any order; one of them in common is enough, because lists are often cut short. */
function haveSamePeople(one: string, other: string | null): boolean {
  const people = (names: string) =>
    names
      .split(/[,;&/]|\band\b/i)
      .map((name) => comparable(name).replaceAll(" ", ""))
      .filter(Boolean);
  const known = new Set(people(one));
  return people(other ?? "").some((name) => known.has(name));
}

/** An item 5 % or 10 minutes off, or read by somebody else, is another recording; what is not known forbids nothing. */
function couldBeSameRecording(book: SoughtBook, item: MediaServerItem): boolean {
  if (book.narrator && item.narrator && !haveSamePeople(book.narrator, item.narrator)) return false;
  if (!book.durationMinutes || !item.durationMinutes) return true;
  return Math.abs(book.durationMinutes - item.durationMinutes) <= Math.max(book.durationMinutes * 0.05, 10);
}
