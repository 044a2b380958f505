/** What somebody has in a download client before the server comes: three torrents, of which one seeds, one is paused and one waits. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { startSwarm, type SeededTorrent, type Swarm } from "../fakes/swarm.ts";
import type { RealClient } from "../real-clients.ts";

/** Torrents that nobody else has, and where their owner keeps them. */
export interface ForeignTorrents {
  /** Absolute; outside of the client's general folder. */
  readonly folder: string;
  /** Its file lies in the folder. */
  readonly whole: SeededTorrent;
  readonly paused: SeededTorrent;
  readonly waiting: SeededTorrent;
  readonly hashes: readonly string[];
  /** The tracker of all three. */
  readonly swarm: Swarm;
}

/** Makes them, not yet in the client. */
export async function makeForeignTorrents({ downloadsDir }: RealClient): Promise<ForeignTorrents> {
  const folder = join(dirname(downloadsDir), "theirs");
  await mkdir(folder);
  const swarm = await startSwarm();
  const describe = (name: string) => swarm.describeDead([{ path: name, bytes: Buffer.alloc(70_000, name) }], { name });
  const [whole, paused, waiting] = [
    await describe("Whole.mkv"),
    await describe("Paused.mkv"),
    await describe("Waiting.mkv"),
  ];
  await writeFile(join(folder, "Whole.mkv"), Buffer.alloc(70_000, "Whole.mkv"));
  return { folder, whole, paused, waiting, hashes: [whole, paused, waiting].map(({ infoHash }) => infoHash), swarm };
}
