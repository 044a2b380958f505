/**
 * Decides from what a download left on the disk what goes into the library, in which order and under which names. Pure:
 * it touches no file. Names are never taken from the download as they are. What is no audio of the wanted book and no
 * cover (texts, playlists, links, samples, programs) is left behind.
 */
import { basename, dirname, extname } from "node:path/posix";
import { discNumber } from "../integrations/audio-files.ts";
import type { AudioTags } from "../integrations/audio-tags.ts";
import { chooseAudio, minutesOf, type AudioFile } from "./choose-audio.ts";
import { isSample, kindOf } from "./content-kinds.ts";
import { nameFiles } from "./name-files.ts";
import { renderPath, safeName, type TemplateBook } from "./path-template.ts";
import type { Content, ContentFile } from "./read-content.ts";

/** What to put where. */
export interface ImportPlan {
  /** The book's folder below the library's root, outermost first. Safe names. */
  readonly folder: readonly string[];
  /** Names for the last of them, in order, for when something else has that place already. */
  readonly otherNames: readonly string[];
  /** In the order in which they are heard; the cover last. */
  readonly files: readonly PlannedFile[];
  /** Extension of the audio files, without a dot; of a book with several the first one's. */
  readonly format: string;
  readonly totalBytes: number;
}

export interface PlannedFile {
  /** Absolute; free of links when it was looked at. */
  readonly from: string;
  /** Below the book's folder, separated by /. Safe names; no two are the same, in whatever case. */
  readonly to: string;
  readonly sizeBytes: number;
}

/** Why what came is not taken. */
export interface ImportRefusal {
  /** For the person who asked for the book. */
  readonly refusal: string;
  readonly reason:
    | "unsafe_file"
    | "unfinished"
    | "protected"
    | "archive"
    | "program"
    | "no_audio"
    | "unreadable"
    | "several_books"
    | "running_time";
}

/** The book that somebody asked for. */
export interface WantedBook extends TemplateBook {
  readonly durationMinutes: number | null;
}

export interface PlanInput {
  readonly content: Content;
  /** By the absolute path of each audio file; null for one that cannot be read. */
  readonly tags: ReadonlyMap<string, AudioTags | null>;
  readonly book: WantedBook;
  /** A template that validateTemplate accepts. */
  readonly template: string;
  /** A person chose this download: its running time is no reason to refuse it. Default false. */
  readonly isInsistedOn?: boolean;
}

/** The plan, or the reason why what came is not that book. */
export function planImport({
  content,
  tags,
  book,
  template,
  isInsistedOn = false,
}: PlanInput): ImportPlan | ImportRefusal {
  const kinds = Map.groupBy(content.files, (file) => kindOf(file.relativePath));
  const all = (kinds.get("audio") ?? []).map((file) => asAudio(file, tags));
  const audio = all.some((file) => !isSample(file.relativePath))
    ? all.filter((file) => !isSample(file.relativePath))
    : all;
  if (content.refused.length > 0) return refuse("unsafe_file", `The download was not taken: ${content.refused[0]}.`);
  if (kinds.has("unfinished")) return refuse("unfinished", "The download is not finished: it holds parts of files.");
  if (audio.length === 0) return refuseWithoutAudio(kinds);

  const chosen = chooseAudio(audio, book, content.name);
  if (!chosen) {
    return refuse("several_books", `The download holds several books, and none of them is clearly "${book.title}".`);
  }
  const broken = chosen.filter((file) => !file.tags);
  if (broken.length > 0) {
    const which = basename(broken[0]!.relativePath);
    return refuse("unreadable", `${broken.length} of ${chosen.length} audio files cannot be read, ${which} for one.`);
  }
  const minutes = minutesOf(chosen);
  if (!isInsistedOn && minutes !== null && book.durationMinutes && isFarFrom(minutes, book.durationMinutes)) {
    return refuse("running_time", `It runs ${inHours(minutes)}, but the book runs ${inHours(book.durationMinutes)}.`);
  }

  const folder = renderPath(template, book);
  const cover = findCover(kinds.get("image") ?? [], chosen);
  const files = [...nameFiles(chosen, safeName(book.title, 180) || folder.at(-1)!), ...(cover ? [cover] : [])];
  return {
    folder,
    otherNames: otherNames(folder.at(-1)!, book),
    files,
    format: extname(files[0]!.to).slice(1),
    totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}

function refuse(reason: ImportRefusal["reason"], refusal: string): ImportRefusal {
  return { reason, refusal };
}

function refuseWithoutAudio(kinds: ReadonlyMap<string, unknown>): ImportRefusal {
  if (kinds.has("protected")) {
    return refuse(
      "protected",
      "The download is an AA or AAX file, which Audible's copy protection keeps from playing.",
    );
  }
  if (kinds.has("program")) return refuse("program", "The download holds a program and no audio. Do not open it.");
  if (kinds.has("archive")) return refuse("archive", "The download is a packed archive. Archives are not unpacked.");
  return refuse("no_audio", "The download holds no audio.");
}

function asAudio(file: ContentFile, tags: PlanInput["tags"]): AudioFile {
  return { ...file, tags: tags.get(file.path) ?? null, format: extname(file.relativePath).slice(1).toLowerCase() };
}

/** Generous, because catalogues list other editions and speeds; it is there to catch samples, packs and wrong books. */
function isFarFrom(minutes: number, expected: number): boolean {
  return minutes < expected * 0.5 || minutes > expected * 2;
}

function inHours(minutes: number): string {
  return `${Math.floor(minutes / 60)} h ${Math.floor(minutes % 60)} min`;
}

/** Beside the audio or above it: by name, else the only picture there is. */
function findCover(images: readonly ContentFile[], audio: readonly AudioFile[]): PlannedFile | null {
  const folders = new Set(audio.map((file) => dirname(file.relativePath)));
  for (const folder of folders) if (discNumber(basename(folder)) !== null) folders.add(dirname(folder));
  const near = images.filter((file) => folders.has(dirname(file.relativePath)));
  const byName = near.filter((file) => /cover|folder|front|art/i.test(basename(file.relativePath)));
  const cover = byName.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0] ?? (near.length === 1 ? near[0] : undefined);
  if (!cover) return null;
  const extension = extname(cover.relativePath).toLowerCase().replace("jpeg", "jpg");
  return { from: cover.path, to: `cover${extension}`, sizeBytes: cover.sizeBytes };
}

/** Another recording of a book is told by its narrator, then by its ASIN, then by a number. */
function otherNames(name: string, book: WantedBook): string[] {
  const narrator = safeName(book.narrator ?? "", 40);
  const asin = safeName(book.asin ?? "", 20);
  const suffixes = [narrator && `{${narrator}}`, asin && `[${asin}]`, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `(${n})`)];
  return suffixes.filter((suffix) => suffix && !name.includes(suffix)).map((suffix) => `${name} ${suffix}`);
}
