import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

type Person = TestClient & { readonly userId: string };
const password = "a long enough password";
const whoAmI = `{ viewer { username } }`;

let app: TestApp;
let sql: Client;
let owner: string;
let ann: Person;
beforeAll(async () => {
  app = await startTestApp();
  sql = new Client({ ...app.database.address });
  await sql.connect();
  owner = (await app.admin.ask(`{ viewer { id } }`)).viewer.id;
  ann = await app.signUp("ann");
});
afterAll(async () => {
  await sql.end();
  await app.close();
});

const fields = "id role autoApprove requestQuota requestQuotaDays maySelectReleases canSelectReleases deactivatedAt";
const send = (mutation: string, input: object, who: TestClient = app.admin) => {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  return who.send(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`, { input });
};
const change = async (mutation: string, input: object) => {
  const { data, errors } = await send(mutation, input);
  if (errors) throw new Error(errors[0]!.message);
  return data[mutation];
};
const code = ({ errors }: { errors?: readonly any[] }) => errors?.[0]?.extensions.code;
/** Within the second for which an answer is remembered, and a little. */
const withinASecond = (probe: () => Promise<void>) => eventually(probe, 1_300);

async function signedIn(username: string): Promise<Browser> {
  const browser = openBrowser(app.url);
  await browser.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { id } }`, {
    input: { username, password },
  });
  return browser;
}

describe("updateUser", () => {
  it("changes what is given, leaves the rest, and takes null for what the settings say", async () => {
    const id = ann.userId;
    const limits = { autoApprove: false, requestQuota: 3, requestQuotaDays: 30, maySelectReleases: true };
    expect(await change("updateUser", { id, ...limits })).toMatchObject({ ...limits, canSelectReleases: true });
    expect(await change("updateUser", { id, requestQuota: 0 })).toMatchObject({ ...limits, requestQuota: 0 });
    const none = { autoApprove: null, requestQuota: null, requestQuotaDays: null, maySelectReleases: null };
    expect(await change("updateUser", { id, role: "ADMIN", ...none })).toMatchObject({
      ...none,
      role: "ADMIN",
      canSelectReleases: true,
    });
    expect(await change("updateUser", { id, role: "USER" })).toMatchObject({ role: "USER", canSelectReleases: false });
  });

  it("refuses limits that cannot be meant, and somebody who is not there", async () => {
    for (const limits of [
      { requestQuota: -1 },
      { requestQuota: 10_000 },
      { requestQuotaDays: 0 },
      { requestQuotaDays: 1000 },
    ])
      expect(code(await send("updateUser", { id: ann.userId, ...limits })), JSON.stringify(limits)).toBe(
        "BAD_USER_INPUT",
      );
    for (const mutation of ["updateUser", "deactivateUser", "reactivateUser"])
      expect(code(await send(mutation, { id: crypto.randomUUID() }))).toBe("NOT_FOUND");
  });

  it("does not take the role from the last admin, and of two at once from one alone", async () => {
    expect(code(await send("updateUser", { id: owner, role: "USER" }))).toBe("CONFLICT");
    await change("updateUser", { id: ann.userId, role: "ADMIN" });
    // The key that she made before may not do what an admin may.
    const { createApiKey } = await (
      await signedIn("ann")
    ).ask(`mutation { createApiKey(input: { name: "x" }) { key } }`);
    const asAdmin = app.client(createApiKey.key);
    const answers = await Promise.all(
      [owner, ann.userId].map((id) => send("updateUser", { id, role: "USER" }, id === owner ? app.admin : asAdmin)),
    );
    expect(answers.map(code).toSorted()).toEqual(["CONFLICT", undefined]);
    await sql.query("update users set role = case when id = $1 then 'admin' else 'user' end", [owner]);
  });
});

describe("deactivateUser", () => {
  it("signs somebody out everywhere, keeps all that is theirs, and reactivateUser lets them back in", async () => {
    const bob = await app.signUp("bob");
    const browser = await signedIn("bob");
    await bob.ask(`mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id } }`);
    expect(await change("deactivateUser", { id: bob.userId })).toMatchObject({ deactivatedAt: expect.any(String) });
    await withinASecond(async () => {
      expect(await bob.ask(whoAmI)).toEqual({ viewer: null });
      expect(await browser.ask(whoAmI)).toEqual({ viewer: null });
    });
    await expect(signedIn("bob")).rejects.toThrow(/not right/);
    const { requests } = await app.admin.ask(`{ requests(filter: { userId: "${bob.userId}" }) { totalCount } }`);
    expect(requests.totalCount).toBe(1);

    const [{ deactivatedAt }, again] = [
      (await app.admin.ask(`{ users(filter: { text: "bob" }) { nodes { deactivatedAt } } }`)).users.nodes[0],
      await change("deactivateUser", { id: bob.userId }),
    ];
    expect(again.deactivatedAt).toBe(deactivatedAt);
    expect(await change("reactivateUser", { id: bob.userId })).toMatchObject({ deactivatedAt: null });
    await withinASecond(async () => expect(await bob.ask(whoAmI)).toEqual({ viewer: { username: "bob" } }));
    expect(await browser.ask(whoAmI)).toEqual({ viewer: null });
    expect(await (await signedIn("bob")).ask(whoAmI)).toEqual({ viewer: { username: "bob" } });
  });

  it("does not lock the last admin out, not even by themself", async () => {
    const { errors } = await send("deactivateUser", { id: owner });
    expect(errors![0]).toMatchObject({ extensions: { code: "CONFLICT" }, message: /only admin/ });
    const carol = await app.signUp("carol");
    await change("updateUser", { id: carol.userId, role: "ADMIN" });
    await change("deactivateUser", { id: carol.userId });
    // An admin who cannot sign in is none.
    expect(code(await send("deactivateUser", { id: owner }))).toBe("CONFLICT");
    await change("reactivateUser", { id: carol.userId });
    await change("deactivateUser", { id: carol.userId });
  });
});

describe("the list of people", () => {
  it.each([
    [`{ role: ADMIN, active: true }`, ["owner"]],
    [`{ active: false }`, ["carol"]],
    [`{ text: "AN" }`, ["ann"]],
    [`{ text: "mail.example" }`, ["ann"]],
    [`{ text: "%" }`, []],
    [`{ text: " ", role: USER, active: true }`, ["bob", "ann"]],
  ])("shows with the filter %s who it is about", async (filter, names) => {
    await sql.query("update users set plex_email = 'ann@mail.example' where username = 'ann'");
    const { users } = await app.admin.ask(`{ users(filter: ${filter}) { totalCount nodes { username } } }`);
    expect(users.nodes.map(({ username }: { username: string }) => username)).toEqual(names);
    expect(users.totalCount).toBe(names.length);
  });

  it("says of each what it comes to: what they have asked for and still may, and when they were here", async () => {
    const [dora, eve] = [await app.signUp("dora"), await app.signUp("eve")];
    const book = (title: string) => ({ input: { title, author: "Jane Austen" } });
    const ask = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`;
    for (const title of ["Sanditon", "Persuasion"]) await dora.ask(ask, book(title));
    await change("updateUser", { id: dora.userId, autoApprove: false, requestQuota: 3, requestQuotaDays: 30 });
    await sql.query("update sessions set last_seen_at = '2031-01-02T03:04:05Z' where user_id = $1", [dora.userId]);
    await sql.query("update users set last_login_at = null where id = $1", [eve.userId]);
    await sql.query("delete from sessions where user_id = $1", [eve.userId]);
    await sql.query("update api_keys set last_used_at = null where user_id = $1", [eve.userId]);

    const facts = "requestCount needsApproval quota { most days used } lastSeenAt";
    const { users } = await app.admin.ask(`{ users(first: 3) { nodes { username ${facts} } } }`);
    expect(users.nodes.slice(0, 2)).toEqual([
      {
        username: "eve",
        requestCount: 0,
        needsApproval: false,
        quota: { most: 0, days: 7, used: 0 },
        lastSeenAt: null,
      },
      {
        username: "dora",
        requestCount: 2,
        needsApproval: true,
        quota: { most: 3, days: 30, used: 2 },
        lastSeenAt: "2031-01-02T03:04:05.000Z",
      },
    ]);
    // An admin is free, whatever was said of them before.
    await change("updateUser", { id: dora.userId, role: "ADMIN" });
    const after = await app.admin.ask(
      `{ users(filter: { text: "dora" }) { nodes { needsApproval quota { most used } } } }`,
    );
    expect(after.users.nodes).toEqual([{ needsApproval: false, quota: { most: 0, used: 2 } }]);
  });
});
