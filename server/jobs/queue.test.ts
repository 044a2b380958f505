import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { createGate } from "../testing/gate.ts";
import { compareJobHistory } from "../testing/job-history.ts";
import { startTestQueue, type TestQueue } from "../testing/test-queue.ts";
import { snooze } from "./job.ts";

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
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe("enqueue", () => {
  it("brings the one forward that waits, and adds none", async () => {
    const id = await queue.enqueue({}, { startAfter: inAnHour() });
    expect(await row(id)).toMatchObject({ status: "delayed" });
    expect(await queue.enqueue({})).toBeNull();
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed" }));
    expect(await rows()).toHaveLength(1);
  });

  it("does not put the one off that waits", async () => {
    const id = await queue.enqueue({}, { startAfter: new Date(Date.now() + 1_500) });
    expect(await queue.enqueue({}, { startAfter: inAnHour() })).toBeNull();
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed" }));
  });

  it("brings work forward that has paused, on its own row", async () => {
    queue.script = async ({ snoozes }) => (snoozes === 0 ? snooze(3600) : { snoozes });
    const id = await queue.enqueue({ note: 1 });
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "delayed" }));
    expect(await queue.enqueue({ note: 1 })).toBeNull();
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed", result: { snoozes: 1 } }));
    expect(await rows()).toHaveLength(1);
  });

  it("brings another attempt forward, and adds none", async () => {
    queue.script = async () => {
      queue.script = async () => ({ well: true });
      throw new Error("The first time fails.");
    };
    await queue.sql("update pgboss.queue set retry_delay = 3600");
    const id = await queue.enqueue({});
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "delayed", attempts: 1 }));
    await eventually(async () => expect(await queue.sql("select state from pgboss.job")).toEqual([{ state: "retry" }]));
    await queue.sql("update pgboss.queue set retry_delay = 0");
    expect(await queue.enqueue({})).toBeNull();
    await eventually(async () => expect(await row(id)).toMatchObject({ status: "completed", attempts: 2 }));
  });

  it("joins work that pauses with what was sent meanwhile", async () => {
    const gate = createGate();
    gate.shut();
    queue.script = async () => {
      queue.script = async () => ({ well: true });
      await gate.pass();
      return snooze(3600);
    };
    const id = await queue.enqueue({});
    await eventually(() => expect(gate.waiting).toBe(1));
    const other = await queue.enqueue({});
    gate.open();
    await eventually(async () => {
      expect(await row(id)).toMatchObject({ status: "completed", result: { joined: true } });
      expect(await row(other)).toMatchObject({ status: "completed", result: { well: true } });
    });
  });
});
