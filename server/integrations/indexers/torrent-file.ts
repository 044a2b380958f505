/**
 * Checks that bytes are a torrent file a client can use, and finds its v1 info hash.
 * The structure is walked before any library sees it: bencode 4.0.1, which parse-torrent and WebTorrent use, loops
 * without an end (and fills the memory) on a negative length such as `l-3:`, and a tracker may send anything.
 */
import { createHash } from "node:crypto";
import parseTorrent from "parse-torrent";

const [DICTIONARY, LIST, INTEGER, END, COLON] = Buffer.from("dlie:");

/**
 * @returns the SHA-1 of the info dictionary as it stands in the file, 40 lower-case hex digits.
 * @throws Error with the end of a sentence that begins "The indexer sent".
 */
export async function readTorrentFile(file: Uint8Array): Promise<{ infoHash: string; name: string | null }> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const damaged = () => new Error("a damaged torrent file");
  const info = findInfo(bytes);
  if (!info) throw damaged();
  if (info.includes("12:meta versioni2e") && !info.includes("6:pieces")) {
    throw new Error("a BitTorrent v2 torrent, which this program cannot download (only v1 and hybrid ones)");
  }
  const infoHash = createHash("sha1").update(info).digest("hex");
  const parsed = await parseTorrent(file).catch(() => null);
  // They differ when the file is not canonical bencode: then clients would not agree on which torrent it is.
  if (parsed?.infoHash !== infoHash) throw damaged();
  return { infoHash, name: parsed.name || null };
}

/** @returns the bytes of the top-level `info`; null when there is none or the structure is broken. */
function findInfo(bytes: Buffer): Buffer | null {
  if (bytes[0] !== DICTIONARY) return null;
  let info: Buffer | null = null;
  let at: number | null = 1;
  while (bytes[at] !== END) {
    const key: number = at;
    const value: number | null = endOfString(bytes, key);
    at = value === null ? null : endOfValue(bytes, value);
    if (value === null || at === null) return null;
    if (bytes.subarray(key, value).equals(Buffer.from("4:info"))) info = bytes.subarray(value, at);
  }
  return info;
}

/** Walks without recursion, so that nesting costs no stack. @returns null when it is broken. */
function endOfValue(bytes: Buffer, start: number): number | null {
  let at: number | null = start;
  let depth = 0;
  do {
    const byte: number | undefined = bytes[at];
    if (byte === DICTIONARY || byte === LIST) {
      at += 1;
      depth += 1;
    } else if (byte === END) {
      at += 1;
      depth -= 1;
    } else {
      at = byte === INTEGER ? endOfInteger(bytes, at) : endOfString(bytes, at);
    }
    if (at === null || depth < 0) return null;
  } while (depth > 0);
  return at;
}

function endOfInteger(bytes: Buffer, start: number): number | null {
  const digits = bytes.toString("latin1", start, start + 24);
  const match = /^i-?\d+e/.exec(digits);
  return match ? start + match[0].length : null;
}

function endOfString(bytes: Buffer, start: number): number | null {
  const colon = bytes.subarray(start, start + 10).indexOf(COLON ?? 0);
  const digits = bytes.toString("latin1", start, start + Math.max(colon, 0));
  // An end beyond the file is noticed by whoever reads on from there.
  return /^\d+$/.test(digits) ? start + colon + 1 + Number(digits) : null;
}
