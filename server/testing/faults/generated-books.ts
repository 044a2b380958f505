import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxBook } from "../../sandbox/books.ts";
import { fakeMp3 } from "../fakes/audio.ts";

/** How many books, and how fast they come. */
export interface BooksWanted {
  readonly books: number;
  /** Of each of the two files of a book. Default 40,000. */
  readonly fileBytes?: number;
  /** Of each seed. Default 200,000; 0: nobody seeds them. */
  readonly bytesPerSecond?: number;
}

/** Writes books of which no two files are the same. @param folder is made. */
export async function generateBooks(
  folder: string,
  { books, fileBytes = 40_000, bytesPerSecond = 200_000 }: BooksWanted,
): Promise<SandboxBook[]> {
  return Promise.all(
    Array.from({ length: books }, async (_, index) => {
      const [title, author] = [`Voyage${index + 1} Home`, `Writer${index + 1} Smith`];
      const own = join(folder, String(index + 1));
      await mkdir(own, { recursive: true });
      let sizeBytes = 0;
      for (const track of [1, 2]) {
        const audio = fakeMp3({ seconds: 30, title, album: title, artist: author, track, padding: fileBytes });
        sizeBytes += audio.byteLength;
        await writeFile(join(own, `0${track} - ${title}.mp3`), audio);
      }
      const name = `${author} - ${title} [MP3]`;
      return {
        audibleId: `FAULT${index + 1}`,
        folder: own,
        title,
        author,
        narrator: null,
        description: null,
        durationMinutes: 1,
        releaseDate: "1900-01-01",
        rating: null,
        genres: [],
        releases: [
          {
            name,
            seeders: 5,
            ageDays: 10,
            sizeBytes,
            ...(bytesPerSecond > 0 ? { seed: { contentName: name, bytesPerSecond } } : {}),
          },
        ],
      };
    }),
  );
}
