/** The people of the soak, in a process of their own: each listens live all the time, and one after the other does something. */
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import WebSocket from "ws";
import type { DatabaseAddress } from "../database/address.ts";
import { oneRequestEach, type Person } from "./fill.ts";
import { given, tell } from "./program.ts";

/** Who they are, and for how long they stay. */
export interface SoakInput {
  readonly url: string;
  readonly address: DatabaseAddress;
  readonly people: readonly Person[];
  readonly seconds: number;
}

/** What they did and got. */
export interface SoakResult {
  readonly frames: number;
  /** Changes that were not told to the one person whom they concern. */
  readonly missing: number;
  readonly lists: number;
  readonly requests: number;
  readonly failures: number;
}

const { url, address, people, seconds } = given<SoakInput>();
const everyMs = 200;
const patienceMs = 5_000;
const live = "subscription { requestChanged { cursor request { id status progress version audiobook { id title } } } }";
const list = `{ requests(first: 30) { nodes { id status progress audiobook { id title author coverArtUrl } } totalCount } }`;
const create = "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }";
const cancel = "mutation ($input: CancelRequestInput!) { cancelRequest(input: $input) { id status } }";

let [frames, missing, lists, requests, failures] = [0, 0, 0, 0, 0];
/** By request and progress, who waits for its frame. */
const awaited = new Map<string, () => void>();

function listen({ apiKey }: Person): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    socket.on("error", reject);
    socket.on("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: { apiKey } })));
    socket.on("message", (bytes: Buffer) => {
      const { type, payload } = JSON.parse(bytes.toString());
      if (type === "connection_ack") {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: live } }));
        socket.send(JSON.stringify({ type: "ping" }));
      } else if (type === "ping") socket.send(JSON.stringify({ type: "pong" }));
      else if (type === "pong") resolve();
      else if (payload?.data) {
        frames += 1;
        const { id, progress } = payload.data.requestChanged.request;
        awaited.get(`${id} ${progress}`)?.();
      } else failures += 1;
    });
  });
}

async function ask({ apiKey }: Person, query: string, variables = {}): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: any; errors?: object[] };
  if (errors) console.error(JSON.stringify(errors));
  failures += errors ? 1 : 0;
  return data;
}

// So many at a time may stand at the door of one address.
const together = 20;
for (let from = 0; from < people.length; from += together)
  await Promise.all(people.slice(from, from + together).map(listen));
const client = new Client({ ...address });
await client.connect();
const requestOf = await oneRequestEach(client, people);

/** As a worker tells how far a download is. */
async function change(person: Person, progress: number): Promise<void> {
  const id = requestOf.get(person.id)!;
  const told = new Promise<boolean>((resolve) => {
    awaited.set(`${id} ${progress}`, () => resolve(true));
    setTimeout(resolve, patienceMs, false);
  });
  await client.query("update requests set progress = $2 where id = $1", [id, progress]);
  if (!(await told)) missing += 1;
  awaited.delete(`${id} ${progress}`);
}

async function askForOne(person: Person, turn: number): Promise<void> {
  const input = { title: `Something new ${turn}`, author: `Somebody ${turn % 90}` };
  const made = await ask(person, create, { input });
  await ask(person, cancel, { input: { id: made.createRequest.id } });
  requests += 1;
}

const begun = performance.now();
for (let turn = 0; performance.now() - begun < seconds * 1000; turn += 1) {
  const person = people[(turn * 7) % people.length]!;
  if (turn % 10 === 0) await askForOne(person, turn);
  else if (turn % 2 === 0) await change(person, Math.floor(turn / people.length) % 100);
  else {
    await ask(person, list);
    lists += 1;
  }
  await pause(everyMs);
}
await client.end();
await tell({ frames, missing, lists, requests, failures } satisfies SoakResult);
process.exit();
