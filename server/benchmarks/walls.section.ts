/**
 * What row-level security costs the lists that people look at, through HTTP: the program beside itself on a copy of the
 * database whose tables have none, where it does not say either in whose name it asks.
 */
import { deepStrictEqual } from "node:assert";
import { join } from "node:path";
import { escapeIdentifier } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { jobs } from "../jobs/registry.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill } from "./fill.ts";
import type { Load, LoadResult } from "./load.child.ts";
import { startChild } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { median } from "./statistics.ts";
import type { WallsInput } from "./walls.child.ts";

const rounds = 7;
const secondsEach = 2;
/** The most that it may cost, as a multiple of the time without. */
const most = 1.3;

const request = "id status progress step createdAt user { id username } audiobook { id title author coverArtUrl }";
const lists: readonly { readonly what: string; readonly asks: "user" | "admin"; readonly query: string }[] = [
  { what: "one's own requests", asks: "user", query: `{ list: requests { nodes { ${request} } } }` },
  { what: "everybody's requests, for an admin", asks: "admin", query: `{ list: requests { nodes { ${request} } } }` },
  {
    what: "one's requests with their timelines",
    asks: "user",
    query: `{ list: requests { nodes { ${request} events { message createdAt } } } }`,
  },
  {
    what: "audiobooks, with one's own request",
    asks: "user",
    query:
      "{ list: audiobooks { nodes { id title author coverArtUrl requestCount viewerRequest { id status progress } } } }",
  },
];

/** The program with walls, and without. */
interface Contender {
  readonly url: string;
  readonly keys: Readonly<Record<"user" | "admin", string>>;
}

/** Rounds are interleaved, and the one that begins changes from round to round. */
export async function walls(bench: Bench): Promise<readonly Line[]> {
  const { address } = await bench.cluster.createDatabase("walls", jobs);
  const [admin, user] = await fill(address);
  const keys = { admin: admin.apiKey, user: user!.apiKey };
  const copy = { ...address, database: "no_walls" };
  await copyWithoutWalls(address, copy);
  const contenders = [await start(bench, keys, address, true), await start(bench, keys, copy, false)] as const;

  const lines: Line[] = [];
  for (const list of lists) {
    const answers = await Promise.all(contenders.map((contender) => askOnce(contender, list)));
    deepStrictEqual(answers[0], answers[1]);
    for (const connections of [1, 16]) {
      bench.say(`${list.what}, ${connections} connections`);
      const results = new Map(contenders.map((contender) => [contender, [] as LoadResult[]]));
      for (const contender of contenders) await load(contender, list, connections, 1); // warms up
      for (let round = 0; round < rounds; round += 1) {
        for (const contender of round % 2 ? contenders : contenders.toReversed())
          results.get(contender)!.push(await load(contender, list, connections, secondsEach));
      }
      const [ours, without] = contenders.map((each) => median(results.get(each)!.map(({ perSecond }) => perSecond)));
      const p50 = contenders.map((each) => median(results.get(each)!.map((result) => result.p50)).toFixed(1));
      lines.push({
        what: `${list.what}, ${connections} connections`,
        ours: `${Math.round(ours!)}/s, p50 ${p50[0]} ms; without walls ${Math.round(without!)}/s, ${p50[1]} ms: × ${(without! / ours!).toFixed(2)}`,
        target: `≤ ${most}`,
        met: without! / ours! <= most,
      });
    }
  }
  return lines;
}

/** A copy keeps tables, rows, statistics and privileges; it is of the same roles. */
async function copyWithoutWalls(address: DatabaseAddress, copy: DatabaseAddress): Promise<void> {
  await withClient({ ...address, database: "postgres" }, (client) =>
    client.query(
      `create database ${escapeIdentifier(copy.database)} template ${escapeIdentifier(address.database)} strategy file_copy`,
    ),
  );
  await withClient(copy, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`,
    );
    for (const { name } of rows)
      await client.query(
        `alter table public.${escapeIdentifier(name)} disable row level security, no force row level security`,
      );
    await client.query("vacuum analyze");
  });
}

async function start(
  bench: Bench,
  keys: Contender["keys"],
  address: DatabaseAddress,
  walls: boolean,
): Promise<Contender> {
  const child = await startChild<WallsInput, string>("walls.child", {
    databaseUrl: urlOf(address),
    databaseRoles: "walls",
    dataDir: join(bench.folder, address.database),
    walls,
  });
  bench.atEnd(() => child.stop());
  return { url: `${child.output}/graphql`, keys };
}

function asked({ url, keys }: Contender, { asks, query }: (typeof lists)[number]) {
  return { url, headers: { authorization: `Bearer ${keys[asks]}` }, body: JSON.stringify({ query }) };
}

async function askOnce(contender: Contender, list: (typeof lists)[number]): Promise<unknown> {
  const { url, headers, body } = asked(contender, list);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const answer = (await response.json()) as { data?: { list: { nodes: unknown[] } } };
  if (answer.data?.list.nodes.length !== 50)
    throw new Error(`Not the list that was asked for: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer.data;
}

async function load(
  contender: Contender,
  list: (typeof lists)[number],
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  const { output } = await startChild<Load, LoadResult>("load.child", {
    ...asked(contender, list),
    connections,
    seconds,
  });
  if (output.odd > 0) throw new Error(`${list.what}: ${output.odd} answers were not the list.`);
  return output;
}
