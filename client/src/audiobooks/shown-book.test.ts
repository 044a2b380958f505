import { describe, expect, it } from "vitest";
import { standingOf } from "./book-state.ts";
import { mergeBooks, ofAudiobook, ofEntry } from "./shown-book.ts";

const facts = { title: "Dune", author: "Frank Herbert", narrator: null, coverUrl: null, seriesTitle: null, seriesPosition: null, language: null, isAbridged: null }; // prettier-ignore
const known = (id: string, audibleId: string | null, more: object = {}) =>
  ofAudiobook({ id, audibleId, ...facts, availabilityStatus: "UNKNOWN", viewerRequest: null, ...more } as never);
const entry = (audibleId: string, more: object = {}) =>
  ofEntry({ audibleId, ...facts, isInLibrary: false, audiobook: null, ...more } as never);

describe("How a book stands", () => {
  const request = (status: string) => ({ id: "r", status });
  it.each([
    [null, false, "free"],
    [null, true, "here"],
    [{ availabilityStatus: "AVAILABLE", viewerRequest: request("COMPLETED") }, false, "here"],
    [{ availabilityStatus: "DOWNLOADING", viewerRequest: request("DOWNLOADING") }, false, "yours"],
    [{ availabilityStatus: "DOWNLOADING", viewerRequest: null }, false, "coming"],
    [{ availabilityStatus: "REQUESTED", viewerRequest: request("CANCELLED") }, false, "coming"],
    [{ availabilityStatus: "UNKNOWN", viewerRequest: request("COMPLETED") }, false, "free"],
    [{ availabilityStatus: "UNKNOWN", viewerRequest: request("DENIED") }, false, "yours"],
    [{ availabilityStatus: "FAILED", viewerRequest: null }, false, "free"],
  ])("as %j, in the library by itself: %s, is %s", (book, isInLibrary, standing) => {
    expect(standingOf(book as never, isInLibrary)).toBe(standing);
  });
});

describe("Books from here and from the catalog", () => {
  it("are each there once, what is known here first", () => {
    const books = mergeBooks([known("1", "A"), known("2", null)], [entry("B"), entry("A"), entry("B")]);
    expect(books.map(({ href }) => href)).toEqual(["/books/1", "/books/2", "/catalog/B"]);
  });

  it("lead to the book here where there is one, and are asked for by what they are", () => {
    const listed = entry("A", { audiobook: { id: "7", availabilityStatus: "REQUESTED", viewerRequest: null } });
    expect([listed.href, listed.wanted, listed.standing]).toEqual(["/books/7", { audibleId: "A" }, "coming"]);
    expect(known("2", null).wanted).toEqual({ audiobookId: "2" });
  });
});
