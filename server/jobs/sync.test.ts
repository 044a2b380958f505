import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JobWithMetadata } from "pg-boss";
import { compareJobHistory } from "../testing/job-history.ts";
import { startTestQueue, type TestQueue } from "../testing/test-queue.ts";
import { recordEnd, recordSnooze, recordStart } from "./sync.ts";

let queue: TestQueue;
beforeAll(async () => {
  queue = await startTestQueue({ work: false });
});
afterAll(() => queue.close());
beforeEach(async () => {
  await queue.sql("delete from pgboss.job");
  await queue.sql("delete from jobs");
});

const row = async (id: string | null) => (await queue.sql("select * from jobs where id = $1", [id]))[0];
const longAgo = (id: string | null) =>
  queue.sql("update jobs set updated_at = now() - interval '1 minute' where id = $1", [id]);

async function put(id: string | null): Promise<{ first: number; second: number }> {
  await longAgo(id);
  const first = await queue.synchronize();
  expect(await compareJobHistory(queue.sql)).toEqual([]);
  return { first, second: await queue.synchronize() };
}

/** Takes it as a worker does. */
async function fetch(): Promise<JobWithMetadata<any>> {
  const [job] = await queue.boss.fetch("scan_plex", { includeMetadata: true });
  return job as JobWithMetadata<any>;
}

describe("the sync step", () => {
  it("changes nothing when all is well", async () => {
    await queue.enqueue({}, { key: "a" });
    await queue.enqueue({}, { key: "b", startAfter: new Date(Date.now() + 60_000) });
    expect(await queue.synchronize()).toBe(0);
    expect(await compareJobHistory(queue.sql)).toEqual([]);
  });

  for (const [what, statement] of [
    [
      "a row that was changed behind our back",
      "update jobs set status = 'completed', completed_at = now() where id = $1",
    ],
    ["a row that was deleted", "delete from jobs where id = $1"],
  ] as const)
    it(`puts ${what} right, once`, async () => {
      const id = await queue.enqueue({ note: "kept" });
      await queue.sql(statement, [id]);
      expect(await compareJobHistory(queue.sql)).not.toEqual([]);
      expect(await put(id)).toEqual({ first: 1, second: 0 });
      expect(await row(id)).toMatchObject({ status: "pending", payload: { note: "kept" }, completed_at: null });
    });

  it("tells of a run that the worker could not record, and of each of its attempts", async () => {
    const id = await queue.enqueue({});
    const first = await fetch();
    expect(await put(id)).toEqual({ first: 1, second: 0 });
    expect(await row(id)).toMatchObject({ status: "active", attempts: 1, started_at: expect.any(Date) });
    await queue.boss.fail("scan_plex", first.id, { message: "Broken.", stack: "at a line" });
    await queue.sql("delete from jobs where id = $1", [id]);
    expect(await put(id)).toEqual({ first: 1, second: 0 });
    expect(await row(id)).toMatchObject({
      status: "delayed",
      attempts: 1,
      error_message: "Broken.",
      stack_trace: "at a line",
    });
    const second = await fetch();
    await queue.boss.complete("scan_plex", second.id, { well: true });
    await queue.sql("update jobs set attempts = 0 where id = $1", [id]);
    expect(await put(id)).toEqual({ first: 1, second: 0 });
    expect(await row(id)).toMatchObject({
      status: "completed",
      attempts: 2,
      result: { well: true },
      error_message: null,
    });
  });

  it("says stuck of a run that has shown no sign of life", async () => {
    const id = await queue.enqueue({});
    await fetch();
    await queue.sql("update pgboss.job set heartbeat_on = now() - interval '12.5 seconds'");
    await longAgo(id);
    await queue.synchronize();
    // pg-boss looks once a second too, and may have been faster.
    expect(["stuck", "delayed"]).toContain((await row(id)).status);
  });

  it("says cancelled of a job that the queue no longer has", async () => {
    const id = await queue.enqueue({});
    await queue.sql("delete from pgboss.job");
    expect(await put(id)).toEqual({ first: 1, second: 0 });
    expect(await row(id)).toMatchObject({ status: "cancelled", error_message: "The queue no longer has this job." });
  });

  it("leaves alone what is being recorded at this moment", async () => {
    const id = await queue.enqueue({});
    await fetch();
    await queue.sql(
      "update jobs set status = 'completed', completed_at = now(), updated_at = now(), attempts = 1 where id = $1",
      [id],
    );
    expect(await queue.synchronize()).toBe(0);
  });

  it("leaves alone work of a kind that only a newer version knows", async () => {
    const [{ id }] = await queue.sql("insert into pgboss.job (name) values ('match_plex') returning id");
    await queue.sql("insert into jobs (id, queue_job_id, type) values ($1::uuid, $1::uuid::text, 'match_plex')", [id]);
    await longAgo(id);
    expect(await queue.synchronize()).toBe(0);
    expect(await row(id)).toMatchObject({ status: "pending", attempts: 0, completed_at: null });
  });

  it("is not stopped by what somebody else has put into the queue", async () => {
    for (const data of [
      { jobId: "nonsense" },
      "text",
      ["jobId"],
      7,
      null,
      { requestId: "no id" },
      { requestId: crypto.randomUUID() },
    ])
      await queue.sql("insert into pgboss.job (name, data) values ('scan_plex', $1)", [JSON.stringify(data)]);
    expect(await queue.synchronize()).toBe(7);
    expect(await compareJobHistory(queue.sql)).toEqual([]);
  });
});

describe("a run that was taken for dead", () => {
  it("changes nothing in a row that belongs to a later run", async () => {
    const jobId = (await queue.enqueue({}))!;
    const boxed = await fetch();
    const run = { name: "scan_plex", jobId, queueJobId: boxed.id, key: "one", priority: 0, data: {}, snoozes: 0 };
    const later = { ...run, queueJobId: crypto.randomUUID() };
    const { em } = queue.context;
    await recordStart(em, later, { ...boxed, retryCount: 1 });
    await recordEnd(em, run, { from: "the dead" });
    await recordSnooze(em, run, crypto.randomUUID());
    expect(await row(jobId)).toMatchObject({
      status: "active",
      queue_job_id: later.queueJobId,
      result: null,
      attempts: 2,
    });
  });
});
