/** The subscribers of the live section, in a process of their own; it makes the changes too, so that one clock times both. */
import { Client } from "pg";
import WebSocket from "ws";
import type { DatabaseAddress } from "../database/address.ts";
import { oneRequestEach, type Person } from "./fill.ts";
import { given, tell } from "./program.ts";

/** Sockets, spread evenly over people, and how many changes each of which concerns one of the people. */
export interface LiveInput {
  readonly url: string;
  readonly address: DatabaseAddress;
  readonly people: readonly Person[];
  readonly sockets: number;
  readonly changes: number;
}

/** Milliseconds from the COMMIT to the frame, one for each socket and change; and how many frames never came. */
export interface LiveResult {
  readonly milliseconds: readonly number[];
  readonly missing: number;
}

const { url, address, people, sockets, changes } = given<LiveInput>();
const query =
  "subscription { requestChanged { request { id status progress step errorMessage updatedAt version user { id username } audiobook { id title author coverArtUrl } } cursor } }";
const longestWaitMs = 5_000;

/** When each frame of the change under way came. */
let arrivals: number[] = [];
let arrived = () => {};

function subscribe({ apiKey }: Person): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    socket.on("error", reject);
    socket.on("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: { apiKey } })));
    socket.on("message", (bytes: Buffer) => {
      const now = performance.now();
      const { type, payload } = JSON.parse(bytes.toString()) as { type: string; payload?: { data?: object } };
      if (type === "connection_ack") {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
        // Answers come in order: who answers the ping has taken the subscription.
        socket.send(JSON.stringify({ type: "ping" }));
      } else if (type === "pong") resolve(socket);
      else if (type === "next" && payload?.data) {
        arrivals.push(now);
        arrived();
      } else if (type !== "ping") reject(new Error(`An unexpected frame: ${bytes.toString().slice(0, 300)}`));
    });
  });
}

const open: WebSocket[] = [];
for (let index = 0; index < sockets; index += 20)
  open.push(
    ...(await Promise.all(
      Array.from({ length: Math.min(20, sockets - index) }, (_, n) => subscribe(people[(index + n) % people.length]!)),
    )),
  );
const client = new Client({ ...address });
await client.connect();
const requestOf = await oneRequestEach(client, people);

const milliseconds: number[] = [];
let missing = 0;
for (let change = -10; change < changes; change += 1) {
  const index = (change + 10) % people.length;
  const expected = Math.floor(sockets / people.length) + (index < sockets % people.length ? 1 : 0);
  arrivals = [];
  const all = new Promise<void>((resolve) => {
    arrived = () => void (arrivals.length === expected && resolve());
    setTimeout(resolve, longestWaitMs).unref();
  });
  await client.query("begin");
  await client.query("update requests set progress = (progress + 1) % 100 where id = $1", [
    requestOf.get(people[index]!.id),
  ]);
  const committed = performance.now();
  await client.query("commit");
  await all;
  // The first ten warm up. After them, what had not come in time counts as not come.
  if (change < 0) continue;
  milliseconds.push(...arrivals.map((at) => at - committed));
  missing += expected - arrivals.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await client.end();
for (const socket of open) socket.terminate();
await tell({ milliseconds, missing } satisfies LiveResult);
process.disconnect();
