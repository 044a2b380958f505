/** What every download client must do, against a real swarm on this machine. */
import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import { startSwarm, type SeededTorrent, type SeedFile, type Swarm } from "../../testing/fakes/swarm.ts";
import type { Download, DownloadClient } from "./download-client.ts";

/** A client to be put to the test; its content paths must be readable by this process. */
export interface DownloadClientUnderTest {
  /** Opens the adapter; called again after a close(). */
  open(): Promise<DownloadClient>;
  /** Adds a torrent as another program or person would; absent where a client holds nothing but ours. */
  addForeign?(torrent: SeededTorrent): Promise<void>;
  tearDown(): Promise<void>;
}

const signal = new AbortController().signal;
/** A real client may wait a while before it asks a tracker again. */
const PATIENCE_MS = 25_000;

/**
 * Declares the suite for one adapter.
 * @param options.isSlow leaves out what waits for bytes, for a client that takes 10 s to begin: prove that by other means.
 */
export function describeDownloadClient(
  name: string,
  setUp: () => Promise<DownloadClientUnderTest>,
  { isSlow = false } = {},
): void {
  const itTransfers = it.skipIf(isSlow);
  describe(`${name} as a download client`, { timeout: 60_000 }, () => {
    let swarm: Swarm;
    let place: DownloadClientUnderTest;
    let client: DownloadClient;

    beforeAll(async () => {
      swarm = await startSwarm();
      place = await setUp();
      client = await place.open();
    });
    afterEach(async () => {
      for (const { id } of await client.list(signal)) await client.remove(id, { deleteFiles: true }, signal);
    });
    afterAll(async () => {
      await client.close();
      await place.tearDown();
      await swarm.stop();
    });

    const find = async (id: string) => (await client.list(signal)).find((download) => download.id === id);
    const reach = (id: string, accept: (download: Download) => void) =>
      eventually(async () => {
        const download = await find(id);
        if (!download) throw new Error(`There is no download ${id}.`);
        accept(download);
        return download;
      }, PATIENCE_MS);
    const complete = (id: string) => reach(id, ({ status }) => expect(status).toBe("completed"));
    const add = ({ infoHash, torrent }: SeededTorrent) => client.add({ infoHash, torrent }, signal);

    itTransfers("fetches a single file to its content path", async () => {
      const [file] = someFiles("The Hobbit.m4b");
      const seeded = await swarm.seed([file!], { name: "The Hobbit.m4b" });
      await add(seeded);
      const done = await complete(seeded.infoHash);
      expect(done).toMatchObject({ name: "The Hobbit.m4b", progress: 1, sizeBytes: file!.bytes.length, error: null });
      expect(await readFile(done.contentPath!)).toEqual(Buffer.from(file!.bytes));
    });

    itTransfers("reports progress between 0 and 1 and a speed while a slow download runs", async () => {
      const files = [{ path: "Slow.mp3", bytes: randomBytes(2_000_000) }];
      const seeded = await swarm.seed(files, { name: "Slow.mp3", uploadBytesPerSecond: 200_000 });
      await add(seeded);
      const moving = await reach(seeded.infoHash, ({ bytesPerSecond }) => expect(bytesPerSecond).toBeGreaterThan(0));
      expect(moving.status).toBe("downloading");
      expect(moving.progress).toBeLessThan(1);
      expect(moving.error).toBeNull();
    });

    itTransfers("fetches a folder of several files, with names in any script", async () => {
      const files = someFiles("CD 1/01 Über den Bergen.mp3", "CD 1/02 長い旅.mp3", "обложка.jpg");
      const seeded = await swarm.seed(files, { name: "Märchen – 物語" });
      await add(seeded);
      const done = await complete(seeded.infoHash);
      expect((await stat(done.contentPath!)).isDirectory()).toBe(true);
      for (const { path, bytes } of files) {
        expect(await readFile(join(done.contentPath!, path))).toEqual(Buffer.from(bytes));
      }
    });

    itTransfers("fetches by a magnet link, with the metadata from the swarm", async () => {
      const [file] = someFiles("Magnet.m4b");
      const { infoHash, magnetLink } = await swarm.seed([file!], { name: "Magnet.m4b" });
      await client.add({ infoHash, magnetLink }, signal);
      const done = await complete(infoHash);
      expect(await readFile(done.contentPath!)).toEqual(Buffer.from(file!.bytes));
    });

    it("has one download when the same torrent is added twice, even at once", async () => {
      const seeded = await swarm.describeDead(someFiles("Twice.mp3"), { name: "Twice.mp3" });
      await Promise.all([add(seeded), add(seeded)]);
      await add(seeded);
      await reach(seeded.infoHash, ({ id }) => expect(id).toBe(seeded.infoHash));
      expect(await client.list(signal)).toHaveLength(1);
    });

    it("waits, without a failure, for a torrent that nobody has", async () => {
      const seeded = await swarm.describeDead(someFiles("Nobody.mp3"), { name: "Nobody.mp3" });
      await add(seeded);
      const waiting = await reach(seeded.infoHash, ({ sizeBytes }) => expect(sizeBytes).toBeGreaterThan(0));
      expect(["queued", "downloading"]).toContain(waiting.status);
      expect(waiting).toMatchObject({ progress: 0, secondsLeft: null, error: null });
      expect(waiting.seeders ?? 0).toBe(0);
    });

    it("lists only what was added through it", async ({ skip }) => {
      if (!place.addForeign) return skip();
      const foreign = await swarm.describeDead(someFiles("Foreign.mp3"), { name: "Foreign.mp3" });
      const ours = await swarm.describeDead(someFiles("Ours.mp3"), { name: "Ours.mp3" });
      await place.addForeign(foreign);
      await add(ours);
      await reach(ours.infoHash, ({ id }) => expect(id).toBe(ours.infoHash));
      expect(await find(foreign.infoHash)).toBeUndefined();
    });

    itTransfers("forgets a download and leaves its files, or deletes them when asked", async () => {
      for (const deleteFiles of [false, true]) {
        const seeded = await swarm.seed(someFiles(`Gone ${deleteFiles}.mp3`), { name: `Gone ${deleteFiles}.mp3` });
        await add(seeded);
        const { contentPath } = await complete(seeded.infoHash);
        await client.remove(seeded.infoHash, { deleteFiles }, signal);
        await eventually(async () => expect(await find(seeded.infoHash)).toBeUndefined());
        await eventually(async () => expect(await exists(contentPath!)).toBe(!deleteFiles));
        await client.remove(seeded.infoHash, { deleteFiles }, signal);
      }
    });

    it("takes the removal of what is not there for success", async () => {
      await client.remove("0".repeat(40), { deleteFiles: true }, signal);
      await client.remove("../..", { deleteFiles: true }, signal);
    });

    itTransfers("keeps its downloads when it is closed and opened again", async () => {
      const finished = await swarm.seed(someFiles("Finished.mp3"), { name: "Finished.mp3" });
      const waiting = await swarm.describeDead(someFiles("Waiting.mp3"), { name: "Waiting.mp3" });
      await add(finished);
      await add(waiting);
      const before = await complete(finished.infoHash);
      await client.close();
      client = await place.open();
      expect(await complete(finished.infoHash)).toMatchObject({ name: before.name, contentPath: before.contentPath });
      await reach(waiting.infoHash, ({ status }) => expect(["queued", "downloading"]).toContain(status));
    });

    it("says in a sentence that it is well", async () => {
      expect((await client.check(signal)).message).toMatch(/^[A-Z].*\.$/);
    });
  });
}

function someFiles(...paths: string[]): SeedFile[] {
  return paths.map((path, index) => ({ path, bytes: randomBytes(150_000 + index * 7_919) }));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
