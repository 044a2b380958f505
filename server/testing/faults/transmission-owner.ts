import { dirname, join } from "node:path";
import { createHttpClient } from "../../integrations/http-client.ts";
import { createTransmissionRpc, type RpcValues } from "../../integrations/download-clients/transmission-rpc.ts";
import { eventually } from "../eventually.ts";
import type { SeededTorrent } from "../fakes/swarm.ts";
import { startTransmission } from "../real-clients.ts";
import { nameValues, type ClientOwner } from "./client-owner.ts";
import { digestsOf } from "./digests.ts";
import { makeForeignTorrents } from "./foreign-torrents.ts";

const signal = new AbortController().signal;
const ourLabel = "readmeabook";
const statuses = { stopped: 0, downloading: 4, seeding: 6 };
/** What the owner has chosen, or the torrent's progress; not what the client counts. */
const lasting = [
  "hash_string,name,labels,status,download_dir,percent_done,left_until_done,total_size,queue_position,added_date,done_date",
  "seed_ratio_mode,seed_ratio_limit,seed_idle_mode,seed_idle_limit,bandwidth_priority,honors_session_limits",
  "download_limit,download_limited,upload_limit,upload_limited,priorities,wanted,error,magnet_link,torrent_file",
].flatMap((names) => names.split(","));

type Torrent = Readonly<Record<string, any>>;

/** A real Transmission whose owner adds torrents stopped, and keeps unfinished ones elsewhere. */
export async function startOwnedTransmission(): Promise<ClientOwner> {
  const real = await startTransmission();
  const { url, username, password, downloadsDir } = real;
  const { call } = createTransmissionRpc(real, createHttpClient({ userAgent: "Owner" }));
  const ask = (method: string, values: RpcValues = {}) => call(method, values, signal);
  const list = async () => (await ask("torrent_get", { fields: lasting }))["torrents"] as Torrent[];
  const theirs = await makeForeignTorrents(real);
  const isTheirs = ({ hash_string: hash }: Torrent) => theirs.hashes.includes(hash);

  async function addTheirs({ torrent, infoHash }: SeededTorrent, paused: boolean, options: RpcValues): Promise<void> {
    const metainfo = Buffer.from(torrent).toString("base64");
    await ask("torrent_add", { metainfo, paused, download_dir: theirs.folder });
    await ask("torrent_set", { ids: [infoHash], ...options });
  }

  await ask("session_set", {
    start_added_torrents: false,
    incomplete_dir_enabled: true,
    incomplete_dir: join(dirname(downloadsDir), "unfinished"),
    seed_ratio_limited: true,
    seed_ratio_limit: 3,
    idle_seeding_limit: 600,
    speed_limit_up: 4_000,
    speed_limit_up_enabled: true,
    peer_limit_per_torrent: 41,
  });
  await addTheirs(theirs.whole, false, { labels: ["films", "kept"], seed_ratio_mode: 1, seed_ratio_limit: 7.5 });
  await addTheirs(theirs.paused, true, { upload_limited: true, upload_limit: 40, download_limit: 70 });
  await addTheirs(theirs.waiting, false, { labels: ["wanted"], bandwidth_priority: 1 });
  await eventually(async () => {
    const states = (await list()).map(({ status }) => status).toSorted();
    if (states.join() !== Object.values(statuses).join()) throw new Error(`The owner's torrents are ${states.join()}.`);
  }, 20_000);

  return {
    settings: {
      "download_client.type": "transmission",
      "download_client.url": url,
      "download_client.username": username,
      "download_client.password": password,
    },

    async listAdded() {
      const added = (await list()).filter((torrent) => !isTheirs(torrent));
      return added.map(
        ({ hash_string: infoHash, name, labels, status, left_until_done: left, download_dir: folder }) => ({
          infoHash,
          name,
          isSeeding: left === 0 && status === statuses.seeding,
          isMarked: labels.join() === ourLabel,
          contentPath: join(folder, name),
        }),
      );
    },

    async lookAtOwn() {
      const torrents = (await list()).filter(isTheirs);
      const { download_dir_free_space: _, session_id: __, ...preferences } = await ask("session_get");
      return Object.assign(
        {},
        ...torrents.map((torrent) => nameValues(`torrent ${torrent["hash_string"]}`, torrent)),
        nameValues("all", { files: await digestsOf(theirs.folder) }),
        nameValues("preference", preferences),
      ) as Record<string, string>;
    },

    async removeAdded() {
      const ids = (await list()).filter((torrent) => !isTheirs(torrent)).map(({ hash_string: hash }) => hash);
      // Without ids it would be all.
      if (ids.length > 0) await ask("torrent_remove", { ids, delete_local_data: true });
      await eventually(async () => {
        if ((await list()).length > theirs.hashes.length) throw new Error("Transmission still has the last torrent.");
      });
    },

    async close() {
      await real.stop();
      await theirs.swarm.stop();
    },
  };
}
