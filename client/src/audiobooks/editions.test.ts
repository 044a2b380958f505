import { describe, expect, it } from "vitest";
import { otherEditions } from "./editions.ts";

const book = (key: string, title: string, author = "Frank Herbert") => ({ key, title, author });

describe("Other recordings of a book", () => {
  it.each([
    ["read by others", "Dune", "Frank Herbert", true],
    ["with what catalogs hang on to a title", "Dune (Unabridged): A Novel", "Frank Herbert", true],
    ["with another author beside", "DUNE", "Somebody, Frank Herbert", true],
    ["of another author", "Dune", "Somebody Else", false],
    ["of another title", "Dune Messiah", "Frank Herbert", false],
  ])("are those %s: %s", (_what, title, author, isOne) => {
    expect(otherEditions(book("1", "Dune"), [book("2", title, author)])).toHaveLength(isOne ? 1 : 0);
  });

  it("are not the book itself", () => {
    expect(otherEditions(book("1", "Dune"), [book("1", "Dune")])).toEqual([]);
  });
});
