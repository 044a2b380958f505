import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { eventually } from "../../testing/eventually.ts";
import { startSwarm, type SeededTorrent, type Swarm } from "../../testing/fakes/swarm.ts";
import type { DownloadClient, NewDownload } from "./download-client.ts";
import { makeTestPlace, openTestClient, removeTestPlace, type TestPlace } from "./embedded-test-place.ts";

const signal = new AbortController().signal;
let swarm: Swarm;
let place: TestPlace;
let client: DownloadClient;
let logged: string[];

beforeAll(async () => {
  swarm = await startSwarm();
});
afterAll(() => swarm.stop());
beforeEach(async () => {
  place = await makeTestPlace();
  client = await open();
});
afterEach(async () => {
  await client.close();
  await removeTestPlace(place);
});

function open(settings: Record<string, string> = {}): Promise<DownloadClient> {
  logged = [];
  return openTestClient(place, { log: (_level, message) => void logged.push(message) }, settings);
}

async function reach(id: string, status: string) {
  return eventually(async () => {
    const download = (await client.list(signal)).find((candidate) => candidate.id === id);
    expect(download?.status).toBe(status);
    return download!;
  });
}

const add = (seeded: SeededTorrent, more: Partial<NewDownload> = {}) =>
  client.add({ infoHash: seeded.infoHash, torrent: seeded.torrent, ...more }, signal);
const seed = (name: string) => swarm.seed([{ path: name, bytes: randomBytes(100_000) }], { name });
const folderOf = ({ infoHash }: SeededTorrent) => join(place.downloadsDir, infoHash);
const readRecord = async ({ infoHash }: SeededTorrent) =>
  JSON.parse(await readFile(join(place.dataDir, "embedded-torrents", `${infoHash}.json`), "utf8"));

describe("what a torrent may do to the disk", () => {
  const hostile = ["../../../../outside.mp3", "/etc/absolute.mp3", "a/../../b.mp3", "Q: what?.mp3"];

  it.each(["torrent", "magnet link"])(
    "is to write inside its own folder, whatever its names say (%s)",
    async (kind) => {
      const files = hostile.map((path) => ({ path, bytes: randomBytes(50_000) }));
      const seeded = await swarm.seed(files, { name: "Innocent" });
      if (kind === "torrent") await add(seeded);
      else await client.add({ infoHash: seeded.infoHash, magnetLink: seeded.magnetLink }, signal);
      const { contentPath } = await reach(seeded.infoHash, "completed");
      expect(contentPath).toBe(folderOf(seeded));
      expect(await readdir(place.downloadsDir)).toEqual([seeded.infoHash]);
      expect((await readdir(place.root)).toSorted()).toEqual(["data", "downloads"]);
      expect(await readFile(join(folderOf(seeded), "outside.mp3"))).toEqual(files[0]!.bytes);
      expect(await readFile(join(folderOf(seeded), "Innocent", "Q_ what_.mp3"))).toEqual(files[3]!.bytes);
    },
  );

  it("ends at its own name, even when that is a way out", async () => {
    const seeded = await seed("../../way out");
    await add(seeded);
    const { contentPath } = await reach(seeded.infoHash, "completed");
    expect(contentPath?.startsWith(`${folderOf(seeded)}/`)).toBe(true);
    expect(await readdir(place.downloadsDir)).toEqual([seeded.infoHash]);
  });

  it("is refused when it is not the torrent that was announced", async () => {
    const seeded = await seed("Other.mp3");
    await expect(add(seeded, { infoHash: "a".repeat(40) })).rejects.toThrow(
      "What the indexer sent is another torrent than the release says. Choose another release.",
    );
    await expect(add(seeded, { infoHash: "../../x" })).rejects.toThrow(UpstreamRejectedError);
    await expect(add(seeded, { torrent: Buffer.from("<html>") })).rejects.toThrow("is not a torrent");
    expect(await client.list(signal)).toEqual([]);
  });
});

describe("a disk that refuses", () => {
  it.skipIf(process.platform !== "linux")("fails the download with a sentence when it is full", async () => {
    const seeded = await swarm.seed([{ path: "x", bytes: randomBytes(200_000) }], { name: "Full.mp3" });
    const twin = await seed("Fine.mp3");
    await client.add({ infoHash: seeded.infoHash, torrent: seeded.torrent }, signal);
    await client.remove(seeded.infoHash, { deleteFiles: false }, signal);
    await rm(join(folderOf(seeded), "Full.mp3"), { force: true });
    await symlink("/dev/full", join(folderOf(seeded), "Full.mp3"));
    await add(seeded);
    const failed = await reach(seeded.infoHash, "failed");
    expect(failed.error).toBe(
      `The disk is full: nothing more can be written to ${folderOf(seeded)}. Make room, then try again.`,
    );
    await add(twin);
    await reach(twin.infoHash, "completed");
  });

  it("fails the download with a sentence when its folder cannot be made", async () => {
    const seeded = await seed("Blocked.mp3");
    await writeFile(folderOf(seeded), "");
    await add(seeded);
    expect((await reach(seeded.infoHash, "failed")).error).toMatch(/^Writing to .+ failed \(E[A-Z]+\)\. Look at what/);
  });

  it("is told of by the check", async () => {
    await rename(place.downloadsDir, `${place.downloadsDir}.moved`);
    await expect(client.check(signal)).rejects.toThrow(
      `There is no downloads folder at ${place.downloadsDir}. Create it, or correct its path under Settings.`,
    );
    await writeFile(place.downloadsDir, "");
    await expect(client.check(signal)).rejects.toThrow("There is no downloads folder");
  });
});

describe("seeding", () => {
  it("ends when a goal is met, and the download stays completed over a restart", async () => {
    const seeded = await seed("Goal.mp3");
    await add(seeded, { seedSeconds: 0 });
    await eventually(async () => {
      expect(await client.list(signal)).toMatchObject([{ status: "completed", seeders: null, progress: 1 }]);
    });
    await rm(folderOf(seeded), { recursive: true });
    await client.close();
    client = await open();
    expect(await client.list(signal)).toMatchObject([{ status: "completed", seeders: null }]);
  });

  it("goes on after a restart, and how long it lasted is kept", async () => {
    const seeded = await seed("Generous.mp3");
    await add(seeded, { seedRatio: 5 });
    await reach(seeded.infoHash, "completed");
    await client.close();
    expect(await readRecord(seeded)).toMatchObject({ seedRatio: 5, seedingEnded: false });
    expect((await readRecord(seeded)).seededSeconds).toBeGreaterThan(0);
    client = await open();
    expect((await reach(seeded.infoHash, "completed")).seeders).not.toBeNull();
  });

  it("does not fetch again what was moved away after it was complete", async () => {
    const seeded = await seed("Moved.mp3");
    await add(seeded);
    const { contentPath } = await reach(seeded.infoHash, "completed");
    await client.close();
    await rm(contentPath!);
    client = await open();
    expect((await reach(seeded.infoHash, "failed")).error).toBe(
      `The finished files are no longer in ${folderOf(seeded)}. Remove this download to fetch them again.`,
    );
    expect(await readdir(folderOf(seeded))).toEqual([]);
  });
});

describe("the engine's faults", () => {
  it("go no further than the log when a tracker breaks off its answer", async () => {
    const tracker = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () =>
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\nd", () => socket.destroy()),
      );
    });
    await new Promise<void>((resolve) => tracker.listen(0, "127.0.0.1", resolve));
    const { port } = tracker.address() as AddressInfo;
    const infoHash = "b".repeat(40);
    const magnetLink = `magnet:?xt=urn:btih:${infoHash}&tr=${encodeURIComponent(`http://127.0.0.1:${port}/announce`)}`;
    await client.add({ infoHash, magnetLink }, signal);
    await eventually(() => expect(logged).toEqual(["The embedded client met a fault and goes on."]));
    expect(await client.list(signal)).toMatchObject([{ id: infoHash, status: "queued", contentPath: null }]);
    await new Promise((resolve) => tracker.close(resolve));
  });

  it("are told of when its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await client.close();
    await expect(open({ port: String(port) })).rejects.toThrow(
      `The embedded client cannot listen on port ${port} (EADDRINUSE). Choose another one under Settings, or 0 for any that is free.`,
    );
    await new Promise((resolve) => other.close(resolve));
    // The lease was given back: whoever opens next runs the client.
    client = await open({ port: String(port) });
    expect((await client.check(signal)).message).toBe(
      `The embedded client holds 0 downloads and listens on port ${port}.`,
    );
  });

  it("leave out a record that is damaged, and open the others", async () => {
    const seeded = await seed("Sound.mp3");
    await add(seeded);
    await client.close();
    await writeFile(join(place.dataDir, "embedded-torrents", `${"c".repeat(40)}.json`), "{");
    client = await open();
    await reach(seeded.infoHash, "completed");
    expect(logged).toContain("A download's record is damaged and was skipped.");
  });
});

it("keeps its records and its socket to the user who runs the server", async () => {
  await add(await seed("Secret.mp3"));
  const folder = join(place.dataDir, "embedded-torrents");
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
  expect(await readdir(folder)).toContain("client.sock");
});
