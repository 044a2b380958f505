/**
 * The thread in which audio files are parsed; only audio-tags.ts starts it. It imports nothing of ours and uses no
 * syntax that Node cannot strip, because Node loads it by itself, in tests too.
 */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { parseFile, type IAudioMetadata } from "music-metadata";

/** What an audio file says about itself; null where it says nothing. */
export interface AudioTags {
  readonly title: string | null;
  readonly album: string | null;
  readonly author: string | null;
  readonly narrator: string | null;
  /** Ten characters, upper case. */
  readonly asin: string | null;
  readonly durationSeconds: number | null;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
  readonly hasCover: boolean;
  readonly chapterCount: number;
  /** The container as the parser names it, such as "M4A/mp42/isom" or "MPEG". */
  readonly container: string | null;
}

export interface TagQuestion {
  readonly path: string;
}

export interface TagAnswer {
  readonly tags: AudioTags | null;
}

parentPort?.on("message", ({ path }: TagQuestion) => {
  read(path).then(
    (tags) => parentPort?.postMessage({ tags } satisfies TagAnswer),
    () => parentPort?.postMessage({ tags: null } satisfies TagAnswer),
  );
});

/** Covers of 10 MB are seen. The parser reads all of a tag into memory, and ID3 allows 256 MB. */
const MOST_TAG_BYTES = 32 * 1024 * 1024;

async function read(path: string): Promise<AudioTags | null> {
  if (!(await isReadable(path))) return null;
  let file = await parseFile(path, { includeChapters: true });
  // Without a length in the header and with a changing bit rate, only counting every frame tells the running time.
  if (!file.format.duration) file = await parseFile(path, { includeChapters: true, duration: true });
  if (!file.format.duration) return null;
  const { common, format } = file;
  return {
    title: text(common.title),
    album: text(common.album),
    author: text(common.albumartist) ?? text(common.artist),
    narrator: text(custom(file, "NARRATOR")) ?? text(custom(file, "nrt")) ?? text(common.composer?.join(", ")),
    asin: asin(common.asin) ?? asin(custom(file, "AUDIBLE_ASIN")) ?? asin(custom(file, "CDEK")),
    durationSeconds: format.duration ?? null,
    trackNumber: common.track.no,
    discNumber: common.disk.no,
    hasCover: (common.picture?.length ?? 0) > 0,
    chapterCount: format.chapters?.length ?? 0,
    container: format.container ?? null,
  };
}

/** Whether it is a regular file, no link, and does not begin with an ID3 tag beyond the bound. Waits for no pipe. */
async function isReadable(path: string): Promise<boolean> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(10), 0, 10, 0);
    if (bytesRead < 10 || buffer.toString("latin1", 0, 3) !== "ID3") return true;
    // Seven bits in each byte.
    return buffer.subarray(6).reduce((size, byte) => size * 128 + (byte & 127), 0) <= MOST_TAG_BYTES;
  } finally {
    await handle.close();
  }
}

/** A tag that the parser has no name for: `TXXX:NARRATOR`, `----:com.apple.iTunes:NARRATOR`, `NARRATOR`, `©nrt`. */
function custom({ native }: IAudioMetadata, name: string): unknown {
  const ending = new RegExp(`(^|[:©])${name}$`, "i");
  return Object.values(native)
    .flat()
    .find(({ id }) => ending.test(id))?.value;
}

/** Taggers leave byte order marks, zero-width and no-break spaces, NUL and line breaks around and inside values. */
function text(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const clean = value
    .replace(/[\u200b\u2060\ufeff\0]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 1000);
  return clean === "" ? null : clean;
}

function asin(value: unknown): string | null {
  const candidate = text(value)?.toUpperCase();
  return candidate && /^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$/.test(candidate) ? candidate : null;
}
