import { connect } from "node:net";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { eventually } from "../testing/eventually.ts";
import { openSocket, type Socket } from "../testing/socket.ts";
import { startTestApp, type TestApp, type TestClient } from "../testing/test-app.ts";

const changed = `subscription ($id: ID, $after: String) { requestChanged(id: $id, after: $after) { cursor request { id version priority user { username } } } }`;

let app: TestApp;
let second: TestApp;
let ann: TestClient & { userId: string };
let sql: Client;
let socket: Socket;
beforeAll(async () => {
  app = await startTestApp();
  second = await startTestApp({ database: app.database, admin: app.admin, dataDir: app.dataDir });
  ann = await app.signUp("ann");
  sql = new Client({ ...app.database.address });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await second.close();
  await app.close();
});
beforeEach(() => (socket = openSocket(app.url, { apiKey: app.admin.apiKey })));
afterEach(() => socket.close());

/** A request that no job works on. */
async function makeRequest(userId = ann.userId): Promise<string> {
  const { rows } = await sql.query(
    `with book as (insert into audiobooks (title, author) values ('Book', 'Author') returning id)
     insert into requests (user_id, audiobook_id, status) select $1, id, 'failed' from book returning id`,
    [userId],
  );
  return rows[0].id;
}

const prioritise = (id: string, priority: number) =>
  sql.query("update requests set priority = $2 where id = $1", [id, priority]);
const last = (seen: { data: any[] }) => seen.data.at(-1)?.requestChanged;
/** A subscription that listens: it has told of a change that was made for it to be told. */
async function listening(on: Socket, variables: Record<string, unknown> = {}) {
  const seen = on.subscribe<any>(changed, variables);
  const probe = (variables["id"] as string | undefined) ?? (await makeRequest());
  await eventually(async () => {
    await prioritise(probe, -1);
    expect(seen.data.length).toBeGreaterThan(0);
  });
  return seen;
}

describe("requestChanged", () => {
  it("tells of a change within a second, in this process and in another one", async () => {
    const elsewhere = openSocket(second.url, { apiKey: app.admin.apiKey });
    try {
      const [here, there] = [await listening(socket), await listening(elsewhere)];
      const id = await makeRequest();
      await prioritise(id, 5);
      for (const seen of [here, there])
        await eventually(
          () =>
            expect(last(seen)).toMatchObject({ request: { id, priority: 5, version: 2, user: { username: "ann" } } }),
          1_000,
        );
    } finally {
      await elsewhere.close();
    }
  });

  it("tells of one request only when it is asked for one", async () => {
    const [one, other] = [await makeRequest(), await makeRequest()];
    const seen = await listening(socket, { id: one });
    await prioritise(other, 3);
    await prioritise(one, 4);
    await eventually(() => expect(last(seen).request.priority).toBe(4));
    expect(new Set(seen.data.map(({ requestChanged }) => requestChanged.request.id))).toEqual(new Set([one]));
  });

  it("brings what was missed to a subscriber that comes back with its cursor", async () => {
    const seen = await listening(socket);
    const ids = [await makeRequest(), await makeRequest(), await makeRequest()];
    await eventually(() => expect(last(seen).request.id).toBe(ids[2]));
    const { cursor } = last(seen);
    await socket.close();
    for (const id of ids) await prioritise(id, 8);
    socket = openSocket(second.url, { apiKey: app.admin.apiKey });
    const again = socket.subscribe<any>(changed, { after: cursor });
    await eventually(() => {
      const told = again.data
        .map(({ requestChanged: { request } }) => request)
        .filter(({ priority }) => priority === 8);
      expect(new Set(told.map(({ id }) => id))).toEqual(new Set(ids));
    });
  });

  it("misses nothing of a transaction that began before the cursor and ended after it", async () => {
    const [slow, quick] = [await makeRequest(), await makeRequest()];
    const other = new Client({ ...app.database.address });
    await other.connect();
    await other.query("begin");
    await other.query("update requests set priority = 6 where id = $1", [slow]);
    const seen = await listening(socket, { id: quick });
    await prioritise(quick, 6);
    await eventually(() => expect(last(seen).request.priority).toBe(6));
    const { cursor } = last(seen);
    await socket.close();
    await other.query("commit");
    await other.end();
    socket = openSocket(app.url, { apiKey: app.admin.apiKey });
    const again = socket.subscribe<any>(changed, { after: cursor });
    await eventually(() => expect(again.data.map(({ requestChanged }) => requestChanged.request.id)).toContain(slow));
  });

  it("loses nothing when the connection that listens is cut", async () => {
    const seen = await listening(socket);
    const id = await makeRequest();
    for (let round = 1; round <= 3; round += 1) {
      // Both programs listen again before they are cut once more.
      const cut = () =>
        sql.query(
          `with listening as (select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
              and query ~ '^(listen|select pg_snapshot_xmin|select id from jobs|select pg_advisory)')
           select pg_terminate_backend(pid) from listening where (select count(*) from listening) = 2`,
        );
      await eventually(async () => expect((await cut()).rowCount).toBe(2));
      await prioritise(id, 10 + round);
      await eventually(() => expect(last(seen).request).toMatchObject({ id, priority: 10 + round }), 5_000);
    }
  });

  it("keeps only the present state for a subscriber that does not read", async () => {
    const [id, marker] = [await makeRequest(), await makeRequest()];
    const slow = await pausedSubscriber(
      `subscription { requestChanged { request { id version audiobook { description } } } }`,
    );
    await sql.query(
      "update audiobooks set description = repeat('long ', 40000) where id = (select audiobook_id from requests where id = $1)",
      [id],
    );
    for (let change = 0; change < 200; change += 1) await prioritise(id, change % 100);
    await prioritise(marker, 1);
    const told = await slow.readUntil(marker);
    const versions = told.filter((request) => request.id === id).map(({ version }) => version);
    expect(versions.at(-1)).toBe(201);
    // What the kernel's buffers took, and then the last one; not two hundred times 200 kB.
    expect(versions.length).toBeLessThan(100);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it("leaves nothing behind when it is stopped, however that is", async () => {
    const listeners = () => second.events.listenerCount("requestChanged");
    const before = listeners();
    const there = openSocket(second.url, { apiKey: app.admin.apiKey });
    const [stopped, dropped] = [await listening(there), await listening(there)];
    expect(listeners()).toBe(before + 2);
    stopped.stop();
    await eventually(() => expect(listeners()).toBe(before + 1));
    await there.close();
    await eventually(() => expect(listeners()).toBe(before));
    expect(dropped.errors).toEqual([]);
  });

  it.each([
    ["no id", { id: "garbage" }],
    ["no cursor", { after: "garbage" }],
    ["no transaction", { after: "99999999999999999999" }],
  ])("refuses %s", async (_what, variables) => {
    const seen = socket.subscribe(changed, variables);
    await eventually(() => expect(seen.errors).toEqual(["BAD_USER_INPUT"]));
  });
});

describe("jobChanged", () => {
  it("tells an admin of each job", async () => {
    const seen = socket.subscribe<any>(`subscription { jobChanged { type status queueJobId } }`);
    await eventually(async () => {
      await sql.query("insert into jobs (type, status, queue_job_id) values ('of_the_test', 'completed', 'x')");
      expect(seen.data.map(({ jobChanged }) => jobChanged)).toContainEqual({
        type: "of_the_test",
        status: "COMPLETED",
        queueJobId: "x",
      });
    });
  });
});

/** A subscriber that says what it wants and then stops to read, at the level of TCP. */
async function pausedSubscriber(query: string) {
  const { hostname, port } = new URL(app.url);
  const stream = connect({ host: hostname, port: Number(port) });
  const peer = new WebSocket(`ws://${hostname}:${port}/graphql`, "graphql-transport-ws", {
    createConnection: () => stream,
  });
  const told: { id: string; version: number }[] = [];
  await new Promise((resolve) => peer.once("open", resolve));
  peer.send(JSON.stringify({ type: "connection_init", payload: { apiKey: app.admin.apiKey } }));
  await new Promise((resolve) => peer.once("message", resolve));
  const listeners = app.events.listenerCount("requestChanged");
  peer.send(JSON.stringify({ type: "subscribe", id: "1", payload: { query } }));
  await eventually(() => expect(app.events.listenerCount("requestChanged")).toBe(listeners + 1));
  stream.pause();
  peer.on("message", (data) => {
    const { type, payload } = JSON.parse(String(data));
    if (type === "next") told.push(payload.data.requestChanged.request);
  });
  return {
    /** Reads again, up to what is told of this request. */
    async readUntil(id: string) {
      stream.resume();
      await eventually(() => expect(told.at(-1)?.id).toBe(id));
      peer.close();
      return told;
    },
  };
}
