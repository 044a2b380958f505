/** Who runs the client when several processes, or a process that is killed, share one installation. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { UpstreamUnavailableError } from "../../errors.ts";
import { eventually } from "../../testing/eventually.ts";
import { startSwarm, type Swarm } from "../../testing/fakes/swarm.ts";
import type { DownloadClient } from "./download-client.ts";
import { makeTestPlace, openTestClient, removeTestPlace, type TestPlace } from "./embedded-test-place.ts";

const signal = new AbortController().signal;
let swarm: Swarm;
let place: TestPlace;
let clients: DownloadClient[];

beforeAll(async () => {
  swarm = await startSwarm();
});
afterAll(() => swarm.stop());
beforeEach(async () => {
  place = await makeTestPlace();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) await client.close();
  await removeTestPlace(place);
});

async function open(runtime?: Parameters<typeof openTestClient>[1]): Promise<DownloadClient> {
  const client = await openTestClient(place, runtime);
  clients.push(client);
  return client;
}

/** Another process that runs the client until it is killed. */
async function startHolder(): Promise<ChildProcess> {
  const fixture = new URL("./embedded-test-place.ts", import.meta.url).href;
  const script = `
    const { openTestClient } = await import(${JSON.stringify(fixture)});
    await openTestClient(${JSON.stringify(place)});
    console.log("open");`;
  const flags = ["--experimental-transform-types", "--no-warnings", "--input-type=module", "--eval", script];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  await Promise.race([once(child.stdout!, "data"), once(child, "exit").then(() => expect.fail("The holder ended."))]);
  return child;
}

async function readPort(client: DownloadClient): Promise<number> {
  return Number(/port (\d+)/.exec((await client.check(signal)).message)?.[1]);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

it("goes on after its process was killed in the middle of a download, without fetching the same bytes again", async () => {
  const bytes = randomBytes(2_000_000);
  const seeded = await swarm.seed([{ path: "x", bytes }], { name: "Killed.m4b", uploadBytesPerSecond: 500_000 });
  const holder = await startHolder();
  const client = await open();
  await client.add({ infoHash: seeded.infoHash, torrent: seeded.torrent }, signal);
  await eventually(async () => {
    expect((await client.list(signal))[0]?.progress).toBeGreaterThan(0.3);
  });
  holder.kill("SIGKILL");
  await once(holder, "exit");

  // The same call finds nobody, takes the lease over, and opens what the dead process had.
  const [taken] = await client.list(signal);
  expect(taken).toMatchObject({ id: seeded.infoHash, error: null });
  const resumed = await eventually(async () => {
    const [download] = await client.list(signal);
    expect(download?.status).toBe("downloading");
    return download!;
  });
  expect(resumed.progress).toBeGreaterThan(0.2);
  const done = await eventually(async () => {
    const [download] = await client.list(signal);
    expect(download?.status).toBe("completed");
    return download!;
  });
  expect(await readFile(done.contentPath!)).toEqual(bytes);
});

it("serves every process from the one client that runs", async () => {
  const [first, second] = [await open(), await open()];
  const seeded = await swarm.describeDead([{ path: "x", bytes: randomBytes(1000) }], { name: "Shared.mp3" });
  await second.add({ infoHash: seeded.infoHash, torrent: seeded.torrent }, signal);
  await eventually(async () => expect(await first.list(signal)).toMatchObject([{ sizeBytes: 1000 }]));
  expect(await second.check(signal)).toEqual(await first.check(signal));
  await expect(second.add({ infoHash: "a".repeat(40), torrent: seeded.torrent }, signal)).rejects.toThrow(
    "another torrent",
  );
  await first.close();
  expect(await second.list(signal)).toMatchObject([{ id: seeded.infoHash }]);
});

it("hands the client on when its lease is lost, and uses the other one's from then on", async () => {
  const lost = new AbortController();
  let isHeld = true;
  const first = await open({ exclusive: async () => (isHeld ? { lost: lost.signal, release: async () => {} } : null) });
  const seeded = await swarm.describeDead([{ path: "x", bytes: randomBytes(1000) }], { name: "Lost.mp3" });
  await first.add({ infoHash: seeded.infoHash, torrent: seeded.torrent }, signal);
  const port = await readPort(first);
  isHeld = false;
  lost.abort();
  await eventually(() => expect(isListening(port)).resolves.toBe(false));
  const second = await open();
  expect(await second.list(signal)).toMatchObject([{ id: seeded.infoHash }]);
  expect(await first.list(signal)).toMatchObject([{ id: seeded.infoHash }]);
  await second.remove(seeded.infoHash, { deleteFiles: true }, signal);
  expect(await first.list(signal)).toEqual([]);
});

it("starts anew when its thread does not answer any more", async () => {
  const client = await open();
  const port = await readPort(client);
  await rm(join(place.dataDir, "embedded-torrents", "client.sock"));
  expect(await client.list(signal)).toEqual([]);
  expect(await isListening(port)).toBe(false);
  expect(await isListening(await readPort(client))).toBe(true);
});

it("tells that it is worth another try when the process that has the lease cannot be reached", async () => {
  const client = await open({ exclusive: async () => null });
  const failure = await client.list(signal).catch((error) => error);
  expect(failure).toBeInstanceOf(UpstreamUnavailableError);
  expect(failure.message).toMatch(/^The embedded download client does not answer\./);
});

it("gives up at once when the caller does", async () => {
  const client = await open();
  await expect(client.list(AbortSignal.abort(new Error("Shutting down.")))).rejects.toThrow("Shutting down.");
});

it("works where the path of the data folder is too long for a socket", async () => {
  place = { ...place, dataDir: join(place.root, "d".repeat(120)) };
  const [first, second] = [await open(), await open({ exclusive: async () => null })];
  expect(await second.list(signal)).toEqual(await first.list(signal));
});

it("says that there is no room for the socket, and works once there is", async ({ skip }) => {
  const temporary = join(place.root, "temporary");
  await mkdir(temporary);
  try {
    // Of one file, which is the folder itself.
    execFileSync("mount", ["-t", "tmpfs", "-o", "nr_inodes=1", "tmpfs", temporary], { stdio: "ignore" });
  } catch {
    skip("only an administrator may mount a disk");
  }
  vi.stubEnv("TMPDIR", temporary);
  try {
    place = { ...place, dataDir: join(place.root, "d".repeat(120)) };
    await expect(open()).rejects.toThrow(
      `socket in ${temporary}/readmeabook-${process.getuid?.()}, and cannot make it: the disk is full. Make room;`,
    );
    execFileSync("mount", ["-o", "remount,nr_inodes=100", temporary]);
    expect(await (await open()).list(signal)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    for (const client of clients.splice(0)) await client.close();
    execFileSync("umount", [temporary]);
  }
});
