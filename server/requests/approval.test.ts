/** Approval: who waits for it, what it lets begin, and that nothing goes around it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import type { TestClient } from "../testing/test-app.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

type Person = TestClient & { readonly userId: string };
let world: TestWorld;
/** Ann's requests await approval, Bob's start. */
let ann: Person;
let bob: Person;
beforeAll(async () => {
  world = await startWorld();
  [ann, bob] = await Promise.all([world.signUp("ann"), world.signUp("bob")]);
  await world.admin.ask(`mutation ($id: ID!) { updateUser(input: { id: $id, autoApprove: false }) { id } }`, {
    id: ann.userId,
  });
});
afterAll(() => world.close());
beforeEach(() => {
  world.indexer.releases = [];
  world.downloads.instantContent = null;
});

const send = (who: TestClient, mutation: string, input: Record<string, unknown>) => {
  const given = Object.entries(input).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return who.send(`mutation { ${mutation}(input: { ${given.join(", ")} }) { id status } }`);
};
async function act(who: TestClient, mutation: string, input: Record<string, unknown>): Promise<any> {
  const { data, errors } = await send(who, mutation, input);
  if (errors) throw new Error(errors[0]!.message);
  return data[mutation];
}
const code = ({ errors }: { errors?: readonly any[] }) => errors?.[0]?.extensions.code;
const decision = async (who: TestClient, id: string) =>
  (
    await who.ask(`query ($id: ID!) { request(id: $id) { status decisionReason decidedAt decidedBy { name } } }`, {
      id,
    })
  ).request;

async function expectUndecided(id: string): Promise<void> {
  const { status, step, releases } = await world.look(id);
  expect({ status, step, releases }).toEqual({ status: "AWAITING_APPROVAL", step: null, releases: [] });
  expect(await decision(ann, id)).toMatchObject({ decisionReason: null, decidedAt: null });
}

describe("a request of somebody whose requests need approval", () => {
  it("waits, without a job, until an admin approves it", async () => {
    const id = await world.request("Emma", "Jane Austen", ann);
    await expectUndecided(id);
    expect((await world.look(id)).jobs).toEqual([]);
    expect(await act(world.admin, "approveRequest", { id, reason: " A good choice. " })).toMatchObject({
      status: "PENDING",
    });
    const { events } = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    expect(events[1]).toMatchObject({
      type: "STATUS",
      fromStatus: "AWAITING_APPROVAL",
      toStatus: "PENDING",
      message: "Approved: A good choice.",
    });
    expect(await decision(ann, id)).toMatchObject({
      decisionReason: "A good choice.",
      decidedAt: expect.any(String),
      decidedBy: null,
    });
    expect(await decision(world.admin, id)).toMatchObject({ decidedBy: { name: "owner" } });
  });

  it("is turned down with a reason that the person sees, and only once", async () => {
    const id = await world.request("Persuasion", "Jane Austen", ann);
    for (const reason of ["  ", "x".repeat(501)])
      expect(code(await send(world.admin, "denyRequest", { id, reason }))).toBe("BAD_USER_INPUT");
    expect(await act(world.admin, "denyRequest", { id, reason: "We have three of them." })).toMatchObject({
      status: "DENIED",
    });
    expect(await decision(ann, id)).toMatchObject({ status: "DENIED", decisionReason: "We have three of them." });
    const { events } = await world.look(id);
    expect(events.at(-1)).toMatchObject({ toStatus: "DENIED", message: "Denied: We have three of them." });
    for (const mutation of ["denyRequest", "approveRequest"])
      expect(code(await send(world.admin, mutation, { id, reason: "Again." }))).toBe("ILLEGAL_TRANSITION");
    expect(code(await send(ann, "retryRequest", { id }))).toBe("CONFLICT");
  });

  it("awaits approval anew after a denial, a cancel, a failure, and when the book has gone from the library", async () => {
    const id = await world.request("Sanditon", "Jane Austen", ann);
    const askAgain = () => world.request("sanditon", "JANE AUSTEN", ann);
    await act(world.admin, "denyRequest", { id, reason: "No." });
    expect(await askAgain()).toBe(id);
    await expectUndecided(id);

    await act(world.admin, "approveRequest", { id });
    await act(ann, "cancelRequest", { id });
    expect(await askAgain()).toBe(id);
    await expectUndecided(id);

    await act(ann, "cancelRequest", { id });
    expect(await act(ann, "retryRequest", { id })).toMatchObject({ status: "AWAITING_APPROVAL" });
    await expectUndecided(id);
    expect(code(await send(ann, "retryRequest", { id }))).toBe("CONFLICT");
    await expectUndecided(id);

    await act(world.admin, "approveRequest", { id });
    await world.sees(id, ({ blocker }) => expect(blocker).not.toBeNull());
    for (const status of ["failed", "completed"]) {
      await world.sql("update requests set status = $2, step = null where id = $1", [id, status]);
      if (status === "failed") await act(ann, "retryRequest", { id });
      else await askAgain();
      await expectUndecided(id);
    }
    // The search that was due before is still in the queue: it finds nothing to do.
    await world.sql("update pgboss.job set start_after = now() where singleton_key = $1 and state = 'created'", [id]);
    const { jobs } = await world.sees(id, ({ jobs }) => {
      for (const job of jobs) expect(job.status).toBe("COMPLETED");
    });
    expect(jobs.at(-1).result).toEqual({ stale: true });
    await expectUndecided(id);
  });

  it("does not begin by choosing, nor by being asked for again, nor by a change of settings", async () => {
    const id = await world.request("Lady Susan", "Jane Austen", ann);
    await world.sql("update users set may_select_releases = true where id = $1", [ann.userId]);
    world.indexer.releases = [release("Jane Austen - Lady Susan [M4B]")];
    const { searchReleases } = await world.admin.ask(
      `mutation { searchReleases(input: { requestId: "${id}" }) { releases { id } } }`,
    );
    const releaseId = searchReleases.releases[0].id;
    await eventually(async () =>
      expect(code(await send(ann, "selectRelease", { requestId: id, releaseId }))).toBe("ILLEGAL_TRANSITION"),
    );
    expect(await world.request("Lady Susan", "Jane Austen", ann)).toBe(id);
    await world.configure({ "automation.check_interval_seconds": "3000" });
    await eventually(async () => {
      const rows = await world.sql("select from jobs where type = 'wake_requests' and status <> 'completed'");
      expect(rows).toEqual([]);
    });
    expect(await world.look(id)).toMatchObject({ status: "AWAITING_APPROVAL", step: null, jobs: [], downloads: [] });
    await world.sql("update users set may_select_releases = null where id = $1", [ann.userId]);

    expect(await act(world.admin, "approveRequest", { id, releaseId })).toMatchObject({ status: "DOWNLOADING" });
    const { jobs, releases, events } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
    expect(releases).toMatchObject([{ id: releaseId, selected: true }]);
    expect(jobs.map((job: any) => job.type)).not.toContain("search_indexers");
    expect(events.map((event: any) => event.message)).toContain("Approved.");
  });

  it("stays as it is when an admin approves it with a release that is not its own", async () => {
    const id = await world.request("The Watsons", "Jane Austen", ann);
    const answer = await send(world.admin, "approveRequest", { id, releaseId: crypto.randomUUID() });
    expect(code(answer)).toBe("NOT_FOUND");
    await expectUndecided(id);
  });

  it("starts when an admin asks for the person, or tries it again for them", async () => {
    const input = { title: "Mansfield Park", author: "Jane Austen", onBehalfOfUserId: ann.userId };
    const { id, status } = await act(world.admin, "createRequest", input);
    expect(status).toBe("PENDING");
    expect(await decision(world.admin, id)).toMatchObject({ decidedBy: { name: "owner" } });
    await act(ann, "cancelRequest", { id });
    expect(await act(world.admin, "retryRequest", { id })).toMatchObject({ status: "PENDING" });
    await act(ann, "cancelRequest", { id });
    expect(await act(ann, "retryRequest", { id })).toMatchObject({ status: "AWAITING_APPROVAL" });
    await expectUndecided(id);
  });

  it("is decided by the setting where nothing is said of the person, and never for admins", async () => {
    await world.configure({ "requests.auto_approve": "false" });
    try {
      expect(await world.look(await world.request("Ivanhoe", "Walter Scott", bob))).toMatchObject({
        status: "AWAITING_APPROVAL",
      });
      expect(await world.look(await world.request("Waverley", "Walter Scott"))).not.toMatchObject({
        status: "AWAITING_APPROVAL",
      });
      await world.sql("update users set auto_approve = true where id = $1", [bob.userId]);
      expect(await world.look(await world.request("Rob Roy", "Walter Scott", bob))).not.toMatchObject({
        status: "AWAITING_APPROVAL",
      });
    } finally {
      await world.configure({ "requests.auto_approve": null });
      await world.sql("update users set auto_approve = null where id = $1", [bob.userId]);
    }
  });
});

describe("a request that awaits approval beside one that is on its way", () => {
  /** Ann awaits approval, Bob's is being fetched. */
  async function both(title: string, annFirst: boolean): Promise<{ anns: string; bobs: string; hash: string }> {
    world.indexer.releases = [release(`Thomas Hardy - ${title} [M4B]`)];
    const ask = (who: TestClient) => world.request(title, "Thomas Hardy", who);
    const before = annFirst ? await ask(ann) : null;
    const bobs = await ask(bob);
    const { releases } = await world.sees(bobs, ({ step }) => expect(step).toBe("monitor_download"));
    return { anns: before ?? (await ask(ann)), bobs, hash: releases[0].torrentHash };
  }

  it.each([true, false])("joins it once approved, and does not lead (asked first: %s)", async (annFirst) => {
    const title = annFirst ? "Jude the Obscure" : "Two on a Tower";
    const { anns, bobs, hash } = await both(title, annFirst);
    await expectUndecided(anns);
    await act(world.admin, "approveRequest", { id: anns });
    expect(await world.look(anns)).toMatchObject({ status: "DOWNLOADING", step: "monitor_download", jobs: [] });
    await world.downloads.tell(hash, { content: oneMp3 });
    for (const id of [anns, bobs]) await world.reaches(id, "COMPLETED");
    expect(world.downloads.added.filter((each) => each === hash)).toHaveLength(1);
  });

  it("does not take it over: when the others leave, nothing is fetched for it", async () => {
    const { anns, bobs, hash } = await both("The Woodlanders", true);
    await act(bob, "cancelRequest", { id: bobs });
    await eventually(() => expect(world.downloads.removed).toContain(hash));
    await expectUndecided(anns);
    const { audiobook } = await world.look(anns);
    expect(audiobook.availabilityStatus).toBe("UNKNOWN");
  });

  it("is completed with it, unless it was turned down; nobody's approval is another's", async () => {
    const { anns, bobs, hash } = await both("Desperate Remedies", false);
    const carol = await world.signUp("carol");
    await world.sql("update users set auto_approve = false where id = $1", [carol.userId]);
    const carols = await world.request("Desperate Remedies", "Thomas Hardy", carol);
    await act(world.admin, "denyRequest", { id: carols, reason: "Not for you." });
    await act(world.admin, "cancelRequest", { id: bobs });
    await world.request("Desperate Remedies", "Thomas Hardy", bob);
    const { releases } = await world.sees(bobs, ({ step }) => expect(step).toBe("monitor_download"));
    await world.downloads.tell(releases.find((each: any) => each.selected)?.torrentHash ?? hash, { content: oneMp3 });
    await world.reaches(bobs, "COMPLETED");
    expect(await world.look(anns)).toMatchObject({ status: "COMPLETED", progress: 100 });
    expect((await world.look(anns)).completedAt).not.toBeNull();
    expect(await world.look(carols)).toMatchObject({ status: "DENIED" });
  });
});
