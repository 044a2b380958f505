import type { ParsedTorrent } from "parse-torrent";
import { describe, expect, it } from "vitest";
import { contentName, findMetadataFault, pathsOnDisk } from "./embedded-metadata.ts";

describe("pathsOnDisk", () => {
  it.each([
    ["Dune/01.mp3", "Dune/01.mp3"],
    ["Dune: Part 1/What?.mp3", "Dune_ Part 1/What_.mp3"],
    ["Über/長い旅.mp3", "Über/長い旅.mp3"],
    ["../../etc/passwd", "_/_/etc/passwd"],
    ["/etc/passwd", "_/etc/passwd"],
    ["", "_"],
    ["a/./b//c", "a/_/b/_/c"],
    ["nul\u0000/byte\n.mp3", "nul_/byte_.mp3"],
    ["Volume 1. /end.", "Volume 1/end"],
  ])("keeps %j as %j", (path, expected) => {
    expect(pathsOnDisk([path])).toEqual([expected]);
  });

  it("shortens a name that no file system takes, and keeps its extension", () => {
    const [path] = pathsOnDisk([`${"ü".repeat(300)}.m4b`]);
    expect(Buffer.byteLength(path!)).toBeLessThanOrEqual(200);
    expect(path).toMatch(/^ü+\.m4b$/);
  });

  it("gives each file a name of its own where two would be the same file", () => {
    expect(pathsOnDisk(["a/b?.mp3", "a/b*.mp3", "A/B_.MP3"])).toEqual(["a/b_.mp3", "a/b_ (2).mp3", "A/B_ (3).MP3"]);
  });
});

describe("contentName", () => {
  it.each([
    [["book.m4b"], "book.m4b"],
    [["Book/1.mp3", "Book/CD 2/2.mp3"], "Book"],
    [["1.mp3", "2.mp3"], ""],
    [["Book/1.mp3", "other.mp3"], ""],
  ])("of %j is %j", (paths, expected) => {
    expect(contentName(paths)).toBe(expected);
  });
});

describe("findMetadataFault", () => {
  const sound: ParsedTorrent = {
    infoHash: "a".repeat(40),
    announce: [],
    urlList: [],
    files: [{ path: "a", name: "a", length: 40_000, offset: 0 }],
    length: 40_000,
    pieceLength: 16_384,
    pieces: ["0", "1", "2"].map((digit) => digit.repeat(40)),
  };

  it("finds none in a sound torrent", () => {
    expect(findMetadataFault(sound)).toBeNull();
  });

  it.each<[string, Partial<ParsedTorrent>]>([
    ["without files", { files: [] }],
    ["of no bytes", { files: [{ ...sound.files![0]!, length: 0 }], length: 0, pieces: [] }],
    ["with a negative length", { files: [{ ...sound.files![0]!, length: -1 }] }],
    ["with a text for a length", { length: "40000" as never }],
    ["with pieces of no bytes", { pieceLength: 0 }],
    ["with pieces of a gigabyte", { pieceLength: 2 ** 30, pieces: ["0".repeat(40)] }],
    ["with bytes for a piece length", { pieceLength: new Uint8Array(4) as never }],
    ["with a checksum missing", { pieces: sound.pieces!.slice(1) }],
    ["with half a checksum", { pieces: [...sound.pieces!.slice(1), "0".repeat(20)] }],
  ])("refuses one %s", (_, change) => {
    expect(findMetadataFault({ ...sound, ...change })).toMatch(
      /^This torrent is damaged: .+ Choose another release\.$/,
    );
  });
});
