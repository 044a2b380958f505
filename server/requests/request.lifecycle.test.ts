import { ref } from "@mikro-orm/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { inTransaction, type Context } from "../context.ts";
import { JobRecord } from "../jobs/job.entity.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";
import { eventually } from "../testing/eventually.ts";
import { User } from "../users/user.entity.ts";
import { lifecycle } from "./lifecycle-table.ts";
import { RequestEvent } from "./request-event.entity.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";
import { Request } from "./request.entity.ts";
import { transition } from "./request.lifecycle.ts";
import { wait } from "./request-step.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

class RolledBack extends Error {}

/** Runs in a transaction that is rolled back, so that no job ever sees what is made here. */
async function inVain(work: (ctx: Context) => Promise<void>): Promise<void> {
  const outcome = inTransaction(world.makeContext(), async (ctx) => {
    await work(ctx);
    throw new RolledBack();
  });
  await expect(outcome).rejects.toThrow(RolledBack);
}

/** A request that is in that status, as if it had come there, for a book of its own. */
async function requestIn({ em }: Context, status: RequestStatus): Promise<Request> {
  const user = await em.findOneOrFail(User, { username: "owner" });
  const audiobook = Object.assign(new Audiobook(), { title: `A Book ${Math.random()}`, author: "Somebody" });
  const request = Object.assign(new Request(), { user: ref(user), audiobook: ref(audiobook) });
  request["status"] = status;
  request.step = lifecycle[status].jobs[0] ?? null;
  await em.persist([audiobook, request]).flush();
  return request;
}

const details = { message: "For a test." };
const statuses = Object.values(RequestStatus);

describe("transition", () => {
  for (const from of statuses)
    for (const to of statuses.filter((status) => status !== from && lifecycle[from].to.includes(status)))
      it(`moves a request from ${from} to ${to}, with its line in the timeline and its job`, async () => {
        await inVain(async (ctx) => {
          const request = await requestIn(ctx, from);
          expect(await transition(ctx, request.id, to, details)).toBe(true);
          expect(request).toMatchObject({ status: to, step: lifecycle[to].jobs[0] ?? null });
          const events = await ctx.em.find(RequestEvent, { request: request.id });
          expect(events).toMatchObject([{ fromStatus: from, toStatus: to, message: "For a test." }]);
          const jobs = await ctx.em.find(JobRecord, { request: request.id });
          // A search goes on with the job that began it.
          const due = to === RequestStatus.SEARCHING ? [] : lifecycle[to].jobs.slice(0, 1);
          expect(jobs.map((job) => job.type)).toEqual(due);
          const audiobook = await ctx.em.findOneOrFail(Audiobook, { id: request.audiobook.id });
          expect(audiobook.availabilityStatus).toBe(lifecycle[to].availability);
        });
      });

  it("refuses every pair that the table does not have, and changes nothing", async () => {
    await inVain(async (ctx) => {
      for (const from of statuses) {
        const request = await requestIn(ctx, from);
        for (const to of statuses.filter((status) => status !== from && !lifecycle[from].to.includes(status)))
          await expect(transition(ctx, request.id, to, details), `${from} → ${to}`).rejects.toMatchObject({
            code: "ILLEGAL_TRANSITION",
            facts: { from, to },
          });
        expect(request.status).toBe(from);
        expect(await ctx.em.count(RequestEvent, { request: request.id })).toBe(0);
      }
    });
  });

  it("to the present status does nothing", async () => {
    await inVain(async (ctx) => {
      for (const status of statuses) {
        const request = await requestIn(ctx, status);
        expect(await transition(ctx, request.id, status, details)).toBe(false);
        expect(await ctx.em.count(RequestEvent, { request: request.id })).toBe(0);
        expect(await ctx.em.count(JobRecord, { request: request.id })).toBe(0);
      }
    });
  });

  it("that is rolled back leaves no row, no job and no notice", async () => {
    const seen = world.admin.collect<any>("subscription { requestChanged { request { id audiobook { title } } } }");
    let id = "";
    await inVain(async (ctx) => {
      ({ id } = await requestIn(ctx, RequestStatus.FAILED));
      await transition(ctx, id, RequestStatus.PENDING, details);
    });
    // Whatever was announced before this one has been heard by the time that this one is.
    const heard = await world.request("The Trial", "Franz Kafka");
    await eventually(() => expect(seen.map((each) => each.requestChanged.request.id)).toContain(heard));
    expect(seen.map((each) => each.requestChanged.request.id)).not.toContain(id);
    expect(await world.sql("select from requests where id = $1", [id])).toEqual([]);
    expect(await world.sql("select from pgboss.job where singleton_key = $1", [id])).toEqual([]);
    expect(await world.sql("select from jobs where payload->>'requestId' = $1", [id])).toEqual([]);
  });

  it("refuses a blocker that the status does not wait with", async () => {
    await inVain(async (ctx) => {
      const request = await requestIn(ctx, RequestStatus.DOWNLOADING);
      const blocker = { kind: BlockerKind.NO_RELEASE_FOUND, message: "Looking.", nextTryAt: new Date() };
      await expect(wait(ctx, request.id, "start_download", blocker)).rejects.toThrow(/does not wait with/);
    });
  });
});

describe("wait", () => {
  it("says the same once in the timeline, and nothing at a step that is over", async () => {
    await inVain(async (ctx) => {
      const request = await requestIn(ctx, RequestStatus.DOWNLOADING);
      const blocker = { kind: BlockerKind.CLIENT_UNREACHABLE, message: "It is away.", nextTryAt: new Date() };
      expect(await wait(ctx, request.id, "monitor_download", blocker)).toBe(false);
      expect(request.blocker).toBeNull();
      for (let round = 0; round < 3; round += 1)
        expect(await wait(ctx, request.id, "start_download", blocker)).toBe(true);
      expect(request).toMatchObject({ blocker: BlockerKind.CLIENT_UNREACHABLE, blockerMessage: "It is away." });
      expect(await ctx.em.count(RequestEvent, { request: request.id, type: "waiting" as never })).toBe(1);
    });
  });
});
