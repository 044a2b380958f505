import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function reconcile(): Promise<any> {
  const id = await inTransaction(world.makeContext(), ({ em, queue }) => queue.enqueue(em, "reconcile_requests", {}));
  return eventually(async () => {
    const [job] = await world.sql("select status, result from jobs where id = $1", [id]);
    expect(job).toMatchObject({ status: "completed" });
    return job.result;
  });
}

describe("reconcile_requests", () => {
  it("gives a request whose job is gone its job back, and leaves the others alone", async () => {
    const [lost, kept] = await Promise.all([
      world.request("Emma", "Jane Austen"),
      world.request("Lady Susan", "Jane Austen"),
    ]);
    for (const id of [lost, kept])
      await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    await world.sql("delete from pgboss.job where singleton_key = $1", [lost]);
    // The schedule may be faster than this.
    await reconcile();
    const { jobs } = await world.sees(lost, (request) =>
      expect(request.jobs.map((job: any) => job.status)).toEqual(["COMPLETED", "CANCELLED", "DELAYED"]),
    );
    expect(jobs[1]).toMatchObject({ type: "search_indexers", errorMessage: "The queue no longer has this job." });
    expect(await reconcile()).toEqual({ restarted: 0 });
    expect((await world.look(kept)).jobs).toHaveLength(2);
    expect(await world.look(lost)).toMatchObject({ status: "PENDING", blocker: { kind: "NO_RELEASE_FOUND" } });
  });
});
