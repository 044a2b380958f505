/** The outbox: what is written in it and for whom, and that it empties, through outages too, once a message and channel. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startVendorServer, type VendorServer } from "../testing/fakes/vendor-server.ts";
import type { TestClient } from "../testing/test-app.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";
import { notify } from "./notify.ts";

let world: TestWorld;
/** Of ntfy and of a webhook: what it was sent, and all of it that it took. */
let receiver: VendorServer;
let taken: { readonly path: string; readonly body: any; readonly key: string | undefined }[] = [];
let ann: TestClient & { readonly userId: string };

beforeAll(async () => {
  receiver = await startVendorServer((url, { headers }, bytes) => {
    const body = JSON.parse(Buffer.from(bytes).toString());
    taken.push({ path: url.pathname, body, key: headers["idempotency-key"] as string | undefined });
    return { body: `{"id":"1"}` };
  });
  world = await startWorld({
    settings: {
      "notifier.type": "ntfy",
      "notifier.url": `${receiver.url}/house`,
      "notifier.events": "request_failed, disk_low",
      "notifier.hook.type": "webhook",
      "notifier.hook.url": `${receiver.url}/hook`,
      "notifier.hook.events": "request_awaiting_approval, request_available, request_approved, request_denied",
      "notifier.off.type": "webhook",
      "notifier.off.url": `${receiver.url}/off`,
      "notifier.off.enabled": "false",
    },
  });
  ann = await world.signUp("ann");
  await world.admin.ask(`mutation ($id: ID!) { updateUser(input: { id: $id, autoApprove: false }) { id } }`, {
    id: ann.userId,
  });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});
beforeEach(() => {
  taken = [];
});

const rows = () => world.sql("select * from notifications order by created_at, id");
const mutate = (who: TestClient, mutation: string, input: string, fields = "{ id }") =>
  who.ask(`mutation { ${mutation}(input: { ${input} }) ${fields} }`);
const choose = (recipient: string, events: string, who = ann) =>
  mutate(
    who,
    "setNotificationChoice",
    `id: "notifier", recipient: "${recipient}", events: [${events}]`,
    "{ recipient events }",
  );
/** Something happens to the house. */
const happen = (cause: string, event = "disk_low" as const) =>
  inTransaction(world.makeContext(), (ctx) =>
    notify(ctx, { event, cause, title: "Full", body: "It is full.", path: "/system", isProblem: true }),
  );
const stateOf = async (cause: string) =>
  (
    await world.sql("select state, attempts, last_error from notifications where dedupe_key = $1", [
      `disk_low ${cause} notifier `,
    ])
  )[0];
/** Work that waits for its next try has it now. */
const tryAgain = () =>
  inTransaction(world.makeContext(), async ({ em, queue }) => {
    for (const { id } of await em.execute<{ id: string }[]>("select id from notifications where state = 'pending'"))
      await queue.enqueue(em, "send_notification", { notificationId: id }, { key: id });
  });

describe("a request", () => {
  it("is told of at every turn: to admins by their channels, and to whoever asked by their own", async () => {
    await choose("anns-topic", `"request_approved", "request_available"`);
    const id = await world.request("Emma", "Jane Austen", ann);
    await eventually(() =>
      expect(taken.map(({ path, body }) => `${path} ${body.title}`)).toEqual(["/hook Waits for your approval: Emma"]),
    );
    expect(taken[0]!.body).toMatchObject({
      body: "By Jane Austen. Asked for by ann.",
      event: "request_awaiting_approval",
      link: "",
    });

    world.indexer.releases = [release("Jane Austen - Emma (Unabridged)")];
    world.downloads.instantContent = oneMp3;
    taken = [];
    await mutate(world.admin, "approveRequest", `id: "${id}", reason: "A good one."`);
    await world.reaches(id, "COMPLETED");
    const told = () => taken.map(({ path, body }) => `${path} ${body.topic ?? ""} ${body.title}`).toSorted();
    const approved = taken.length;
    await eventually(() =>
      expect(told()).toEqual([
        "/ anns-topic Approved: Emma",
        "/ anns-topic In the library: Emma",
        "/hook  Approved: Emma",
        "/hook  In the library: Emma",
      ]),
    );
    expect(approved).toBeLessThanOrEqual(4);
    expect(taken.find(({ body }) => body.topic)!.body.message).toBe("By Jane Austen.\nA good one.");
    const own = `{ notifications(first: 10) { nodes { title state lastError user { name } } } }`;
    await eventually(async () => {
      const { notifications } = await ann.ask(own);
      expect(notifications.nodes).toEqual([
        { title: "In the library: Emma", state: "SENT", lastError: null, user: { name: "ann" } },
        { title: "Approved: Emma", state: "SENT", lastError: null, user: { name: "ann" } },
      ]);
    });
    expect((await world.admin.ask(own)).notifications.nodes.length).toBeGreaterThan(4);
    world.downloads.instantContent = null;
  });

  it("that is denied says why, and nothing of what was not chosen", async () => {
    await choose("anns-topic", `"request_available"`);
    const id = await world.request("Persuasion", "Jane Austen", ann);
    await mutate(world.admin, "denyRequest", `id: "${id}", reason: "Too sad."`);
    await eventually(() => expect(taken).toHaveLength(2));
    expect(taken.map(({ body }) => body.body)).toContain("By Jane Austen. Asked for by ann.\nToo sad.");
  });

  it("goes on when the channels are not to be read", async () => {
    const { makeContext } = world;
    const broken = { ...makeContext() };
    const integrations = { ...broken.integrations, settings: () => Promise.reject(new Error("no key")) };
    await inTransaction({ ...broken, integrations }, (ctx) =>
      notify(ctx, { event: "disk_low", cause: "unread", title: "a", body: "b", path: "/" }),
    );
    expect(await stateOf("unread")).toBeUndefined();
  });
});

describe("a message", () => {
  it("is written with what it tells of, or not at all", async () => {
    await inTransaction(world.makeContext(), async (ctx) => {
      await notify(ctx, { event: "disk_low", cause: "rolled back", title: "a", body: "b", path: "/" });
      throw new Error("back");
    }).catch(() => {});
    expect(await stateOf("rolled back")).toBeUndefined();
    expect(taken).toEqual([]);
  });

  it("of the same thing is sent once, however often that is noticed", async () => {
    for (const cause of ["twice", "twice", "another"]) await happen(cause);
    await eventually(() => expect(taken).toHaveLength(2));
    await happen("twice");
    await tryAgain();
    await eventually(async () => expect((await stateOf("another")).state).toBe("sent"));
    expect(taken).toHaveLength(2);
    expect(taken[0]!.body).toMatchObject({ topic: "house", title: "Full", priority: 4 });
  });

  it("outlives a channel that is down, and is sent once when that is back", async () => {
    receiver.fault({ status: 500 }, { times: 2 });
    receiver.fault({ status: 429, headers: { "retry-after": "7" } });
    await happen("outage");
    await eventually(async () => expect(await stateOf("outage")).toMatchObject({ state: "pending", attempts: 1 }));
    expect((await stateOf("outage")).last_error).toMatch(/ntfy server has a problem of its own \(500\)/);
    const down = `{ system { integrations { id isUp } } }`;
    expect((await world.admin.ask(down)).system.integrations).toContainEqual({ id: "notifier", isUp: false });
    for (const attempts of [2, 3]) {
      await tryAgain();
      await eventually(async () => expect(await stateOf("outage")).toMatchObject({ state: "pending", attempts }));
    }
    expect(taken).toEqual([]);
    await tryAgain();
    await eventually(async () =>
      expect(await stateOf("outage")).toEqual({ state: "sent", attempts: 4, last_error: null }),
    );
    expect(taken).toHaveLength(1);
    expect((await world.admin.ask(down)).system.integrations).toContainEqual({ id: "notifier", isUp: true });
  });

  it("that was sent just before the program died is sent again under the same id", async () => {
    const id = await world.request("Sanditon", "Jane Austen", ann);
    const last = await eventually(async () => {
      const found = (await rows()).find(
        ({ event, dedupe_key }) => event === "request_awaiting_approval" && dedupe_key.includes(id),
      );
      expect(found).toMatchObject({ state: "sent" });
      return found;
    });
    expect(taken).toHaveLength(1);
    await world.sql("update notifications set state = 'pending' where id = $1", [last.id]);
    await tryAgain();
    await eventually(() => expect(taken.map(({ key }) => key)).toEqual([last.id, last.id]));
  });

  it("that is refused is given up with the reason, and sent after all when an admin says so", async () => {
    receiver.fault({ status: 403 });
    await happen("refused");
    await eventually(async () => expect((await stateOf("refused")).state).toBe("failed"));
    const list = `{ notifications(filter: { state: FAILED }) { nodes { id lastError } } }`;
    const [{ id, lastError }] = (await world.admin.ask(list)).notifications.nodes;
    expect(lastError).toMatch(/refused the API key or password \(403\)/);
    await mutate(world.admin, "resendNotification", `id: "${id}"`);
    await eventually(async () => expect((await stateOf("refused")).state).toBe("sent"));
    const { errors } = await world.admin.send(`mutation { resendNotification(input: { id: "${id}" }) { id } }`);
    expect(errors?.[0]?.extensions["code"]).toBe("CONFLICT");
  });

  it("for a channel that is gone is given up", async () => {
    receiver.fault({ status: 500 });
    await happen("gone");
    await eventually(async () => expect((await stateOf("gone")).attempts).toBe(1));
    await world.configure({ "notifier.type": null });
    await tryAgain();
    await eventually(async () =>
      expect((await stateOf("gone")).last_error).toBe("This channel is not set up any more."),
    );
    await world.configure({ "notifier.type": "ntfy" });
  });
});

describe("what a person chooses", () => {
  it("is theirs alone, and only what there is", async () => {
    await choose("anns-topic", `"request_denied"`);
    const query = `{ notificationChoices { id label recipientLabel recipient events allEvents } }`;
    const allEvents = ["request_approved", "request_denied", "request_available", "request_failed"];
    const channel = { id: "notifier", label: "ntfy", recipientLabel: "ntfy topic", allEvents };
    expect((await ann.ask(query)).notificationChoices).toEqual([
      { ...channel, recipient: "anns-topic", events: ["request_denied"] },
    ]);
    expect((await world.admin.ask(query)).notificationChoices).toEqual([
      { ...channel, recipient: null, events: allEvents },
    ]);
    for (const [input, problem] of [
      [`id: "notifier", recipient: "no topic", events: []`, /That is no ntfy topic/],
      [`id: "notifier", recipient: "a", events: ["disk_low"]`, /Give some of request_approved/],
      [`id: "notifier.hook", recipient: "a", events: []`, /There is no channel/],
    ] as const)
      await expect(mutate(ann, "setNotificationChoice", input)).rejects.toThrow(problem);
    expect((await choose("", "")).setNotificationChoice.recipient).toBeNull();
    expect(await world.sql("select from notification_choices")).toEqual([]);
  });
});

describe("a test of a channel", () => {
  it("sends a message, and tells what is wrong without its secrets", async () => {
    const test = (settings: Record<string, string>) =>
      world.admin.ask(`mutation ($input: TestIntegrationInput!) { testIntegration(input: $input) { ok message } }`, {
        input: {
          kind: "NOTIFIER",
          name: "hook",
          settings: Object.entries(settings).map(([key, value]) => ({ key, value })),
        },
      });
    expect((await test({})).testIntegration).toEqual({ ok: true, message: "It has taken a test message." });
    expect(taken.at(-1)!.body.title).toBe("ReadMeABook can reach you here");
    const secret = "Bearer a-long-secret";
    receiver.fault({ status: 401, body: secret });
    const { ok, message } = (await test({ "notifier.hook.authorization": secret })).testIntegration;
    expect({ ok, message }).toEqual({ ok: false, message: expect.stringMatching(/refused the API key/) });
  });

  it("is for one channel's secrets alone: a mail server elsewhere does not get the password", async () => {
    await world.configure({
      "notifier.mail.type": "email",
      "notifier.mail.url": "smtp://one.example",
      "notifier.mail.password": "a secret",
    });
    await expect(world.configure({ "notifier.mail.url": "smtp://two.example" })).rejects.toThrow(/Enter it again/);
    await world.configure({ "notifier.mail.type": null, "notifier.mail.url": null, "notifier.mail.password": null });
  });
});
