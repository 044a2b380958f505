import { describe, expect, it } from "vitest";
import { languageName, parseReleaseTitle, type ParsedRelease } from "./parse-release-title.ts";

const CASES: readonly (readonly [name: string, expected: Partial<ParsedRelease>])[] = [
  [
    "Andy Weir - Project Hail Mary (Unabridged) [M4B 64kbps]",
    {
      author: "Andy Weir",
      title: "Project Hail Mary",
      format: "m4b",
      bitrateKbps: 64,
      abridgement: "unabridged",
      notABook: null,
    },
  ],
  [
    "Brandon.Sanderson.-.Mistborn.Bk.3.-.The.Hero.Of.Ages.NMR",
    { author: "Brandon Sanderson", title: "The Hero Of Ages", series: "Mistborn", volume: "3" },
  ],
  [
    "Infinite Crown by Terry Maggert [ENG / M4B]",
    { title: "Infinite Crown", author: "Terry Maggert", languages: ["English"] },
  ],
  ["1990 - Dan Simmons - Hyperion [96k 20;44;32 855MB]", { year: 1990, bitrateKbps: 96, durationMinutes: 1244 }],
  ["Dan Sugralinov - Disgardium Books 1-9", { pack: "1–9", volume: null }],
  ["Pierce Brown - Red Rising (Complete Series)", { pack: "" }],
  ["Douglas Adams - Hitchhiker (5 books) MP3", { pack: "5 books", format: "mp3" }],
  ["Suzanne Collins - Hunger Games Trilogy 03 - Mockingjay", { pack: null, volume: "3" }],
  ["Andy Weir - Project Hail Mary (Part 2 of 3)", { part: "2 of 3" }],
  ["Andy Weir - Project Hail Mary (12 CDs)", { part: null }],
  ["Elantris [GraphicAudio]", { isDramatised: true }],
  ["Malcolm.Gladwell-The.Tipping.Point-ABRiDGED-AUDiOBOOK-2005", { abridgement: "abridged", year: 2005 }],
  ["Colleen.Hoover.-.Verity-AUDiOBOOK-WEB-DK-2026-CRAViNGS.iNT", { languages: ["Danish"] }],
  ["Stephen King - Carrie [ENG/GER] MP3", { languages: ["English", "German"] }],
  [
    "The Way of Kings (Narrated by Kate Reading and Michael Kramer)",
    { narrators: ["kate reading and michael kramer"] },
  ],
  ["Summary of Atomic Habits", { notABook: "summary" }],
  ["Atomic Habits (Sample)", { notABook: "sample" }],
  ["Atomic Habits EPUB", { notABook: "ebook" }],
  ["Atomic Habits [M4B + PDF]", { notABook: null, format: "m4b" }],
  ["The Stand 01.cbz", { notABook: "comic" }],
  ["Atomic Habits 64kbps CBR MP3", { notABook: null, bitrateKbps: 64 }],
  ["Dune 1984 1080p BluRay", { notABook: "video" }],
  ["Dune Original Motion Picture Soundtrack", { notABook: "music" }],
  ["Interview with Andy Weir", { notABook: "talk" }],
  ["Scootering.September.2021.HYBRiD.MAGAZiNE-PAPERCLiPS", { notABook: "magazine" }],
  ["", { title: null, author: null, format: null, pack: null }],
];

describe("parseReleaseTitle", () => {
  it.each(CASES)("reads “%s”", (name, expected) => {
    expect(parseReleaseTitle(name)).toMatchObject(expected);
  });
});

describe("languageName", () => {
  it.each([
    ["english", "English"],
    ["Deutsch", "German"],
    ["ger", "German"],
    ["pt-BR", "Portuguese"],
    ["English (US)", "English"],
    ["Klingon", null],
    ["", null],
  ])("names “%s” %s", (language, name) => {
    expect(languageName(language)).toBe(name);
  });
});
