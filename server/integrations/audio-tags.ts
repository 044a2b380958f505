/**
 * Reads what an audio file says about itself. It stands here, and not in the library, because both the import and the
 * folder media server need it and an adapter may not import a feature. The files come from strangers, so they are parsed
 * in a thread of their own.
 */
import { extname } from "node:path";
import type { AudioTags, TagQuestion, TagAnswer } from "./audio-tags.worker.ts";
import { createParserThread } from "./parser-thread.ts";

export type { AudioTags } from "./audio-tags.worker.ts";

const ask = createParserThread<TagQuestion, TagAnswer>(
  new URL(`./audio-tags.worker${extname(import.meta.url)}`, import.meta.url),
);

/**
 * What the file's tags and headers say; null when it is no audio that can be read (broken, empty, a link, not a file,
 * not allowed, or too slow to read).
 * @param path absolute
 * @param timeoutMs for this file alone, once it is its turn
 */
export async function readAudioTags(path: string, timeoutMs = 10_000): Promise<AudioTags | null> {
  return (await ask({ path }, timeoutMs))?.tags ?? null;
}
