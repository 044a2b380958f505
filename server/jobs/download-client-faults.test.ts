/** What a download client that is another program can do to a request, through the whole program, with the real adapters. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { fakeMp3 } from "../testing/fakes/audio.ts";
import { eventually } from "../testing/eventually.ts";
import { startQbittorrentFake } from "../testing/fakes/qbittorrent.ts";
import { only } from "../testing/fakes/torznab.ts";
import { startTransmissionFake } from "../testing/fakes/transmission.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

/** What the tests need of a vendor's fake, in words of neither. */
interface Vendor {
  readonly label: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly options: {
    isDown: boolean;
    hides: boolean;
    refusesTorrents: boolean;
    showsAfterMs: number;
    password: string;
  };
  /** By info hash; what is put in here is shown as it is. */
  readonly torrents: Map<string, any>;
  /** What the vendor's program does not change by itself: settings, categories of other people. */
  owners(): unknown;
  /** How many adds were tried. */
  adds(): number;
  /** The ratio that a torrent was told to seed to. */
  goal(hash: string): unknown;
  restart(): void;
  /** Somebody from this address has given wrong passwords. @returns lifts the ban. */
  ban(): Promise<() => void>;
  readonly arriving: object;
  complete(folder: string, name: string): object;
  readonly filesLost: object;
  close(): Promise<void>;
}

async function startQbittorrent(folder: string): Promise<Vendor> {
  const fake = await startQbittorrentFake({ version: "5.0", folder });
  return {
    ...fake,
    label: "qBittorrent",
    settings: { "download_client.type": "qbittorrent", "download_client.category": "audiobooks" },
    owners: () => structuredClone([fake.preferences, fake.categories["films"]]),
    adds: () => fake.adds.length,
    goal: () => Number(fake.adds.at(-1)?.["ratioLimit"]),
    restart: fake.endSessions,
    async ban() {
      fake.endSessions();
      for (let time = 0; time < 6; time += 1)
        await fetch(`${fake.url}/api/v2/auth/login`, { method: "POST", body: new URLSearchParams({ password: "?" }) });
      return fake.endSessions;
    },
    arriving: { state: "downloading", progress: 0.5, size: 1000, dlspeed: 10 },
    complete: (save_path, name) => ({
      state: "stalledUP",
      progress: 1,
      dlspeed: 0,
      name,
      save_path,
      content_path: join(save_path, name),
    }),
    filesLost: { state: "missingFiles" },
  };
}

async function startTransmission(folder: string): Promise<Vendor> {
  const fake = await startTransmissionFake({ version: "4.0", folder });
  return {
    ...fake,
    label: "Transmission",
    settings: { "download_client.type": "transmission", "download_client.label": "audiobooks" },
    owners: () => fake.calls.filter(({ method }) => method === "session_set"),
    adds: () => fake.calls.filter(({ method }) => method === "torrent_add").length,
    goal: (hash) => fake.torrents.get(hash)?.["seed_ratio_limit"],
    restart: fake.endSessions,
    async ban() {
      fake.options.refusal = 403;
      return () => void (fake.options.refusal = null);
    },
    arriving: { status: 4, percent_done: 0.5, left_until_done: 500, size_when_done: 1000, rate_download: 10 },
    complete: (download_dir, name) => ({
      status: 6,
      percent_done: 1,
      left_until_done: 0,
      rate_download: 0,
      name,
      download_dir,
    }),
    filesLost: { status: 0, error: 3, error_string: "No data found! Ensure your drives are connected" },
  };
}

describe.each([
  ["qBittorrent", startQbittorrent],
  ["Transmission", startTransmission],
])("a request whose download client is %s", (_name, startVendor) => {
  const foreign = "f".repeat(40);
  let folder: string;
  let vendor: Vendor;
  let world: TestWorld;
  let untouched: unknown;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "readmeabook-client-"));
    vendor = await startVendor(folder);
    vendor.torrents.set(foreign, { hash: foreign, category: "films", labels: ["films"] });
    untouched = [vendor.owners(), { ...vendor.torrents.get(foreign) }];
    world = await startWorld({
      realClient: true,
      settings: {
        ...vendor.settings,
        "automation.stalled_after_seconds": "100000",
        "download_client.url": (vendor as any).url,
        "download_client.username": "admin",
        "download_client.password": vendor.options.password,
      },
    });
  });
  afterEach(() => {
    vendor.options.isDown = false;
    expect([vendor.owners(), vendor.torrents.get(foreign)]).toEqual(untouched);
  });
  afterAll(async () => {
    await world.close();
    await vendor.close();
    await rm(folder, { recursive: true, force: true });
  });

  const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
  const tell = (hash: string, state: object) => Object.assign(vendor.torrents.get(hash), state);
  /** Asks for a book that has two releases. */
  async function ask(title: string): Promise<string> {
    world.indexer.releases = ["M4B", "MP3"].map((format, index) =>
      release(`Jane Austen - ${title} [${format}]`, { seeders: 90 - 80 * index, minimumRatio: 1.5 }),
    );
    return world.request(title, "Jane Austen");
  }
  /** @returns the hash of what is being fetched; `not` is one that is not any more. */
  async function underWay(id: string, not?: string): Promise<string> {
    let hash = "";
    await world.sees(id, ({ step, releases }) => {
      expect(step).toBe("monitor_download");
      hash = releases.find((each: any) => each.downloadStatus === "DOWNLOADING")?.torrentHash ?? "";
      expect(hash).toMatch(/^[0-9a-f]{40}$/);
      expect(hash).not.toBe(not);
    });
    return hash;
  }
  async function downloading(title: string): Promise<{ id: string; hash: string }> {
    const id = await ask(title);
    const hash = await underWay(id);
    tell(hash, vendor.arriving);
    await world.sees(id, ({ progress }) => expect(progress).toBe(50));
    return { id, hash };
  }
  /** Waits until it says why it waits. @returns within how many seconds it tries again by itself. */
  async function waits(id: string, kind: string, sentence: RegExp): Promise<number> {
    const { blocker } = await world.sees(id, (request) => {
      expect(request.blocker?.kind).toBe(kind);
      expect(request.blocker.message).toMatch(sentence);
      // It has none in the moment in which it tries.
      expect(request.blocker.nextTryAt).not.toBeNull();
    });
    return (Date.parse(blocker.nextTryAt) - Date.now()) / 1000;
  }
  const goesOn = (id: string) => world.sees(id, (now) => expect(now).toMatchObject({ blocker: null, progress: 50 }));
  async function putFiles(name: string, below = folder): Promise<void> {
    await mkdir(join(below, name), { recursive: true });
    await writeFile(join(below, name, "book.mp3"), fakeMp3());
  }

  it("starts by itself when the client is there again, and uses no link before", async () => {
    vendor.options.isDown = true;
    const [links, adds] = [world.indexer.requests.filter(only.download).length, vendor.adds()];
    const id = await ask("Emma");
    expect(await waits(id, "CLIENT_UNREACHABLE", /broke the connection off.+Check that it runs/)).toBeLessThan(10);
    expect(world.indexer.requests.filter(only.download)).toHaveLength(links);
    vendor.options.isDown = false;
    await underWay(id);
    expect(vendor.adds()).toBe(adds + 1);
  });

  it("goes on after the client was restarted, and adds nothing twice", async () => {
    const { id, hash } = await downloading("Persuasion");
    const adds = vendor.adds();
    vendor.options.isDown = true;
    expect(await waits(id, "CLIENT_UNREACHABLE", /broke the connection off/)).toBeLessThan(16);
    vendor.restart();
    Object.assign(vendor.options, { isDown: false, hides: true });
    await retry(id);
    const again = await waits(id, "CLIENT_UNREACHABLE", new RegExp(`^${vendor.label} does not show it at the moment`));
    expect(again).toBeLessThan(6);
    vendor.options.hides = false;
    const { releases } = await goesOn(id);
    expect(releases.find((each: any) => each.torrentHash === hash)).toMatchObject({ downloadStatus: "DOWNLOADING" });
    expect(vendor.adds()).toBe(adds);
  });

  it("waits with a wrong password, and goes on once it is corrected", async () => {
    await world.configure({ "download_client.password": "wrong" });
    const id = await ask("Sanditon");
    await waits(id, "CLIENT_UNREACHABLE", /refused the username or password/);
    await world.configure({ "download_client.password": vendor.options.password });
    await underWay(id);
  });

  it("says that the client has banned this server, and goes on when the ban is over", async () => {
    const { id } = await downloading("Lady Susan");
    const lift = await vendor.ban();
    await waits(id, "CLIENT_UNREACHABLE", /banned this server's address|not let this server's address in/);
    lift();
    await world.configure({ "download_client.password": vendor.options.password });
    await goesOn(id);
  });

  it.each([
    ["was removed by hand", null, /no longer in the download client/],
    ["has lost its files", "filesLost", /cannot find this torrent's files|No data found/],
  ] as const)("takes the next release when the torrent %s", async (what, state, reason) => {
    const { id, hash } = await downloading(`Love and Freindship, which ${what}`);
    if (state) tell(hash, vendor[state]);
    else {
      vendor.torrents.delete(hash);
      await waits(id, "CLIENT_UNREACHABLE", /does not show it/);
      await world.sql(
        "update download_history set missing_since = now() - interval '61 seconds' where torrent_hash = $1",
        [hash],
      );
    }
    const next = await underWay(id, hash);
    const { releases } = await world.look(id);
    const left = releases.find((each: any) => each.torrentHash === hash);
    expect(left).toMatchObject({ verdict: "BLOCKED", downloadError: expect.stringMatching(reason) });
    await eventually(() => expect(vendor.torrents.has(hash)).toBe(false));
    expect(vendor.torrents.has(next)).toBe(true);
  });

  it("takes the next release when the client holds a torrent for damaged", async () => {
    const adds = vendor.adds();
    vendor.options.refusesTorrents = true;
    const id = await ask("The Watsons");
    await eventually(() => expect(vendor.adds()).toBe(adds + 1));
    vendor.options.refusesTorrents = false;
    await underWay(id);
    const { releases } = await world.look(id);
    expect(releases).toContainEqual(
      expect.objectContaining({
        verdict: "BLOCKED",
        downloadError: expect.stringContaining("does not take this torrent"),
      }),
    );
  });

  it("adds once what the client shows only later", async () => {
    const adds = vendor.adds();
    vendor.options.showsAfterMs = 1_500;
    const id = await ask("Evelyn");
    const hash = await underWay(id);
    vendor.options.showsAfterMs = 0;
    tell(hash, vendor.arriving);
    await goesOn(id);
    expect(vendor.adds()).toBe(adds + 1);
  });

  it("waits while the files cannot be seen from here, and imports them once they can; the torrent goes on seeding", async () => {
    const { id, hash } = await downloading("Catharine");
    await putFiles("Catharine", join(folder, "here"));
    tell(hash, vendor.complete("/elsewhere", "Catharine"));
    await waits(id, "PATH_NOT_VISIBLE", /nothing at \/elsewhere\/Catharine.+path mapping/);
    await world.configure({ "download_client.path_mappings": `/elsewhere => ${folder}/here` });
    const { releases } = await world.reaches(id, "COMPLETED");
    expect(releases.map((each: any) => each.verdict)).not.toContain("BLOCKED");
    expect(vendor.torrents.get(hash)).toMatchObject(vendor.complete("/elsewhere", "Catharine"));
    expect(vendor.goal(hash)).toBe(1.5);
    await world.configure({ "download_client.path_mappings": null });
  });

  it("leaves what was imported in the client when the request is cancelled before the media server shows it", async () => {
    world.mediaServer.hides = true;
    onTestFinished(() => void (world.mediaServer.hides = false));
    const { id, hash } = await downloading("Plan of a Novel");
    await putFiles("Plan");
    tell(hash, vendor.complete(folder, "Plan"));
    await world.sees(id, ({ step }) => expect(step).toBe("match_plex"));
    await world.admin.ask(`mutation { cancelRequest(input: { id: "${id}" }) { id } }`);
    await world.sees(id, ({ jobs }) =>
      expect(jobs).toContainEqual(expect.objectContaining({ type: "remove_download", status: "COMPLETED" })),
    );
    expect(vendor.torrents.has(hash)).toBe(true);
  });
});
