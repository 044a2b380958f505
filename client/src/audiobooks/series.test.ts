import { describe, expect, it } from "vitest";
import type { Standing } from "./book-state.ts";
import { inOrder, restOfSeries } from "./series.ts";

const part = (
  audibleId: string | null,
  seriesPosition: string | null,
  standing: Standing = "free",
  more: object = {},
) => ({
  audibleId,
  seriesPosition,
  standing,
  title: audibleId ?? "By hand",
  language: "english" as string | null,
  isAbridged: false as boolean | null,
  ...more,
});
const ids = (books: readonly { audibleId: string | null }[]) => books.map(({ audibleId }) => audibleId);

describe("A series", () => {
  it("is in the order of its numbers, those without one at the end", () => {
    const books = [part("Z", null), part("B", "10"), part("A", "2"), part("C", "0.5"), part("D", "2, Dramatized"), part("Y", "Prequel")]; // prettier-ignore
    expect(ids(inOrder(books))).toEqual(["C", "A", "D", "B", "Y", "Z"]);
  });

  it("lacks what is neither here nor asked for by the viewer; what others have asked for is asked for too", () => {
    const books = [part("1", "1", "here"), part("2", "2", "yours"), part("3", "3", "coming"), part("4", "4")];
    expect(ids(restOfSeries(books))).toEqual(["3", "4"]);
  });

  it("lacks one recording of each place, uncut and in the language that most of it is in", () => {
    const books = [
      part("1-short", "1", "free", { isAbridged: true }),
      part("1-german", "1", "free", { language: "german" }),
      part("1", "1"),
      part("2-german", "2", "free", { language: "german" }),
      part("3-short", "3", "free", { isAbridged: true }),
      part("4", "4"),
      part("4-new", "4"),
    ];
    expect(ids(restOfSeries(books))).toEqual(["1", "3-short", "4"]);
  });

  it("lacks nothing of a place of which another recording is there", () => {
    expect(restOfSeries([part("1", "1"), part("1-german", "1", "here", { language: "german" })])).toEqual([]);
  });

  it("lacks no collection, nothing without a number, and nothing that no catalog has", () => {
    expect(restOfSeries([part("all", "1-3"), part("extra", null), part(null, "2")])).toEqual([]);
  });
});
