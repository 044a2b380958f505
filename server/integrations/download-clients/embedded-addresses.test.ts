/** Whom a torrent can make the engine call. It listens on "localhost" here, which is not said to mean this machine alone. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import parseTorrent from "parse-torrent";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type WebTorrent from "webtorrent";
import { eventually } from "../../testing/eventually.ts";
import type { DownloadClient } from "./download-client.ts";
import { openDhtSocket, openInEngine, startEngine, stopEngine, whoNamesPeers } from "./embedded-engine.ts";
import { embeddedSettings } from "./embedded-settings.ts";
import { makeTestPlace, openTestClient, removeTestPlace, type TestPlace } from "./embedded-test-place.ts";

const settingsFor = (address: string) => embeddedSettings.parse({ listen_address: address, dht: false });
let place: TestPlace;
let target: Server;
let port: number;
let connections: number;
let answer: string;

beforeAll(async () => {
  place = await makeTestPlace();
  target = createServer((socket) => {
    connections += 1;
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(answer));
  }).listen(0, "127.0.0.1");
  await once(target, "listening");
  port = (target.address() as AddressInfo).port;
});
beforeEach(() => {
  connections = 0;
  answer = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
});
afterAll(async () => {
  target.close();
  await removeTestPlace(place);
});

describe("a torrent's trackers and peers", () => {
  const engines = new Map<string, WebTorrent>();
  let opened = 0;
  beforeAll(async () => {
    for (const address of ["localhost", "127.0.0.1"]) engines.set(address, await startEngine(settingsFor(address)));
  });
  // It waits a second for trackers.
  afterAll(() => Promise.all([...engines.values()].map(stopEngine)));

  /** @returns what the torrent complains of, as it comes. */
  async function open(address: "localhost" | "127.0.0.1", parameters: string): Promise<string[]> {
    const infoHash = (opened += 1).toString(16).padStart(40, "a");
    const heard: string[] = [];
    const opening = { folder: place.downloadsDir, wasComplete: false, onMetadata() {}, onFault() {} };
    const source = await parseTorrent(`magnet:?xt=urn:btih:${infoHash}&${parameters}`);
    const torrent = openInEngine(engines.get(address)!, source, opening);
    torrent.on("warning", (warning: Error) => heard.push(`${warning.message} ${String(warning.cause)}`));
    torrent.on("blockedPeer", (peer: string) => heard.push(`blocked ${peer}`));
    return heard;
  }

  const tracker = (address: string) => `tr=${encodeURIComponent(address)}`;

  it.each([
    "http://127.0.0.1:{port}/announce",
    "http://2130706433:{port}/announce",
    "http://localhost:{port}/announce",
  ])("are not called at home: %s", async (address) => {
    const heard = await open("localhost", tracker(address.replace("{port}", `${port}`)));
    await eventually(() => expect(heard.join()).toMatch(/may not be called/));
    expect(connections).toBe(0);
  });

  it("are not called at home when a magnet link names them as peers, web seeds and sources", async () => {
    const home = encodeURIComponent(`http://127.0.0.1:${port}/x`);
    const peers = `x.pe=127.0.0.1:${port}&x.pe=[::1]:${port}&x.pe=169.254.169.254:80&x.pe=localhost:${port}`;
    const heard = await open("localhost", `${peers}&ws=${home}&xs=${home}&as=${home}`);
    await eventually(() => expect(heard).toHaveLength(4));
    expect(connections).toBe(0);
  });

  it("are dropped when they are of another kind, or an address over UDP", async () => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    let datagrams = 0;
    socket.on("message", () => (datagrams += 1));
    const { port: udp } = socket.address();
    const hosts = ["127.0.0.1", "0.0.0.0", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0"];
    const all = [...hosts.map((host) => `udp://${host}:${udp}`), "file:///etc/passwd", `ws://127.0.0.1:${port}`];
    const heard = await open("localhost", all.map(tracker).join("&"));
    const other = await open("127.0.0.1", tracker(`udp://127.0.0.1:${udp}`));
    await eventually(() => expect(datagrams).toBe(1));
    expect([heard, other, connections]).toEqual([[], [], 0]);
    socket.close();
  });

  it("are called at home by an engine that listens there alone, but never for a cloud's metadata", async () => {
    await open("127.0.0.1", tracker(`http://127.0.0.1:${port}/announce`));
    await eventually(() => expect(connections).toBe(1));
    answer = "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n";
    for (const address of ["http://169.254.169.254/announce", `http://127.0.0.1:${port}/to-metadata`]) {
      const heard = await open("127.0.0.1", tracker(address));
      await eventually(() => expect(heard.join(), address).toMatch(/may not be called/));
    }
  });

  it("are called in whose name the settings say", () => {
    const whose = (address: string) => whoNamesPeers(settingsFor(address));
    expect(["127.0.0.1", "127.8.9.1", "::1"].map(whose)).toEqual(["admin", "admin", "admin"]);
    for (const address of ["", "0.0.0.0", "::", "192.168.1.2", "localhost"]) expect(whose(address)).toBe("stranger");
  });
});

describe("the distributed hash table", () => {
  it("sends nothing home either, whatever addresses its nodes give", async () => {
    const home = createSocket("udp4").bind(0, "127.0.0.1");
    await once(home, "listening");
    const sent: string[] = [];
    home.on("message", (message) => sent.push(message.toString()));
    const send = (socket: Socket, host: string) =>
      new Promise((resolve) => socket.send("x", 0, 1, home.address().port, host, resolve));
    const guarded = openDhtSocket("stranger").bind(0, "127.0.0.1");
    await once(guarded, "listening");
    for (const host of ["127.0.0.1", "0.0.0.0", "localhost"])
      expect(await send(guarded, host), host).toMatchObject({ code: "FORBIDDEN_ADDRESS" });
    const trusted = openDhtSocket("admin").bind(0, "127.0.0.1");
    await once(trusted, "listening");
    expect(await send(trusted, "127.0.0.1")).toBeNull();
    await eventually(() => expect(sent).toEqual(["x"]));
    for (const socket of [home, guarded, trusted]) socket.close();
  });
});

describe("a name over UDP", () => {
  it("is not called at home by the client's thread either", async () => {
    const { signal } = new AbortController();
    const run = async (listenAddress: string) => {
      const own = await makeTestPlace();
      const home = createSocket("udp4").bind(0, "127.0.0.1");
      await once(home, "listening");
      const called: string[] = [];
      home.on("message", (message) => called.push(message.toString("hex")));
      const client = await openTestClient(own, {}, { listen_address: listenAddress });
      const announce = encodeURIComponent(`udp://localhost:${home.address().port}`);
      const infoHash = "e".repeat(40);
      await client.add({ infoHash, magnetLink: `magnet:?xt=urn:btih:${infoHash}&tr=${announce}` }, signal);
      const close = async () => {
        await client.close();
        home.close();
        await removeTestPlace(own);
      };
      return { called, close };
    };
    const [stranger, admin] = [await run("localhost"), await run("127.0.0.1")];
    await eventually(() => expect(admin.called).not.toEqual([]));
    await Promise.all([stranger.close(), admin.close()]);
    // Leaving is told to a tracker as well.
    expect(stranger.called).toEqual([]);
  });
});

describe("a tracker's answer", () => {
  const { signal } = new AbortController();
  let client: DownloadClient;
  beforeAll(async () => void (client = await openTestClient(place)));
  afterAll(() => client.close());

  it.each([
    ["makes bencode read backwards", "b", "l-3:"],
    ["is nested without an end", "c", "l".repeat(60_000)],
    ["has no end", "d", "x".repeat(2_000_000)],
  ])("leaves the client as it was when it %s", async (_, digit, body) => {
    answer = `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}`;
    const infoHash = digit.repeat(40);
    const announce = encodeURIComponent(`http://127.0.0.1:${port}/announce`);
    await client.add({ infoHash, magnetLink: `magnet:?xt=urn:btih:${infoHash}&tr=${announce}` }, signal);
    await eventually(() => expect(connections).toBeGreaterThan(0));
    const downloads = await client.list(signal);
    expect(downloads.find(({ id }) => id === infoHash)).toMatchObject({ status: "queued", error: null });
  });
});
