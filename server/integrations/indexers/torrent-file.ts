/**
 * Checks that bytes are a torrent file a client can use, and finds its v1 info hash. In a thread of its own: ten megabytes
 * of torrent take seconds to read, and may take all the memory there is.
 */
import { extname } from "node:path";
import { createParserThread } from "../parser-thread.ts";
import type { TorrentAnswer, TorrentIdentity, TorrentQuestion } from "./torrent-file.worker.ts";

const TIMEOUT_MS = 10_000;

const ask = createParserThread<TorrentQuestion, TorrentAnswer>(
  new URL(`./torrent-file.worker${extname(import.meta.url)}`, import.meta.url),
);

/**
 * @returns the SHA-1 of the info dictionary as it stands in the file, and its name.
 * @throws Error with the end of a sentence that begins "The indexer sent".
 */
export async function readTorrentFile(file: Uint8Array): Promise<TorrentIdentity> {
  const answer = (await ask({ file }, TIMEOUT_MS)) ?? { fault: "a damaged torrent file" };
  if ("fault" in answer) throw new Error(answer.fault);
  return answer;
}
