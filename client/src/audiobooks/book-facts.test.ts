import { describe, expect, it } from "vitest";
import { bookFacts } from "./book-facts.ts";

const nothing = { seriesTitle: null, seriesPosition: null, language: null, isAbridged: null };

describe("What a book is known by besides its title", () => {
  it.each([
    [{}, []],
    [{ language: "english", isAbridged: false }, []],
    [{ seriesTitle: "The Bobiverse", seriesPosition: "2" }, ["Book 2 of The Bobiverse"]],
    [{ seriesTitle: "The Bobiverse", seriesPosition: "0.5" }, ["Book 0.5 of The Bobiverse"]],
    [{ seriesTitle: "The Bobiverse", seriesPosition: "1-3" }, ["Books 1–3 of The Bobiverse"]],
    [{ seriesTitle: "The Bobiverse", seriesPosition: "2, Dramatized Adaptation" }, ["Book 2 of The Bobiverse"]],
    [{ seriesTitle: "The Bobiverse", seriesPosition: "Prequel" }, ["Part of The Bobiverse"]],
    [{ seriesTitle: "The Bobiverse" }, ["Part of The Bobiverse"]],
    [{ seriesPosition: "2" }, []],
    [{ language: "german", isAbridged: true }, ["in German", "abridged"]],
    [{ language: "brazilian portuguese" }, ["in Brazilian Portuguese"]],
    [{ language: "simplified_chinese" }, ["in Simplified Chinese"]],
  ])("of %j is %j", (told, facts) => {
    expect(bookFacts({ ...nothing, ...told })).toEqual(facts);
  });
});
