import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { compareJobHistory } from "../testing/job-history.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe("the pipeline", () => {
  it("takes a request from the first search to the shelf, and tells every step", async () => {
    world.downloads.instantContent = oneMp3;
    world.indexer.releases = [release("Jane Austen - Emma [M4B]"), release("Jane Austen - Emma (Abridged) [MP3]")];
    const seen = world.admin.collect<any>(
      `subscription { requestChanged { request { status step progress version } cursor } }`,
    );
    const id = await world.request("Emma", "Jane Austen");
    const request = await world.reaches(id, "COMPLETED");

    expect(request.audiobook).toMatchObject({
      availabilityStatus: "AVAILABLE",
      fileFormat: "mp3",
      filePath: join(world.libraryDir, "Jane Austen/Emma"),
    });
    expect(await readdir(request.audiobook.filePath)).toEqual(["Emma.mp3"]);
    expect(request.events.map((event: any) => event.toStatus)).toEqual(
      expect.arrayContaining(["PENDING", "SEARCHING", "DOWNLOADING", "PROCESSING", "COMPLETED"]),
    );
    expect(request.releases).toMatchObject([
      { torrentName: "Jane Austen - Emma [M4B]", verdict: "ACCEPTABLE", selected: true },
      {
        torrentName: "Jane Austen - Emma (Abridged) [MP3]",
        verdict: "REFUSED",
        refusal: expect.stringContaining("abridged"),
        selected: false,
      },
    ]);
    await eventually(async () => {
      expect((await world.look(id)).jobs.map((job: any) => [job.type, job.status])).toEqual([
        ["search_indexers", "COMPLETED"],
        ["start_download", "COMPLETED"],
        ["monitor_download", "COMPLETED"],
        ["organize_files", "COMPLETED"],
        ["scan_plex", "COMPLETED"],
        ["match_plex", "COMPLETED"],
      ]);
      expect(seen.at(-1)?.requestChanged.request.status).toBe("COMPLETED");
    });
    await eventually(async () => expect(await compareJobHistory(world.sql)).toEqual([]));
    const versions = seen.map((each) => each.requestChanged.request.version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });
});
