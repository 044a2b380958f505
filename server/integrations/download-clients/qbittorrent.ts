/**
 * qBittorrent 4.3.2 to 5.2, through its Web API. What is ours carries our category, and only that is ever removed. A torrent that is there
 * already under another category is a person's own: it counts as there and its progress is read, but it is never
 * changed nor removed. Categories' folders, automatic torrent management and all settings stay as the owner has them.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import type { Integration } from "../integration.ts";
import type { DownloadClient, NewDownload } from "./download-client.ts";
import { isInfoHash, openKnownTorrents } from "./known-torrents.ts";
import { pathMappingsSetting } from "../path-mappings.ts";
import { checkQbittorrent } from "./qbittorrent-check.ts";
import { createQbittorrentSession, QBITTORRENT } from "./qbittorrent-session.ts";
import { qbittorrentTorrent, readDownload, readId, type QbittorrentTorrent } from "./qbittorrent-torrent.ts";

/** It shows what was added after 0.5 to 1.5 s; a magnet link or a busy disk takes longer. */
const APPEARS_WITHIN_MS = 15_000;
/** After a refusal, which may mean that it is there already: for the other's add to show. */
const REFUSED_APPEARS_WITHIN_MS = 3_000;
/** Right after its start it may show nothing; what it does not show for so long was removed by hand. */
const REMOVED_AFTER_MS = 10 * 60_000;
/** 41 characters each, in an address. */
const HASHES_A_CALL = 100;

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description:
      "Of its web interface, as this server reaches it: http://qbittorrent:8080 or http://transmission:9091.",
  }),
  username: z.string().trim().default("").meta({
    label: "Username",
    description: "Leave it empty when it asks for none.",
  }),
  password: z
    .string()
    .default("")
    .meta({ label: "Password", secret: true, description: "Of that user. It is sealed, and never shown again." }),
  api_key: z.string().trim().default("").meta({
    label: "API key",
    secret: true,
    description: "qBittorrent 5.2 and later: instead of username and password.",
  }),
  category: z
    .string()
    .trim()
    .regex(/^[^\\/]+(\/[^\\/]+)*$/, "Give a name without backslashes, and with a slash only between two names.")
    .default("readmeabook")
    .meta({
      label: "Category",
      description:
        "qBittorrent's category for what this server adds. Use it for nothing else: what is in it may be removed.",
    }),
  path_mappings: pathMappingsSetting,
});

/** Settings of qBittorrent as its code uses them. */
export type QbittorrentSettings = z.infer<typeof settings>;

export const qbittorrent: Integration<QbittorrentSettings, DownloadClient> = {
  label: "qBittorrent",
  settings,
  async open(
    { url, username, password, api_key: apiKey, category, path_mappings: mappings },
    { http, dataDir, libraryDir, log },
  ) {
    const session = createQbittorrentSession({ url, username, password, apiKey }, http);
    const known = openKnownTorrents(join(dataDir, "qbittorrent", "known"));
    const missingSince = new Map<string, number>();
    const isOurs = (torrent: QbittorrentTorrent) => torrent.category === category;

    async function ask(query: Record<string, string>, signal: AbortSignal): Promise<QbittorrentTorrent[]> {
      const { data, success } = z
        .array(qbittorrentTorrent)
        .safeParse((await session.call("torrents/info", { query, signal })).json());
      if (!success) throw reject("sent a list of torrents that cannot be read. Check its address under Settings.");
      return data;
    }

    /** Programs that imitate its Web API (RDT-client) answer any question with all they have. */
    async function findAll(ids: readonly string[], signal: AbortSignal): Promise<QbittorrentTorrent[]> {
      const found: QbittorrentTorrent[] = [];
      for (let start = 0; start < ids.length; start += HASHES_A_CALL) {
        const some = ids.slice(start, start + HASHES_A_CALL);
        const answer = await ask({ hashes: some.join("|") }, signal);
        found.push(...answer.filter((torrent) => some.includes(readId(torrent))));
      }
      return found;
    }

    async function appears(infoHash: string, withinMs: number, signal: AbortSignal): Promise<boolean> {
      for (const deadline = Date.now() + withinMs; ;) {
        if ((await findAll([infoHash], signal)).length > 0) return true;
        if (Date.now() > deadline) return false;
        await delay(150, undefined, { signal });
      }
    }

    return {
      async add(download, signal) {
        const { infoHash } = download;
        const [there] = await findAll([infoHash], signal);
        if (!there) {
          const body = toForm(download, category);
          const answer = await session.call("torrents/add", { body, signal, expectStatus: [409, 415] });
          if (answer.status === 415) throw torrentRefused(415);
          const isTaken = isAccepted(answer);
          const wait = isTaken ? APPEARS_WITHIN_MS : REFUSED_APPEARS_WITHIN_MS;
          if (!(await appears(infoHash, wait, signal))) throw isTaken ? notShown() : torrentRefused(answer.status);
        } else if (!isOurs(there)) {
          log("info", "The torrent is in qBittorrent already, and stays its owner's.", { infoHash, name: there.name });
        }
        await known.add(infoHash);
      },

      async list(signal) {
        const [ours, ids] = await Promise.all([ask({ category }, signal), known.list()]);
        const found = ours.filter(isOurs);
        const elsewhere = ids.filter((id) => !found.some((torrent) => readId(torrent) === id));
        const others = await findAll(elsewhere, signal);
        for (const id of elsewhere) {
          if (others.some((torrent) => readId(torrent) === id)) missingSince.delete(id);
          else if (Date.now() - (missingSince.get(id) ?? Infinity) > REMOVED_AFTER_MS) await known.forget(id);
          else if (!missingSince.has(id)) missingSince.set(id, Date.now());
        }
        return [...found, ...others].map((torrent) => readDownload(torrent, mappings));
      },

      async remove(id, { deleteFiles }, signal) {
        if (!isInfoHash(id)) return;
        const [torrent] = await findAll([id], signal);
        if (torrent && isOurs(torrent)) {
          const body = new URLSearchParams({ hashes: torrent.hash, deleteFiles: String(deleteFiles) });
          await session.call("torrents/delete", { body, signal });
        }
        await known.forget(id);
      },

      check(signal) {
        session.reset();
        return checkQbittorrent(session, { category, mappings, libraryDir, host: new URL(url).host }, signal);
      },

      async close() {},
    };
  },
};

function toForm({ infoHash, torrent, magnetLink, seedRatio, seedSeconds }: NewDownload, category: string): FormData {
  const form = new FormData();
  if (torrent) {
    const file = new File([new Uint8Array(torrent)], `${infoHash}.torrent`, { type: "application/x-bittorrent" });
    form.append("torrents", file);
  } else form.append("urls", magnetLink ?? `magnet:?xt=urn:btih:${infoHash}`);
  form.append("category", category);
  // Whatever the owner has as a default: it is to start at once (`paused` up to 4.6, `stopped` since 5.0), and …
  form.append("paused", "false");
  form.append("stopped", "false");
  form.append("stopCondition", "None");
  // … several files are to have a folder of their own.
  form.append("contentLayout", "Original");
  if (seedRatio !== undefined || seedSeconds !== undefined) {
    // Whoever demands one of the two must not lose the seed to the owner's general limits of other kinds: -1 is none.
    form.append("ratioLimit", String(seedRatio ?? -1));
    form.append("inactiveSeedingTimeLimit", "-1");
    form.append("seedingTimeLimit", String(seedSeconds === undefined ? -1 : Math.ceil(seedSeconds / 60)));
  }
  return form;
}

/** "Ok." or "Fails." up to 5.1; since 5.2 counts, with 202 while it is still at it and 409 when it took none. */
function isAccepted(answer: HttpAnswer): boolean {
  return answer.status < 300 && !/^fails/i.test(answer.text().trim());
}

function notShown(): UpstreamUnavailableError {
  const message = `The ${QBITTORRENT} took the torrent, but does not show it after ${APPEARS_WITHIN_MS / 1000} seconds. Look at its log.`;
  return new UpstreamUnavailableError(message, { integration: QBITTORRENT });
}

function torrentRefused(status: number): UpstreamRejectedError {
  const message = `The ${QBITTORRENT} does not take this torrent (${status}): it holds the file or link for damaged.`;
  return new UpstreamRejectedError(message, { integration: QBITTORRENT, status, isReleaseRefused: true });
}

function reject(what: string): UpstreamRejectedError {
  return new UpstreamRejectedError(`The ${QBITTORRENT} ${what}`, { integration: QBITTORRENT });
}
