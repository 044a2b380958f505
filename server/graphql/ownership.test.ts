/** What belongs to one person is in no list and no live view of another. By its id: authorisation.test.ts. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { openSocket } from "../testing/socket.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

let app: TestApp;
let ann: TestClient & { userId: string };
let bob: TestClient & { userId: string };
let bobsRequest: string;
let book: string;
beforeAll(async () => {
  app = await startTestApp();
  [ann, bob] = [await app.signUp("ann"), await app.signUp("bob")];
  const made = await bob.ask(
    `mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id audiobook { id } } }`,
  );
  bobsRequest = made.createRequest.id;
  book = made.createRequest.audiobook.id;
});
afterAll(() => app.close());

describe("somebody else's request", () => {
  it.each([
    ["lists", `{ requests { totalCount nodes { id } edges { node { id } } } }`],
    [
      "lists that are filtered by person",
      `query ($user: ID) { requests(filter: { userId: $user }) { totalCount nodes { id } edges { node { id } } } }`,
    ],
    [
      "lists that are filtered by book",
      `query ($book: ID) { requests(filter: { audiobookId: $book }) { totalCount nodes { id } edges { node { id } } } }`,
    ],
  ])("is in no %s", async (_what, query) => {
    const variables = { user: bob.userId, book };
    expect(await ann.ask(query, variables)).toEqual({ requests: { totalCount: 0, nodes: [], edges: [] } });
    expect((await bob.ask(query, variables)).requests.totalCount).toBe(1);
    expect((await app.admin.ask(query, variables)).requests.totalCount).toBe(1);
  });

  it("is not reached through its book, which tells only how many have asked", async () => {
    const query = `query ($id: ID!) { audiobook(id: $id) { requestCount viewerRequest { id user { username } jobs { id } } } audiobooks { nodes { viewerRequest { id } } } }`;
    expect(await ann.ask(query, { id: book })).toEqual({
      audiobook: { requestCount: 1, viewerRequest: null },
      audiobooks: { nodes: [{ viewerRequest: null }] },
    });
    expect((await bob.ask(query, { id: book })).audiobook.viewerRequest).toMatchObject({
      id: bobsRequest,
      user: { username: "bob" },
    });
    expect((await app.admin.ask(query, { id: book })).audiobook.viewerRequest).toBeNull();
  });

  it("shows its owner which work was done, and the inside of that work to admins only", async () => {
    const query = `query ($id: ID!) { request(id: $id) { jobs { type status payload result errorMessage stackTrace } } }`;
    const inside = { payload: { requestId: bobsRequest } };
    const seenBy = async (who: TestClient) => (await who.ask(query, { id: bobsRequest })).request.jobs[0];
    expect(await seenBy(app.admin)).toMatchObject({ type: "search_indexers", ...inside });
    expect(await seenBy(bob)).toMatchObject({
      type: "search_indexers",
      payload: null,
      result: null,
      errorMessage: null,
      stackTrace: null,
    });
  });

  it("moves nothing in a subscription, asked for by id or not", async () => {
    const socket = openSocket(app.url, { apiKey: ann.apiKey });
    try {
      const all = socket.subscribe<any>(`subscription { requestChanged(after: "0") { request { id } } }`);
      const one = socket.subscribe<any>(
        `subscription { requestChanged(id: "${bobsRequest}", after: "0") { request { id } } }`,
      );
      const { createRequest } = await ann.ask(
        `mutation { createRequest(input: { title: "Mine", author: "Ann" }) { id } }`,
      );
      for (let change = 0; change < 3; change += 1)
        await bob.ask(`mutation { retryRequest(input: { id: "${bobsRequest}" }) { id } }`);
      await eventually(() => expect(all.data.length).toBeGreaterThan(0));
      await ann.ask(`mutation { cancelRequest(input: { id: "${createRequest.id}" }) { id } }`);
      await eventually(() => expect(all.data.length).toBeGreaterThan(1));
      expect(new Set(all.data.map(({ requestChanged }) => requestChanged.request.id))).toEqual(
        new Set([createRequest.id]),
      );
      expect(one.data).toEqual([]);
    } finally {
      await socket.close();
    }
  });
});

describe("what is the person's own", () => {
  it("is shown to no admin: sessions and keys", async () => {
    for (const field of ["sessions { id }", "apiKeys { id }"])
      expect((await app.admin.send(`{ users { nodes { username ${field} } } }`)).errors?.[0]?.extensions["code"]).toBe(
        "FORBIDDEN",
      );
  });

  it("is not shown where a book lies, except to admins", async () => {
    const sql = new Client({ ...app.database.address });
    await sql.connect();
    await sql.query("update audiobooks set file_path = '/library/emma' where id = $1", [book]);
    await sql.end();
    const query = `query ($id: ID!) { audiobook(id: $id) { filePath } }`;
    expect(await bob.ask(query, { id: book })).toEqual({ audiobook: { filePath: null } });
    expect(await app.admin.ask(query, { id: book })).toEqual({ audiobook: { filePath: "/library/emma" } });
  });
});
