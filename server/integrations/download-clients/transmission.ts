/**
 * Transmission 3.00 to 4.1. What is ours carries our label, and only that is ever removed. A torrent that is there already
 * without it is a person's own: it counts as there and its progress is read, but it is never changed nor removed. Its settings stay
 * as the owner has them.
 */
import { join } from "node:path";
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { Integration, IntegrationCheck } from "../integration.ts";
import type { DownloadClient, NewDownload } from "./download-client.ts";
import { isInfoHash, openKnownTorrents } from "./known-torrents.ts";
import { pathMappingsSetting } from "../path-mappings.ts";
import { checkSaveFolder } from "./save-folder.ts";
import { createTransmissionRpc, TRANSMISSION, type RpcValues } from "./transmission-rpc.ts";
import { readDownload, transmissionTorrent } from "./transmission-torrent.ts";

/** 3.00, the first that tells labels. */
const LEAST_RPC = 16;
/** Of `seed_ratio_mode` and `seed_idle_mode`. */
const seedMode = { own: 1, unlimited: 2 } as const;

/** It keeps 16 bits: 45 days. */
const LONGEST_IDLE_MINUTES = 65_535;

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description: "As this server reaches it: http://transmission:9091.",
  }),
  username: z.string().trim().default("").meta({ label: "Username" }),
  password: z.string().default("").meta({ label: "Password", secret: true }),
  label: z
    .string()
    .trim()
    .regex(/^[^,]+$/, "Give a name without commas.")
    .default("readmeabook")
    .meta({
      label: "Label",
      description:
        "Transmission's label for what this server adds. Use it for nothing else: what carries it may be removed.",
    }),
  download_dir: z
    .string()
    .trim()
    .regex(/^$|^\/|^[a-z]:[\\/]/i, "Give an absolute path, as Transmission calls it.")
    .default("")
    .meta({
      label: "Download folder",
      description: "Where Transmission is to save what this server adds, as it calls it. Empty: its own folder.",
    }),
  path_mappings: pathMappingsSetting,
});

/** Settings of Transmission as its code uses them. */
export type TransmissionSettings = z.infer<typeof settings>;

const owner = z.object({ hash_string: z.string(), labels: z.array(z.string()).default([]) });
const sessionFacts = z.object({ version: z.string(), rpc_version: z.number(), download_dir: z.string() });

export const transmission: Integration<TransmissionSettings, DownloadClient> = {
  label: "Transmission",
  settings,
  async open(
    { label, download_dir: downloadDir, path_mappings: mappings, ...access },
    { http, dataDir, libraryDir, log },
  ) {
    const rpc = createTransmissionRpc(access, http);
    const known = openKnownTorrents(join(dataDir, "transmission", "known"));
    // Between the add and the label that follows; whoever is killed there finds it here again.
    const unlabelled = openKnownTorrents(join(dataDir, "transmission", "unlabelled"));

    async function get<T extends z.ZodObject>(shape: T, values: RpcValues, signal: AbortSignal): Promise<z.infer<T>[]> {
      const answer = await rpc.call("torrent_get", { ...values, fields: Object.keys(shape.shape) }, signal);
      const { data } = z.object({ torrents: z.array(shape) }).safeParse(answer);
      if (!data) throw reject("Transmission sent a list of torrents that cannot be read. Check its address.");
      return data.torrents;
    }

    /** @returns whose it is; null when it is not there. */
    async function findOwner(id: string, signal: AbortSignal): Promise<"us" | "somebody else" | null> {
      const [torrent] = await get(owner, { ids: [id] }, signal);
      if (!torrent) return null;
      return torrent.labels.includes(label) || (await unlabelled.list()).includes(id) ? "us" : "somebody else";
    }

    /** 3.00 ignores the labels of an add, and no version takes goals with it. */
    async function giveLabel(id: string, goals: RpcValues, signal: AbortSignal): Promise<void> {
      await rpc.call("torrent_set", { ids: [id], labels: [label], ...goals }, signal);
      await unlabelled.forget(id);
    }

    return {
      async add(download, signal) {
        const { infoHash } = download;
        const before = await findOwner(infoHash, signal);
        if (before === null) await unlabelled.add(infoHash);
        if (before === null) await addTorrent(download, signal);
        if (before === null || (await unlabelled.list()).includes(infoHash)) {
          await giveLabel(infoHash, toGoals(download), signal);
        } else if (before === "somebody else") {
          log("info", "The torrent is in Transmission already, and stays its owner's.", { infoHash });
        }
        await known.add(infoHash);
      },

      async list(signal) {
        // Few fields of all it has, then all of ours: the long ones of thousands would keep it busy.
        const [all, ids, pending] = await Promise.all([get(owner, {}, signal), known.list(), unlabelled.list()]);
        const ours = all.filter(
          ({ hash_string: id, labels }) => labels.includes(label) || ids.includes(id) || pending.includes(id),
        );
        if (ours.length === 0) return [];
        for (const { hash_string: id } of ours) if (pending.includes(id)) await giveLabel(id, {}, signal);
        const torrents = await get(transmissionTorrent, { ids: ours.map(({ hash_string }) => hash_string) }, signal);
        return torrents.map((torrent) => readDownload(torrent, mappings));
      },

      async remove(id, { deleteFiles }, signal) {
        if (!isInfoHash(id)) return;
        if ((await findOwner(id, signal)) === "us") {
          await rpc.call("torrent_remove", { ids: [id], delete_local_data: deleteFiles }, signal);
        }
        await unlabelled.forget(id);
        await known.forget(id);
      },

      async check(signal) {
        const fields = Object.keys(sessionFacts.shape);
        const { data } = sessionFacts.safeParse(await rpc.call("session_get", { fields }, signal));
        if (!data) throw reject("What answers is not Transmission. Check its address under Settings.");
        return checkSession(data, signal);
      },

      async close() {},
    };

    async function addTorrent({ torrent, infoHash, magnetLink }: NewDownload, signal: AbortSignal): Promise<void> {
      const source = torrent
        ? { metainfo: Buffer.from(torrent).toString("base64") }
        : { filename: magnetLink ?? `magnet:?xt=urn:btih:${infoHash}` };
      const place = downloadDir ? { download_dir: downloadDir } : {};
      try {
        await rpc.call("torrent_add", { ...source, ...place, paused: false, labels: [label] }, signal);
      } catch (error) {
        const reason = findReason(error);
        if (reason === null) throw error;
        await unlabelled.forget(infoHash);
        // Of the folder that was configured, or of the torrent.
        throw /path|director|folder/i.test(reason) ? error : releaseRefused(reason);
      }
    }

    async function checkSession(
      { version: full, rpc_version: api, download_dir: general }: z.infer<typeof sessionFacts>,
      signal: AbortSignal,
    ): Promise<IntegrationCheck> {
      const version = full.split(" ")[0]!;
      if (api < LEAST_RPC) throw reject(`Transmission ${version} is too old: update it to 3.00 or later.`);
      if (downloadDir) {
        await rpc.call("free_space", { path: downloadDir }, signal).catch((error: unknown) => {
          const reason = findReason(error);
          throw reason === null ? error : reject(`Transmission cannot use the folder ${downloadDir}: ${reason}.`);
        });
      }
      const saves = await checkSaveFolder(downloadDir || general, { mappings, libraryDir }, TRANSMISSION);
      return { version, message: `Answers as Transmission ${version}. ${saves}` };
    }
  },
};

/** The client's own limits where there is no goal; with one of the two, the other kind of limit must not end the seeding. */
function toGoals({ seedRatio, seedSeconds }: NewDownload): RpcValues {
  if (seedRatio === undefined && seedSeconds === undefined) return {};
  const ratio =
    seedRatio === undefined
      ? { seed_ratio_mode: seedMode.unlimited }
      : { seed_ratio_mode: seedMode.own, seed_ratio_limit: seedRatio };
  // It knows no limit of time but of time without a taker, which is at least as long.
  const idle =
    seedSeconds === undefined
      ? { seed_idle_mode: seedMode.unlimited }
      : { seed_idle_mode: seedMode.own, seed_idle_limit: Math.min(Math.ceil(seedSeconds / 60), LONGEST_IDLE_MINUTES) };
  return { ...ratio, ...idle };
}

/** @returns what Transmission itself said; null when the error is another one. */
function findReason(error: unknown): string | null {
  return error instanceof UpstreamRejectedError && typeof error.facts.reason === "string" ? error.facts.reason : null;
}

function releaseRefused(reason: string): UpstreamRejectedError {
  const message = `The ${TRANSMISSION} does not take this torrent: ${reason}.`;
  return new UpstreamRejectedError(message, { integration: TRANSMISSION, isReleaseRefused: true });
}

function reject(message: string): UpstreamRejectedError {
  return new UpstreamRejectedError(message, { integration: TRANSMISSION });
}
