/** Recognises a book among what the media server shows. Pure; only certainty counts: what could be two items is none. */
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { comparable } from "./comparable-text.ts";
import { comparableTitle } from "./title-key.ts";

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

export interface LibraryMatch<Item extends MediaServerItem = MediaServerItem> {
  readonly item: Item;
  /** The surest thing that they have in common. */
  readonly by: "path" | "asin" | "title";
}

/**
 * The item that is this book: by its path, else by its ASIN, else by title and author, where the narrator and the
 * running time must not say otherwise. Null when there is none, or more than one of which nothing tells them apart; but
 * of several with its ASIN, or in the folder that it was put in, the first one will do, because all are this book: a
 * media server shows discs with titles of their own as one item each.
 */
export function matchLibraryItem<Item extends MediaServerItem>(
  book: SoughtBook,
  items: readonly Item[],
): LibraryMatch<Item> | null {
  const path = book.filePath ? plainPath(book.filePath) : "";
  const asin = plainAsin(book.asin);
  const below = items.filter((item) => path !== "" && `${plainPath(item.path)}/`.startsWith(`${path}/`));
  if (below.length === 1) return { item: below[0]!, by: "path" };
  // Several lie below its folder: the other reasons choose among these.
  let left = below.length > 0 ? below : items;
  const reasons: [LibraryMatch["by"], (item: MediaServerItem) => boolean][] = [
    ["asin", (item) => asin !== "" && plainAsin(item.asin) === asin],
    ["title", (item) => hasSameTitle(book, item, "with subtitle") && couldBeSameRecording(book, item)],
    ["title", (item) => hasSameTitle(book, item) && couldBeSameRecording(book, item)],
  ];
  for (const [by, fits] of reasons) {
    const found = left.filter(fits);
    if (found.length === 1 || (found.length > 1 && by === "asin")) return { item: found[0]!, by };
    if (found.length > 1) left = found;
  }
  return below.length > 0 ? { item: below[0]!, by: "path" } : null;
}

function plainPath(path: string): string {
  return path
    .normalize("NFC")
    .replace(/\\/g, "/")
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
}

/** An ASIN as it is stored and compared; empty for none, which equals nothing. */
export function plainAsin(asin: string | null): string {
  return asin?.trim().toUpperCase() ?? "";
}

/** Subtitles count: the books of a series often differ only in them. But one side may leave it out. */
function hasSameTitle(book: SoughtBook, item: MediaServerItem, how?: "with subtitle"): boolean {
  const wanted = comparableTitle(book.title);
  const shown = comparableTitle(item.title);
  const isAlmost = how === undefined && (wanted.full === shown.main || wanted.main === shown.full);
  const isSame = wanted.full === shown.full || isAlmost;
  return wanted.full !== "" && shown.full !== "" && isSame && haveSamePeople(book.author, item.author);
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
