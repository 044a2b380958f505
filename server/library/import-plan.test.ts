import { describe, expect, it } from "vitest";
import type { AudioTags } from "../integrations/audio-tags.ts";
import { planImport, type ImportPlan, type ImportRefusal, type PlanInput, type WantedBook } from "./import-plan.ts";

const book: WantedBook = {
  title: "Winter",
  author: "Ana Lühr",
  narrator: "Ray Porter",
  asin: "B0ABCDEFGH",
  durationMinutes: 600,
};

interface Came {
  minutes?: number;
  album?: string;
  title?: string;
  track?: number;
  disc?: number;
  isBroken?: boolean;
}

/** A download by its paths; files with a running time are readable audio. */
function plan(
  files: Record<string, Came>,
  change: Partial<Omit<PlanInput, "book">> & { book?: Partial<WantedBook> } = {},
): ImportPlan | ImportRefusal {
  const came = Object.entries(files);
  const tagsOf = ({ minutes, album, title, track, disc, isBroken }: Came): AudioTags | null =>
    isBroken
      ? null
      : {
          title: title ?? null,
          album: album ?? null,
          author: null,
          narrator: null,
          asin: null,
          hasCover: false,
          chapterCount: 0,
          durationSeconds: minutes === undefined ? null : minutes * 60,
          trackNumber: track ?? null,
          discNumber: disc ?? null,
          container: null,
        };
  return planImport({
    content: {
      name: "Ana Luhr - Winter (2019) [MP3]",
      files: came.map(([relativePath], index) => ({
        path: `/downloads/x/${relativePath}`,
        relativePath,
        sizeBytes: 100 + index,
      })),
      refused: [],
    },
    tags: new Map(came.map(([path, said]) => [`/downloads/x/${path}`, tagsOf(said)])),
    template: "{author}/{title}",
    ...change,
    book: { ...book, ...change.book },
  });
}

/** What goes where: [from below the download, to below the folder]. */
function moves(result: ImportPlan | ImportRefusal): [string, string][] {
  if ("refusal" in result) throw new Error(result.refusal);
  return result.files.map(({ from, to }) => [from.replace("/downloads/x/", ""), to]);
}

const targets = (result: ImportPlan | ImportRefusal) => moves(result).map(([, to]) => to);
const sources = (result: ImportPlan | ImportRefusal) => moves(result).map(([from]) => from);
const tracks = (names: readonly string[], minutes: number, said: Came = {}) =>
  Object.fromEntries(names.map((name) => [name, { ...said, minutes: minutes / names.length }]));

describe("planImport", () => {
  it("names a single file after the book", () => {
    expect(plan({ "winter_final(2).M4B": { minutes: 610 } })).toEqual({
      folder: ["Ana Lühr", "Winter"],
      otherNames: [
        "Winter {Ray Porter}",
        "Winter [B0ABCDEFGH]",
        ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `Winter (${n})`),
      ],
      files: [{ from: "/downloads/x/winter_final(2).M4B", to: "Winter.m4b", sizeBytes: 100 }],
      format: "m4b",
      totalBytes: 100,
    });
  });

  it("turns .mp4 into .m4b, and leaves out names that say nothing new", () => {
    const result = plan({ "a.mp4": {} }, { template: "{title} [{asin}]", book: { narrator: null } });
    expect(result).toMatchObject({ folder: ["Winter [B0ABCDEFGH]"], format: "m4b", files: [{ to: "Winter.m4b" }] });
    expect(result).toHaveProperty("otherNames.0", "Winter [B0ABCDEFGH] (2)");
  });

  it("keeps the names of several files that sort as they are heard", () => {
    expect(targets(plan(tracks(["02 - Snow.mp3", "01 - Ice.mp3", "10 - Thaw.mp3"], 600)))).toEqual([
      "01 - Ice.mp3",
      "02 - Snow.mp3",
      "10 - Thaw.mp3",
    ]);
  });

  it("numbers files whose names sort wrong in a plain player, and sorts them as people do", () => {
    expect(moves(plan(tracks(["Winter 10.mp3", "Winter 9.mp3"], 600)))).toEqual([
      ["Winter 9.mp3", "1 - Winter 9.mp3"],
      ["Winter 10.mp3", "2 - Winter 10.mp3"],
    ]);
  });

  it("follows the track numbers where they are complete, and not where they are not", () => {
    const files = {
      "Thaw.mp3": { minutes: 200, track: 1 },
      "Snow.mp3": { minutes: 200, track: 2 },
      "Ice.mp3": { minutes: 200, track: 3 },
    };
    expect(targets(plan(files))).toEqual(["1 - Thaw.mp3", "2 - Snow.mp3", "3 - Ice.mp3"]);
    expect(targets(plan({ ...files, "Ice.mp3": { minutes: 200 } }))).toEqual(["Ice.mp3", "Snow.mp3", "Thaw.mp3"]);
  });

  it("keeps discs apart though their tracks have the same names", () => {
    const files = { ...tracks(["CD2/01.mp3", "CD1/02.mp3", "CD1/01.mp3"], 600), "CD1/cover.jpg": {} };
    expect(moves(plan(files))).toEqual([
      ["CD1/01.mp3", "Disc 1/01.mp3"],
      ["CD1/02.mp3", "Disc 1/02.mp3"],
      ["CD2/01.mp3", "Disc 2/01.mp3"],
      ["CD1/cover.jpg", "cover.jpg"],
    ]);
    const many = Array.from({ length: 10 }, (_, index) => `Winter - Disc ${index + 1} of 10/Track.mp3`);
    expect(targets(plan(tracks(many, 600)))[9]).toBe("Disc 10/Track.mp3");
    expect(targets(plan(tracks(many, 600)))[0]).toBe("Disc 01/Track.mp3");
  });

  it("numbers files whose names are the same once they are safe, in whatever case", () => {
    const names = targets(plan(tracks(["a/x?.mp3", "b/X.mp3"], 600)));
    expect(names).toEqual(["1 - x.mp3", "2 - X.mp3"]);
  });

  it.each([
    ["../../../etc/cron.d/x.mp3"],
    ["CON.mp3"],
    ["\u202e3pm.exe.mp3"],
    [`${"é".repeat(120)}.mp3`],
    ["...mp3"],
    ["..\\..\\x.mp3"],
  ])("gives %j a harmless name", (name) => {
    for (const to of targets(plan({ [`a/${name}`]: { minutes: 300 }, "a/z.mp3": { minutes: 300 } }))) {
      expect(to).toMatch(/^[^/\\:\p{Cc}\u202e]+\.mp3$/u);
      expect(to).not.toMatch(/^\.|^CON\./);
      expect(Buffer.byteLength(to)).toBeLessThan(200);
    }
  });

  it("takes the cover along and leaves everything else", () => {
    const junk = [
      "info.nfo",
      "read.txt",
      "www.url",
      "Thumbs.db",
      "setup.exe",
      "book.pdf",
      "list.m3u",
      "x.cue",
      ".DS_Store",
      "._01.mp3",
      "__MACOSX/01.mp3",
    ];
    const files = {
      "01.mp3": { minutes: 600 },
      "Sample/01.mp3": { minutes: 1 },
      "winter-sample.mp3": { minutes: 1 },
      "back.jpg": {},
      "Front Cover.JPEG": {},
      "scans/cover.png": {},
      ...Object.fromEntries(junk.map((name) => [name, {}])),
    };
    expect(moves(plan(files))).toEqual([
      ["01.mp3", "Winter.mp3"],
      ["Front Cover.JPEG", "cover.jpg"],
    ]);
  });

  it("takes the only picture for the cover, and none of two", () => {
    expect(targets(plan({ "a.m4b": { minutes: 600 }, "x.png": {} }))).toEqual(["Winter.m4b", "cover.png"]);
    expect(targets(plan({ "a.m4b": { minutes: 600 }, "x.png": {}, "y.png": {} }))).toEqual(["Winter.m4b"]);
  });

  it("takes one of two formats: the one with the right running time, else the handier one", () => {
    const mp3 = tracks(["mp3/1.mp3", "mp3/2.mp3"], 600);
    expect(targets(plan({ ...mp3, "Winter.m4b": { minutes: 600 } }))).toEqual(["Winter.m4b"]);
    expect(
      sources(plan({ "1.mp3": { minutes: 300 }, "2.mp3": { minutes: 300 }, "Winter.m4b": { minutes: 40 } })),
    ).toEqual(["1.mp3", "2.mp3"]);
    expect(targets(plan({ "1.mp3": {}, "2.mp3": {}, "Winter.m4b": {} }, { book: { durationMinutes: null } }))).toEqual([
      "Winter.m4b",
    ]);
  });
});

describe("a pack of several books", () => {
  const pack = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => [1, 2].map((n) => [`${name}/${n}.mp3`, { minutes: 300 }])));

  it.each([
    [["01 - Autumn", "02 - Winter", "03 - Spring"], "02 - Winter"],
    [
      ["Ana Luhr - Seasons 1 - Autumn (Unabridged)", "Ana Luhr - Seasons 2 - Winter (Unabridged)"],
      "Ana Luhr - Seasons 2 - Winter (Unabridged)",
    ],
    [["Winter", "Winter Again"], "Winter"],
    [["Book 2 Winter's End", "Book 1 Winter"], "Book 1 Winter"],
    [["Autumn", "Winter/CD1"], "Winter/CD1"],
  ])("gives the folder of the wanted one: %j", (folders, wanted) => {
    const result = plan(pack(folders), { book: { series: "Seasons" } });
    expect(sources(result)).toEqual([`${wanted}/1.mp3`, `${wanted}/2.mp3`]);
  });

  it("gives the book of that album, or of that file, when they share a folder", () => {
    const files = {
      "a.mp3": { minutes: 300, album: "Winter" },
      "b.mp3": { minutes: 300, album: "Winter" },
      "c.mp3": { minutes: 600, album: "Autumn" },
    };
    expect(sources(plan(files))).toEqual(["a.mp3", "b.mp3"]);
    expect(
      sources(
        plan({ "1 Autumn.m4b": { minutes: 620 }, "2 Winter.m4b": { minutes: 600 }, "3 Spring.m4b": { minutes: 590 } }),
      ),
    ).toEqual(["2 Winter.m4b"]);
  });

  it("tells two that bear the title by their running time", () => {
    const files = { "Winter Tales/1.mp3": { minutes: 600 }, "Winter Songs/1.mp3": { minutes: 100 } };
    expect(sources(plan(files))).toEqual(["Winter Tales/1.mp3"]);
    expect(plan(files, { book: { durationMinutes: null } })).toMatchObject({ reason: "several_books" });
  });

  it("takes all of it for one book when the running time says so", () => {
    expect(
      sources(plan({ "a/1.mp3": { minutes: 300, album: "One" }, "b/1.mp3": { minutes: 300, album: "Two" } })),
    ).toHaveLength(2);
    const discs = {
      "1.mp3": { minutes: 300, album: "Winter (Disc 1)" },
      "2.mp3": { minutes: 300, album: "Winter (Disc 2)" },
    };
    expect(sources(plan(discs, { book: { durationMinutes: null } }))).toHaveLength(2);
  });

  it("tells a volume by its subtitle", () => {
    const files = { "Winter - Ice/1.mp3": { minutes: 600 }, "Winter - Snow/1.mp3": { minutes: 600 } };
    expect(sources(plan(files, { book: { title: "Winter: Snow" } }))).toEqual(["Winter - Snow/1.mp3"]);
  });

  it("is refused when no part of it bears the title", () => {
    expect(plan(pack(["Autumn", "Spring", "Summer"]))).toEqual({
      reason: "several_books",
      refusal: 'The download holds several books, and none of them is clearly "Winter".',
    });
  });
});

describe("what a plan refuses", () => {
  it.each<[ImportRefusal["reason"], string, Record<string, Came>]>([
    ["no_audio", "holds no audio", {}],
    ["no_audio", "holds no audio", { "Winter.epub": {}, "cover.jpg": {} }],
    ["archive", "packed archive", { "winter.part1.rar": {}, "winter.r00": {} }],
    ["archive", "packed archive", { "winter.zip": {}, "read.txt": {} }],
    ["program", "holds a program", { "Winter.m4b.exe": {}, "winter.zip": {} }],
    ["protected", "copy protection", { "Winter.aax": {} }],
    ["unfinished", "not finished", { "01.mp3": { minutes: 600 }, "02.mp3.!qB": {} }],
    ["unfinished", "not finished", { "Winter.m4b.part": {} }],
    [
      "unreadable",
      "1 of 2 audio files cannot be read, 2.mp3 for one",
      { "1.mp3": { minutes: 300 }, "2.mp3": { isBroken: true } },
    ],
    ["running_time", "It runs 4 h 59 min, but the book runs 10 h 0 min", { "a.m4b": { minutes: 299 } }],
    ["running_time", "It runs 20 h 1 min", { "a.m4b": { minutes: 1201 } }],
    ["running_time", "It runs 0 h 3 min", { "sample.mp3": { minutes: 3 } }],
  ])("says %s: %s", (reason, sentence, files) => {
    expect(plan(files)).toEqual({ reason, refusal: expect.stringContaining(sentence) });
  });

  it("takes what runs at least half and at most twice as long, or does not say how long", () => {
    for (const came of [{ minutes: 301 }, { minutes: 1199 }, {}])
      expect(plan({ "a.m4b": came })).toHaveProperty("files");
    expect(plan({ "a.m4b": { minutes: 1 } }, { book: { durationMinutes: null } })).toHaveProperty("files");
  });

  it("refuses a download with links in it", () => {
    const file = { path: "/downloads/x/1.mp3", relativePath: "1.mp3", sizeBytes: 1 };
    expect(plan({}, { content: { name: "x", files: [file], refused: ["2.mp3 is a link"] } })).toEqual({
      reason: "unsafe_file",
      refusal: "The download was not taken: 2.mp3 is a link.",
    });
  });
});
