import { describe, expect, it } from "vitest";
import { chooseSeries } from "./audible-series.ts";

const series = (title: string | null, sequence: string | null = null) => ({ title, sequence });

describe("The series of a book", () => {
  it.each([
    ["none", [], "", null, null],
    ["the only one", [series("Barsetshire", "2")], "", "Barsetshire", "2"],
    ["the first, all else being equal", [series("Barsetshire", "2"), series("Palliser", "1")], "", "Barsetshire", "2"],
    ["one that says the place", [series("Trollope"), series("Palliser", "1")], "", "Palliser", "1"],
    ["the one that the shop names", [series("Barsetshire", "2"), series("Palliser", "1")], "Palliser", "Palliser", "1"],
    [
      "the one that the subtitle names",
      [series("Barsetshire", "2"), series("Palliser", "1")],
      "The Palliser Novels, Book 1",
      "Palliser",
      "1",
    ],
    ["one that is no collection", [series("A Large Collection", "8"), series("Palliser", "1")], "", "Palliser", "1"],
    ["a collection when there is nothing else", [series("A Large Collection", "8")], "", "A Large Collection", "8"],
    ["not one without a name", [series(null, "1"), series("Palliser", "1")], "", "Palliser", "1"],
    [
      "the place as it is written",
      [series("Palliser", "2, Dramatized Adaptation")],
      "",
      "Palliser",
      "2, Dramatized Adaptation",
    ],
  ])("is %s", (_, listed, named, seriesTitle, seriesPosition) => {
    expect(chooseSeries(listed, [named])).toEqual({ seriesTitle, seriesPosition });
  });

  it("is not named by a part of a word", () => {
    const listed = [series("Other", "1"), series("Pal", "1")];
    expect(chooseSeries(listed, ["The Palliser Novels"]).seriesTitle).toBe("Other");
  });
});
