/**
 * The library folder itself, for people without a media server: what lies in it is what there is. A folder with audio is
 * a book, its disc folders included. It remembers nothing and reads the disk each time; tags win over folder names,
 * which are taken as `Author/Title`. Names that begin with a dot are ignored; links are not followed.
 */
import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { z } from "zod";
import { UpstreamUnavailableError } from "../../errors.ts";
import { audioExtensions, discNumber } from "../audio-files.ts";
import { readAudioTags, type AudioTags } from "../audio-tags.ts";
import type { Integration } from "../integration.ts";
import { assertTakesBooks } from "./library-folder.ts";
import type { MediaServer, MediaServerItem } from "./media-server.ts";

const label = "The library folder";
const pageSize = 100;
/** Author, series, book, disc, and as many again; a loop of mounts ends here. */
const maxDepth = 8;

/** A folder with audio in it, or a lone file in the library's root. */
interface BookFolder {
  readonly path: string;
  readonly files: readonly string[];
}

/** No settings: it is the folder that `paths.media_library` names. */
export const folder: Integration<Record<string, never>, MediaServer> = {
  label,
  settings: z.object({}),
  async open(_settings, { libraryDir }) {
    return openFolder(libraryDir);
  },
};

function openFolder(root: string): MediaServer {
  return {
    async requestScan() {
      await list(root);
    },

    async itemsUnder(path, signal) {
      await list(root);
      const below = relative(root, path);
      // Outside the library, or in one of its hidden folders.
      if (below.split("/").some((name) => name.startsWith("."))) return [];
      const items: MediaServerItem[] = [];
      for await (const found of booksAt(root, path)) items.push(...(await describe(root, found, signal)));
      return items;
    },

    async *items(signal) {
      let page: MediaServerItem[] = [];
      for await (const found of booksAt(root, root)) {
        page.push(...(await describe(root, found, signal)));
        for (; page.length >= pageSize; page = page.slice(pageSize)) yield page.slice(0, pageSize);
      }
      if (page.length > 0) yield page;
    },

    async check(signal) {
      let count = 0;
      for await (const _ of booksAt(root, root)) {
        signal.throwIfAborted();
        count++;
      }
      await assertTakesBooks(root);
      return {
        version: null,
        message: `The folder can be read and written to, and holds ${count} ${count === 1 ? "book" : "books"}.`,
      };
    },
  };
}

/** Every book at or below a path, in order of names. What vanishes meanwhile is left out. */
async function* booksAt(root: string, path: string): AsyncGenerator<BookFolder> {
  const found = path === root ? null : await lstat(path).catch(() => null);
  if (path === root || found?.isDirectory()) yield* booksIn(root, path, 0);
  else if (found?.isFile() && isAudio(basename(path))) yield { path, files: [path] };
}

async function* booksIn(root: string, path: string, depth: number): AsyncGenerator<BookFolder> {
  const { files, folders } = await list(path, path !== root);
  const discs = path === root ? [] : folders.filter((name) => discNumber(name) !== null);
  const audio = files.filter(isAudio).map((name) => join(path, name));
  for (const disc of discs) {
    const inside = await list(join(path, disc), true);
    audio.push(...inside.files.filter(isAudio).map((name) => join(path, disc, name)));
  }
  if (path === root) for (const file of audio) yield { path: file, files: [file] };
  else if (audio.length > 0) yield { path, files: audio };
  if (depth === maxDepth) return;
  for (const name of folders) if (!discs.includes(name)) yield* booksIn(root, join(path, name), depth + 1);
}

/** @throws UpstreamUnavailableError when it cannot be read, because books that are not seen would be taken for removed */
async function list(path: string, mayBeGone = false): Promise<{ files: string[]; folders: string[] }> {
  try {
    const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => !entry.name.startsWith("."));
    entries.sort((a, b) => collator.compare(a.name, b.name));
    const names = (wanted: typeof entries) => wanted.map((entry) => entry.name);
    return { files: names(entries.filter((e) => e.isFile())), folders: names(entries.filter((e) => e.isDirectory())) };
  } catch (cause) {
    if (mayBeGone && cause instanceof Error && "code" in cause && cause.code === "ENOENT")
      return { files: [], folders: [] };
    throw new UpstreamUnavailableError(
      `The folder ${path} cannot be read. Does it exist, is its disk mounted, and may ReadMeABook read it?`,
      { integration: label },
      { cause },
    );
  }
}

const collator = new Intl.Collator("en", { numeric: true });

function isAudio(name: string): boolean {
  return audioExtensions.has(extname(name).toLowerCase());
}

/** One item, or one a file where each file is an album of its own, as in an author's folder of M4Bs. */
async function describe(root: string, book: BookFolder, signal: AbortSignal): Promise<MediaServerItem[]> {
  const tags: (AudioTags | null)[] = [];
  for (const file of book.files) {
    signal.throwIfAborted();
    tags.push(await readAudioTags(file));
  }
  const albums = new Set(tags.map((tag) => tag?.album));
  const areBooks = book.files.length > 1 && albums.size === book.files.length && tags.every((tag) => tag?.album);
  if (areBooks) return book.files.map((file, index) => asItem(root, file, true, [tags[index]!]));
  return [asItem(root, book.path, book.files[0] === book.path, tags)];
}

function asItem(root: string, path: string, isFile: boolean, tags: readonly (AudioTags | null)[]): MediaServerItem {
  const known = tags.find((tag) => tag !== null);
  const below = relative(root, path).normalize("NFC");
  const id = createHash("sha256").update(below).digest("hex").slice(0, 32);
  const guid = `folder://${below}`;
  const name = isFile ? basename(path, extname(path)) : basename(path);
  const parents = dirname(below).split("/");
  const seconds = tags.reduce((sum, tag) => sum + (tag?.durationSeconds ?? Number.NaN), 0);
  const title = known?.album ?? (tags.length === 1 ? known?.title : null) ?? name.replace(/\s*[[({]B0\w{8}[\])}]/, "");
  return {
    id,
    // Bounded, because it is stored and compared.
    guid: guid.length <= 255 ? guid : `folder://${id}`,
    libraryId: "folder",
    title: title.slice(0, 500),
    author: (known?.author ?? (parents[0] === "." ? null : parents[0]!))?.slice(0, 255) ?? null,
    narrator: known?.narrator?.slice(0, 255) ?? null,
    asin: known?.asin ?? /(?:^|[\s[({_])(B0[0-9A-Z]{8})(?=$|[\s\])}_])/.exec(name)?.[1] ?? null,
    durationMinutes: seconds > 0 ? Math.round(seconds / 60) : null,
    path,
  };
}
