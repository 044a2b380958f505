import { describe, expect, it } from "vitest";
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { matchLibraryItem, type SoughtBook } from "./match-library-item.ts";

const book: SoughtBook = {
  title: "Winter: A Novel",
  author: "Ana Lühr",
  narrator: "Ray Porter",
  asin: "B0ABCDEFGH",
  durationMinutes: 600,
  filePath: "/library/Ana Lühr/Winter",
};
const nothingElse = { ...book, filePath: null, asin: null };

function item(change: Partial<MediaServerItem> = {}): MediaServerItem {
  return {
    id: "1",
    guid: "g",
    libraryId: "l",
    title: "Something",
    author: null,
    narrator: null,
    asin: null,
    durationMinutes: null,
    path: "/elsewhere",
    ...change,
  };
}

const same = { title: "Winter: A Novel", author: "Ana Lühr" };

describe("matchLibraryItem", () => {
  it.each([
    ["/library/Ana Lühr/Winter"],
    ["/library/Ana Lu\u0308hr/Winter/"],
    ["/library/Ana Lühr/Winter/Winter.m4b"],
    ["\\library\\Ana Lühr\\Winter"],
  ])("recognises it by its path %s", (path) => {
    const found = item({ path });
    expect(matchLibraryItem(book, [item(), found])).toEqual({ item: found, by: "path" });
  });

  it.each([
    "/library/Ana Lühr/Winter 2",
    "/library/Ana Lühr/Win",
    "/library2/Ana Lühr/Winter",
    "/library/Ana Lühr",
    "",
  ])("takes %j for another path", (path) => {
    expect(matchLibraryItem({ ...book, asin: null }, [item({ path })])).toBeNull();
  });

  it("prefers the path to the ASIN, and the ASIN to the title", () => {
    const byTitle = item({ id: "t", ...same });
    const byAsin = item({ id: "a", asin: "b0abcdefgh " });
    const byPath = item({ id: "p", path: book.filePath! });
    expect(matchLibraryItem(book, [byTitle, byAsin, byPath])).toEqual({ item: byPath, by: "path" });
    expect(matchLibraryItem(book, [byTitle, byAsin])).toEqual({ item: byAsin, by: "asin" });
    expect(matchLibraryItem(book, [byTitle])).toEqual({ item: byTitle, by: "title" });
  });

  it("takes no ASIN, path or title that is missing for equal to another that is", () => {
    const empty = { ...book, title: "", asin: "", filePath: "" };
    expect(matchLibraryItem(empty, [item({ asin: "", path: "", title: "", author: "Ana Lühr" })])).toBeNull();
    expect(matchLibraryItem({ ...empty, asin: null }, [item({ asin: null })])).toBeNull();
  });

  it.each<[string, Partial<MediaServerItem>]>([
    ["without accents and in capitals", { title: "WINTER - A NOVEL", author: "ANA LUHR" }],
    ["without its subtitle", { title: "Winter", author: "Ana Lühr" }],
    ["marked as unabridged", { title: "Winter (Unabridged)", author: "Ana Lühr" }],
    ["with several authors", { title: "Winter", author: "Bo Berg & Ana Lühr" }],
    ["ten minutes longer", { ...same, durationMinutes: 610, narrator: "Ray Porter, Julia Whelan" }],
    ["5 % shorter", { ...same, durationMinutes: 570 }],
  ])("recognises it by title and author %s", (_, change) => {
    const found = item(change);
    expect(matchLibraryItem(nothingElse, [found, item()])).toEqual({ item: found, by: "title" });
  });

  it.each<[string, Partial<MediaServerItem>]>([
    ["another subtitle", { title: "Winter: The Sequel", author: "Ana Lühr" }],
    ["another author", { title: "Winter", author: "Ali Smith" }],
    ["no author", { title: "Winter", author: null }],
    ["another narrator", { ...same, narrator: "Julia Whelan" }],
    ["another running time", { ...same, durationMinutes: 569 }],
    ["a longer title", { title: "Winter Again", author: "Ana Lühr" }],
  ])("takes what has %s for another book", (_, change) => {
    expect(matchLibraryItem(nothingElse, [item(change)])).toBeNull();
  });

  it("is not sure of two, unless both have its ASIN or lie in its folder", () => {
    const [one, other] = ["1", "2"].map((id) => item({ id, asin: book.asin }));
    expect(matchLibraryItem(book, [one!, other!])).toEqual({ item: one, by: "asin" });
    expect(matchLibraryItem(book, [item({ id: "1", ...same }), item({ id: "2", ...same })])).toBeNull();
    // Discs with titles of their own.
    const discs = ["1", "2"].map((id) =>
      item({ id, path: `${book.filePath}/Disc ${id}`, title: `Winter, Part ${id}` }),
    );
    expect(matchLibraryItem(book, discs)).toEqual({ item: discs[0], by: "path" });
  });

  it("tells those below its folder by their ASIN, else by their title", () => {
    const path = book.filePath!;
    const [other, byTitle, byAsin] = [item({ path }), item({ path, ...same }), item({ path, asin: book.asin })];
    expect(matchLibraryItem(book, [other, byTitle, byAsin])?.item).toBe(byAsin);
    expect(matchLibraryItem(book, [other, byTitle, item(same)])?.item).toBe(byTitle);
  });

  it("prefers the whole title to the one without a subtitle", () => {
    const found = item(same);
    expect(matchLibraryItem(nothingElse, [item({ ...same, title: "Winter" }), found])?.item).toBe(found);
  });

  it("tells two recordings by their running time", () => {
    const found = item({ ...same, durationMinutes: 600 });
    expect(matchLibraryItem(nothingElse, [item({ ...same, durationMinutes: 720 }), found])?.item).toBe(found);
  });
});
