import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamUnavailableError } from "../errors.ts";
import { eventually } from "../testing/eventually.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ settings: { "automation.stalled_after_seconds": "100000" } });
});
afterAll(() => world.close());
beforeEach(() => {
  world.downloads.fault = null;
  world.downloads.hides = false;
});

const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
const missingSince = async (hash: string) =>
  (await world.sql("select missing_since from download_history where torrent_hash = $1", [hash]))[0].missing_since;

/** Asks for a book that has two releases. @returns the request, and the hash of the better one, once it is being fetched. */
async function downloading(title: string, author: string): Promise<{ id: string; hash: string }> {
  world.indexer.releases = [
    release(`${author} - ${title} [M4B]`, { seeders: 90 }),
    release(`${author} - ${title} [MP3]`, { seeders: 2 }),
  ];
  const id = await world.request(title, author);
  const { releases } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
  return { id, hash: releases.find((each: any) => each.selected).torrentHash };
}

const chosen = ({ releases }: any) =>
  releases.find((each: any) => each.selected && ["QUEUED", "DOWNLOADING", "COMPLETED"].includes(each.downloadStatus));

describe("monitor_download", () => {
  it("tells progress, speed and time left as they change, each time as a newer version", async () => {
    const { id, hash } = await downloading("Emma", "Jane Austen");
    const seen = world.admin.collect<any>(
      `subscription ($id: ID) { requestChanged(id: $id) { request { progress version downloads { downloadBytesPerSecond secondsLeft } } } }`,
      { id },
    );
    const states = () => seen.map((each) => each.requestChanged.request);
    // The third is as far as the second, and faster; the last one falls back.
    for (const [progress, bytesPerSecond, secondsLeft] of [
      [0.12, 1000, 90],
      [0.999, 2000, 9],
      [0.999, 3000, 6],
      [0.3, 3000, 60],
    ] as const) {
      await world.downloads.tell(hash, { status: "downloading", progress, bytesPerSecond, secondsLeft });
      await eventually(() =>
        expect(states().at(-1)).toMatchObject({
          progress: Math.floor(progress * 100),
          downloads: [{ downloadBytesPerSecond: bytesPerSecond, secondsLeft }],
        }),
      );
    }
    const versions = states().map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    const { events } = await world.look(id);
    expect(events.at(-1)).toMatchObject({ type: "NOTE", message: expect.stringContaining("30 % of it is sure") });
  });

  it("passes over a failed download: blocks it, removes it, and takes the next release from the start", async () => {
    const { id, hash } = await downloading("Dracula", "Bram Stoker");
    await world.downloads.tell(hash, { status: "downloading", progress: 0.6, bytesPerSecond: 5 });
    await world.sees(id, ({ progress }) => expect(progress).toBe(60));
    await world.downloads.tell(hash, { status: "failed", error: "The tracker does not know it." });
    // An answer is read by several statements: what is seen together may have been written one after the other.
    const request = await world.sees(id, (now) => {
      expect(chosen(now)?.torrentName).toMatch(/\[MP3\]$/);
      expect(now).toMatchObject({ status: "DOWNLOADING", progress: 0, downloadAttempts: 2 });
    });
    expect(request.releases).toContainEqual(
      expect.objectContaining({
        torrentHash: hash,
        verdict: "BLOCKED",
        downloadStatus: "FAILED",
        downloadError: "The tracker does not know it.",
      }),
    );
    await eventually(() => expect(world.downloads.removed).toContain(hash));
  });

  it("passes over a download that was removed by hand, but not before it has stayed away for a minute", async () => {
    const { id, hash } = await downloading("Walden", "Henry David Thoreau");
    await world.downloads.remove(hash, { deleteFiles: false }, AbortSignal.timeout(1000));
    const waiting = await world.sees(id, (now) => expect(now.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    expect(waiting.blocker.message).toBe(
      "The fake client does not show it at the moment. If that lasts for 60 seconds, the next release is taken.",
    );
    expect(waiting.releases.map((each: any) => each.verdict)).not.toContain("BLOCKED");
    await world.sql(
      "update download_history set missing_since = now() - interval '61 seconds' where torrent_hash = $1",
      [hash],
    );
    const request = await world.sees(id, (now) => expect(chosen(now)?.torrentName).toMatch(/\[MP3\]$/));
    expect(JSON.stringify(request.events)).toContain("no longer in the download client");
    // A person who insists on it begins anew.
    world.downloads.hides = true;
    const { id: releaseId } = request.releases.find((each: any) => each.torrentHash === hash);
    await world.admin.ask(
      `mutation { selectRelease(input: { requestId: "${id}", releaseId: "${releaseId}" }) { id } }`,
    );
    const again = await world.sees(id, (now) => expect(now.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    expect(chosen(again)).toMatchObject({ torrentHash: hash });
  });

  it("goes on with a download that its client, just started, does not show at first", async () => {
    const { id, hash } = await downloading("Persuasion", "Jane Austen");
    world.downloads.hides = true;
    await world.sees(id, (now) => expect(now.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    expect(await missingSince(hash)).not.toBeNull();
    world.downloads.hides = false;
    await world.downloads.tell(hash, { status: "downloading", progress: 0.4, bytesPerSecond: 9 });
    const request = await world.sees(id, (now) => expect(now).toMatchObject({ progress: 40, blocker: null }));
    expect(chosen(request)).toMatchObject({ torrentHash: hash, verdict: "ACCEPTABLE" });
    expect(await missingSince(hash)).toBeNull();
    expect(world.downloads.added.filter((each) => each === hash)).toHaveLength(1);
  });

  it("counts only the time in which the client answers without it", async () => {
    const { id, hash } = await downloading("Middlemarch", "George Eliot");
    world.downloads.hides = true;
    await world.sees(id, (now) => expect(now.blocker?.message).toContain("does not show it"));
    world.downloads.fault = new UpstreamUnavailableError("The fake client is away.", { integration: "fake" });
    await world.sees(id, (now) => expect(now.blocker?.message).toContain("is away"));
    await eventually(async () => expect(await missingSince(hash)).toBeNull());
  });

  it("says that nothing arrives, and takes the next release when that lasts", async () => {
    const { id, hash } = await downloading("Moby Dick", "Herman Melville");
    await world.sql(
      "update download_history set last_progress_at = now() - interval '61 seconds' where torrent_hash = $1",
      [hash],
    );
    const { blocker } = await world.sees(id, (request) => expect(request.blocker?.kind).toBe("STALLED"));
    expect(blocker.message).toContain("28 hours");
    await world.downloads.tell(hash, { status: "downloading", progress: 0.1, bytesPerSecond: 7 });
    await retry(id);
    await world.sees(id, (request) => expect(request).toMatchObject({ blocker: null, progress: 10 }));
    await world.downloads.tell(hash, { bytesPerSecond: 0 });
    // A look that began while it moved may write its own time over this.
    const silentFor = (silence: string) =>
      world.sql("update download_history set last_progress_at = now() - $2::interval where torrent_hash = $1", [
        hash,
        silence,
      ]);
    await eventually(async () => {
      await silentFor("61 seconds");
      expect((await world.look(id)).blocker?.kind).toBe("STALLED");
    });
    await silentFor("30 hours");
    await retry(id);
    const request = await world.sees(id, (now) => {
      expect(chosen(now)?.torrentName).toMatch(/\[MP3\]$/);
      expect(JSON.stringify(now.events)).toContain("Nothing has arrived for 30 hours and nobody is seeding it.");
    });
    expect(request.releases).toContainEqual(
      expect.objectContaining({ torrentHash: hash, downloadStatus: "STALLED", verdict: "BLOCKED" }),
    );
    await eventually(() => expect(world.downloads.removed).toContain(hash));
  });

  it("waits while the client is away, and goes on with the same torrent, even if that stands still", async () => {
    const { id, hash } = await downloading("The Castle", "Franz Kafka");
    world.downloads.fault = new UpstreamUnavailableError("The fake client is away.", { integration: "fake" });
    await world.sees(id, (request) => expect(request.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    // Nobody has seen it stand still meanwhile.
    await world.sql(
      "update download_history set last_progress_at = now() - interval '30 hours' where torrent_hash = $1",
      [hash],
    );
    world.downloads.fault = null;
    await retry(id);
    await world.sees(id, (request) => expect(request).toMatchObject({ status: "DOWNLOADING", blocker: null }));
    expect(world.downloads.added.filter((each) => each === hash)).toHaveLength(1);
  });

  it("neither blocks nor gives up what it fetches while no download client is set up", async () => {
    const { id, hash } = await downloading("The Republic", "Plato");
    await world.configure({ "download_client.type": null });
    await world.sees(id, (request) => expect(request.blocker?.kind).toBe("NO_DOWNLOAD_CLIENT"));
    await world.configure({ "download_client.type": "embedded" });
    const request = await world.sees(id, (now) =>
      expect(now).toMatchObject({ step: "monitor_download", blocker: null }),
    );
    expect(chosen(request)).toMatchObject({ torrentHash: hash, verdict: "ACCEPTABLE" });
  });

  it("begins anew when the torrent is in another client than the configured one", async () => {
    const { id, hash } = await downloading("The Iliad", "Homer");
    await world.sql("update download_history set download_client = 'another' where torrent_hash = $1", [hash]);
    const request = await world.sees(id, (now) => {
      expect(JSON.stringify(now.events)).toContain("The fake client begins anew");
      expect(now.step).toBe("monitor_download");
    });
    // Step and timeline are not read in one moment.
    await eventually(async () => {
      const rows = await world.sql("select download_client from download_history where torrent_hash = $1", [hash]);
      expect(rows).toEqual([{ download_client: "embedded" }]);
    });
    expect(chosen(request)).toMatchObject({ torrentHash: hash, verdict: "ACCEPTABLE" });
  });

  it("searches again for a request whose download nobody knows any more", async () => {
    const { id } = await downloading("Medea", "Euripides");
    await world.sql("update download_history set selected = false, download_status = null where request_id = $1", [id]);
    const request = await world.sees(id, (now) => expect(chosen(now)).toBeDefined());
    expect(JSON.stringify(request.events)).toContain("Nobody knows any more");
  });

  it("does not complete the download that a person has just replaced", async () => {
    const { id, hash } = await downloading("Inferno", "Dante");
    world.downloads.listGate.shut();
    await eventually(() => expect(world.downloads.listGate.waiting).toBeGreaterThan(0));
    await world.downloads.tell(hash, { content: oneMp3 });
    const other = (await world.look(id)).releases.find((each: any) => each.torrentName.endsWith("[MP3]"));
    await world.admin.ask(`mutation { selectRelease(input: { requestId: "${id}", releaseId: "${other.id}" }) { id } }`);
    world.downloads.listGate.open();
    const request = await world.sees(id, (now) =>
      expect(chosen(now)).toMatchObject({ id: other.id, downloadStatus: "DOWNLOADING" }),
    );
    expect(request).toMatchObject({ status: "DOWNLOADING" });
    expect(request.events.map((event: any) => event.toStatus)).not.toContain("PROCESSING");
  });
});
