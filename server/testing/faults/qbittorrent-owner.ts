import { dirname, join } from "node:path";
import { createHttpClient } from "../../integrations/http-client.ts";
import { createQbittorrentSession } from "../../integrations/download-clients/qbittorrent-session.ts";
import { eventually } from "../eventually.ts";
import type { SeededTorrent } from "../fakes/swarm.ts";
import { startQbittorrent } from "../real-clients.ts";
import { nameValues, type ClientOwner } from "./client-owner.ts";
import { digestsOf } from "./digests.ts";
import { makeForeignTorrents } from "./foreign-torrents.ts";

const signal = new AbortController().signal;
const ourCategory = "readmeabook";
/** What the owner has chosen, or the torrent's progress; not what the client counts. */
const lasting = [
  "name,category,tags,save_path,download_path,content_path,state,progress,amount_left,total_size,priority,auto_tmm",
  "ratio_limit,seeding_time_limit,max_ratio,max_seeding_time,dl_limit,up_limit,force_start,seq_dl,f_l_piece_prio",
  "super_seeding,added_on,completion_on,magnet_uri",
].flatMap((names) => names.split(","));

type Torrent = Readonly<Record<string, unknown>> & { readonly hash: string; readonly state: string };

/** A real qBittorrent whose owner adds torrents stopped, without a folder, and keeps unfinished ones elsewhere. */
export async function startOwnedQbittorrent(): Promise<ClientOwner> {
  const real = await startQbittorrent();
  const { url, username, password, downloadsDir } = real;
  const http = createHttpClient({ userAgent: "Owner" });
  const session = createQbittorrentSession({ url, username, password, apiKey: "" }, http);
  const read = async (method: string, query: Record<string, string> = {}) =>
    (await session.call(method, { query, signal })).json() as never;
  const write = async (method: string, values: Record<string, string>) =>
    void (await session.call(method, { body: new URLSearchParams(values), signal }));
  const theirs = await makeForeignTorrents(real);
  const isTheirs = ({ hash }: Torrent) => theirs.hashes.includes(hash);
  const list = async (): Promise<Torrent[]> => read("torrents/info");

  async function addTheirs({ torrent }: SeededTorrent, options: Record<string, string>): Promise<void> {
    const form = new FormData();
    form.append("torrents", new File([new Uint8Array(torrent)], "theirs.torrent"));
    for (const [name, value] of Object.entries({ savepath: theirs.folder, paused: "false", ...options }))
      form.append(name, value);
    await session.call("torrents/add", { body: form, signal });
  }

  const preferences = {
    start_paused_enabled: true,
    torrent_content_layout: "NoSubfolder",
    temp_path_enabled: true,
    temp_path: join(dirname(downloadsDir), "unfinished"),
    incomplete_files_ext: true,
    max_ratio_enabled: true,
    max_ratio: 3,
    up_limit: 5_000_000,
    max_connec: 321,
  };
  await write("app/setPreferences", { json: JSON.stringify(preferences) });
  await write("torrents/createCategory", { category: "films", savePath: theirs.folder });
  await addTheirs(theirs.whole, { category: "films", tags: "kept,old", ratioLimit: "7.5", seedingTimeLimit: "9000" });
  await addTheirs(theirs.paused, { paused: "true", upLimit: "40000", dlLimit: "70000" });
  await addTheirs(theirs.waiting, { tags: "wanted" });
  await eventually(async () => {
    const states = (await list()).map(({ state }) => state).toSorted();
    if (states.join() !== "pausedDL,stalledDL,stalledUP") throw new Error(`The owner's torrents are ${states.join()}.`);
  }, 20_000);

  return {
    settings: {
      "download_client.type": "qbittorrent",
      "download_client.url": url,
      "download_client.username": username,
      "download_client.password": password,
    },

    async listAdded() {
      const added = (await list()).filter((torrent) => !isTheirs(torrent));
      return added.map(({ hash, name, category, state, progress, content_path: contentPath }) => ({
        infoHash: hash,
        name: String(name),
        isSeeding: progress === 1 && /^(uploading|stalledUP)$/.test(state),
        isMarked: category === ourCategory,
        contentPath: String(contentPath),
      }));
    },

    async lookAtOwn() {
      const torrents = await Promise.all(
        (await list()).filter(isTheirs).map(async (torrent) => ({
          ...nameValues(`torrent ${torrent.hash}`, Object.fromEntries(lasting.map((name) => [name, torrent[name]]))),
          ...nameValues(`torrent ${torrent.hash}`, { files: await read("torrents/files", { hash: torrent.hash }) }),
        })),
      );
      const { [ourCategory]: _, ...categories } = (await read("torrents/categories")) as Record<string, unknown>;
      return Object.assign(
        {},
        ...torrents,
        nameValues("category", categories),
        nameValues("all", { tags: await read("torrents/tags"), files: await digestsOf(theirs.folder) }),
        nameValues("preference", await read("app/preferences")),
      ) as Record<string, string>;
    },

    async removeAdded() {
      const added = (await list()).filter((torrent) => !isTheirs(torrent));
      const hashes = added.map(({ hash }) => hash).join("|");
      if (hashes) await write("torrents/delete", { hashes, deleteFiles: "true" });
      await eventually(async () => {
        if ((await list()).length > theirs.hashes.length) throw new Error("qBittorrent still has the last torrent.");
      });
    },

    async close() {
      await real.stop();
      await theirs.swarm.stop();
    },
  };
}
