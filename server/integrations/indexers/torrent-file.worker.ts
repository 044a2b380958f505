/**
 * The thread in which torrent files are read; only torrent-file.ts starts it. It imports nothing of ours and uses no syntax
 * that Node cannot strip, because Node loads it by itself, in tests too.
 *
 * The structure is walked before any library sees it: bencode 4.0.1, which parse-torrent uses, loops without an end (and
 * fills the memory) on a negative length such as `l-3:`, and a tracker may send anything.
 */
import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import parseTorrent from "parse-torrent";

/** What a torrent file is. `infoHash` is v1, 40 lower-case hex digits. */
export interface TorrentIdentity {
  readonly infoHash: string;
  readonly name: string | null;
}

export interface TorrentQuestion {
  readonly file: Uint8Array;
}

/** `fault` is the end of a sentence that begins "The indexer sent". */
export type TorrentAnswer = TorrentIdentity | { readonly fault: string };

/** A pack of 10 000 files has 60 000; half a million take seconds and a gigabyte to read. */
const MOST_VALUES = 200_000;
const DAMAGED = "a damaged torrent file";

const [DICTIONARY, LIST, INTEGER, END, COLON] = Buffer.from("dlie:");

parentPort?.on("message", ({ file }: TorrentQuestion) => {
  read(file).then(
    (answer) => parentPort?.postMessage(answer),
    () => parentPort?.postMessage({ fault: DAMAGED } satisfies TorrentAnswer),
  );
});

async function read(file: Uint8Array): Promise<TorrentAnswer> {
  const info = findInfo(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (!info) return { fault: DAMAGED };
  if (info.includes("12:meta versioni2e") && !info.includes("6:pieces")) {
    return { fault: "a BitTorrent v2 torrent, which this program cannot download (only v1 and hybrid ones)" };
  }
  const infoHash = createHash("sha1").update(info).digest("hex");
  const parsed = await parseTorrent(file);
  // They differ when the file is not canonical bencode: then clients would not agree on which torrent it is.
  return parsed.infoHash === infoHash ? { infoHash, name: parsed.name || null } : { fault: DAMAGED };
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
  let values = 0;
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
    values += 1;
    if (at === null || depth < 0 || values > MOST_VALUES) return null;
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
