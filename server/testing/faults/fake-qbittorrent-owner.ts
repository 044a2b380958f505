import type { SandboxBook } from "../../sandbox/books.ts";
import { startQbittorrentFake } from "../fakes/qbittorrent.ts";
import { startTorrentEngine, type TorrentEngine } from "../fakes/torrent-engine.ts";
import type { ClientOwner } from "./client-owner.ts";
import { startGivingEngine } from "./giving-engine.ts";

const apiKey = "the owner's own";

/** A download client that is nobody's child: it goes on whatever happens to the servers. @param folder where it saves to. */
export function startFakeQbittorrent(folder: string): Promise<ClientOwner> {
  return startWith(startTorrentEngine(folder), folder);
}

/** The same, but it needs no seeds: it has the books as soon as it is asked for them. */
export function startGivingQbittorrent(folder: string, books: readonly SandboxBook[]): Promise<ClientOwner> {
  return startWith(startGivingEngine(folder, books), folder);
}

async function startWith(engine: TorrentEngine, folder: string): Promise<ClientOwner> {
  const fake = await startQbittorrentFake({ version: "5.2", folder, apiKey }, engine);
  const list = async (): Promise<Record<string, any>[]> => {
    const answer = await fetch(`${fake.url}/api/v2/torrents/info`, { headers: { authorization: `Bearer ${apiKey}` } });
    return (await answer.json()) as Record<string, any>[];
  };
  return {
    settings: {
      "download_client.type": "qbittorrent",
      "download_client.url": fake.url,
      "download_client.username": fake.options.username,
      "download_client.password": fake.options.password,
    },
    listAdded: async () =>
      (await list()).map(({ hash, name, category, state, content_path: contentPath }) => ({
        infoHash: hash,
        name,
        isMarked: category === "readmeabook",
        isSeeding: state === "stalledUP",
        contentPath,
      })),
    lookAtOwn: async () => ({}),
    async removeAdded() {},
    close: () => fake.close(),
  };
}
