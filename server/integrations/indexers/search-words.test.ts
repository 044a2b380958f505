import { describe, expect, it } from "vitest";
import { toSearchWords } from "./search-words.ts";

describe("The words to search for", () => {
  it.each([
    ["Mistborn: The Final Empire (Unabridged)", "Mistborn The Final Empire"],
    ["Ender’s Game [Special Edition]", "Ender's Game"],
    ['Catch-22 - a novel | -nzb "exact" !', "Catch-22 a novel nzb exact"],
    ["{author:x} Dune", "author x Dune"],
    ["Les Misérables", "Les Misérables"],
    ["?!", "?!"],
    ["", ""],
  ])("of %j are %j", (title, words) => {
    expect(toSearchWords(title)).toBe(words);
  });
});
