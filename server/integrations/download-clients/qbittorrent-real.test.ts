import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import { startSwarm, type SeededTorrent } from "../../testing/fakes/swarm.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { isInstalled, startQbittorrent, type RealClient } from "../../testing/real-clients.ts";
import { describeDownloadClient } from "./download-client.contract.ts";
import { qbittorrent } from "./qbittorrent.ts";

const signal = new AbortController().signal;
const isHere = isInstalled("qbittorrent-nox");

describe.skipIf(!isHere)(`The real qBittorrent${isHere ? "" : " (qbittorrent-nox is not installed here)"}`, () => {
  describeDownloadClient("qbittorrent-nox", async () => {
    const place = await setUp();
    return {
      open: place.open,
      addForeign: async (torrent) => void (await addAsPerson(place.ask, torrent)),
      tearDown: place.tearDown,
    };
  });

  it("leaves other torrents, categories and settings as they are", { timeout: 60_000 }, async () => {
    const swarm = await startSwarm();
    const place = await setUp();
    try {
      const describeFile = (name: string) =>
        swarm.describeDead([{ path: name, bytes: Buffer.alloc(50_000, name) }], { name });
      const [theirs, ours] = [await describeFile("Theirs.mp3"), await describeFile("Ours.mp3")];
      await place.ask("torrents/createCategory", new URLSearchParams({ category: "films", savePath: "/srv/films" }));
      // Created by hand, with a folder of its owner's choice.
      await place.ask("torrents/createCategory", new URLSearchParams({ category: "readmeabook", savePath: "" }));
      await place.ask(
        "app/setPreferences",
        new URLSearchParams({ json: JSON.stringify({ max_ratio: 3, max_ratio_enabled: true }) }),
      );
      await addAsPerson(place.ask, theirs);
      const look = async () => ({
        preferences: await place.ask("app/preferences"),
        categories: await place.ask("torrents/categories"),
        tags: await place.ask("torrents/tags"),
        theirs: (JSON.parse(await place.ask("torrents/info")) as Record<string, unknown>[])
          .filter(({ hash }) => hash === theirs.infoHash)
          .map(({ category, tags, state, save_path, ratio_limit, seeding_time_limit, auto_tmm }) => {
            return { category, tags, state, save_path, ratio_limit, seeding_time_limit, auto_tmm };
          }),
      });
      const before = await look();
      expect(before.theirs).toMatchObject([{ category: "films" }]);

      const client = await place.open();
      await client.check(signal);
      await client.add({ ...ours, seedRatio: 1.5, seedSeconds: 3600 }, signal);
      await client.add({ ...theirs, seedRatio: 1.5 }, signal);
      expect((await client.list(signal)).map(({ id }) => id).toSorted()).toEqual(
        [theirs.infoHash, ours.infoHash].toSorted(),
      );
      const [added] = JSON.parse(await place.ask(`torrents/info?hashes=${ours.infoHash}`)) as Record<string, unknown>[];
      expect(added).toMatchObject({ category: "readmeabook", ratio_limit: 1.5, seeding_time_limit: 60 });
      await client.remove(theirs.infoHash, { deleteFiles: true }, signal);
      await client.remove(ours.infoHash, { deleteFiles: true }, signal);

      expect(await look()).toEqual(before);
    } finally {
      await place.tearDown();
      await swarm.stop();
    }
  });

  it("is not done before its files have left the folder of unfinished ones", { timeout: 60_000 }, async () => {
    const swarm = await startSwarm();
    const place = await setUp();
    try {
      const { downloadsDir } = place.real;
      const settings = { temp_path_enabled: true, temp_path: join(downloadsDir, "unfinished") };
      await place.ask("app/setPreferences", new URLSearchParams({ json: JSON.stringify(settings) }));
      const bytes = Buffer.alloc(3_000_000, "moved");
      const moved = await swarm.seed([{ path: "Moved.mp3", bytes }], { name: "Moved.mp3" });
      const client = await place.open();
      await client.add(moved, signal);
      const done = await eventually(async () => {
        const [download] = await client.list(signal);
        expect(download!.status).toBe("completed");
        return { path: download!.contentPath, size: (await stat(download!.contentPath!)).size };
      });
      expect(done).toEqual({ path: join(downloadsDir, "Moved.mp3"), size: bytes.length });
    } finally {
      await place.tearDown();
      await swarm.stop();
    }
  });

  it("is found again, with all it had, after it was restarted", { timeout: 60_000 }, async () => {
    const swarm = await startSwarm();
    const place = await setUp();
    try {
      const file = { path: "Kept.mp3", bytes: Buffer.alloc(50_000, "kept") };
      const kept = await swarm.describeDead([file], { name: "Kept.mp3" });
      const client = await place.open();
      await client.add(kept, signal);
      await place.real.restart();
      expect(await client.list(signal)).toMatchObject([{ id: kept.infoHash, name: "Kept.mp3", error: null }]);
    } finally {
      await place.tearDown();
      await swarm.stop();
    }
  });

  it("is told from one that is set up wrong", { timeout: 60_000 }, async () => {
    const place = await setUp();
    try {
      const { url } = place.real;
      await expect((await place.open({ password: "wrong" })).check(signal)).rejects.toThrow(
        /refused the username or password/,
      );
      await expect(
        (await place.open({ url: url.replace("127.0.0.1", "localhost") })).check(signal),
      ).resolves.toBeDefined();
      await expect((await place.open({ url: `${url}/else` })).check(signal)).rejects.toThrow(/Check its address/);
      for (let time = 0; time < 6; time += 1)
        await (await place.open({ password: "wrong" })).check(signal).catch(() => undefined);
      await expect((await place.open()).check(signal)).rejects.toThrow(/banned/);
    } finally {
      await place.tearDown();
    }
  });
});

async function setUp() {
  const real = await startQbittorrent();
  const dataDir = await mkdtemp(join(tmpdir(), "qbittorrent-data-"));
  const { url, username, password } = real;
  return {
    real,
    ask: await signInAsPerson(real),
    open: (settings: Record<string, string> = {}) =>
      qbittorrent.open(qbittorrent.settings.parse({ url, username, password, ...settings }), {
        ...makeIntegrationRuntime(15_000),
        dataDir,
      }),
    async tearDown() {
      await real.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Ask = (method: string, body?: FormData | URLSearchParams) => Promise<string>;

async function signInAsPerson({ url, username, password }: RealClient): Promise<Ask> {
  const signedIn = await fetch(`${url}/api/v2/auth/login`, {
    method: "POST",
    body: new URLSearchParams({ username, password }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(";")[0]!;
  return async (method, body) => {
    const answer = await fetch(`${url}/api/v2/${method}`, { method: body ? "POST" : "GET", body, headers: { cookie } });
    if (!answer.ok) throw new Error(`${method}: ${answer.status}`);
    return answer.text();
  };
}

async function addAsPerson(ask: Ask, { torrent, infoHash }: SeededTorrent): Promise<void> {
  const form = new FormData();
  form.append("torrents", new File([new Uint8Array(torrent)], "theirs.torrent"));
  form.append("category", "films");
  form.append("paused", "true");
  await ask("torrents/add", form);
  await expect.poll(() => ask(`torrents/info?hashes=${infoHash}`), { timeout: 10_000 }).toContain('"pausedDL"');
}
