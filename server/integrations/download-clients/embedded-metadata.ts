/**
 * What a torrent says about itself comes from strangers. This module decides under which names its files are kept, so
 * that none can leave its folder, none is refused by a file system, and no two are the same file; and it refuses
 * metadata whose numbers do not fit together, on which the BitTorrent engine would throw or allocate without end.
 */
import { sep } from "node:path";
import type { ParsedTorrent } from "parse-torrent";

/** Longest name of a file or folder, in bytes: file systems allow 255, and network shares and copies add to it. */
const NAME_BYTES = 200;
/** Torrents use pieces of 16 KiB to 64 MiB; a piece is held in memory while it arrives. */
const LARGEST_PIECE_BYTES = 64 * 1024 * 1024;

/**
 * Where each file is kept, relative to the download's own folder, in the same order.
 * @param paths As the torrent has them, parts joined by the platform's separator.
 */
export function pathsOnDisk(paths: readonly string[]): string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const clean = path.split(sep).map(nameOnDisk).join(sep);
    for (let copy = 1; ; copy++) {
      const candidate = copy === 1 ? clean : numbered(clean, copy);
      // Some file systems fold case and accents; two names that fold together would be one file there.
      const folded = candidate.normalize("NFC").toLowerCase();
      if (taken.has(folded)) continue;
      taken.add(folded);
      return candidate;
    }
  });
}

/** The one file or folder that holds all of these, or "" when only their common folder does. */
export function contentName(paths: readonly string[]): string {
  const [first = ""] = paths.map((path) => path.split(sep)[0] ?? "");
  return paths.every((path) => path.split(sep)[0] === first) ? first : "";
}

/** The sentence that says what is wrong with the metadata; null when it can be downloaded. */
export function findMetadataFault({ files, length, pieceLength, pieces }: ParsedTorrent): string | null {
  const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!files?.length || !files.every((file) => isSize(file.length)) || !isSize(length) || length === 0) {
    return "This torrent is damaged: its list of files makes no sense. Choose another release.";
  }
  if (!isSize(pieceLength) || pieceLength === 0 || pieceLength > LARGEST_PIECE_BYTES) {
    return "This torrent is damaged: the size of its pieces makes no sense. Choose another release.";
  }
  if (pieces?.length !== Math.ceil(length / pieceLength) || !pieces.every((piece) => piece.length === 40)) {
    return "This torrent is damaged: its checksums do not fit its files. Choose another release.";
  }
  return null;
}

function nameOnDisk(name: string): string {
  // eslint-disable-next-line no-control-regex
  const allowed = name.replace(/[<>:"/\\|?*\u0000-\u001f\u007f]/g, "_").replace(/[. ]+$/, "");
  if (allowed === "") return "_";
  if (Buffer.byteLength(allowed) <= NAME_BYTES) return allowed;
  const { stem, extension } = splitName(allowed);
  return cutToBytes(stem, NAME_BYTES - Buffer.byteLength(extension)) + extension;
}

function numbered(path: string, copy: number): string {
  const { stem, extension } = splitName(path);
  return `${stem} (${copy})${extension}`;
}

/** An extension of at most 15 characters; anything longer is no extension. */
function splitName(name: string): { stem: string; extension: string } {
  const extension = /\.[^./\\]{1,15}$/.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - extension.length), extension };
}

function cutToBytes(text: string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes)).replace(/\ufffd+$/, "");
}
