import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import { startSwarm, type SeededTorrent } from "../../testing/fakes/swarm.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { isInstalled, startTransmission, type RealClient } from "../../testing/real-clients.ts";
import { describeDownloadClient } from "./download-client.contract.ts";
import { createTransmissionRpc, type RpcValues } from "./transmission-rpc.ts";
import { transmission } from "./transmission.ts";

const signal = new AbortController().signal;
const isHere = isInstalled("transmission-daemon");
/** It looks every 10 s whom to ask for pieces. */
const PATIENCE_MS = 40_000;

describe.skipIf(!isHere)(`The real Transmission${isHere ? "" : " (transmission-daemon is not installed here)"}`, () => {
  const setUpContract = async () => {
    const place = await setUp();
    return {
      open: place.open,
      addForeign: async (torrent: SeededTorrent) => void (await addAsPerson(place.ask, torrent)),
      tearDown: place.tearDown,
    };
  };
  describeDownloadClient("transmission-daemon", setUpContract, { isSlow: true });

  it(
    "fetches a file, a folder, a magnet link and a slow one at once, and has them after a restart",
    { timeout: 90_000 },
    async () => {
      const swarm = await startSwarm();
      const place = await setUp();
      try {
        const client = await place.open();
        const fileBytes = randomBytes(150_000);
        const discs = [
          { path: "CD 1/01 Über den Bergen.mp3", bytes: randomBytes(90_000) },
          { path: "CD 2/長い旅.mp3", bytes: randomBytes(80_000) },
        ];
        const file = await swarm.seed([{ path: "File.m4b", bytes: fileBytes }], { name: "File.m4b" });
        const folder = await swarm.seed(discs, { name: "Märchen – 物語" });
        const magnet = await swarm.seed([{ path: "Magnet.m4b", bytes: fileBytes.subarray(1) }], { name: "Magnet.m4b" });
        const slowFile = { path: "Slow.mp3", bytes: randomBytes(2_000_000) };
        const slow = await swarm.seed([slowFile], { name: "Slow.mp3", uploadBytesPerSecond: 200_000 });
        await client.add(file, signal);
        await client.add(folder, signal);
        await client.add({ infoHash: magnet.infoHash, magnetLink: magnet.magnetLink }, signal);
        await client.add({ infoHash: slow.infoHash, torrent: slow.torrent }, signal);
        const find = async ({ infoHash }: SeededTorrent) =>
          (await client.list(signal)).find(({ id }) => id === infoHash)!;

        const moving = await eventually(async () => {
          const download = await find(slow);
          expect(download.bytesPerSecond).toBeGreaterThan(0);
          return download;
        }, PATIENCE_MS);
        expect(moving).toMatchObject({ status: "downloading", error: null });
        expect(moving.progress).toBeLessThan(1);

        for (const each of [file, folder, magnet]) {
          await eventually(async () => expect((await find(each)).status).toBe("completed"), PATIENCE_MS);
        }
        const done = await find(folder);
        for (const { path, bytes } of discs) expect(await readFile(join(done.contentPath!, path))).toEqual(bytes);
        expect(await readFile((await find(file)).contentPath!)).toEqual(fileBytes);
        const { contentPath: magnetPath } = await find(magnet);
        expect(await readFile(magnetPath!)).toEqual(fileBytes.subarray(1));

        await client.remove(magnet.infoHash, { deleteFiles: true }, signal);
        await client.remove(slow.infoHash, { deleteFiles: true }, signal);
        await expect(stat(magnetPath!)).rejects.toThrow(/ENOENT/);
        const { contentPath: filePath } = await find(file);
        await client.remove(file.infoHash, { deleteFiles: false }, signal);
        await expect(stat(filePath!)).resolves.toBeDefined();

        await place.real.restart();
        await eventually(async () =>
          expect(await client.list(signal)).toEqual([{ ...done, seeders: expect.anything() }]),
        );
      } finally {
        await place.tearDown();
        await swarm.stop();
      }
    },
  );

  it("leaves other torrents and settings as they are", { timeout: 60_000 }, async () => {
    const swarm = await startSwarm();
    const place = await setUp();
    try {
      const describeFile = (name: string) =>
        swarm.describeDead([{ path: name, bytes: Buffer.alloc(50_000, name) }], { name });
      const [theirs, ours] = [await describeFile("Theirs.mp3"), await describeFile("Ours.mp3")];
      await place.ask("session_set", { seed_ratio_limit: 3, seed_ratio_limited: true });
      await addAsPerson(place.ask, theirs);
      const look = async () => {
        const fields = [
          "labels",
          "status",
          "seedRatioMode",
          "seedRatioLimit",
          "seedIdleMode",
          "downloadDir",
          "addedDate",
        ];
        return {
          session: { ...(await place.ask("session_get", {})), download_dir_free_space: null },
          theirs: await place.ask("torrent_get", { ids: [theirs.infoHash], fields }),
        };
      };
      const before = await look();
      expect(before.theirs).toMatchObject({ torrents: [{ labels: ["films"], status: 0 }] });

      const client = await place.open();
      await client.check(signal);
      await client.add({ ...ours, seedRatio: 1.5, seedSeconds: 3600 }, signal);
      await client.add({ ...theirs, seedRatio: 1.5 }, signal);
      const listed = (await client.list(signal)).map(({ id }) => id);
      expect(listed.toSorted()).toEqual([theirs.infoHash, ours.infoHash].toSorted());
      const goals = ["labels", "seedRatioMode", "seedRatioLimit", "seedIdleMode", "seedIdleLimit"];
      expect(await place.ask("torrent_get", { ids: [ours.infoHash], fields: goals })).toEqual({
        torrents: [
          {
            labels: ["readmeabook"],
            seed_ratio_mode: 1,
            seed_ratio_limit: 1.5,
            seed_idle_mode: 1,
            seed_idle_limit: 60,
          },
        ],
      });
      await client.remove(theirs.infoHash, { deleteFiles: true }, signal);
      await client.remove(ours.infoHash, { deleteFiles: true }, signal);

      expect(await look()).toEqual(before);
    } finally {
      await place.tearDown();
      await swarm.stop();
    }
  });

  it("is told from one that is set up wrong", async () => {
    const place = await setUp();
    try {
      const { url } = place.real;
      await expect((await place.open({ password: "wrong" })).check(signal)).rejects.toThrow(
        /refused the username or password/,
      );
      await expect((await place.open({ url: `${url}/transmission/web/` })).check(signal)).resolves.toMatchObject({
        version: "3.00",
      });
      await expect((await place.open({ url: `${url}/else` })).check(signal)).rejects.toThrow(
        /points to another address/,
      );
      await expect((await place.open({ download_dir: "/nonexistent/x" })).check(signal)).rejects.toThrow(
        /No such file/,
      );
      const junk = { infoHash: "0".repeat(40), torrent: Buffer.from("junk") };
      await expect((await place.open()).add(junk, signal)).rejects.toMatchObject({
        code: "UPSTREAM_REJECTED",
        facts: { isReleaseRefused: true },
      });
    } finally {
      await place.tearDown();
    }
  });
});

async function setUp() {
  const real = await startTransmission();
  const dataDir = await mkdtemp(join(tmpdir(), "transmission-data-"));
  const { url, username, password } = real;
  const runtime = { ...makeIntegrationRuntime(15_000), dataDir };
  return {
    real,
    ask: signInAsPerson(real, runtime.http),
    open: (settings: Record<string, string> = {}) =>
      transmission.open(transmission.settings.parse({ url, username, password, ...settings }), runtime),
    async tearDown() {
      await real.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Ask = (method: string, values: RpcValues) => Promise<RpcValues>;

function signInAsPerson(real: RealClient, http: Parameters<typeof createTransmissionRpc>[1]): Ask {
  const rpc = createTransmissionRpc(real, http);
  return (method, values) => rpc.call(method, values, signal);
}

async function addAsPerson(ask: Ask, { torrent, infoHash }: SeededTorrent): Promise<void> {
  await ask("torrent_add", { metainfo: Buffer.from(torrent).toString("base64"), paused: true });
  await ask("torrent_set", { ids: [infoHash], labels: ["films"] });
  // It verifies first.
  const stopped = { torrents: [{ status: 0 }] };
  await eventually(async () =>
    expect(await ask("torrent_get", { ids: [infoHash], fields: ["status"] })).toEqual(stopped),
  );
}
