/**
 * The books of the sandbox, and the releases of them that its indexer offers. The recordings are short and real
 * (`make-books.sh` made them); each book also comes in guises that the ranking has to refuse.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";

/** A book of the sandbox: what its catalog says, less what only a running one knows. */
export interface SandboxBook extends Omit<
  CatalogEntry,
  "coverArtUrl" | "subtitle" | "seriesTitle" | "seriesPosition" | "language" | "isAbridged"
> {
  readonly seriesTitle?: string;
  readonly seriesPosition?: string;
  /** Its folder among the sample books, and the name of its cover. */
  readonly folder: string;
  readonly releases: readonly SandboxRelease[];
}

/** A release as the indexer lists it. */
export interface SandboxRelease {
  readonly name: string;
  /** What the indexer claims. */
  readonly seeders: number;
  /** Days before the sandbox started. */
  readonly ageDays: number;
  /** The size of one that nobody has; the size of a seeded one is that of its files. */
  readonly sizeBytes?: number;
  /** Somebody has it: how the sandbox's seed shares the book's files. */
  readonly seed?: {
    /** Of the folder that holds them, or of the only file. */
    readonly contentName: string;
    readonly bytesPerSecond: number;
  };
}

/**
 * Where the sample books lie: in the source tree only, because tsc copies no audio into dist. The first address is right
 * from server/sandbox, the second from dist/server/sandbox.
 */
export const sampleBooks = ["./books/", "../../../server/sandbox/books/"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path))!;

const NARRATOR = "Sandbox Voice";
/** Fast enough that nobody waits, slow enough that a bar is seen to move. */
const BRISK = 80_000;

/** What every indexer mixes in; none of these may be taken by itself. */
function decoysOf(title: string, author: string): SandboxRelease[] {
  return [
    { name: `${author} - ${title} (Abridged) [MP3 64kbps]`, seeders: 212, ageDays: 40, sizeBytes: 410_000 },
    { name: `${author} - ${title} Hörbuch German Ungekürzt [MP3]`, seeders: 64, ageDays: 90, sizeBytes: 880_000 },
    { name: `${author} - ${title} [EPUB MOBI]`, seeders: 350, ageDays: 400, sizeBytes: 620_000 },
    {
      name: `Summary and Analysis of ${title} by ${author} [Audiobook MP3]`,
      seeders: 18,
      ageDays: 12,
      sizeBytes: 150_000,
    },
  ];
}

/** Every book, in the catalog's order. */
export const books: readonly SandboxBook[] = [
  {
    audibleId: "SANDBOX001",
    folder: "alice-in-wonderland",
    title: "Alice's Adventures in Wonderland",
    author: "Lewis Carroll",
    narrator: NARRATOR,
    seriesTitle: "Alice",
    seriesPosition: "1",
    description: "A girl follows a rabbit down its hole. One file with two chapters and a cover in it.",
    durationMinutes: 1,
    releaseDate: "1865-11-26",
    rating: 4.6,
    genres: ["Children's Audiobooks", "Fantasy"],
    releases: [
      {
        name: `Lewis Carroll - Alice's Adventures in Wonderland (read by ${NARRATOR}) [M4B 48kbps]`,
        seeders: 31,
        ageDays: 120,
        seed: { contentName: "Alice's Adventures in Wonderland.m4b", bytesPerSecond: BRISK },
      },
      ...decoysOf("Alice's Adventures in Wonderland", "Lewis Carroll"),
    ],
  },
  {
    audibleId: "SANDBOX002",
    folder: "the-time-machine",
    title: "The Time Machine",
    author: "H. G. Wells",
    narrator: NARRATOR,
    seriesTitle: "Scientific Romances",
    seriesPosition: "1",
    description: "A traveller explains time to his guests. A folder of three tracks with a cover beside them.",
    durationMinutes: 1,
    releaseDate: "1895-05-07",
    rating: 4.3,
    genres: ["Science Fiction"],
    releases: [
      {
        name: `H.G. Wells - The Time Machine (1895) read by ${NARRATOR} [MP3 48kbps]`,
        seeders: 12,
        ageDays: 300,
        seed: { contentName: "H.G. Wells - The Time Machine [MP3]", bytesPerSecond: BRISK },
      },
      ...decoysOf("The Time Machine", "H. G. Wells"),
    ],
  },
  {
    audibleId: "SANDBOX003",
    folder: "the-war-of-the-worlds",
    title: "The War of the Worlds",
    author: "H. G. Wells",
    narrator: NARRATOR,
    seriesTitle: "Scientific Romances",
    seriesPosition: "2",
    description: "Mars comes to Surrey. Two discs, whose tracks both begin at one.",
    durationMinutes: 1,
    releaseDate: "1898-01-01",
    rating: 4.4,
    genres: ["Science Fiction"],
    releases: [
      {
        name: `H. G. Wells - The War of the Worlds - Unabridged - ${NARRATOR} - MP3 (2 CDs)`,
        seeders: 9,
        ageDays: 1500,
        seed: { contentName: "The War of the Worlds (2 CDs)", bytesPerSecond: BRISK },
      },
      ...decoysOf("The War of the Worlds", "H. G. Wells"),
    ],
  },
  {
    audibleId: "SANDBOX004",
    folder: "a-study-in-scarlet",
    title: "A Study in Scarlet",
    author: "Arthur Conan Doyle",
    narrator: NARRATOR,
    description:
      "How Dr Watson came to need rooms in Baker Street. The biggest of these books; its only seed is a slow one.",
    durationMinutes: 1,
    releaseDate: "1887-11-21",
    rating: 4.5,
    genres: ["Mystery", "Detective"],
    releases: [
      {
        name: `Arthur Conan Doyle - A Study in Scarlet (Unabridged) {${NARRATOR}} [M4B]`,
        seeders: 4,
        ageDays: 30,
        // 868 kB: about 27 seconds, in which one can watch it.
        seed: { contentName: "A Study in Scarlet.m4b", bytesPerSecond: 32_000 },
      },
      ...decoysOf("A Study in Scarlet", "Arthur Conan Doyle"),
    ],
  },
  {
    audibleId: "SANDBOX005",
    folder: "frankenstein",
    title: "Frankenstein",
    author: "Mary Shelley",
    narrator: NARRATOR,
    description: "Letters from a ship in the ice. Nobody has the release that looks best; the next one is alive.",
    durationMinutes: 1,
    releaseDate: "1818-01-01",
    rating: 4.2,
    genres: ["Horror", "Classics"],
    releases: [
      {
        name: `Mary Shelley - Frankenstein (Unabridged, read by ${NARRATOR}) [M4B 128kbps]`,
        seeders: 87,
        ageDays: 20,
        sizeBytes: 960_000,
      },
      {
        name: `Mary Shelley - Frankenstein (1818) [${NARRATOR}] MP3`,
        seeders: 2,
        ageDays: 700,
        seed: { contentName: "Mary Shelley - Frankenstein", bytesPerSecond: BRISK },
      },
      ...decoysOf("Frankenstein", "Mary Shelley"),
    ],
  },
];
