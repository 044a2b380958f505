import { readAudioTags, type AudioTags } from "../integrations/audio-tags.ts";
import { kindOf } from "./content-kinds.ts";
import type { Content } from "./read-content.ts";

/** The tags of every audio file that came, by its absolute path, as planImport wants them. */
export async function readContentTags(content: Content, signal: AbortSignal): Promise<Map<string, AudioTags | null>> {
  const tags = new Map<string, AudioTags | null>();
  for (const file of content.files) {
    if (kindOf(file.relativePath) !== "audio") continue;
    signal.throwIfAborted();
    tags.set(file.path, await readAudioTags(file.path));
  }
  return tags;
}
