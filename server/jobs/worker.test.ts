import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { eventually } from "../testing/eventually.ts";
import { createGate } from "../testing/gate.ts";
import { compareJobHistory } from "../testing/job-history.ts";
import { startTestQueue, type TestQueue } from "../testing/test-queue.ts";
import { snooze } from "./job.ts";
import { forgetPauses } from "./sync.ts";

let queue: TestQueue;
beforeAll(async () => {
  queue = await startTestQueue();
});
afterAll(() => queue.close());
beforeEach(async () => {
  await queue.sql("delete from pgboss.job");
  await queue.sql("delete from jobs");
});
afterEach(async () => {
  await eventually(async () => {
    await queue.synchronize();
    expect(await compareJobHistory(queue.sql)).toEqual([]);
  });
});

const row = async (id: string | null) => (await queue.sql("select * from jobs where id = $1", [id]))[0];
const rows = () => queue.sql("select * from jobs where type = 'scan_plex' order by created_at");
const request = async (id: string) => (await queue.sql("select * from requests where id = $1", [id]))[0];

const away = () => Object.assign(new Error("terminating connection due to crash"), { code: "57P02" });

describe("a job", () => {
  it("that throws is run again, and its history tells both attempts", async () => {
    queue.script = async () => {
      queue.script = async () => ({ well: true });
      throw new Error("The first time fails.");
    };
    const id = await queue.enqueue({});
    await eventually(async () =>
      expect(await row(id)).toMatchObject({
        status: "completed",
        attempts: 2,
        result: { well: true },
        error_message: null,
      }),
    );
  });

  it("is over in the queue when it is done, whatever the others that were fetched with it still do", async () => {
    const gate = createGate();
    gate.shut();
    queue.script = async (_ctx, { isSlow }) => {
      if (isSlow) await gate.pass();
      return {};
    };
    // Of one transaction: they are fetched together.
    const [slow, quick] = await inTransaction(queue.context, async ({ em, queue }) => [
      await queue.enqueue(em, "scan_plex", { isSlow: true } as never, { key: "slow" }),
      await queue.enqueue(em, "scan_plex", {} as never, { key: "quick" }),
    ]);
    const states = () =>
      queue.sql("select id, state from pgboss.job where id = any($1) order by state", [[slow, quick]]);
    await eventually(async () =>
      expect(await states()).toEqual([
        { id: slow, state: "active" },
        { id: quick, state: "completed" },
      ]),
    );
    gate.open();
    await eventually(async () => expect((await row(slow)).status).toBe("completed"));
  });

  it("makes its request failed when it has failed for the last time, and not before", async () => {
    const requestId = await queue.makeRequest();
    const statuses: string[] = [];
    queue.script = async () => {
      statuses.push((await request(requestId)).status);
      throw new Error("connect ECONNREFUSED 10.0.0.1:5432 as user secret");
    };
    const id = await queue.enqueue({ requestId }, { requestId });
    await eventually(async () => expect((await request(requestId)).status).toBe("failed"));
    expect(statuses).toEqual(["processing", "processing", "processing"]);
    expect(await row(id)).toMatchObject({
      status: "failed",
      attempts: 3,
      max_attempts: 3,
      error_message: expect.stringContaining("ECONNREFUSED"),
    });
    // What went wrong inside is for admins; people get a sentence with something to do.
    const { error_message: sentence } = await request(requestId);
    expect(sentence).toMatch(/step “scan plex”.*Try again/);
    expect(sentence).not.toContain("ECONNREFUSED");
    const [event] = await queue.sql("select * from request_events where request_id = $1", [requestId]);
    expect(event).toMatchObject({ from_status: "processing", to_status: "failed", message: sentence });
    await eventually(async () =>
      expect(await queue.sql("select status, request_id from jobs where type = 'dead_job'")).toEqual([
        { status: "completed", request_id: requestId },
      ]),
    );
  });

  it("that cannot succeed is given up at once, with its own sentence", async () => {
    const requestId = await queue.makeRequest();
    queue.script = async () => {
      throw new ConflictError("Another book lies there. Move it away.");
    };
    const id = await queue.enqueue({ requestId }, { requestId });
    await eventually(async () =>
      expect(await request(requestId)).toMatchObject({
        status: "failed",
        error_message: "Another book lies there. Move it away.",
      }),
    );
    expect(await row(id)).toMatchObject({ status: "failed", attempts: 1 });
  });

  it("that a database broke off which went away is begun again, and its request goes on", async () => {
    const requestId = await queue.makeRequest();
    let runs = 0;
    queue.script = async () => {
      runs += 1;
      if (runs <= 3) throw away();
      return { well: true };
    };
    await queue.enqueue({ requestId }, { requestId });
    await eventually(async () =>
      expect(await rows()).toMatchObject([
        { status: "failed", attempts: 3 },
        { status: "completed", attempts: 1, request_id: requestId },
      ]),
    );
    expect(await request(requestId)).toMatchObject({ status: "processing", error_message: null });
    const [event] = await queue.sql("select * from request_events where request_id = $1", [requestId]);
    expect(event.message).toMatch(/“scan plex” was broken off .* begun again/);
  });

  it("that is broken off again and again fails its request in the end", async () => {
    const requestId = await queue.makeRequest();
    queue.script = async () => {
      throw away();
    };
    await queue.enqueue({ requestId }, { requestId });
    await eventually(async () => expect((await request(requestId)).status).toBe("failed"));
    expect((await rows()).map(({ status }) => status)).toEqual(Array(4).fill("failed"));
  });

  it("that dies does not touch a request that has moved on", async () => {
    const requestId = await queue.makeRequest();
    queue.script = async () => {
      await queue.sql("update requests set step = 'match_plex' where id = $1", [requestId]);
      throw new ConflictError("Too late.");
    };
    await queue.enqueue({ requestId }, { requestId });
    await eventually(async () =>
      expect(await queue.sql("select result from jobs where type = 'dead_job'")).toEqual([{ result: { stale: true } }]),
    );
    expect(await request(requestId)).toMatchObject({ status: "processing", error_message: null });
  });

  for (const [what, payload] of [
    ["is of another shape", { mustBe: "a number" }],
    ["names a request by what is no id", { mustBe: "a number", requestId: "'; drop table requests" }],
    ["says that it goes on with a row that cannot be", { mustBe: [], jobId: "nonsense", snoozes: "many" }],
  ] as const)
    it(`whose payload ${what} goes to the dead letters at once, and the queue goes on`, async () => {
      queue.script = async () => ({ ran: true });
      await queue.boss.send("scan_plex", payload as never, { singletonKey: "poison" });
      const id = await queue.enqueue({});
      await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed" }));
      await eventually(async () => {
        const poison = await queue.sql("select * from jobs where type = 'scan_plex' and status = 'failed'");
        expect(poison).toMatchObject([{ attempts: 1, error_message: expect.stringContaining("payload") }]);
        expect(await queue.sql("select status from jobs where type = 'dead_job'")).toEqual([{ status: "completed" }]);
      });
    });

  it("that pauses keeps its one row, and uses up no attempt", async () => {
    const seen: number[] = [];
    queue.script = async ({ snoozes }) => {
      seen.push(snoozes);
      return snoozes < 3 ? snooze(0) : { done: true };
    };
    const id = await queue.enqueue({ note: 7 });
    await eventually(async () =>
      expect(await row(id)).toMatchObject({ status: "completed", attempts: 1, payload: { note: 7 } }),
    );
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(await rows()).toHaveLength(1);
  });

  it("that pauses does not fill the queue: of its runs the last one is kept", async () => {
    queue.script = async ({ snoozes }) => (snoozes < 4 ? snooze(0) : { done: true });
    const id = await queue.enqueue({});
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed" }));
    const forget = () => queue.context.em.fork().transactional((em) => forgetPauses(em as typeof queue.context.em));
    await eventually(async () =>
      expect(await queue.sql("select from pgboss.job where state = 'completed'")).toHaveLength(5),
    );
    expect(await forget()).toBe(0);
    await queue.sql("update pgboss.job set completed_on = completed_on - interval '11 minutes'");
    expect(await forget()).toBe(4);
    expect(await queue.sql("select output from pgboss.job")).toEqual([{ output: { done: true } }]);
    expect(await row(id)).toMatchObject({ status: "completed", result: { done: true } });
  });

  it("that pg-boss made itself, as schedules do, has a row of the same id", async () => {
    const id = await queue.boss.send("scan_plex", null, { singletonKey: "schedule" });
    await eventually(async () =>
      expect(await row(id)).toMatchObject({ status: "completed", attempts: 1, payload: {} }),
    );
  });

  it("is not run twice at the same moment for one key, and once more when it was sent meanwhile", async () => {
    const gate = createGate();
    gate.shut();
    let running = 0;
    let most = 0;
    let runs = 0;
    queue.script = async () => {
      most = Math.max(most, ++running);
      runs += 1;
      await gate.pass();
      running -= 1;
    };
    await queue.enqueue({});
    await eventually(() => expect(gate.waiting).toBe(1));
    const sent = await Promise.all([queue.enqueue({}), queue.enqueue({}), queue.enqueue({})]);
    expect(sent.filter((id) => id !== null)).toHaveLength(1);
    gate.open();
    await eventually(async () => expect((await rows()).map((each) => each.status)).toEqual(["completed", "completed"]));
    expect([most, runs]).toEqual([1, 2]);
  });
});
