/**
 * The download client of the kill matrix, as the person sees it who owns it. A real one holds that person's own torrents
 * and settings before the server comes, and nothing of that may ever be different.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A torrent that the server has added. */
export interface AddedTorrent {
  readonly infoHash: string;
  readonly name: string;
  /** It is whole and is offered to others. */
  readonly isSeeding: boolean;
  /** It carries the category or label by which the server knows its own. */
  readonly isMarked: boolean;
  /** The file or folder. Absolute. */
  readonly contentPath: string;
}

/** A download client, and its owner. */
export interface ClientOwner {
  /** What the server is told: settings of configuration. */
  readonly settings: Readonly<Record<string, string>>;
  /** Everything in the client that is not the owner's, whatever it is marked as. */
  listAdded(places: { readonly data: string; readonly downloads: string }): Promise<AddedTorrent[]>;
  /** What the owner has and has set, each with its value as text; less what changes by itself. */
  lookAtOwn(): Promise<Record<string, string>>;
  /** Removes what the server added, with its files, as a person does. */
  removeAdded(): Promise<void>;
  close(): Promise<void>;
}

/** Nobody's but the server's, and new with each of its data folders. */
export const embeddedOwner: ClientOwner = {
  settings: {
    "download_client.type": "embedded",
    "download_client.dht": "false",
    "download_client.listen_address": "127.0.0.1",
  },
  async listAdded({ data, downloads }) {
    const folder = join(data, "embedded-torrents");
    const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    return Promise.all(
      files.map(async (file) => {
        const record = JSON.parse(await readFile(join(folder, file), "utf8"));
        const isSeeding = record.completedAt !== null && !record.seedingEnded;
        const contentPath = join(downloads, record.infoHash, record.contentName);
        return { infoHash: record.infoHash, name: record.name, isSeeding, isMarked: true, contentPath };
      }),
    );
  },
  lookAtOwn: async () => ({}),
  async removeAdded() {},
  async close() {},
};

/** One line for each thing that `lookAtOwn` shows in another way than before. */
export function findChanges(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => `The owner's ${name} was ${before[name] ?? "not there"} and is ${now[name] ?? "gone"}.`);
}

/** @returns the values as texts, each called `<prefix> <name>`. */
export function nameValues(prefix: string, values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix} ${name}`, JSON.stringify(value)]),
  );
}
