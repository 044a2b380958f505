/**
 * Turns what an indexer gave (a link, a magnet link, or both) into what a download client takes.
 * Links are asked for once, because trackers hand out ones that work a single time; no credential is added, because
 * a link carries its own and may lead to any host. Each address on the way is a stranger's, the first included.
 */
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpClient } from "../http-client.ts";
import { readMagnetInfoHash } from "./info-hash.ts";
import { readTorrentFile } from "./torrent-file.ts";

/** What a download client takes. `infoHash` is v1, 40 lower-case hex digits. */
export type ReleaseSource =
  | { readonly torrent: Uint8Array; readonly infoHash: string; readonly name: string | null }
  | { readonly magnetLink: string; readonly infoHash: string };

const INDEXER = "indexer";
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;

/**
 * Fetches the torrent file, over at most 5 redirects, each of which may also end in a magnet link (Prowlarr and Jackett
 * do that); falls back on the release's own magnet link when that fails.
 * @throws UpstreamRejectedError when the release is gone, what came is no v1 torrent, or an address may not be called.
 * @throws UpstreamUnavailableError when the indexer is not there or limits downloads.
 */
export async function fetchReleaseLink(
  link: { readonly torrentUrl: string | null; readonly magnetLink: string | null },
  http: HttpClient,
  signal: AbortSignal,
): Promise<ReleaseSource> {
  const { torrentUrl, magnetLink } = link;
  if (torrentUrl === null) return fromMagnet(magnetLink ?? "");
  try {
    return await follow(torrentUrl, http, signal);
  } catch (error) {
    const isUpstream = error instanceof UpstreamRejectedError || error instanceof UpstreamUnavailableError;
    if (magnetLink === null || !isUpstream) throw error;
    return fromMagnet(magnetLink);
  }
}

async function follow(start: string, http: HttpClient, signal: AbortSignal): Promise<ReleaseSource> {
  let address = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (/^magnet:/i.test(address)) return fromMagnet(address);
    const url = URL.parse(address);
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw rejected(`The ${INDEXER} links this release to an address that is not allowed.`);
    }
    const answer = await http.request(url.href, {
      integration: INDEXER,
      namedBy: "stranger",
      signal,
      maxBytes: 10 * 1024 * 1024,
      expectStatus: [...REDIRECTS, 404, 410],
    });
    if (answer.status === 404 || answer.status === 410) {
      throw rejected(`The ${INDEXER} no longer has this release.`, answer.status);
    }
    if (!REDIRECTS.includes(answer.status)) return fromFile(answer.bytes, answer.status);
    const location = (answer.headers.get("location") ?? "").trim();
    address = /^magnet:/i.test(location) ? location : (URL.parse(location, url.href)?.href ?? "");
  }
  throw rejected(
    `The ${INDEXER} sends the download of this release round in circles (over ${MAX_REDIRECTS} redirects).`,
  );
}

async function fromFile(bytes: Uint8Array, status: number): Promise<ReleaseSource> {
  if (Buffer.from(bytes.subarray(0, 100)).toString("latin1").trim().startsWith("<")) {
    const message = `The ${INDEXER} sent a web page instead of a torrent file. It may have lost its sign-in at the tracker.`;
    throw rejected(message, status);
  }
  try {
    return { torrent: bytes, ...(await readTorrentFile(bytes)) };
  } catch (error) {
    throw rejected(`The ${INDEXER} sent ${(error as Error).message}.`, status);
  }
}

function fromMagnet(magnetLink: string): ReleaseSource {
  const infoHash = readMagnetInfoHash(magnetLink);
  if (infoHash) return { magnetLink, infoHash };
  throw rejected(`The ${INDEXER} gave a magnet link without a BitTorrent v1 info hash, which this program needs.`);
}

function rejected(message: string, status?: number): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: INDEXER, status });
}
