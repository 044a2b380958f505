import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import type { TestClient } from "../testing/test-app.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let ann: TestClient;
let bob: TestClient;
beforeAll(async () => {
  world = await startWorld();
  [ann, bob] = await Promise.all([world.signUp("ann"), world.signUp("bob")]);
});
afterAll(() => world.close());
beforeEach(() => {
  world.downloads.instantContent = null;
  world.downloads.addGate.open();
});

const act = (who: TestClient, mutation: string, id: string) =>
  who.ask(`mutation { ${mutation}(input: { id: "${id}" }) { id status } }`);

function offer(title: string, author: string): void {
  world.indexer.releases = [
    release(`${author} - ${title} [M4B]`, { seeders: 90 }),
    release(`${author} - ${title} [MP3]`, { seeders: 2 }),
  ];
}

/** Ann asks, then Bob, once it is being fetched for her. */
async function bothAsk(title: string, author: string): Promise<{ anns: string; bobs: string; hash: string }> {
  offer(title, author);
  const anns = await world.request(title, author, ann);
  const { releases } = await world.sees(anns, ({ step }) => expect(step).toBe("monitor_download"));
  const bobs = await world.request(title, author, bob);
  return { anns, bobs, hash: releases.find((each: any) => each.selected).torrentHash };
}

const timesAdded = (hash: string) => world.downloads.added.filter((each) => each === hash).length;

describe("several people who ask for one book", () => {
  it("share one download from where it is, and each gets the whole timeline from there", async () => {
    const { anns, bobs, hash } = await bothAsk("Emma", "Jane Austen");
    expect(await world.look(bobs)).toMatchObject({ status: "DOWNLOADING", step: "monitor_download", releases: [] });
    await world.downloads.tell(hash, { status: "downloading", progress: 0.42, bytesPerSecond: 10 });
    await Promise.all([anns, bobs].map((id) => world.sees(id, ({ progress }) => expect(progress).toBe(42))));
    await world.downloads.tell(hash, { content: oneMp3 });
    for (const id of [anns, bobs]) {
      const { events, completedAt } = await world.reaches(id, "COMPLETED");
      expect(completedAt).not.toBeNull();
      expect(events.map((event: any) => event.toStatus)).toEqual(expect.arrayContaining(["PROCESSING", "COMPLETED"]));
    }
    expect(timesAdded(hash)).toBe(1);
  });

  it("go on with the same torrent when the one who asked first cancels", async () => {
    const { anns, bobs, hash } = await bothAsk("Dracula", "Bram Stoker");
    await act(ann, "cancelRequest", anns);
    expect(await world.look(anns)).toMatchObject({ status: "CANCELLED", releases: [] });
    const bob = await world.look(bobs);
    expect(bob).toMatchObject({ status: "DOWNLOADING", step: "monitor_download" });
    expect(bob.releases).toContainEqual(expect.objectContaining({ torrentHash: hash, selected: true }));
    await world.downloads.tell(hash, { content: oneMp3 });
    await world.reaches(bobs, "COMPLETED");
    expect(await world.look(anns)).toMatchObject({ status: "CANCELLED" });
    expect(timesAdded(hash)).toBe(1);
    expect(world.downloads.removed).not.toContain(hash);
  });

  it("let the download be removed when the last of them cancels, whatever the order", async () => {
    const { anns, bobs, hash } = await bothAsk("Walden", "Henry David Thoreau");
    await act(bob, "cancelRequest", bobs);
    expect(await world.look(anns)).toMatchObject({ status: "DOWNLOADING" });
    await act(ann, "cancelRequest", anns);
    await eventually(() => expect(world.downloads.removed).toContain(hash));
    const [{ audiobook }] = [await world.look(anns)];
    expect(audiobook.availabilityStatus).toBe("UNKNOWN");
  });

  it("keep their leader when somebody who had left asks again, and all arrive", async () => {
    const { anns, bobs, hash } = await bothAsk("Ulysses", "James Joyce");
    await act(ann, "cancelRequest", anns);
    expect(await world.request("Ulysses", "James Joyce", ann)).toBe(anns);
    expect(await world.look(anns)).toMatchObject({ status: "DOWNLOADING", step: "monitor_download", releases: [] });
    await world.downloads.tell(hash, { content: oneMp3 });
    const requests = await Promise.all([anns, bobs].map((id) => world.reaches(id, "COMPLETED")));
    // It was one and the same download all the way.
    expect(JSON.stringify(requests.map(({ events }) => events))).not.toContain("searched for again");
    expect((await world.look(anns)).events.map((event: any) => event.message)).toEqual(
      expect.arrayContaining(["Asked for.", "Cancelled.", "Asked for again."]),
    );
    expect(timesAdded(hash)).toBe(1);
  });

  it("hand the download over even to one who has tried that very release before", async () => {
    const { anns, bobs, hash } = await bothAsk("Inferno", "Dante");
    // As it is when he has led before, and its indexer was down.
    await world.sql(
      `insert into download_history (id, request_id, release_key, indexer_name, torrent_name, verdict, selected, download_status)
       select gen_random_uuid(), $1, release_key, indexer_name, torrent_name, 'acceptable', true, 'failed'
         from download_history where request_id = $2`,
      [bobs, anns],
    );
    await act(ann, "cancelRequest", anns);
    const { releases } = await world.look(bobs);
    expect(releases).toContainEqual(expect.objectContaining({ torrentHash: hash, downloadStatus: "DOWNLOADING" }));
    expect(releases).toHaveLength(2);
    await world.downloads.tell(hash, { content: oneMp3 });
    const { events } = await world.reaches(bobs, "COMPLETED");
    expect(JSON.stringify(events)).not.toContain("searched for again");
  });

  it("do not lose the download when the leader leaves while the client is adding it", async () => {
    offer("Medea", "Euripides");
    world.downloads.addGate.shut();
    const anns = await world.request("Medea", "Euripides", ann);
    await eventually(() => expect(world.downloads.addGate.waiting).toBe(1));
    const bobs = await world.request("Medea", "Euripides", bob);
    await act(ann, "cancelRequest", anns);
    world.downloads.addGate.open();
    const { releases } = await world.sees(bobs, ({ step }) => expect(step).toBe("monitor_download"));
    const { torrentHash } = releases.find((each: any) => each.selected);
    await world.sees(anns, ({ jobs }) => {
      for (const job of jobs) expect(job.status).toBe("COMPLETED");
    });
    expect(timesAdded(torrentHash)).toBe(1);
    expect(world.downloads.removed).not.toContain(torrentHash);
  });

  it("get a book at once that is in the library already", async () => {
    world.downloads.instantContent = oneMp3;
    offer("The Castle", "Franz Kafka");
    await world.reaches(await world.request("The Castle", "Franz Kafka", ann), "COMPLETED");
    const added = world.downloads.added.length;
    const id = await world.request("the castle ", "FRANZ KAFKA", bob);
    expect(await world.look(id)).toMatchObject({ status: "COMPLETED", progress: 100, step: null, jobs: [] });
    expect(world.downloads.added).toHaveLength(added);
  });

  it("cause one download, however many ask at the same moment", async () => {
    world.downloads.instantContent = oneMp3;
    offer("The Iliad", "Homer");
    const people = await Promise.all(Array.from({ length: 8 }, (_, index) => world.signUp(`reader-${index}`)));
    const before = world.downloads.added.length;
    const ids = await Promise.all([ann, bob, ...people].map((who) => world.request("The Iliad", "Homer", who)));
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) await world.reaches(id, "COMPLETED");
    expect(world.downloads.added).toHaveLength(before + 1);
  });
});
