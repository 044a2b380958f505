import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";
import { scheduleKey } from "./queue.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ watched: false });
  await world.sql("update pgboss.queue set retry_delay = 0, retry_backoff = false");
});
afterAll(() => world.close());

const retry = "mutation ($id: ID!) { retryJob(input: { id: $id }) { id type status errorMessage } }";
const cancel = "mutation ($id: ID!) { cancelJob(input: { id: $id }) { id status completedAt } }";
const job = async (id: string) =>
  (await world.admin.ask("query ($id: ID!) { job(id: $id) { type status errorMessage attempts } }", { id })).job;
const refusal = async (mutation: string, id: string) => (await world.admin.send(mutation, { id })).errors?.[0];
const enqueue = (name: "sync_library" | "wake_requests", startAfter?: Date) =>
  inTransaction(world.makeContext(), ({ em, queue }) =>
    queue.enqueue(em, name, {}, { key: scheduleKey, ...(startAfter ? { startAfter } : {}) }),
  );
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe("retryJob", () => {
  it("has a job that failed for good tried again, on its own row", async () => {
    await world.configure({ "paths.media_library": "/there/is/no/such/folder" });
    await eventually(async () => {
      const [dead] = await world.sql("select id from jobs where type = 'sync_library' and status = 'failed'");
      expect(dead).toBeDefined();
    });
    const [{ id }] = await world.sql("select id from jobs where type = 'sync_library' and status = 'failed'");
    await world.configure({ "paths.media_library": world.libraryDir });
    await eventually(async () => {
      const left = await world.sql("select from pgboss.job where name = 'sync_library' and state < 'completed'");
      expect(left).toEqual([]);
    });
    expect((await world.admin.ask(retry, { id })).retryJob).toMatchObject({ id, errorMessage: null });
    await eventually(async () => expect(await job(id)).toMatchObject({ status: "COMPLETED", errorMessage: null }));
  });

  it("tries the request again that has failed with it", async () => {
    const requestId = await world.request("A Book", "Somebody");
    await world.sees(requestId, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    await world.sql("update requests set status = 'failed', step = null, blocker = null where id = $1", [requestId]);
    const [{ id }] = await world.sql(
      "insert into jobs (type, status, request_id, payload, completed_at, created_at) values ('search_indexers', 'failed', $1, $2, now(), '2001-01-01') returning id",
      [requestId, JSON.stringify({ requestId })],
    );
    const { retryJob } = await world.admin.ask(retry, { id });
    expect(retryJob).toMatchObject({ type: "search_indexers" });
    expect(retryJob.id).not.toBe(id);
    await world.sees(requestId, ({ status }) => expect(status).not.toBe("FAILED"));
  });

  it("refuses one that is not over, that does not exist, and the notice of another one's end", async () => {
    const waiting = (await enqueue("wake_requests", inAnHour()))!;
    expect(await refusal(retry, waiting)).toMatchObject({ message: expect.stringMatching(/^Only a job that failed/) });
    const [{ id: notice }] = await world.sql(
      "insert into jobs (type, status, completed_at) values ('dead_job', 'failed', now()) returning id",
    );
    expect(await refusal(retry, notice)).toMatchObject({ message: expect.stringMatching(/tells of another job/) });
    const nothing = "0193b0a0-0000-7000-8000-000000000000";
    expect(await refusal(retry, nothing)).toMatchObject({ extensions: { code: "NOT_FOUND" } });
    await world.admin.ask(cancel, { id: waiting });
  });

  it("refuses while the same work waits", async () => {
    const [{ id }] = await world.sql(
      "insert into jobs (type, status, completed_at) values ('sync_library', 'failed', now()) returning id",
    );
    const waiting = (await enqueue("sync_library", inAnHour()))!;
    expect(await refusal(retry, id)).toMatchObject({ extensions: { code: "CONFLICT" } });
    expect(await job(id)).toMatchObject({ status: "FAILED" });
    await world.admin.ask(cancel, { id: waiting });
  });
});

describe("cancelJob", () => {
  it("takes a job out that waits, and it does not run", async () => {
    const id = (await enqueue("sync_library", inAnHour()))!;
    const { cancelJob } = await world.admin.ask(cancel, { id });
    expect(cancelJob).toMatchObject({ id, status: "CANCELLED", completedAt: expect.any(String) });
    expect(await world.sql("select state from pgboss.job where id = $1", [id])).toEqual([{ state: "cancelled" }]);
    const other = (await enqueue("sync_library"))!;
    await eventually(async () => expect(await job(other)).toMatchObject({ status: "COMPLETED" }));
    expect(await job(id)).toMatchObject({ status: "CANCELLED", attempts: 0 });
  });

  it("refuses one that is over, and one that a request waits for", async () => {
    const id = (await enqueue("sync_library"))!;
    await eventually(async () => expect(await job(id)).toMatchObject({ status: "COMPLETED" }));
    expect(await refusal(cancel, id)).toMatchObject({ message: expect.stringMatching(/or is over/) });
    const requestId = await world.request("Another Book", "Somebody");
    const [{ id: waited }] = await world.sql("select id from jobs where request_id = $1", [requestId]);
    expect(await refusal(cancel, waited)).toMatchObject({ message: expect.stringMatching(/cancel the request/) });
  });
});

describe("the schedules", () => {
  it("tell what they do, when they run next, and how it went the last time", async () => {
    const { runJob } = await world.admin.ask(`mutation { runJob(input: { type: "seal_audit" }) { id } }`);
    await eventually(async () => expect(await job(runJob.id)).toMatchObject({ status: "COMPLETED" }));
    const { schedules } = await world.admin.ask(
      "{ schedules { type description cron nextRunAt lastJob { id status } } }",
    );
    const sealing = schedules.find(({ type }: { type: string }) => type === "seal_audit");
    expect(sealing).toMatchObject({ cron: "* * * * *", description: expect.stringMatching(/^Seals .*\.$/) });
    expect(sealing.lastJob).toMatchObject({ status: "COMPLETED" });
    const wait = Date.parse(sealing.nextRunAt) - Date.now();
    expect(wait).toBeGreaterThan(-5_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(schedules.map(({ type }: { type: string }) => type)).not.toContain("search_indexers");
  });
});
