/** The list that every page begins with, through HTTP, beside the least that could answer it and the fastest rival. */
import { deepStrictEqual } from "node:assert";
import { join } from "node:path";
import { jobs } from "../jobs/registry.ts";
import { urlOf } from "./cluster.ts";
import { fill } from "./fill.ts";
import type { Load, LoadResult } from "./load.child.ts";
import { askOnce, ourQuestion, postgraphileQuestion } from "./newest-requests.ts";
import { installPostgraphile } from "./postgraphile.ts";
import { startChild, startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { median } from "./statistics.ts";

const rounds = 7;
const secondsEach = 3;

/** A server that answers the question. */
interface Contender {
  readonly name: "ours" | "sql" | "postgraphile";
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Rounds are interleaved, so that whatever else the machine does falls on all alike. */
export async function list(bench: Bench): Promise<readonly Line[]> {
  const contenders = await startContenders(bench);
  const answers = await Promise.all(contenders.map(({ url, body, headers }) => askOnce(url, body, headers)));
  for (const answer of answers) deepStrictEqual(answer, answers[0]);
  bench.say(`All ${contenders.length} answer the same rows.`);

  const lines: Line[] = [];
  for (const connections of [1, 16]) {
    const results = new Map(contenders.map(({ name }) => [name, [] as LoadResult[]]));
    for (const contender of contenders) await load(contender, connections, 1); // warms up
    for (let round = 1; round <= rounds; round += 1) {
      bench.say(`${connections} connections, round ${round} of ${rounds}`);
      for (const contender of contenders)
        results.get(contender.name)!.push(await load(contender, connections, secondsEach));
    }
    lines.push(...compare(connections, results));
  }
  return lines;
}

async function startContenders(bench: Bench): Promise<readonly Contender[]> {
  const { address } = await bench.cluster.createDatabase("list", jobs);
  const [admin] = await fill(address);
  const ours = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => ours.stop());
  const sql = await startChild<object, string>("hand-written-sql.child", address);
  bench.atEnd(() => sql.stop());
  const contenders: Contender[] = [
    {
      name: "ours",
      url: `${ours.url}/graphql`,
      body: ourQuestion,
      headers: { authorization: `Bearer ${admin.apiKey}` },
    },
    { name: "sql", url: sql.output, body: ourQuestion, headers: {} },
  ];
  bench.say("Installing PostGraphile 5 into a temporary folder …");
  const folder = join(bench.folder, "postgraphile");
  const complaint = await installPostgraphile(folder);
  if (complaint) {
    bench.say(`PostGraphile could not be installed and is left out: ${complaint}`);
    return contenders;
  }
  const rival = await startChild<object, string>("postgraphile.child", { folder, connectionString: urlOf(address) });
  bench.atEnd(() => rival.stop());
  return [...contenders, { name: "postgraphile", url: rival.output, body: postgraphileQuestion, headers: {} }];
}

async function load(contender: Contender, connections: number, seconds: number): Promise<LoadResult> {
  const { url, headers, body } = contender;
  const { output } = await startChild<Load, LoadResult>("load.child", { url, headers, body, connections, seconds });
  if (output.odd > 0) throw new Error(`${contender.name} gave ${output.odd} answers that were not the list.`);
  return output;
}

function compare(connections: number, results: ReadonlyMap<Contender["name"], readonly LoadResult[]>): Line[] {
  const of = (name: Contender["name"], figure: keyof LoadResult) => {
    const all = results.get(name);
    return all ? median(all.map((result) => result[figure])) : null;
  };
  const ours = of("ours", "perSecond")!;
  const rival = of("postgraphile", "perSecond");
  const rate = (name: Contender["name"]) => {
    const perSecond = of(name, "perSecond");
    return perSecond === null ? "not reachable" : `${Math.round(perSecond)}/s (${(perSecond / ours).toFixed(2)})`;
  };
  const times = (name: Contender["name"]) => {
    const p50 = of(name, "p50");
    return p50 === null ? "" : `p50 ${p50.toFixed(1)}, p99 ${of(name, "p99")!.toFixed(1)} ms`;
  };
  return [
    {
      what: `50 newest, ${connections} connections`,
      ours: rate("ours"),
      sql: rate("sql"),
      postgraphile: rate("postgraphile"),
      target: "≥ PostGraphile",
      ...(rival === null ? {} : { met: ours >= rival }),
    },
    {
      what: "its latency",
      ours: times("ours"),
      sql: times("sql"),
      postgraphile: times("postgraphile"),
    },
  ];
}
