/** Whom a torrent can make the engine call. It listens on "localhost" here, which is not said to mean this machine alone. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import parseTorrent from "parse-torrent";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type WebTorrent from "webtorrent";
import { eventually } from "../../testing/eventually.ts";
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
  let engine: WebTorrent;
  afterEach(() => stopEngine(engine));

  async function open(address: string, magnetLink: string) {
    engine = await startEngine(settingsFor(address));
    const heard: string[] = [];
    const opening = { folder: place.downloadsDir, wasComplete: false, onMetadata() {}, onFault() {} };
    const torrent = openInEngine(engine, await parseTorrent(magnetLink), opening);
    torrent.on("warning", (warning: Error) => heard.push(`${warning.message} ${String(warning.cause)}`));
    torrent.on("blockedPeer", (peer: string) => heard.push(`blocked ${peer}`));
    return heard;
  }

  const magnet = (parameters: string) => `magnet:?xt=urn:btih:${"a".repeat(40)}&${parameters}`;
  const tracker = (address: string) => magnet(`tr=${encodeURIComponent(address)}`);

  it.each([
    "http://127.0.0.1:{port}/announce",
    "http://2130706433:{port}/announce",
    "http://localhost:{port}/announce",
  ])("are not called at home: %s", async (address) => {
    const heard = await open("localhost", tracker(address.replace("{port}", `${port}`)));
    await eventually(() => expect(heard.join()).toMatch(/fetch failed/));
    expect(connections).toBe(0);
  });

  it("are not called at home when a magnet link names them as peers, web seeds and sources", async () => {
    const home = encodeURIComponent(`http://127.0.0.1:${port}/x`);
    const peers = `x.pe=127.0.0.1:${port}&x.pe=[::1]:${port}&x.pe=169.254.169.254:80&x.pe=localhost:${port}`;
    const heard = await open("localhost", magnet(`${peers}&ws=${home}&xs=${home}&as=${home}`));
    await eventually(() => expect(heard).toHaveLength(4));
    expect(connections).toBe(0);
  });

  it("are dropped when they are of another kind, or an address over UDP", async () => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    let datagrams = 0;
    socket.on("message", () => (datagrams += 1));
    const { port: udp } = socket.address();
    const all = [`udp://127.0.0.1:${udp}`, `udp://0.0.0.0:${udp}`, "file:///etc/passwd", `ws://127.0.0.1:${port}`];
    const heard = await open("localhost", magnet(all.map((one) => `tr=${encodeURIComponent(one)}`).join("&")));
    const other = await open("127.0.0.1", tracker(`udp://127.0.0.1:${udp}`));
    await eventually(() => expect(datagrams).toBe(1));
    expect([heard, other, connections]).toEqual([[], [], 0]);
    socket.close();
  });

  it("are called at home by an engine that listens there alone, but never for a cloud's metadata", async () => {
    await open("127.0.0.1", tracker(`http://127.0.0.1:${port}/announce`));
    await eventually(() => expect(connections).toBe(1));
    await stopEngine(engine);
    const heard = await open("127.0.0.1", tracker("http://169.254.169.254/announce"));
    await eventually(() => expect(heard.join()).toMatch(/may not be called/));
  });

  it("are called in whose name the settings say", () => {
    expect(
      ["127.0.0.1", "::1", "", "0.0.0.0", "192.168.1.2", "localhost"].map((one) => whoNamesPeers(settingsFor(one))),
    ).toEqual(["admin", "admin", "stranger", "stranger", "stranger", "stranger"]);
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

describe("a tracker's answer", () => {
  it.each([
    ["makes bencode read backwards", "l-3:"],
    ["is nested without an end", "l".repeat(60_000)],
    ["has no end", "x".repeat(2_000_000)],
  ])("leaves the client as it was when it %s", async (_, body) => {
    answer = `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}`;
    const client = await openTestClient(place);
    const infoHash = "c".repeat(40);
    const magnetLink = `magnet:?xt=urn:btih:${infoHash}&tr=${encodeURIComponent(`http://127.0.0.1:${port}/announce`)}`;
    const { signal } = new AbortController();
    await client.add({ infoHash, magnetLink }, signal);
    await eventually(() => expect(connections).toBeGreaterThan(0));
    expect(await client.list(signal)).toMatchObject([{ id: infoHash, status: "queued" }]);
    await client.remove(infoHash, { deleteFiles: true }, signal);
    await client.close();
  });
});
