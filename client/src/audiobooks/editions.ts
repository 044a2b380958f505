import type { ShownBook } from "./shown-book.ts";

type Recording = Pick<ShownBook, "key" | "title" | "author">;

/** @returns those of the found that are the same text as the book, in another recording: its title, and one of its authors. */
export function otherEditions<Found extends Recording>(book: Recording, found: readonly Found[]): Found[] {
  const authors = namesIn(book.author);
  const title = plainTitle(book.title);
  return found.filter(
    (each) =>
      each.key !== book.key &&
      plainTitle(each.title) === title &&
      namesIn(each.author).some((name) => authors.includes(name)),
  );
}

/** A title without what catalogs hang on to it: "(Unabridged)", "[Dramatized Adaptation]", ": A Novel". */
function plainTitle(title: string): string {
  return plain(title.replace(/[([].*?[)\]]/g, " ").replace(/(?<=\S.*):.*$/, " "));
}

function namesIn(author: string): string[] {
  return author.split(", ").map(plain).filter(Boolean);
}

function plain(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");
}
