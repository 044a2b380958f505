import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamUnavailableError } from "../errors.ts";
import { inTransaction } from "../context.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
  world.downloads.instantContent = oneMp3;
});
afterAll(() => world.close());
beforeEach(() => {
  Object.assign(world.mediaServer, { hides: false, fault: null });
});

const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);

function ask(title: string, author: string): Promise<string> {
  world.indexer.releases = [release(`${author} - ${title} [M4B]`)];
  return world.request(title, author);
}

describe("match_plex", () => {
  it("waits until the media server shows the book, and then makes it available with the server's name for it", async () => {
    world.mediaServer.hides = true;
    const id = await ask("Emma", "Jane Austen");
    const waiting = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NOT_IN_LIBRARY_YET"));
    expect(waiting).toMatchObject({
      status: "PROCESSING",
      audiobook: { availabilityStatus: "PROCESSING", plexGuid: null },
    });
    world.mediaServer.hides = false;
    await retry(id);
    const { audiobook, blocker } = await world.reaches(id, "COMPLETED");
    expect(blocker).toBeNull();
    expect(audiobook).toMatchObject({ availabilityStatus: "AVAILABLE", plexGuid: "folder://Jane Austen/Emma" });
    const items = await world.sql(
      "select guid, title, media_server, audiobook_id from library_items where audiobook_id = $1",
      [audiobook.id],
    );
    expect(items).toEqual([
      { guid: "folder://Jane Austen/Emma", title: "Emma", media_server: "folder", audiobook_id: audiobook.id },
    ]);
  });

  it("makes the row of the library once, however often it runs", async () => {
    const id = await ask("Dracula", "Bram Stoker");
    const { audiobook } = await world.reaches(id, "COMPLETED");
    await world.sql("update requests set status = 'processing', step = 'match_plex' where id = $1", [id]);
    await inTransaction(world.makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "match_plex", { requestId: id }, { requestId: id }),
    );
    await world.reaches(id, "COMPLETED");
    expect(await world.sql("select from library_items where audiobook_id = $1", [audiobook.id])).toHaveLength(1);
  });

  it("asks again, with the media server's own words, when that cannot be reached", async () => {
    world.mediaServer.fault = new UpstreamUnavailableError("The media server sleeps.", { integration: "fake" });
    const id = await ask("Walden", "Henry David Thoreau");
    const scanning = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("MEDIA_SERVER_UNREACHABLE"));
    expect(scanning).toMatchObject({ step: "scan_plex", blocker: { message: "The media server sleeps." } });
    world.mediaServer.hides = true;
    world.mediaServer.fault = null;
    await retry(id);
    await world.sees(id, ({ step, blocker }) =>
      expect([step, blocker?.kind]).toEqual(["match_plex", "NOT_IN_LIBRARY_YET"]),
    );
    world.mediaServer.fault = new UpstreamUnavailableError("It sleeps again.", { integration: "fake" });
    await retry(id);
    await world.sees(id, ({ blocker }) => expect(blocker?.message).toBe("It sleeps again."));
    Object.assign(world.mediaServer, { hides: false, fault: null });
    await retry(id);
    await world.reaches(id, "COMPLETED");
  });

  it("takes the folder itself for the library where there is no media server", async () => {
    await world.configure({ "media_server.type": null });
    const { audiobook } = await world.reaches(await ask("The Castle", "Franz Kafka"), "COMPLETED");
    expect(audiobook).toMatchObject({ availabilityStatus: "AVAILABLE", plexGuid: null });
  });
});
