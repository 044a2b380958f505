import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import type { TestClient } from "../testing/test-app.ts";
import { eventually } from "../testing/eventually.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let ann: TestClient & { readonly userId: string };
beforeAll(async () => {
  world = await startWorld();
  ann = await world.signUp("ann");
});
afterAll(() => world.close());
beforeEach(() => {
  world.downloads.instantContent = null;
  world.indexer.releases = [];
});

const act = (mutation: string, id: string) =>
  world.admin.send(`mutation { ${mutation}(input: { id: "${id}" }) { id status } }`);
const code = ({ errors }: { errors?: readonly any[] }) => errors?.[0]?.extensions.code;
async function waitsForARelease(title: string): Promise<string> {
  const id = await world.request(title, "Somebody Known");
  await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
  return id;
}

async function isDownloaded(title: string): Promise<{ id: string; releases: any[] }> {
  world.indexer.releases = [
    release(`Somebody Known - ${title} [M4B]`, { seeders: 90 }),
    release(`Somebody Known - ${title} [MP3]`, { seeders: 2 }),
    release(`Somebody Known - ${title} (Abridged) [MP3]`),
  ];
  const id = await world.request(title, "Somebody Known");
  const { releases } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
  return { id, releases };
}

describe("cancelRequest", () => {
  it("ends a request that waits, and nothing brings it back", async () => {
    const id = await waitsForARelease("Cancelled While Waiting");
    expect((await act("cancelRequest", id)).data.cancelRequest.status).toBe("CANCELLED");
    await inTransaction(world.makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "search_indexers", { requestId: id }, { requestId: id }),
    );
    await world.sees(id, ({ jobs }) => {
      for (const job of jobs) expect(job.status).toBe("COMPLETED");
    });
    expect(await world.look(id)).toMatchObject({ status: "CANCELLED", step: null, blocker: null });
  });

  it("ends a request that is searched for", async () => {
    world.searchGate.shut();
    world.indexer.releases = [release("Somebody Known - Cancelled While Searched [M4B]")];
    const id = await world.request("Cancelled While Searched", "Somebody Known");
    await eventually(() => expect(world.searchGate.waiting).toBe(1));
    await act("cancelRequest", id);
    world.searchGate.open();
    await world.sees(id, ({ jobs }) => expect(jobs).toMatchObject([{ status: "COMPLETED", result: { stale: true } }]));
    expect(await world.look(id)).toMatchObject({ status: "CANCELLED", releases: [] });
  });

  it("ends a request that waits for the media server, and lets what was imported go on seeding", async () => {
    world.mediaServer.hides = true;
    const { id, releases } = await isDownloaded("Cancelled While Processed");
    const hash = releases.find((each: any) => each.selected).torrentHash;
    await world.downloads.tell(hash, { content: oneMp3 });
    await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NOT_IN_LIBRARY_YET"));
    await act("cancelRequest", id);
    world.mediaServer.hides = false;
    await world.sees(id, ({ status, step, jobs }) => {
      expect({ status, step }).toEqual({ status: "CANCELLED", step: null });
      expect(jobs).toContainEqual(expect.objectContaining({ type: "remove_download", status: "COMPLETED" }));
    });
    expect(world.downloads.removed).not.toContain(hash);
  });

  it("is refused for what has arrived, what is cancelled, and what is somebody else's", async () => {
    const id = await waitsForARelease("Cancelled Twice");
    expect(code(await ann.send(`mutation { cancelRequest(input: { id: "${id}" }) { id } }`))).toBe("NOT_FOUND");
    await act("cancelRequest", id);
    expect(code(await act("cancelRequest", id))).toBe("ILLEGAL_TRANSITION");
    world.downloads.instantContent = oneMp3;
    world.indexer.releases = [release("Somebody Known - Completed [M4B]")];
    const completed = await world.request("Completed", "Somebody Known");
    await world.reaches(completed, "COMPLETED");
    expect(code(await act("cancelRequest", completed))).toBe("ILLEGAL_TRANSITION");
    expect(code(await act("retryRequest", completed))).toBe("CONFLICT");
  });
});

describe("retryRequest", () => {
  it("begins a failed request anew, once, with the release that it had", async () => {
    const { id, releases } = await isDownloaded("Failed And Retried");
    const { id: chosen } = releases.find((each: any) => each.selected);
    await world.sql("update requests set status = 'failed', step = null, error_message = 'Broken.' where id = $1", [
      id,
    ]);
    await Promise.all([act("retryRequest", id), act("retryRequest", id)]);
    const request = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    expect(request).toMatchObject({ errorMessage: null, status: "DOWNLOADING" });
    expect(request.downloads).toHaveLength(1);
    expect(request.releases.find((each: any) => each.selected).id).toBe(chosen);
    expect(request.events.filter((event: any) => event.message === "Tried again.")).toHaveLength(1);
  });

  it("does not overrule an admin", async () => {
    const id = await waitsForARelease("Denied");
    for (const status of ["denied", "awaiting_approval"]) {
      await world.sql("update requests set status = $2, step = null where id = $1", [id, status]);
      expect(code(await act("retryRequest", id))).toBe("CONFLICT");
    }
  });
});
