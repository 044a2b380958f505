import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleBooks } from "./books.ts";
import { drawTree, measureBook } from "./shelf.ts";

describe("a shelf", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "shelf-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("measures a book over all its discs, and a lone file", async () => {
    expect(await measureBook(join(sampleBooks, "the-war-of-the-worlds"))).toBeCloseTo(35.7, 0);
    expect(await measureBook(join(sampleBooks, "a-study-in-scarlet", "A Study in Scarlet.m4b"))).toBeCloseTo(81.9, 0);
  });

  it("refuses a folder without audio, and audio that does not play", async () => {
    await writeFile(join(folder, "cover.jpg"), "");
    await expect(measureBook(folder)).rejects.toThrow(`There is no audio in ${folder}.`);
    await writeFile(join(folder, "book.mp3"), "not audio at all");
    await expect(measureBook(folder)).rejects.toThrow("book.mp3 does not play.");
  });

  it("is drawn as a tree, without what is the server's own", async () => {
    await mkdir(join(folder, "Jane Austen", "Emma"), { recursive: true });
    await mkdir(join(folder, ".staging"));
    await writeFile(join(folder, "Jane Austen", "Emma", "Emma.mp3"), Buffer.alloc(2_000));
    await writeFile(join(folder, "Jane Austen", "note.txt"), "");
    expect(await drawTree(folder)).toEqual([
      "└─ Jane Austen",
      "   ├─ Emma",
      "   │  └─ Emma.mp3  2 kB",
      "   └─ note.txt  0 kB",
    ]);
  });
});
