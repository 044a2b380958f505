import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../errors.ts";
import { eventually } from "../testing/eventually.ts";
import { makeTorrent, only } from "../testing/fakes/torznab.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ settings: { "automation.check_interval_seconds": "600" } });
});
afterAll(() => world.close());
beforeEach(() => {
  world.downloads.fault = null;
  world.downloads.addFault = null;
  world.downloads.addGate.open();
});

const away = new UpstreamUnavailableError("The fake client is away.", { integration: "fake" });
const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
const best = (title: string) => release(`${title} [M4B]`, { seeders: 90 });
const second = (title: string) => release(`${title} [MP3]`, { seeders: 2 });
const linksAsked = () => world.indexer.requests.filter(only.download).length;

describe("start_download", () => {
  it("hands the torrent to the client, with its hash noted", async () => {
    world.indexer.releases = [best("Jane Austen - Emma")];
    const id = await world.request("Emma", "Jane Austen");
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    const [{ torrentHash }] = request.releases;
    expect(torrentHash).toMatch(/^[0-9a-f]{40}$/);
    expect(world.downloads.added).toContain(torrentHash);
  });

  it("tells the client the tracker's seeding goals; none of them is nought", async () => {
    const goals = { minimumRatio: 1.5, minimumSeedSeconds: 0 };
    world.indexer.releases = [release("Jane Austen - Persuasion [M4B]", goals)];
    await world.sees(await world.request("Persuasion", "Jane Austen"), ({ step }) =>
      expect(step).toBe("monitor_download"),
    );
    expect(world.downloads.asked.at(-1)).toMatchObject({ seedRatio: 1.5 });
    expect(world.downloads.asked.at(-1)).not.toHaveProperty("seedSeconds");
  });

  it("passes over a release whose link is gone, blocks it, and takes the next one", async () => {
    const { torrent: _, ...gone } = best("Bram Stoker - Dracula");
    world.indexer.releases = [gone, second("Bram Stoker - Dracula")];
    const id = await world.request("Dracula", "Bram Stoker");
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    const of = (name: string) => request.releases.find((each: any) => each.torrentName.endsWith(name));
    expect(of("[M4B]")).toMatchObject({ verdict: "BLOCKED", downloadStatus: "FAILED" });
    expect(of("[M4B]").downloadError).toContain("no longer has this release");
    expect(of("[MP3]")).toMatchObject({ selected: true, downloadStatus: "DOWNLOADING" });
    expect(request.events.map((event: any) => event.message).join(" ")).toContain("Passed over “Bram Stoker");
    expect(await world.sql("select torrent_name from blocked_releases where torrent_name like 'Bram%'")).toEqual([
      { torrent_name: "Bram Stoker - Dracula [M4B]" },
    ]);
  });

  it("takes the next release when the indexer limits downloads, and blames nobody", async () => {
    world.indexer.releases = [best("Mary Shelley - Frankenstein"), second("Mary Shelley - Frankenstein")];
    world.indexer.fault("rate_limited", { only: only.download });
    const id = await world.request("Frankenstein", "Mary Shelley");
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    const limited = request.releases.find((each: any) => each.torrentName.endsWith("[M4B]"));
    expect(limited).toMatchObject({ verdict: "ACCEPTABLE", downloadStatus: "FAILED" });
    expect(await world.sql("select from blocked_releases where torrent_name like 'Mary%'")).toEqual([]);
  });

  it("waits as long as the indexer asks when there is no other release, and then takes the same one", async () => {
    world.indexer.releases = [best("Jules Verne - Around the Moon")];
    world.indexer.fault({ status: 429, headers: { "retry-after": "2000" } }, { only: only.download });
    const id = await world.request("Around the Moon", "Jules Verne");
    const { blocker } = await world.sees(id, (request) =>
      expect(request).toMatchObject({ status: "PENDING", blocker: { kind: "INDEXERS_UNAVAILABLE" } }),
    );
    expect((Date.parse(blocker.nextTryAt) - Date.now()) / 1000).toBeGreaterThan(1900);
    await retry(id);
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    expect(request.releases).toMatchObject([{ selected: true, downloadStatus: "DOWNLOADING", downloadError: null }]);
  });

  it("follows a link that leads to a magnet link", async () => {
    const infoHash = "0123456789abcdef0123456789abcdef01234567";
    world.indexer.releases = [
      { title: "Homer - The Iliad [M4B]", seeders: 9, sizeBytes: 2e8, redirectTo: `magnet:?xt=urn:btih:${infoHash}` },
    ];
    const id = await world.request("The Iliad", "Homer");
    await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    expect(world.downloads.added).toContain(infoHash);
  });

  it("passes over the same torrent under another name when it was blocked for the book", async () => {
    const torrent = makeTorrent("the same");
    world.indexer.releases = [{ ...best("Leo Tolstoy - Anna Karenina"), torrent }];
    const id = await world.request("Anna Karenina", "Leo Tolstoy");
    const { releases } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    await world.downloads.tell(releases[0].torrentHash, { status: "failed", error: "Its tracker threw it out." });
    await world.sees(id, ({ status }) => expect(status).toBe("PENDING"));
    world.indexer.releases = [{ ...second("Leo Tolstoy - Anna Karenina"), torrent }];
    await retry(id);
    const request = await world.sees(id, ({ releases }) =>
      expect(releases.map((each: any) => each.verdict)).toEqual(["BLOCKED", "BLOCKED"]),
    );
    expect(request.releases[1].downloadError ?? request.releases[0].downloadError).toBeTruthy();
    expect(JSON.stringify(request.releases)).toContain("same torrent as one that was no good");
    expect(world.downloads.added.filter((hash) => hash === releases[0].torrentHash)).toHaveLength(1);
  });

  it("waits while no download client is set up, and goes on once there is one", async () => {
    await world.configure({ "download_client.type": null });
    world.indexer.releases = [best("Franz Kafka - The Castle")];
    const before = linksAsked();
    const id = await world.request("The Castle", "Franz Kafka");
    await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_DOWNLOAD_CLIENT"));
    expect(linksAsked()).toBe(before);
    await world.configure({ "download_client.type": "embedded" });
    await world.sees(id, ({ step, blocker }) => expect([step, blocker]).toEqual(["monitor_download", null]), 5_000);
  });

  it("waits while the client is away, without using up the link, and adds the torrent once", async () => {
    world.downloads.fault = away;
    world.indexer.releases = [best("Plato - The Republic")];
    const before = linksAsked();
    const id = await world.request("The Republic", "Plato");
    const { blocker } = await world.sees(id, (request) => expect(request.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    expect(blocker.message).toBe("The fake client is away.");
    await retry(id);
    const later = await world.sees(id, (request) =>
      expect(Date.parse(request.blocker.nextTryAt)).toBeGreaterThan(Date.parse(blocker.nextTryAt)),
    );
    expect((Date.parse(later.blocker.nextTryAt) - Date.now()) / 1000).toBeGreaterThan(7);
    expect(linksAsked()).toBe(before);
    world.downloads.fault = null;
    await retry(id);
    const { releases, jobs } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    expect(world.downloads.added.filter((hash) => hash === releases[0].torrentHash)).toHaveLength(1);
    expect(linksAsked()).toBe(before + 1);
    expect(jobs.filter((job: any) => job.type === "start_download")).toMatchObject([{ attempts: 1 }]);
  });

  it("removes what the client has added meanwhile when the request was cancelled", async () => {
    world.indexer.releases = [best("Virgil - The Aeneid")];
    world.downloads.addGate.shut();
    const id = await world.request("The Aeneid", "Virgil");
    await eventually(() => expect(world.downloads.addGate.waiting).toBe(1));
    await world.admin.ask(`mutation { cancelRequest(input: { id: "${id}" }) { id } }`);
    // What was to be removed was not there yet.
    await world.sees(id, ({ jobs }) =>
      expect(jobs).toContainEqual(expect.objectContaining({ type: "remove_download", status: "COMPLETED" })),
    );
    world.downloads.addGate.open();
    const [{ torrentHash }] = (await world.look(id)).releases;
    await eventually(() => expect(world.downloads.removed).toContain(torrentHash));
    expect(await world.look(id)).toMatchObject({
      status: "CANCELLED",
      step: null,
      releases: [{ downloadStatus: "FAILED" }],
    });
  });

  it("does not let an add that is overtaken start the download of another release", async () => {
    world.indexer.releases = [best("Dante - Inferno"), second("Dante - Inferno")];
    world.downloads.addGate.shut();
    const id = await world.request("Inferno", "Dante");
    await eventually(() => expect(world.downloads.addGate.waiting).toBe(1));
    const other = (await world.look(id)).releases.find((each: any) => each.torrentName.endsWith("[MP3]"));
    await world.admin.ask(`mutation { selectRelease(input: { requestId: "${id}", releaseId: "${other.id}" }) { id } }`);
    world.downloads.addGate.open();
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    const first = request.releases.find((each: any) => each.torrentName.endsWith("[M4B]"));
    await eventually(() => expect(world.downloads.removed).toContain(first.torrentHash));
    expect(first).toMatchObject({ downloadStatus: "FAILED", verdict: "ACCEPTABLE" });
    const now = (await world.look(id)).releases.find((each: any) => each.id === other.id);
    expect(now).toMatchObject({ selected: true, downloadStatus: "DOWNLOADING" });
    expect(world.downloads.added).toContain(now.torrentHash);
    expect(world.downloads.removed).not.toContain(now.torrentHash);
  });

  it("takes the next release when the download client refuses this one for itself", async () => {
    world.indexer.releases = [
      release("Homer - The Odyssey [M4B]", { seeders: 90 }),
      release("Homer - The Odyssey [MP3]", { seeders: 2 }),
    ];
    world.downloads.addFault = new UpstreamRejectedError("The fake client cannot use this torrent.", {
      integration: "fake",
      isReleaseRefused: true,
    });
    const id = await world.request("The Odyssey", "Homer");
    const request = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    expect(request.releases.map((each: any) => [each.torrentName, each.verdict, each.refusal])).toEqual([
      ["Homer - The Odyssey [M4B]", "BLOCKED", "The fake client cannot use this torrent."],
      ["Homer - The Odyssey [MP3]", "BLOCKED", "The fake client cannot use this torrent."],
    ]);
  });
});
