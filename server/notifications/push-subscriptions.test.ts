/** Browsers that are told: each once, through outages too, of what its person chose; and what a browser may not say of itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { eventually } from "../testing/eventually.ts";
import { startPushService, type FakeBrowser, type PushService } from "../testing/fakes/push-service.ts";
import type { TestClient } from "../testing/test-app.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";
import { notify } from "./notify.ts";

let world: TestWorld;
let service: PushService;
let serverKey: string;
let ann: TestClient & { readonly userId: string };

beforeAll(async () => {
  service = await startPushService();
  // Without a type it is no channel; but its origin is one that an admin has named.
  world = await startWorld({ settings: { "notifier.url": service.url } });
  ann = await world.signUp("ann");
  serverKey = (await ann.ask(`{ webPush { publicKey } }`)).webPush.publicKey;
});
afterAll(async () => {
  await world.close();
  await service.close();
});
beforeEach(() => world.sql("delete from push_subscriptions"));

const save = (who: TestClient, input: object, fields = "{ id }") =>
  who.send(`mutation ($input: SavePushSubscriptionInput!) { savePushSubscription(input: $input) ${fields} }`, {
    input,
  });
const onId = (who: TestClient, mutation: string, id: string) =>
  who.send(
    `mutation ($id: ID!) { ${mutation}(input: { id: $id }) ${mutation.startsWith("remove") ? "" : "{ deliveredAt failingSince }"} }`,
    { id },
  );
/** A new browser in which somebody turns notifications on. */
async function subscribe(who: TestClient, ...events: string[]): Promise<FakeBrowser & { readonly id: string }> {
  const browser = service.subscribe(serverKey);
  const { data, errors } = await save(who, { ...browser.keys, events });
  if (errors) throw new Error(errors[0]!.message);
  return { ...browser, id: data.savePushSubscription.id };
}
const happen = (cause: string) =>
  inTransaction(world.makeContext(), (ctx) =>
    notify(ctx, { event: "disk_low", cause, title: "Full", body: "It is full.", path: "/system", isProblem: true }),
  );
const stateOf = async (cause: string, { id }: { readonly id: string }) =>
  (
    await world.sql("select state, attempts, last_error from notifications where channel = $1 and dedupe_key like $2", [
      `browser.${id}`,
      `% ${cause} %`,
    ])
  )[0];
const isSent = (cause: string, browser: { readonly id: string }) =>
  eventually(async () => expect((await stateOf(cause, browser)).state).toBe("sent"));
/** Work that waits for its next try has it now. */
const tryAgain = () =>
  inTransaction(world.makeContext(), async ({ em, queue }) => {
    for (const { id } of await em.execute<{ id: string }[]>("select id from notifications where state = 'pending'"))
      await queue.enqueue(em, "send_notification", { notificationId: id }, { key: id });
  });
const own = `{ viewer { pushSubscriptions { id fingerprint events userAgent deliveredAt failingSince } } }`;
const browsersOf = async (who: TestClient) => (await who.ask(own)).viewer.pushSubscriptions;

describe("a browser", () => {
  it("is told of its person's requests, and of the house when that is an admin, as each of them chose", async () => {
    const [desk, phone] = [await subscribe(ann, "request_available"), await subscribe(ann, "request_denied")];
    const admins = await subscribe(world.admin, "request_available", "request_failed", "disk_low");
    world.indexer.releases = [release("Jane Austen - Emma (Unabridged)")];
    world.downloads.instantContent = oneMp3;
    const id = await world.request("Emma", "Jane Austen", ann);
    await world.reaches(id, "COMPLETED");
    await happen("of the house");
    await eventually(() => expect([desk.got, admins.got].map(({ length }) => length)).toEqual([1, 1]));
    expect(desk.got[0]).toMatchObject({
      title: "In the library: Emma",
      body: "By Jane Austen.",
      path: `/requests/${id}`,
    });
    expect(admins.got[0]).toMatchObject({ title: "Full", body: "It is full.", path: "/system" });
    expect(phone.got).toEqual([]);
    await eventually(async () =>
      expect((await browsersOf(ann)).map((each: any) => each.deliveredAt !== null)).toEqual([false, true]),
    );
    const { notifications } = await ann.ask(`{ notifications { nodes { title channel state user { name } } } }`);
    expect(notifications.nodes).toEqual([
      { title: "In the library: Emma", channel: `browser.${desk.id}`, state: "SENT", user: { name: "ann" } },
    ]);
    world.downloads.instantContent = null;
  });

  it("is told once of one thing, however often that is noticed, and beside others", async () => {
    const browsers = [await subscribe(world.admin, "disk_low"), await subscribe(world.admin, "disk_low")];
    for (const cause of ["once", "once", "then"]) await happen(cause);
    for (const browser of browsers) for (const cause of ["once", "then"]) await isSent(cause, browser);
    await happen("once");
    await tryAgain();
    await happen("last");
    for (const browser of browsers) await isSent("last", browser);
    expect(browsers.map(({ got }) => got.length)).toEqual([3, 3]);
    expect(new Set(browsers.flatMap(({ got }) => got.map(({ tag }) => tag))).size).toBe(6);
  });

  it("is told once when an outage of its push service is over, and others are not kept waiting", async () => {
    const [broken, well] = [await subscribe(world.admin, "disk_low"), await subscribe(world.admin, "disk_low")];
    const only = (url: URL) => broken.keys.endpoint.endsWith(url.pathname);
    for (const answer of [{ status: 500 }, { status: 429, headers: { "retry-after": "7" } }, { status: 503 }])
      service.fault(answer, { only });
    await happen("outage");
    await isSent("outage", well);
    for (const [attempts, problem] of [
      [1, /problem of its own \(500\)/],
      [2, /left alone for 7 seconds/],
      [3, /problem of its own \(503\)/],
    ] as const) {
      await eventually(async () =>
        expect(await stateOf("outage", broken)).toEqual({
          state: "pending",
          attempts,
          last_error: expect.stringMatching(problem),
        }),
      );
      expect((await browsersOf(world.admin)).find(({ id }: any) => id === broken.id).failingSince).not.toBeNull();
      await tryAgain();
    }
    await isSent("outage", broken);
    expect([broken.got.length, well.got.length]).toEqual([1, 1]);
    await eventually(async () =>
      expect((await browsersOf(world.admin)).map(({ failingSince }: any) => failingSince)).toEqual([null, null]),
    );
    // An outage of one browser's push service is none of the house's.
    expect((await world.admin.ask(`{ system { integrations { id } } }`)).system.integrations).not.toContainEqual({
      id: expect.stringContaining("browser"),
    });
  });

  it("gets what it was sent right before the program died once more under the same tag, so that it shows it once", async () => {
    const browser = await subscribe(world.admin, "disk_low");
    await happen("killed");
    await isSent("killed", browser);
    await world.sql("update notifications set state = 'pending' where channel = $1", [`browser.${browser.id}`]);
    await tryAgain();
    await eventually(() => expect(browser.got).toHaveLength(2));
    expect(new Set(browser.got.map(({ tag, topic }) => `${tag} ${topic}`)).size).toBe(1);
  });

  it("that is gone is forgotten, and its person's others are told", async () => {
    const [gone, here] = [await subscribe(world.admin, "disk_low"), await subscribe(world.admin, "disk_low")];
    gone.unsubscribe();
    await happen("gone");
    await isSent("gone", here);
    await eventually(async () =>
      expect(await stateOf("gone", gone)).toMatchObject({
        state: "failed",
        last_error: expect.stringMatching(/not subscribed any more \(410\)/),
      }),
    );
    await eventually(async () => expect((await browsersOf(world.admin)).map(({ id }: any) => id)).toEqual([here.id]));
    await happen("afterwards");
    await isSent("afterwards", here);
    expect(await stateOf("afterwards", gone)).toBeUndefined();
  });

  it("hears nothing more once it is removed or its person is locked out, nor of the house when that is no admin any more", async () => {
    const bob = await world.signUp("bob");
    const change = (mutation: string, more = "") =>
      world.admin.ask(`mutation ($id: ID!) { ${mutation}(input: { id: $id ${more} }) { id } }`, { id: bob.userId });
    await change("updateUser", "role: ADMIN");
    const [kept, removed] = [await subscribe(bob, "request_failed"), await subscribe(bob, "request_failed")];
    // An admin has chosen so before being made a user again.
    await world.sql("update push_subscriptions set events = '{disk_low}'");
    service.fault({ status: 500 }, { times: 2 });
    await happen("before");
    for (const browser of [kept, removed])
      await eventually(async () => expect((await stateOf("before", browser)).attempts).toBe(1));
    expect((await onId(bob, "removePushSubscription", removed.id)).errors).toBeUndefined();
    await change("deactivateUser");
    await happen("locked out");
    await tryAgain();
    for (const browser of [kept, removed])
      await eventually(async () =>
        expect((await stateOf("before", browser)).last_error).toMatch(/does not want to be told in this browser/),
      );
    await change("reactivateUser");
    await change("updateUser", "role: USER");
    await happen("no admin");
    expect(await stateOf("locked out", kept)).toBeUndefined();
    expect(await stateOf("no admin", kept)).toBeUndefined();
    expect([...kept.got, ...removed.got]).toEqual([]);
  });
});

describe("what a browser says of itself", () => {
  it("is sealed, shown to nobody, and the same when it is said again", async () => {
    const browser = await subscribe(ann, "request_denied");
    await save(ann, { ...browser.keys, events: ["request_failed", "request_approved", "request_failed"] });
    expect(await browsersOf(ann)).toEqual([
      expect.objectContaining({ id: browser.id, events: ["request_approved", "request_failed"] }),
    ]);
    const text = JSON.stringify([
      await world.sql("select * from push_subscriptions"),
      await world.sql("select * from configuration where key = 'web_push.private_key'"),
      await browsersOf(ann),
    ]);
    expect(text).toContain("enc:v1:");
    for (const secret of Object.values(browser.keys)) expect(text).not.toContain(secret);
    const shown = `{ configuration { key value isSet encrypted } }`;
    expect((await world.admin.ask(shown)).configuration).toContainEqual({
      key: "web_push.private_key",
      value: null,
      isSet: true,
      encrypted: true,
    });
    expect((await world.admin.ask(`{ webPush { publicKey } }`)).webPush.publicKey).toBe(serverKey);
  });

  it("is refused with a sentence, and nothing changes, when it cannot be a browser's", async () => {
    const { keys } = service.subscribe(serverKey);
    const noService = /not the address of a push service/;
    for (const [odd, problem] of [
      [{ endpoint: "http://push.example.org/x" }, noService],
      [{ endpoint: "https://192.168.1.1/admin" }, noService],
      [{ endpoint: "https://[::1]/admin" }, noService],
      [{ endpoint: "https://localhost/admin" }, noService],
      [{ endpoint: "https://router/admin" }, noService],
      [{ endpoint: "https://me:secret@push.example.org/x" }, noService],
      [{ endpoint: "https://push.example.org\\@router/" }, noService],
      [{ endpoint: "javascript:alert(1)" }, noService],
      [{ endpoint: `https://push.example.org/${"x".repeat(1000)}` }, noService],
      [{ p256dh: "" }, /not the key of a browser/],
      [{ p256dh: Buffer.alloc(65, 4).toString("base64url") }, /not the key of a browser/],
      [{ auth: "AAAA" }, /not the secret of a browser/],
      [{ events: ["disk_low"] }, /Give some of request_approved/],
    ] as const) {
      const { errors } = await save(ann, { ...keys, events: [], ...odd });
      expect(errors?.[0]?.message, JSON.stringify(odd)).toMatch(problem);
      expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
    }
    expect(await world.sql("select from push_subscriptions")).toEqual([]);
  });

  it("moves the browser to whoever signed in there last, and never by its address alone", async () => {
    const browser = await subscribe(world.admin, "disk_low");
    const other = service.subscribe(serverKey).keys;
    const { errors } = await save(ann, { ...browser.keys, auth: other.auth, events: [] });
    expect(errors?.[0]?.message).toMatch(/subscribed with other keys/);
    expect(await browsersOf(world.admin)).toHaveLength(1);
    service.fault({ status: 500 });
    await happen("somebody else's");
    await eventually(async () => expect((await stateOf("somebody else's", browser)).attempts).toBe(1));
    expect((await save(ann, { ...browser.keys, events: ["request_failed"] })).errors).toBeUndefined();
    expect([await browsersOf(world.admin), await browsersOf(ann)].map(({ length }) => length)).toEqual([0, 1]);
    await tryAgain();
    await eventually(async () => expect((await stateOf("somebody else's", browser)).state).toBe("failed"));
    expect(browser.got).toEqual([]);
  });

  it("is kept for twenty browsers of a person", async () => {
    for (let count = 0; count < 20; count += 1) await subscribe(ann);
    await expect(subscribe(ann)).rejects.toThrow(/20 browsers already/);
    await subscribe(world.admin);
    expect(await browsersOf(ann)).toHaveLength(20);
  });
});

describe("a test of a browser", () => {
  it("reaches one's own alone, says what is wrong, and is not for calling others over and over", async () => {
    const browser = await subscribe(ann);
    const { data } = await onId(ann, "testPushSubscription", browser.id);
    expect(data.testPushSubscription).toEqual({ deliveredAt: expect.any(String), failingSince: null });
    expect(browser.got[0]).toMatchObject({ title: "ReadMeABook can reach you here", path: "/" });
    for (const mutation of ["testPushSubscription", "removePushSubscription"])
      for (const id of [browser.id, "x"])
        expect((await onId(world.admin, mutation, id)).errors?.[0]?.extensions["code"], mutation).toBe("NOT_FOUND");
    service.fault({ status: 403 });
    expect((await onId(ann, "testPushSubscription", browser.id)).errors?.[0]?.message).toMatch(/off and on again/);
    expect((await browsersOf(ann))[0].failingSince).not.toBeNull();
    const codes = [];
    for (let count = 0; count < 19; count += 1)
      codes.push((await onId(ann, "testPushSubscription", browser.id)).errors?.[0]?.extensions["code"]);
    expect(codes.filter((code) => code !== undefined)).toEqual(["RATE_LIMITED"]);
    expect(browser.got).toHaveLength(19);
  });
});
