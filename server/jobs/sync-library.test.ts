import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startPlexFake, type FakeAlbum, type PlexFake } from "../testing/fakes/plex.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";
import { scheduleKey } from "./queue.ts";

let world: TestWorld;
let plex: PlexFake;
beforeAll(async () => {
  plex = await startPlexFake("/books");
  world = await startWorld({
    settings: {
      "media_server.type": "plex",
      "media_server.url": plex.url,
      "media_server.auth_token": plex.token,
      "media_server.library": "2",
    },
  });
});
afterAll(async () => {
  await world.close();
  await plex.close();
});
beforeEach(() => void (plex.albums = []));
afterEach(() => world.sql("delete from library_items"));

const album = (title: string, author: string, more: Partial<FakeAlbum> = {}): FakeAlbum => ({
  title,
  author,
  files: [{ path: `/books/${author}/${title}/1.m4b`, minutes: 60 }],
  ...more,
});
const others = ["Volume 1", "Volume 2", "Volume 3"].map((title) => album(title, "Bo Berg"));

const finished = () =>
  world.sql("select id, result from jobs where type = 'sync_library' and status = 'completed' order by created_at, id");

/** Has it run now. @returns its result. */
async function sync(): Promise<any> {
  const before = (await finished()).length;
  await inTransaction(world.makeContext(), ({ em, queue }) =>
    queue.enqueue(em, "sync_library", {}, { key: scheduleKey }),
  );
  return eventually(async () => {
    const runs = await finished();
    expect(runs.length).toBeGreaterThan(before);
    return runs.at(-1).result;
  });
}

/** Nothing is found for it: it waits. */
async function waiting(title: string, author: string): Promise<string> {
  world.indexer.releases = [];
  const id = await world.request(title, author);
  await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
  return id;
}

describe("sync_library", () => {
  it("runs a second after the settings of the media server or the library's folder change, and after no others", async () => {
    const runs = async () => (await world.sql("select from jobs where type = 'sync_library'")).length;
    await eventually(async () => expect((await finished()).length).toBeGreaterThan(0));
    const before = await runs();
    await world.configure({ "automation.check_interval_seconds": "3600" });
    expect(await runs()).toBe(before);
    await world.configure({ "media_server.library": "Audiobooks" });
    expect(await runs()).toBe(before + 1);
    await eventually(async () => expect(await finished()).toHaveLength(before + 1));
    await world.configure({ "paths.media_library": world.libraryDir });
    await eventually(async () => expect(await finished()).toHaveLength(before + 2));
  });

  it("completes what waits for a book that turns up, for everybody, and tells who watches", async () => {
    const [ann, bob] = [await world.signUp("ann"), await world.signUp("bob")];
    const id = await waiting("Emma", "Jane Austen");
    await world.request("Emma", "Jane Austen", ann);
    const failed = await world.request("Emma", "Jane Austen", bob);
    await world.sql("update requests set status = 'failed', step = null where id = $1", [failed]);
    const seen = ann.collect<any>(
      "subscription { requestChanged { request { status audiobook { title availabilityStatus } } } }",
    );
    plex.albums = [album("Emma", "Jane Austen"), ...others];
    expect(await sync()).toMatchObject({ items: 4, added: 4, recognised: 1 });
    const { audiobook, events } = await world.reaches(id, "COMPLETED", 1000);
    expect(audiobook).toMatchObject({ availabilityStatus: "AVAILABLE", plexGuid: "local://100" });
    expect(events.at(-1)).toMatchObject({ toStatus: "COMPLETED", message: "The book is in the library already." });
    await world.reaches(failed, "COMPLETED", 1000);
    await eventually(() =>
      expect(seen.at(-1)?.requestChanged.request).toEqual({
        status: "COMPLETED",
        audiobook: { title: "Emma", availabilityStatus: "AVAILABLE" },
      }),
    );
    const [row] = await world.sql("select audiobook_id from library_items where title = 'Emma'");
    expect(row.audiobook_id).toBe(audiobook.id);
    expect(await sync()).toMatchObject({ added: 0, changed: 0, removed: 0, recognised: 0 });
  });

  it("lets go of what was being downloaded for it", async () => {
    world.indexer.releases = [release("Bram Stoker - Dracula [M4B]")];
    const id = await world.request("Dracula", "Bram Stoker");
    await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    plex.albums = [album("Dracula", "Bram Stoker")];
    await sync();
    const { downloads } = await world.reaches(id, "COMPLETED");
    expect(downloads).toMatchObject([{ downloadStatus: "FAILED" }]);
    await eventually(async () => expect(await world.downloads.list(new AbortController().signal)).toEqual([]));
  });

  it("recognises a book that nobody waits for", async () => {
    const id = await waiting("Middlemarch", "George Eliot");
    await world.admin.ask(`mutation { cancelRequest(input: { id: "${id}" }) { id } }`);
    plex.albums = [album("Middlemarch", "George Eliot")];
    expect(await sync()).toMatchObject({ recognised: 1 });
    const { status, audiobook } = await world.look(id);
    expect([status, audiobook.availabilityStatus]).toEqual(["CANCELLED", "AVAILABLE"]);
  });

  it("leaves a book alone whose files are being put into the library", async () => {
    const id = await waiting("Walden", "Henry David Thoreau");
    await world.sql("update requests set status = 'processing', step = 'match_plex' where id = $1", [id]);
    plex.albums = [album("Walden", "Henry David Thoreau")];
    expect(await sync()).toMatchObject({ recognised: 0 });
    expect(await world.look(id)).toMatchObject({
      status: "PROCESSING",
      audiobook: { availabilityStatus: "REQUESTED" },
    });
    await world.sql("delete from requests where id = $1", [id]);
  });

  it("takes back what has vanished, leaves its request alone, and begins anew when somebody asks again", async () => {
    plex.albums = [album("Persuasion", "Jane Austen"), ...others];
    await sync();
    const id = await world.request("Persuasion", "Jane Austen");
    await world.reaches(id, "COMPLETED", 0);
    expect(await world.request("Persuasion", "Jane Austen")).toBe(id);
    await world.reaches(id, "COMPLETED", 0);
    plex.albums = others;
    expect(await sync()).toMatchObject({ removed: 1, lost: 1 });
    const lost = await world.look(id);
    expect(lost).toMatchObject({ status: "COMPLETED", audiobook: { availabilityStatus: "UNKNOWN", plexGuid: null } });
    world.indexer.releases = [];
    expect(await world.request("Persuasion", "Jane Austen")).toBe(id);
    const anew = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    expect(anew).toMatchObject({
      status: "PENDING",
      audiobook: { availabilityStatus: "REQUESTED" },
      completedAt: null,
    });
  });

  it("takes a book for the same when the media server has another id for it", async () => {
    plex.albums = [album("Silas Marner", "George Eliot"), ...others];
    await sync();
    const id = await world.request("Silas Marner", "George Eliot");
    plex.albums = [...others, album("Silas Marner", "George Eliot")];
    await sync();
    expect(await world.look(id)).toMatchObject({ audiobook: { availabilityStatus: "AVAILABLE" } });
  });

  it("believes no library that is suddenly empty, and says so", async () => {
    plex.albums = others;
    await sync();
    plex.albums = [];
    const { note, removed } = await sync();
    expect([removed, note]).toEqual([0, expect.stringContaining("is a disk not mounted?")]);
  });

  it("does nothing without a media server", async () => {
    await world.configure({ "media_server.type": null });
    await eventually(async () => expect((await finished()).at(-1).result).toHaveProperty("skipped"));
    await world.configure({ "media_server.type": "plex" });
  });
});

describe("createRequest", () => {
  it("completes a request for what the library has at once, however it is asked for", async () => {
    plex.albums = [album("The Castle", "Franz Kafka"), ...others];
    await sync();
    const { createRequest } = await world.admin.ask(
      `mutation { createRequest(input: { title: "the castle", author: "FRANZ KAFKA" }) { status audiobook { availabilityStatus plexGuid } } }`,
    );
    expect(createRequest).toEqual({
      status: "COMPLETED",
      audiobook: { availabilityStatus: "AVAILABLE", plexGuid: "local://100" },
    });
  });

  it("completes the requests of others too when the book is found to be there", async () => {
    const id = await waiting("The Trial", "Franz Kafka");
    await world.sql(
      "insert into library_items (media_server, item_id, guid, library_id, title, title_key, author, path) values ('plex', '7', 'g', '2', 'The Trial', 'the trial', 'Franz Kafka', '/7')",
    );
    const eve = await world.signUp("eve");
    const own = await world.request("The Trial", "Franz Kafka", eve);
    await world.reaches(own, "COMPLETED", 0);
    await world.reaches(id, "COMPLETED", 0);
  });
});
