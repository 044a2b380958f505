/** Puts the audio files of one book in order and names them, so that any player that sorts by name plays them so. */
import { basename, dirname, extname } from "node:path/posix";
import { discNumber } from "../integrations/audio-files.ts";
import type { AudioFile } from "./choose-audio.ts";
import type { PlannedFile } from "./import-plan.ts";
import { safeName } from "./path-template.ts";

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * One file gets the title. Several keep their names, discs in folders of their own ("Disc 1"); where those names clash
 * or sort differently, a number goes before each.
 * @param title a safe name
 */
export function nameFiles(files: readonly AudioFile[], title: string): PlannedFile[] {
  if (files.length === 1) return [planned(files[0]!, `${title}${extensionOf(files[0]!)}`)];
  const inOrder = orderOf(files);
  const discs = inOrder.map((file) => discNumber(basename(dirname(file.relativePath))));
  const width = `${Math.max(...discs.map((disc) => disc ?? 0))}`.length;
  const names = inOrder.map((file, index) => {
    const name = (safeName(stemOf(file), 180) || title) + extensionOf(file);
    const disc = discs[index];
    return disc === null || disc === undefined ? name : `Disc ${`${disc}`.padStart(width, "0")}/${name}`;
  });
  if (areInOrder(names)) return inOrder.map((file, index) => planned(file, names[index]!));
  const digits = `${inOrder.length}`.length;
  return inOrder.map((file, index) => {
    const name = (safeName(stemOf(file), 180) || title) + extensionOf(file);
    return planned(file, `${`${index + 1}`.padStart(digits, "0")} - ${name}`);
  });
}

/** By disc and track when every file has a number and they are 1 to n on each disc, else as people sort names. */
function orderOf(files: readonly AudioFile[]): AudioFile[] {
  const discOf = (file: AudioFile) => discNumber(basename(dirname(file.relativePath))) ?? file.tags?.discNumber ?? 0;
  const areNumbered = [...Map.groupBy(files, discOf).values()].every((ofDisc) => {
    const tracks = new Set(ofDisc.map((file) => file.tags?.trackNumber));
    return tracks.size === ofDisc.length && ofDisc.every((_, index) => tracks.has(index + 1));
  });
  if (!areNumbered) return files.toSorted((a, b) => natural.compare(a.relativePath, b.relativePath));
  const trackOf = (file: AudioFile) => file.tags?.trackNumber ?? 0;
  return files.toSorted((a, b) => discOf(a) - discOf(b) || trackOf(a) - trackOf(b));
}

/** By plain code too: not every player sorts "2" before "10". */
function areInOrder(names: readonly string[]): boolean {
  return names.every((name, index) => {
    const before = names[index - 1];
    return before === undefined || (natural.compare(before, name) < 0 && before.toLowerCase() < name.toLowerCase());
  });
}

function planned(file: AudioFile, to: string): PlannedFile {
  return { from: file.path, to, sizeBytes: file.sizeBytes };
}

function stemOf(file: AudioFile): string {
  return basename(file.relativePath, extname(file.relativePath));
}

/** Plex takes .mp4 for a film. */
function extensionOf(file: AudioFile): string {
  return file.format === "mp4" ? ".m4b" : `.${file.format}`;
}
