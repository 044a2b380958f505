import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startTransmissionFake, type TransmissionFakeOptions } from "../../testing/fakes/transmission.ts";
import { useClientTestPlace } from "./client-test-place.ts";
import { transmission } from "./transmission.ts";

const signal = new AbortController().signal;
const HASH = "0123456789abcdef0123456789abcdef01234567";
const magnet = (infoHash = HASH) => ({ infoHash, magnetLink: `magnet:?xt=urn:btih:${infoHash}` });

describe("Transmission", () => {
  const place = useClientTestPlace(startTransmissionFake, transmission);
  const { open } = place;
  const start = (version: TransmissionFakeOptions["version"]) => place.start({ version });
  const called = (method: string) => place.fake.calls.filter((call) => call.method === method);

  describe.each(["3.00", "4.0", "4.1"] as const)("%s", (version) => {
    it("is spoken to in its own dialect", async () => {
      await start(version);
      const client = await open();
      await client.check(signal);
      await client.add(magnet(), signal);
      await client.list(signal);
      await client.remove(HASH, { deleteFiles: true }, signal);
      const dialects = new Set(place.fake.calls.map(({ dialect }) => dialect));
      expect([...dialects]).toEqual([version === "4.1" ? "json-rpc" : "legacy"]);
      expect(place.fake.torrents.size).toBe(0);
    });

    it("gives what is added the label and the seeding goals", async () => {
      await start(version);
      await (await open()).add({ ...magnet(), seedRatio: 1.5, seedSeconds: 90 }, signal);
      expect(place.fake.torrents.get(HASH)).toEqual({
        labels: ["readmeabook"],
        seed_ratio_mode: 1,
        seed_ratio_limit: 1.5,
        seed_idle_mode: 1,
        seed_idle_limit: 2,
      });
    });

    it("is given its session's id again when that has changed", async () => {
      await start(version);
      const client = await open();
      await client.list(signal);
      place.fake.endSessions();
      await client.add(magnet(), signal);
      place.fake.endSessions();
      expect(await client.list(signal)).toMatchObject([{ id: HASH, status: "queued" }]);
    });

    it("refuses a damaged torrent, and says that another release may do", async () => {
      await start(version);
      const client = await open();
      await expect(client.add({ infoHash: HASH, torrent: Buffer.from("junk") }, signal)).rejects.toMatchObject({
        code: "UPSTREAM_REJECTED",
        message: expect.stringMatching(/does not take this torrent: (invalid or corrupt|unrecognized)/),
        facts: { isReleaseRefused: true },
      });
      // A person's add of the same later is not taken for ours.
      place.fake.torrents.set(HASH, { labels: [] });
      await client.remove(HASH, { deleteFiles: true }, signal);
      expect(place.fake.torrents.size).toBe(1);
    });

    it("leaves a person's own torrent alone, and reads its progress once it was asked for", async () => {
      await start(version);
      const theirs = { labels: ["films"], status: 4, percent_done: 0.25, seed_ratio_mode: 0 };
      place.fake.torrents.set(HASH, { ...theirs });
      const client = await open();
      expect(await client.list(signal)).toEqual([]);
      await client.add({ ...magnet(), seedRatio: 1 }, signal);
      await client.add({ ...magnet(), seedRatio: 1 }, signal);
      // Another process, or this one after a restart.
      expect(await (await open()).list(signal)).toMatchObject([{ id: HASH, progress: 0.25 }]);
      await client.remove(HASH, { deleteFiles: true }, signal);
      expect(place.fake.torrents.get(HASH)).toEqual(theirs);
      expect(await client.list(signal)).toEqual([]);
    });
  });

  it("3.00 gets the label also when the server was killed between the add and the label", async () => {
    await start("3.00");
    const client = await open();
    place.fake.fault({ status: 500 }, { times: 1, only: () => called("torrent_add").length === 1 });
    await expect(client.add(magnet(), signal)).rejects.toMatchObject({ retryable: true });
    expect(place.fake.torrents.get(HASH)).toEqual({ labels: [] });
    // Whether the add is tried again, or the list is asked first, as a job does.
    expect(await (await open()).list(signal)).toMatchObject([{ id: HASH }]);
    expect(place.fake.torrents.get(HASH)).toEqual({ labels: ["readmeabook"] });
    place.fake.torrents.delete(HASH);
    place.fake.fault({ status: 500 }, { times: 1, only: () => called("torrent_add").length === 2 });
    await client.add(magnet(), signal).catch(() => undefined);
    expect(place.fake.torrents.get(HASH)).toEqual({ labels: [] });
    await (await open()).add({ ...magnet(), seedRatio: 2 }, signal);
    expect(place.fake.torrents.get(HASH)).toMatchObject({ labels: ["readmeabook"], seed_ratio_limit: 2 });
  });

  it("removes what was added and has no label yet", async () => {
    await start("3.00");
    const client = await open();
    place.fake.fault({ status: 500 }, { times: 1, only: () => called("torrent_add").length === 1 });
    await client.add(magnet(), signal).catch(() => undefined);
    await client.remove(HASH, { deleteFiles: true }, signal);
    expect(place.fake.torrents.size).toBe(0);
  });

  it("sends no seeding goals where there are none, and lifts the owner's limit of the other kind where there is one", async () => {
    await start("4.1");
    const client = await open();
    await client.add(magnet(), signal);
    await client.add({ ...magnet("1".repeat(40)), seedSeconds: 3600 }, signal);
    await client.add({ ...magnet("2".repeat(40)), seedRatio: 2, seedSeconds: 1e9 }, signal);
    await client.add({ ...magnet("3".repeat(40)), seedRatio: 2 }, signal);
    const labels = ["readmeabook"];
    expect([...place.fake.torrents.values()]).toEqual([
      { labels },
      { labels, seed_ratio_mode: 2, seed_idle_mode: 1, seed_idle_limit: 60 },
      { labels, seed_ratio_mode: 1, seed_ratio_limit: 2, seed_idle_mode: 1, seed_idle_limit: 65_535 },
      { labels, seed_ratio_mode: 1, seed_ratio_limit: 2, seed_idle_mode: 2 },
    ]);
  });

  it("asks for few fields of all torrents, and for all fields of its own only", async () => {
    await start("4.1");
    for (const digit of "456789") place.fake.torrents.set(digit.repeat(40), { labels: [] });
    const client = await open();
    await client.list(signal);
    expect(called("torrent_get")).toHaveLength(1);
    await client.add(magnet(), signal);
    expect(await client.list(signal)).toHaveLength(1);
    expect(called("torrent_get").at(-1)!.values.ids).toEqual([HASH]);
  });

  it("goes on seeing a torrent whose label was taken away, and does not remove it any more", async () => {
    await start("4.1");
    const client = await open();
    await client.add(magnet(), signal);
    place.fake.torrents.get(HASH)!.labels = ["kept"];
    expect(await client.list(signal)).toHaveLength(1);
    await client.remove(HASH, { deleteFiles: true }, signal);
    expect(place.fake.torrents.size).toBe(1);
  });

  it.each([
    "",
    "/",
    "/transmission",
    "/transmission/",
    "/transmission/web/",
    "/transmission/rpc",
    "/transmission/web/index.html",
  ])("is found at the address that people enter: http://host%s", async (path) => {
    await start("4.1");
    const asked = (await open({ url: `${place.fake.url}${path}` })).check(signal);
    await expect(asked).resolves.toMatchObject({ version: "4.1.0" });
  });

  describe("checked", () => {
    it("tells its version and the folder that this server can read", async () => {
      await start("3.00");
      const { version, message } = await (await open()).check(signal);
      expect(version).toBe("3.00");
      expect(message).toContain(place.folder);
    });

    it("says that the password is wrong, without showing it", async () => {
      await start("4.1");
      const error = await (await open({ password: "a wrong one" })).check(signal).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ message: expect.stringMatching(/refused the username or password/) });
      expect(JSON.stringify(error) + String(error)).not.toContain("a wrong one");
    });

    it.each([
      [403, /rpc-whitelist/],
      [421, /does not take requests for 127\.0\.0\.1 \(421\).+rpc-host-whitelist/],
    ])("says what to allow when it answers %i", async (refusal, sentence) => {
      await start("4.1");
      place.fake.options.refusal = refusal;
      await expect((await open()).check(signal)).rejects.toThrow(sentence);
    });

    it("says that it is too old", async () => {
      await start("2.94");
      await expect((await open()).check(signal)).rejects.toThrow(/2\.94 is too old.+3\.00/);
    });

    it.each([
      [{ body: '{"some":"json"}' }, /is not Transmission/],
      [{ body: '{"result":"success","arguments":{}}' }, /is not Transmission/],
      [{ status: 409 }, /is not Transmission/],
      [{ status: 404 }, /is not Transmission/],
      [{ status: 405 }, /is not Transmission/],
      ["html", /not JSON/],
      ["server_error", /problem of its own/],
    ] as const)("says what is wrong when %j answers", async (answer, sentence) => {
      await start("4.1");
      place.fake.fault(answer, { times: 2 });
      await expect((await open()).check(signal)).rejects.toThrow(sentence);
    });

    it("says that it does not listen", async () => {
      await start("4.1");
      const client = await open();
      await place.fake.close();
      await expect(client.check(signal)).rejects.toMatchObject({ retryable: true });
      await start("4.1");
    });

    it("says that the folder is not visible here, and finds it through the path mappings", async () => {
      await start("4.1");
      const client = await open({ path_mappings: `${place.folder} => /nonexistent` });
      await expect(client.check(signal)).rejects.toThrow(
        /which the path mappings make \/nonexistent here, and this server has no/,
      );
      await mkdir(join(place.folder, "seen"));
      const mapped = await open({ path_mappings: `${place.folder} => ${place.folder}/seen` });
      expect((await mapped.check(signal)).message).toContain(`${place.folder}/seen.`);
    });

    it("looks at the folder that is configured, here and there", async () => {
      await start("4.1");
      await mkdir(join(place.folder, "books"));
      const client = await open({ download_dir: join(place.folder, "books") });
      expect((await client.check(signal)).message).toContain(`${place.folder}/books.`);
      await client.add(magnet(), signal);
      expect(called("torrent_add")[0]!.values).toMatchObject({ download_dir: join(place.folder, "books") });
      await expect((await open({ download_dir: "/nonexistent" })).check(signal)).rejects.toThrow(
        /cannot use the folder \/nonexistent: No such file or directory/,
      );
      await writeFile(join(place.folder, "file"), "");
      await expect((await open({ download_dir: join(place.folder, "file") })).check(signal)).rejects.toThrow(
        /not a folder/,
      );
    });
  });

  it("says that a list cannot be read", async () => {
    await start("4.1");
    const client = await open();
    await client.list(signal);
    place.fake.fault({ body: '{"jsonrpc":"2.0","result":{"torrents":[{"name":"no hash"}]}}' });
    await expect(client.list(signal)).rejects.toThrow(/list of torrents that cannot be read/);
  });
});
