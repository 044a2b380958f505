import { describe, expect, it } from "vitest";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { rankReleases, type WantedBook } from "./rank-releases.ts";
import { RELEASE_CHOICES } from "./release-choice.cases.ts";

function found(title: string, more: Partial<FoundRelease> = {}): FoundRelease {
  return {
    guid: title,
    title,
    indexerName: "Library",
    indexerPriority: null,
    sizeBytes: null,
    seeders: 10,
    leechers: 0,
    publishedAt: null,
    torrentUrl: "http://127.0.0.1/file.torrent",
    magnetLink: null,
    infoHash: null,
    categories: [3030],
    downloadVolumeFactor: null,
    minimumRatio: null,
    minimumSeedSeconds: null,
    bookTitle: null,
    author: null,
    language: null,
    ...more,
  };
}

for (const [kind, cases] of Object.entries(RELEASE_CHOICES)) {
  describe(kind, () => {
    for (const [expected, release, title, author, more] of cases) {
      it(`${expected}s “${release}” for “${title}”`, () => {
        const book: WantedBook = { title, author, narrator: null, durationMinutes: null, ...more };
        const [ranked] = rankReleases(book, [found(release)]);
        expect({ verdict: ranked?.verdict === "acceptable" ? "grab" : "refuse", refusal: ranked?.refusal }).toEqual({
          verdict: expected,
          refusal: expected === "grab" ? null : expect.stringMatching(/^[A-Z].+\.$/u),
        });
      });
    }
  });
}

const HAIL_MARY: WantedBook = {
  title: "Project Hail Mary",
  author: "Andy Weir",
  narrator: "Ray Porter",
  durationMinutes: 970,
};
const MEGABYTE = 1_000_000;

describe("refusals", () => {
  const refusalOf = (title: string, more: Partial<FoundRelease> = {}): string | null | undefined =>
    rankReleases(HAIL_MARY, [found(title, more)])[0]?.refusal;

  it.each([
    ["Summary of Project Hail Mary by Andy Weir", "It is a summary or study guide, not the book."],
    ["Andy Weir - Artemis [M4B]", "It does not carry the title “Project Hail Mary”."],
    ["Project Hail Mary [M4B]", "It does not name the author (Andy Weir)."],
    ["Andy Weir - Project Hail Mary, Artemis", "It seems to be another book (“Artemis”)."],
    ["Andy Weir - Project Hail Mary Books 1-3", "It holds several books (1–3)."],
    ["Andy Weir - Project Hail Mary Trilogy", "It holds several books."],
    ["Andy Weir - Project Hail Mary 2", "It is volume 2, not volume 1."],
    ["Andy Weir - Project Hail Mary EPUB", "It is an e-book, not a recording."],
    ["Andy Weir - Project Hail Mary [GERMAN]", "It is in German."],
    ["Andy Weir - Project Hail Mary (read by Jane Roe)", "It names another narrator (Jane Roe)."],
    ["Andy Weir - Project Hail Mary (Abridged)", "It is abridged."],
    ["Andy Weir - Project Hail Mary [GraphicAudio]", "It is a dramatised adaptation, not the book read aloud."],
    ["Andy Weir - Project Hail Mary (1 of 5)", "It is only a part of the book (1 of 5)."],
    [
      "Andy Weir - Project Hail Mary 64k 05.10.00",
      "It runs 5 h 10 min; the recording that was asked for runs 16 h 10 min.",
    ],
  ])("says of “%s”: %s", (title, refusal) => {
    expect(refusalOf(title)).toBe(refusal);
  });

  it("names the books that a wanted collection has, and the subtitle that a title needs", () => {
    const ofCollection = (title: string): string | null | undefined =>
      rankReleases({ ...HAIL_MARY, seriesTitle: "Project Hail Mary", seriesPosition: "1-2" }, [found(title)])[0]
        ?.refusal;
    expect(ofCollection("Andy Weir - Project Hail Mary 1")).toBe("It is volume 1, not volumes 1–2.");
    expect(ofCollection("Andy Weir - Project Hail Mary")).toBe("It does not say that it holds volumes 1–2.");
    expect(ofCollection("Andy Weir - Project Hail Mary 1-4")).toBe("It holds other books (1–4) than volumes 1–2.");
    const thrawn: WantedBook = { ...HAIL_MARY, title: "Star Wars", subtitle: "Thrawn", author: "Timothy Zahn" };
    expect(rankReleases(thrawn, [found("Timothy Zahn - Star Wars")])[0]?.refusal).toBe(
      "It does not carry the title “Star Wars: Thrawn”.",
    );
  });

  it("names a size that is too small for the running time", () => {
    expect(refusalOf("Andy Weir - Project Hail Mary", { sizeBytes: 40 * MEGABYTE })).toBe(
      "It is far too small (40.0 MB) to be the whole book.",
    );
    expect(refusalOf("Andy Weir - Project Hail Mary", { sizeBytes: 400 * MEGABYTE })).toBeNull();
  });

  it("takes what is too small last, and only when it says that it is sound", () => {
    const tiny = found("Andy Weir - Project Hail Mary [M4B]", { sizeBytes: 9 * MEGABYTE });
    const thin = found("Andy Weir - Project Hail Mary [MP3]", { sizeBytes: 300 * MEGABYTE, seeders: 1 });
    const [first, second] = rankReleases(HAIL_MARY, [tiny, thin]);
    expect(first?.release).toBe(thin);
    expect(second).toMatchObject({ verdict: "acceptable", refusal: null });
    expect(second?.reasons).toContainEqual({ points: -10, text: expect.stringMatching(/^Far too small .*0.01 MB/) });
    expect(refusalOf("Andy Weir - Project Hail Mary (epub)", { sizeBytes: 9 * MEGABYTE })).not.toBeNull();
  });

  it("takes unknown seeders for neither none nor few", () => {
    expect(refusalOf("Andy Weir - Project Hail Mary", { seeders: null })).toBeNull();
    expect(refusalOf("Andy Weir - Project Hail Mary", { seeders: 0 })).toBe("Nobody is seeding it.");
    const [ranked] = rankReleases(HAIL_MARY, [found("Andy Weir - Project Hail Mary", { seeders: 2 })], {
      minimumSeeders: 3,
    });
    expect(ranked?.refusal).toBe("Only 2 of the 3 seeders asked for have it.");
  });

  it("believes the indexer about language, author and category", () => {
    expect(refusalOf("Andy Weir - Project Hail Mary", { language: "de" })).toBe("It is in German.");
    expect(refusalOf("Andy Weir - Project Hail Mary", { language: "English" })).toBeNull();
    expect(refusalOf("Project Hail Mary M4B", { author: "Andy Weir" })).toBeNull();
    expect(refusalOf("Project Hail Mary M4B", { author: "Jane Roe" })).toBe("It is by Jane Roe, not by Andy Weir.");
    expect(refusalOf("9f8a7 obfuscated", { author: "Andy Weir", bookTitle: "Project Hail Mary" })).toBeNull();
    expect(refusalOf("Andy Weir - Project Hail Mary", { categories: [7020] })).toBe(
      "It is an e-book, not a recording.",
    );
    expect(refusalOf("Andy Weir - Project Hail Mary", { categories: [2040] })).toMatch(/^It is a film/);
    expect(refusalOf("Andy Weir - Project Hail Mary", { categories: [4000] })).toBe(
      "It is not listed as an audiobook.",
    );
    expect(refusalOf("Andy Weir - Project Hail Mary", { categories: [7020, 3030] })).toBeNull();
  });
});

describe("order", () => {
  const order = (releases: FoundRelease[], book = HAIL_MARY): string[] =>
    rankReleases(book, releases).map((ranked) => ranked.release.guid);

  it("puts every acceptable release before every refused one, whatever the refused one has to offer", () => {
    const right = found("Andy Weir - Project Hail Mary MP3", { guid: "right", seeders: 1 });
    const wrong = found("Andy Weir - Artemis [Unabridged] M4B Ray Porter", {
      guid: "wrong",
      seeders: 5000,
      downloadVolumeFactor: 0,
      indexerPriority: 1,
    });
    const german = found("Andy Weir - Project Hail Mary [GERMAN] Ray Porter M4B", { guid: "german", seeders: 5000 });
    expect(order([wrong, german, right])[0]).toBe("right");
  });

  it("prefers the narrator that was asked for to format, seeders and indexer together", () => {
    const confirmed = found("Andy Weir - Project Hail Mary (Ray Porter) MP3", {
      guid: "confirmed",
      seeders: 2,
      indexerPriority: 50,
    });
    const silent = found("Andy Weir - Project Hail Mary M4B", {
      guid: "silent",
      seeders: 900,
      downloadVolumeFactor: 0,
      indexerPriority: 1,
    });
    expect(order([silent, confirmed])).toEqual(["confirmed", "silent"]);
  });

  it("orders right releases by format, size, seeders and indexer", () => {
    const release = (guid: string, title: string, more: Partial<FoundRelease> = {}): FoundRelease =>
      found(`Andy Weir - Project Hail Mary ${title}`, { guid, sizeBytes: 500 * MEGABYTE, ...more });
    expect(order([release("mp3", "MP3"), release("m4b", "M4B"), release("wma", "WMA")])).toEqual(["m4b", "mp3", "wma"]);
    expect(
      order([
        release("pack", "M4B", { sizeBytes: 9000 * MEGABYTE }),
        release("fits", "M4B"),
        release("thin", "M4B", { sizeBytes: 200 * MEGABYTE }),
      ]),
    ).toEqual(["fits", "thin", "pack"]);
    expect(
      order([
        release("few", "M4B", { seeders: 1 }),
        release("many", "M4B", { seeders: 70 }),
        release("unknown", "M4B", { seeders: null }),
      ]),
    ).toEqual(["many", "unknown", "few"]);
    expect(order([release("a plain one", "M4B"), release("free", "M4B", { downloadVolumeFactor: 0 })])).toEqual([
      "free",
      "a plain one",
    ]);
    const preferred = [50, null, 10, 1].map((indexerPriority) =>
      release(`priority ${indexerPriority}`, "M4B", { indexerPriority }),
    );
    expect(order(preferred)).toEqual(["priority 1", "priority 10", "priority null", "priority 50"]);
  });

  it("breaks ties by date, then seeders, then guid, in any order of arrival", () => {
    const at = (guid: string, day: number): FoundRelease =>
      found("Andy Weir - Project Hail Mary", { guid, publishedAt: new Date(Date.UTC(2024, 0, day)) });
    const releases = [at("b", 1), at("c", 2), at("a", 1)];
    expect(order(releases)).toEqual(["c", "a", "b"]);
    expect(order([...releases].reverse())).toEqual(["c", "a", "b"]);
  });

  it.each([
    [1, { points: 3, text: "Library is a preferred indexer" }],
    [17, { points: 1, text: "Library is a preferred indexer" }],
    [25, null],
    [null, null],
    [33, { points: -1, text: "Library is one of the last to be asked" }],
    [50, { points: -3, text: "Library is one of the last to be asked" }],
    [5000, { points: -3, text: "Library is one of the last to be asked" }],
  ])("weighs an indexer's priority of %s", (indexerPriority, reason) => {
    const [ranked] = rankReleases(HAIL_MARY, [found("Andy Weir - Project Hail Mary", { indexerPriority })]);
    expect(ranked?.reasons.find(({ text }) => text.startsWith("Library")) ?? null).toEqual(reason);
    expect(ranked?.reasons.every(({ points }) => Number.isInteger(points) && points !== 0)).toBe(true);
  });

  it("gives all points for a title whose subtitle only describes it, whether that is there or not", () => {
    const sapiens: WantedBook = { ...HAIL_MARY, title: "Sapiens", subtitle: "A Brief History of Humankind" };
    for (const title of ["Sapiens", "Sapiens: A Brief History of Humankind"]) {
      const [ranked] = rankReleases(sapiens, [found(`Andy Weir - ${title}`)]);
      expect(ranked?.reasons).toContainEqual({ points: 40, text: "Title matches exactly" });
    }
  });

  it("prefers what says the wanted language, where that is not English, and the wanted abridgement", () => {
    const release = (guid: string, title: string) => found(`Andy Weir - Project Hail Mary ${title}`, { guid });
    const titles = [release("silent", "M4B (Unabridged)"), release("said", "MP3 [GER]")];
    expect(order(titles, { ...HAIL_MARY, language: "german" })).toEqual(["said", "silent"]);
    const [said] = rankReleases({ ...HAIL_MARY, language: "german" }, [titles[1]!]);
    expect(said?.reasons).toContainEqual({ points: 8, text: "Says that it is in German" });
    const [english] = rankReleases(HAIL_MARY, [release("english", "[ENG]")]);
    expect(english?.reasons.map(({ text }) => text)).not.toContainEqual(expect.stringContaining("English"));
    const [abridged] = rankReleases({ ...HAIL_MARY, isAbridged: true }, [release("abridged", "(Abridged)")]);
    expect(abridged?.reasons).toContainEqual({ points: 3, text: "Says that it is abridged" });
  });

  it("gives whole points that add up to the score, each with a reason", () => {
    const [ranked] = rankReleases(HAIL_MARY, [
      found("Andy Weir - Project Hail Mary (Unabridged) [Ray Porter] M4B", { sizeBytes: 900 * MEGABYTE }),
    ]);
    expect(ranked?.reasons).toContainEqual({ points: 40, text: "Title matches exactly" });
    expect(ranked?.reasons).toContainEqual({ points: 15, text: "Names the narrator that was asked for" });
    expect(ranked?.score).toBe(ranked?.reasons.reduce((sum, reason) => sum + reason.points, 0));
    expect(ranked?.reasons.every((reason) => Number.isInteger(reason.points) && reason.points !== 0)).toBe(true);
  });
});

describe("hostile and empty names", () => {
  it.each([
    "",
    " ",
    "---",
    "[[[[",
    "((((M4B",
    ")]}",
    "\u0000",
    "🎧🎧",
    "a".repeat(5000),
    "a-".repeat(3000),
    "1-".repeat(3000),
    "read by ".repeat(900),
    "[".repeat(4000),
  ])("refuses %j", (title) => {
    expect(rankReleases(HAIL_MARY, [found(title)])[0]?.verdict).toBe("refused");
  });

  it("refuses everything for a book without a usable title", () => {
    expect(rankReleases({ ...HAIL_MARY, title: "…" }, [found("Andy Weir - Project Hail Mary")])[0]?.verdict).toBe(
      "refused",
    );
  });
});
