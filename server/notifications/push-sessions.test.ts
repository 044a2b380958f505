/** What a browser is told ends when somebody ends its session, and not when that has only become too old. */
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { eventually } from "../testing/eventually.ts";
import { startPushService, type PushService } from "../testing/fakes/push-service.ts";
import type { TestClient } from "../testing/test-app.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

const password = "a long enough password";
let world: TestWorld;
let service: PushService;
let serverKey: string;

beforeAll(async () => {
  service = await startPushService();
  // Without a type it is no channel; but its origin is one that an admin has named.
  world = await startWorld({ settings: { "notifier.url": service.url } });
  serverKey = (await world.admin.ask(`{ webPush { publicKey } }`)).webPush.publicKey;
});
afterAll(async () => {
  await world.close();
  await service.close();
});
beforeEach(() => world.sql("delete from push_subscriptions"));

const savePush = "mutation ($input: SavePushSubscriptionInput!) { savePushSubscription(input: $input) { id } }";
const signIn = "mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }";
const newBrowser = () => ({ ...service.subscribe(serverKey).keys, events: ["request_failed"] });
/** What waits for a lock that a program has asked for. */
const waiting = `select from pg_locks join pg_database on oid = database
   where datname = current_database() and locktype = 'advisory' and not granted`;

/** Turns notifications on. @returns the id by which the server knows the browser. */
async function subscribe(who: Pick<TestClient, "ask">): Promise<string> {
  const { savePushSubscription } = await who.ask(savePush, { input: newBrowser() });
  return savePushSubscription.id;
}

/** A browser in which somebody is signed in and told things. */
async function signedIn(username: string) {
  const browser = openBrowser(world.url);
  await browser.ask(signIn, { input: { username, password } });
  return { ...browser, push: await subscribe(browser) };
}

const told = async () => (await world.sql("select id from push_subscriptions order by id")).map(({ id }) => id);

describe("a browser that is signed in", () => {
  it.each([
    ["it is signed out", (here: Browser) => here.ask("mutation { signOut }")],
    ["another one signs it out", (_: Browser, other: Browser) => other.ask("mutation { revokeOtherSessions }")],
  ])("is told nothing more once %s, and the others are", async (_, end) => {
    const name = `${_.split(" ")[0]}-signed-out`;
    await world.signUp(name);
    const [here, other] = [await signedIn(name), await signedIn(name)];
    // A script has no session, and what it has subscribed goes on.
    const script = await subscribe(world.admin);
    await end(here, other);
    expect(await told()).toEqual([other.push, script].toSorted());
  });

  it("is told nothing more once somebody is locked out or made something else", async () => {
    for (const [name, mutation, more] of [
      ["locked", "deactivateUser", ""],
      ["raised", "updateUser", ", role: ADMIN"],
    ] as const) {
      const { userId } = await world.signUp(name);
      await signedIn(name);
      await world.admin.ask(`mutation ($id: ID!) { ${mutation}(input: { id: $id${more} }) { id } }`, { id: userId });
      expect(await told(), name).toEqual([]);
    }
  });

  it("goes on being told when it changes the password, and the others do not", async () => {
    await world.signUp("changer");
    const [here, other] = [await signedIn("changer"), await signedIn("changer")];
    await here.ask("mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { id } }", {
      input: { current: password, new: "an even longer password" },
    });
    expect(await told()).toEqual([here.push]);
    expect((await other.send("{ viewer { id } }")).data.viewer).toBeNull();
    await here.ask("mutation { signOut }");
    expect(await told()).toEqual([]);
  });

  it("is told nothing when it is signed out while it turns notifications on", async () => {
    await world.signUp("hasty");
    const here = openBrowser(world.url);
    await here.ask(signIn, { input: { username: "hasty", password } });
    // Holds up whoever turns them on.
    const holder = new Client(world.database.url);
    await holder.connect();
    await holder.query("select pg_advisory_lock(hashtext('readmeabook browsers'))");
    const saving = here.send(savePush, { input: newBrowser() });
    await eventually(async () => expect(await world.sql(waiting)).toHaveLength(1));
    await world.sql("delete from sessions where user_id = (select id from users where username = 'hasty')");
    await holder.end();
    expect((await saving).errors![0]!.extensions["code"]).toBe("UNAUTHENTICATED");
    expect(await told()).toEqual([]);
  });

  it("goes on being told when its session has only become too old", async () => {
    await world.signUp("rarely");
    const { push } = await signedIn("rarely");
    await world.sql("update sessions set last_seen_at = now() - interval '15 days'");
    // Whoever signs in removes what has ended.
    await signedIn("rarely");
    expect(await told()).toContain(push);
    expect(await world.sql("select from sessions where last_seen_at < now() - interval '1 day'")).toEqual([]);
  });
});
