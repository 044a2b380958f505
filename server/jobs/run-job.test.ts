import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { scheduleKey } from "./queue.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const run = "mutation ($type: String!) { runJob(input: { type: $type }) { id type status } }";
const status = async (id: string) => (await app.admin.ask("query ($id: ID!) { job(id: $id) { status } }", { id })).job;

describe("runJob", () => {
  it("has a job with a schedule run now", async () => {
    const { runJob } = await app.admin.ask(run, { type: "sync_library" });
    expect(runJob).toMatchObject({ type: "sync_library" });
    await eventually(async () => expect(await status(runJob.id)).toEqual({ status: "COMPLETED" }));
    const { runJob: again } = await app.admin.ask(run, { type: "sync_library" });
    expect(again.id).not.toBe(runJob.id);
    await eventually(async () => expect(await status(again.id)).toEqual({ status: "COMPLETED" }));
  });

  it("starts none beside one that waits or runs", async () => {
    const startAfter = new Date(Date.now() + 3_600_000);
    const waiting = await inTransaction(app.makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "sync_library", {}, { key: scheduleKey, startAfter }),
    );
    const { runJob } = await app.admin.ask(run, { type: "sync_library" });
    expect(runJob.id).toBe(waiting);
    await eventually(async () => expect(await status(runJob.id)).toEqual({ status: "COMPLETED" }));
    const { em } = app.makeContext();
    await em.execute("update jobs set status = 'active', completed_at = null, created_at = now() where id = ?", [
      waiting,
    ]);
    expect((await app.admin.ask(run, { type: "sync_library" })).runJob.id).toBe(waiting);
  });

  it.each(["search_indexers", "dead_job", "toString", "nonsense", "\0"])("refuses %j", async (type) => {
    const { errors } = await app.admin.send(run, { type });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^Only jobs with a schedule .*sync_library/),
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  it("is for admins", async () => {
    const ann = await app.signUp("ann");
    for (const [who, code] of [
      [ann, "FORBIDDEN"],
      [app.client(), "UNAUTHENTICATED"],
    ] as const) {
      const { errors } = await who.send(run, { type: "sync_library" });
      expect(errors?.[0]?.extensions["code"]).toBe(code);
    }
  });
});
