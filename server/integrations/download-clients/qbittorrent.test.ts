import { toMagnetURI } from "parse-torrent";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import { startQbittorrentFake } from "../../testing/fakes/qbittorrent.ts";
import { useClientTestPlace } from "./client-test-place.ts";
import { qbittorrent } from "./qbittorrent.ts";

const signal = new AbortController().signal;
const HASH = "0123456789abcdef0123456789abcdef01234567";
const magnet = (infoHash = HASH) => ({ infoHash, magnetLink: toMagnetURI({ infoHash, announce: [], urlList: [] }) });
const versions = ["4.6", "5.0", "5.2"] as const;

describe("qBittorrent", () => {
  const place = useClientTestPlace(startQbittorrentFake, qbittorrent);
  const { start, open } = place;
  const calls = (method: string) =>
    place.fake.requests.filter(({ pathname }) => pathname === `/api/v2/${method}`).length;

  describe.each(versions)("%s", (version) => {
    it("is added to at once, started and under the category, with the seeding goals", async () => {
      await start({ version });
      const client = await open();
      await client.add({ ...magnet(), seedRatio: 1.5, seedSeconds: 90 }, signal);
      expect(place.fake.adds).toMatchObject([{ category: "readmeabook", ratioLimit: "1.5", seedingTimeLimit: "2" }]);
      expect(place.fake.adds[0]).not.toHaveProperty("autoTMM");
      expect(place.fake.adds[0]).not.toHaveProperty("savepath");
      expect(await client.list(signal)).toMatchObject([{ id: HASH, status: "queued", error: null, sizeBytes: null }]);
    });

    it("refuses a damaged torrent, and says that another release may do", async () => {
      await start({ version });
      const client = await open();
      const adding = client.add({ infoHash: HASH, torrent: Buffer.from("junk") }, signal);
      await expect(adding).rejects.toMatchObject({ code: "UPSTREAM_REJECTED", facts: { isReleaseRefused: true } });
      expect(calls("torrents/info")).toBe(1);
      expect(await client.list(signal)).toEqual([]);
    });

    it("leaves a person's own torrent alone, and reads its progress once it was asked for", async () => {
      await start({ version });
      place.fake.torrents.set(HASH, { hash: HASH, category: "films", state: "downloading", progress: 0.25 });
      const client = await open();
      expect(await client.list(signal)).toEqual([]);
      await client.add({ ...magnet(), seedRatio: 1 }, signal);
      expect(place.fake.adds).toEqual([]);
      // Another process, or this one after a restart.
      expect(await (await open()).list(signal)).toMatchObject([{ id: HASH, progress: 0.25 }]);
      await client.remove(HASH, { deleteFiles: true }, signal);
      expect(place.fake.torrents.get(HASH)).toEqual({
        hash: HASH,
        category: "films",
        state: "downloading",
        progress: 0.25,
      });
      expect(calls("torrents/delete")).toBe(0);
      expect(await client.list(signal)).toEqual([]);
    });
  });

  it.each(["4.6", "5.2"] as const)(
    "%s refuses a link that is none, and says that another release may do",
    async (version) => {
      await start({ version });
      const adding = (await open()).add({ infoHash: HASH, magnetLink: "no link" }, signal);
      await expect(adding).rejects.toMatchObject({ code: "UPSTREAM_REJECTED", facts: { isReleaseRefused: true } });
    },
  );

  it("waits until what was added shows in the list", async () => {
    await start({ version: "5.0", showsAfterMs: 700 });
    const client = await open();
    await client.add(magnet(), signal);
    expect(await client.list(signal)).toHaveLength(1);
  });

  it("sends no seeding goals where there are none, and lifts the owner's limit of the other kind where there is one", async () => {
    await start({ version: "5.0" });
    const client = await open();
    await client.add(magnet(), signal);
    await client.add({ ...magnet("1".repeat(40)), seedSeconds: 3600 }, signal);
    await client.add({ ...magnet("2".repeat(40)), seedRatio: 2 }, signal);
    expect(place.fake.adds[0]).not.toHaveProperty("ratioLimit");
    expect(place.fake.adds[0]).not.toHaveProperty("seedingTimeLimit");
    expect(place.fake.adds[0]).not.toHaveProperty("inactiveSeedingTimeLimit");
    const inactiveSeedingTimeLimit = "-1";
    expect(place.fake.adds[1]).toMatchObject({ ratioLimit: "-1", seedingTimeLimit: "60", inactiveSeedingTimeLimit });
    expect(place.fake.adds[2]).toMatchObject({ ratioLimit: "2", seedingTimeLimit: "-1", inactiveSeedingTimeLimit });
  });

  it("tells its torrents from others by itself, where filters are ignored", async () => {
    await start({ version: "4.6", ignoresFilters: true });
    place.fake.torrents.set("f".repeat(40), { hash: "f".repeat(40), category: "films" });
    place.fake.torrents.set("e".repeat(40), { hash: "e".repeat(40), category: "" });
    const client = await open();
    await client.add(magnet(), signal);
    expect((await client.list(signal)).map(({ id }) => id)).toEqual([HASH]);
    await client.remove("f".repeat(40), { deleteFiles: true }, signal);
    expect(place.fake.torrents.size).toBe(3);
  });

  it("goes on seeing a torrent that was moved to another category, and does not remove it any more", async () => {
    await start({ version: "5.0" });
    const client = await open();
    await client.add(magnet(), signal);
    place.fake.torrents.get(HASH)!.category = "done";
    expect(await client.list(signal)).toHaveLength(1);
    await client.remove(HASH, { deleteFiles: true }, signal);
    expect(place.fake.torrents.size).toBe(1);
  });

  it("sees a person's own torrent again that it does not show for a moment, and asks no more when that lasts", async () => {
    await start({ version: "5.0" });
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    place.fake.torrents.set(HASH, { hash: HASH, category: "films" });
    const client = await open();
    await client.add(magnet(), signal);
    for (const hides of [true, false]) {
      place.fake.options.hides = hides;
      expect(await client.list(signal)).toHaveLength(hides ? 0 : 1);
    }
    vi.setSystemTime(Date.now() + 3_600_000);
    place.fake.options.hides = true;
    expect(await client.list(signal)).toEqual([]);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await client.list(signal)).toEqual([]);
    const before = calls("torrents/info");
    expect(await client.list(signal)).toEqual([]);
    expect(calls("torrents/info")).toBe(before + 1);
  });

  it("removes a torrent that is v1 and v2 at once by the hash that it goes by there", async () => {
    await start({ version: "5.0" });
    place.fake.options.ignoresFilters = true;
    const v2 = "a".repeat(40);
    place.fake.torrents.set(v2, { hash: v2, infohash_v1: HASH, category: "readmeabook" });
    await (await open()).remove(HASH, { deleteFiles: false }, signal);
    expect(place.fake.torrents.size).toBe(0);
  });

  it.each([
    ["html", /not JSON|not qBittorrent/],
    ["server_error", /problem of its own/],
    ["rate_limited", /too many questions/],
    ["dropped", /broke the connection off/],
  ] as const)("says what is wrong when it answers with %s", async (fault, sentence) => {
    await start({ version: "5.0" });
    const client = await open();
    await client.list(signal);
    place.fake.fault(fault);
    await expect(client.list(signal)).rejects.toThrow(sentence);
    await expect(client.list(signal)).resolves.toEqual([]);
  });

  it("says that it does not listen", async () => {
    await start({ version: "5.0" });
    const client = await open();
    await place.fake.close();
    await expect(client.list(signal)).rejects.toMatchObject({
      retryable: true,
      message: expect.stringMatching(/does not listen at 127/),
    });
    await start({ version: "5.0" });
  });

  it("says that a list cannot be read", async () => {
    await start({ version: "5.0" });
    const client = await open();
    place.fake.fault({ body: '[{"name":"no hash"}]' }, { only: ({ pathname }) => pathname.endsWith("info") });
    await expect(client.list(signal)).rejects.toThrow(/list of torrents that cannot be read/);
  });

  it("gives up waiting when its caller does", async () => {
    await start({ version: "5.0", showsAfterMs: 60_000 });
    const client = await open();
    const caller = new AbortController();
    const adding = client.add(magnet(), caller.signal);
    await eventually(() => expect(place.fake.adds).toHaveLength(1));
    caller.abort();
    await expect(adding).rejects.toThrow(/abort/i);
  });
});
