/** How a number in a series finds one book of a pack. What else chooses is tried in `import-plan.test.ts`. */
import { describe, expect, it } from "vitest";
import { chooseAudio, type AudioFile, type ChosenFor } from "./choose-audio.ts";

const book: ChosenFor = { title: "Winter", author: "Ana Lühr", durationMinutes: 600, series: "The Seasons" };
const tags = {
  title: null,
  album: null,
  author: null,
  narrator: null,
  asin: null,
  hasCover: false,
  chapterCount: 0,
  trackNumber: null,
  discNumber: null,
  container: null,
};

/** @param minutes the running time of each folder's one file. @returns the paths that are chosen. */
function choose(folders: readonly string[], more: Partial<ChosenFor>, minutes: readonly (number | null)[] = []) {
  const files = folders.map((folder, index): AudioFile => {
    const relativePath = `${folder}/all.mp3`;
    const length = minutes[index] === undefined ? 600 : minutes[index];
    const durationSeconds = length === null ? null : length * 60;
    return { path: relativePath, relativePath, sizeBytes: 1, format: "mp3", tags: { ...tags, durationSeconds } };
  });
  return chooseAudio(files, { ...book, ...more }, "Ana Luhr - Pack")?.map(({ relativePath }) => relativePath) ?? null;
}

describe("A book of a pack that is named by its number", () => {
  it.each([
    [["Book 1", "Book 2", "Book 3"], "2", "Book 2"],
    [["Seasons 01", "Seasons 02 (Unabridged)"], "2", "Seasons 02 (Unabridged)"],
    [["Ana Luhr - The Seasons, Vol. 1", "Ana Luhr - The Seasons, Vol. 2"], 2, "Ana Luhr - The Seasons, Vol. 2"],
    [["Book 1", "Book 2"], "2, Dramatized Adaptation", "Book 2"],
  ])("is found among %j", (folders, seriesPosition, wanted) => {
    expect(choose(folders, { seriesPosition })).toEqual([`${wanted}/all.mp3`]);
  });

  it("is told from its siblings when it bears the series' name", () => {
    expect(choose(["Winter 1", "Winter 2"], { series: "Winter", seriesPosition: "1" })).toEqual(["Winter 1/all.mp3"]);
  });

  it.each([
    ["a number that may count parts", ["1", "2"], "2"],
    ["the number of another series", ["Years 1", "Years 2"], "2"],
    ["a number before another title", ["Book 1 - Autumn", "Book 2 - Spring"], "2"],
    ["another number", ["Book 1", "Book 3"], "2"],
    ["a number that two bear", ["Book 2", "Seasons 2"], "2"],
    ["a range that was asked for", ["Book 1", "Book 2"], "1-2"],
    ["no place in the series", ["Book 1", "Book 2"], null],
  ])("is not guessed by %s", (_, folders, seriesPosition) => {
    expect(choose(folders, { seriesPosition, durationMinutes: null })).toBeNull();
  });

  it("is not believed when its running time is another", () => {
    const folders = ["Book 1", "Book 2"];
    expect(choose(folders, { seriesPosition: "2" }, [600, 300])).toBeNull();
    expect(choose(folders, { seriesPosition: "2", durationMinutes: null }, [600, 300])).toEqual(["Book 2/all.mp3"]);
    expect(choose(folders, { seriesPosition: "2" }, [600, null])).toEqual(["Book 2/all.mp3"]);
  });
});
