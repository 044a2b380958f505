import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeTorrent } from "../../testing/fakes/torznab.ts";
import { readTorrentFile } from "./torrent-file.ts";

const PIECES = `6:pieces20:${"x".repeat(20)}`;
const info = (inside: string) => `d6:lengthi5e4:name1:a12:piece lengthi16384e${inside}e`;
const file = (text: string) => readTorrentFile(Buffer.from(text, "latin1"));

describe("a torrent file", () => {
  it("tells its name, and the hash of its info dictionary as it stands there", async () => {
    const dictionary = info(PIECES);
    const infoHash = createHash("sha1").update(dictionary).digest("hex");
    expect(await file(`d8:announce3:udp4:info${dictionary}e\n`)).toEqual({ infoHash, name: "a" });
    expect(await readTorrentFile(makeTorrent("Dune", 3_000_000))).toMatchObject({ name: "Dune" });
  });

  it("is found in the middle of a larger buffer", async () => {
    const torrent = makeTorrent("Dune");
    const larger = new Uint8Array(torrent.length + 20).fill(1);
    larger.set(torrent, 10);
    expect(await readTorrentFile(larger.subarray(10, 10 + torrent.length))).toEqual(await readTorrentFile(torrent));
  });

  it.each([
    ["nothing", ""],
    ["no dictionary", "l4:infoe"],
    ["no info", "d8:announce3:udpe"],
    ["no pieces", `d4:info${info("")}e`],
    ["half of it", `d4:info${info(PIECES)}`.slice(0, -10)],
    ["an end that is missing", `d4:info${info(PIECES)}`],
    ["a negative length, on which the library loops for ever", `d4:info${info(`3:oddl-3:e${PIECES}`)}e`],
    ["a length beyond the end", "d4:info99999999:xe"],
    ["an integer without an end", "d4:infoi12"],
    ["an end too many", "d4:infoee"],
    ["nesting without an end", `d4:info${"l".repeat(1_000_000)}`],
    ["nesting deeper than a stack", `d4:infod4:name${"l".repeat(1_000_000)}${"e".repeat(1_000_000)}ee`],
    ["a last text that is cut off", `d4:info${info(PIECES)}7:comment9:cut`],
    [
      "keys out of order, on whose hash clients disagree",
      `d4:infod4:name1:a6:lengthi5e12:piece lengthi16384e${PIECES}ee`,
    ],
  ])("is refused for %s", async (_, text) => {
    await expect(file(text)).rejects.toThrow("a damaged torrent file");
  });

  it("is refused when it lists files without an end, and the next one is read", async () => {
    const files = "d6:lengthi1e4:pathl1:aee".repeat(430_000);
    const huge = `d4:infod5:filesl${files}e4:name1:a12:piece lengthi16384e${PIECES}ee`;
    await expect(file(huge)).rejects.toThrow("a damaged torrent file");
    expect(await readTorrentFile(makeTorrent("Dune"))).toMatchObject({ name: "Dune" });
  });

  it("is refused when it is of BitTorrent v2 alone", async () => {
    const v2 = "d9:file treed1:ad0:d6:lengthi5eeee12:meta versioni2e4:name1:a12:piece lengthi16384ee";
    await expect(file(`d4:info${v2}e`)).rejects.toThrow("a BitTorrent v2 torrent");
  });
});
