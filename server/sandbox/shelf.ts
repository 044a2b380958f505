/** What lies in a library folder, looked at as a listener would: which files there are, and whether they play. */
import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { audioExtensions } from "../integrations/audio-files.ts";
import { readAudioTags } from "../integrations/audio-tags.ts";

/**
 * @param path absolute folder of a book, or its only file.
 * @returns its running time in seconds.
 * @throws Error with a sentence when it holds no audio, or a file that does not play.
 */
export async function measureBook(path: string): Promise<number> {
  const files = (await stat(path)).isFile()
    ? [path]
    : (await readdir(path, { recursive: true })).map((file) => join(path, file));
  const audio = files.filter((file) => audioExtensions.has(extname(file).toLowerCase()));
  if (audio.length === 0) throw new Error(`There is no audio in ${path}.`);
  let seconds = 0;
  for (const file of audio) {
    const duration = (await readAudioTags(file))?.durationSeconds ?? 0;
    if (duration <= 0) throw new Error(`${file} does not play.`);
    seconds += duration;
  }
  return seconds;
}

/** @returns the folder's tree as lines, files with their sizes; names that begin with a dot are the server's own. */
export async function drawTree(folder: string, indent = ""): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith("."))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const lines = await Promise.all(
    entries.map(async (entry, index) => {
      const isLast = index === entries.length - 1;
      const path = join(folder, entry.name);
      const below = entry.isDirectory() ? await drawTree(path, `${indent}${isLast ? "   " : "│  "}`) : [];
      const size = entry.isDirectory() ? "" : `  ${Math.round((await stat(path)).size / 1000)} kB`;
      return [`${indent}${isLast ? "└─ " : "├─ "}${entry.name}${size}`, ...below];
    }),
  );
  return lines.flat();
}
