/** The last steps of a request with the real adapter and a Plex of every mood: it recovers by itself, and does nothing twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startPlexFake, type FakeAlbum, type PlexFake } from "../testing/fakes/plex.ts";
import type { VendorFault } from "../testing/fakes/vendor-server.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";
import { scheduleKey } from "./queue.ts";

let world: TestWorld;
let plex: PlexFake;
/** What goes wrong, for as long as it stands here. */
let mood: VendorFault | null = null;
const library = () => ({ key: "2", title: "Audiobooks", folders: [world.libraryDir] });

beforeAll(async () => {
  plex = await startPlexFake();
  world = await startWorld({
    settings: { "media_server.type": "plex", "media_server.url": plex.url, "media_server.auth_token": plex.token },
  });
});
afterAll(async () => {
  await world.close();
  await plex.close();
});
beforeEach(() => {
  mood = null;
  world.downloads.instantContent = oneMp3;
  Object.assign(plex, { albums: [], unscanned: [], sections: [library()], delayMs: 0 });
  plex.requests.length = 0;
});

const scans = () => plex.requests.filter(({ pathname }) => pathname.endsWith("/refresh"));
const fileOf = (title: string, author: string) => ({ path: `${world.libraryDir}/${author}/${title}/${title}.mp3` });

/** Asks for a book; a scan of its folder makes Plex show it as that album. */
function ask(title: string, author: string, as: Partial<FakeAlbum> | null = {}): Promise<string> {
  if (as) plex.unscanned.push({ title, author, files: [fileOf(title, author)], ...as });
  world.indexer.releases = [release(`${author} - ${title} [M4B]`)];
  return world.request(title, author);
}

const waitsWith = (id: string, kind: string, sentence: string) =>
  world.sees(id, ({ blocker }) => expect(blocker).toMatchObject({ kind, message: expect.stringContaining(sentence) }));

/** It is there once: one item, one download. */
async function completes(id: string): Promise<any> {
  const request = await world.reaches(id, "COMPLETED");
  const rows = await world.sql("select title from library_items where audiobook_id = $1", [request.audiobook.id]);
  expect(rows).toHaveLength(1);
  expect(request.downloads).toHaveLength(1);
  expect(request.audiobook.availabilityStatus).toBe("AVAILABLE");
  return { ...request, item: rows[0] };
}

describe("a request beside Plex", () => {
  it.each<[VendorFault, string, string]>([
    ["server_error", "Emma", "problem of its own (500)"],
    ["html", "Lady Susan", "a web page instead of an answer"],
  ])("waits while that answers with %s, and goes on by itself", async (fault, title, sentence) => {
    mood = fault;
    plex.fault(fault, { times: 1_000_000, only: () => mood === fault });
    const id = await ask(title, "Jane Austen");
    const waiting = await waitsWith(id, "MEDIA_SERVER_UNREACHABLE", sentence);
    expect(waiting).toMatchObject({ status: "PROCESSING", step: "scan_plex" });
    mood = null;
    await completes(id);
  });

  it("is patient with one that is slow", async () => {
    plex.delayMs = 1200;
    await completes(await ask("Middlemarch", "George Eliot"));
  });

  it("says that the token was refused, and goes on once another one is set", async () => {
    plex.token = "another-token";
    const id = await ask("Silas Marner", "George Eliot");
    await waitsWith(id, "MEDIA_SERVER_UNREACHABLE", "refused the token (401). Enter a new one under Settings.");
    await world.configure({ "media_server.auth_token": plex.token });
    await completes(id);
  });

  it("waits for a library that was deleted, and goes on when there is one again", async () => {
    plex.sections = [{ key: "1", title: "Films", type: "movie", folders: ["/films"] }];
    const id = await ask("Romola", "George Eliot");
    await waitsWith(id, "MEDIA_SERVER_UNREACHABLE", "has no music library");
    plex.sections = [library()];
    await completes(id);
  });

  it("says why it waits while the book does not show, and asks for a scan again now and then", async () => {
    const id = await ask("Dracula", "Bram Stoker", null);
    await waitsWith(id, "NOT_IN_LIBRARY_YET", "does not show the book yet");
    expect(scans()).toHaveLength(1);
    // By itself, after a quarter of a minute.
    await eventually(() => expect(scans().length).toBeGreaterThan(1), 50_000);
    expect(await world.look(id)).toMatchObject({ status: "PROCESSING", errorMessage: null });
    plex.albums = [{ title: "Dracula", author: "Bram Stoker", files: [fileOf("Dracula", "Bram Stoker")] }];
    await world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
    await completes(id);
  });

  it("recognises the book by its folder, whatever Plex calls it", async () => {
    const { item } = await completes(
      await ask("Walden", "Henry David Thoreau", { title: "Track 1", author: "Various" }),
    );
    expect(item.title).toBe("Track 1");
  });

  it("recognises its edition in an album that Plex made of two, and keeps it when the whole library is read", async () => {
    const files = [
      { path: `${world.libraryDir}/Franz Kafka/The Castle (1998)/1.mp3` },
      fileOf("The Castle", "Franz Kafka"),
    ];
    const id = await ask("The Castle", "Franz Kafka", { files });
    await completes(id);
    for (const changed of [1, 0]) {
      const sent = await inTransaction(world.makeContext(), ({ em, queue }) =>
        queue.enqueue(em, "sync_library", {}, { key: scheduleKey }),
      );
      const result = await eventually(async () => {
        const [job] = await world.sql("select result from jobs where id = $1 and status = 'completed'", [sent]);
        return job.result;
      });
      expect(result).toMatchObject({ items: 1, changed, lost: changed === 1 ? expect.any(Number) : 0 });
    }
    await completes(id);
  });

  it("has few scans asked for when many books come at once", async () => {
    world.downloads.instantContent = null;
    const titles = ["Ash", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Willow"];
    world.indexer.releases = titles.map((title) => release(`Bo Berg - ${title} [M4B]`));
    plex.unscanned = titles.map((title) => ({ title, author: "Bo Berg", files: [fileOf(title, "Bo Berg")] }));
    const ids = await Promise.all(titles.map((title) => world.request(title, "Bo Berg")));
    for (const id of ids) await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    // While the first scan is asked for, the others come.
    plex.delayMs = 1000;
    await Promise.all(world.downloads.added.slice(-8).map((id) => world.downloads.tell(id, { content: oneMp3 })));
    await eventually(() => expect(scans().length).toBeGreaterThan(0));
    plex.delayMs = 0;
    for (const id of ids) await completes(id);
    const paths = scans().map(({ searchParams }) => searchParams.get("path"));
    expect(paths.length).toBeLessThan(ids.length);
    expect(paths).toContain(`${world.libraryDir}/Bo Berg`);
  });
});
