/** The database that every section of `npm run bench:scale` asks, filled once, with the program in front of it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { escapeLiteral } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { jobs } from "../jobs/registry.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill, giveKeys, type Person } from "./fill.ts";
import { fillBooks, fillHistory } from "./fill-scale.ts";
import { startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { spread, percentile } from "./statistics.ts";

/** What is asked, through HTTP by somebody, and by hand. */
export interface Asked {
  readonly what: string;
  /** The same question for different things, in turns. */
  readonly questions: readonly {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly sql: string;
    readonly values: readonly unknown[];
  }[];
  readonly by?: "person";
}

/** What PostgreSQL did for a statement of the program. */
export interface Plan {
  readonly milliseconds: number;
  /** The statement, and EXPLAIN (ANALYZE, BUFFERS) of it. */
  readonly text: string;
}

/** A place to ask. */
export interface ScalePlace {
  readonly address: DatabaseAddress;
  /** Asks each thing, through HTTP and by hand in turns, and says how long both took. */
  measure(asked: Asked): Promise<Line>;
  /** Asks one thing through HTTP, twice. @returns the plans of the second time with what they did, the slowest first. */
  explain(asked: Asked): Promise<readonly Plan[]>;
}

/** What is of interest: not who asks, and not what the queue does meanwhile. */
const tables = /\b(audiobooks|search_words|requests|jobs|audit_events)\b/;
const targetMs = 50;
const rounds = 2;
const stages = ["books", "history"] as const;
const explaining = { log_min_duration: 0, log_analyze: "on", log_buffers: "on", log_nested_statements: "on" } as const;
let opened: Promise<{ address: DatabaseAddress; people: readonly [Person, ...Person[]] }> | null = null;
let has = 0;

/** @param needs what has to be there beside people. @param explains has PostgreSQL log the plan of every statement. */
export async function openScalePlace(
  bench: Bench,
  needs: (typeof stages)[number],
  { explains = false } = {},
): Promise<ScalePlace> {
  opened ??= open(bench);
  const { address, people } = await opened;
  for (; has <= stages.indexOf(needs); has += 1) {
    const stage = stages[has]!;
    const begun = performance.now();
    await mark(address, `half of the ${stage}`);
    await { books: fillBooks, history: fillHistory }[stage](address);
    await mark(address, stage);
    bench.say(`filled with ${stage} in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
  // The connections of the program that is started now have these.
  await withClient(address, async (client) => {
    for (const [name, value] of Object.entries(explaining))
      await client.query(`alter database scale ${explains ? `set auto_explain.${name} = ${value}` : `reset auto_explain.${name}`}`); // prettier-ignore
  });
  const program = await startProgram({
    DATABASE_URL: urlOf(address),
    DATA_DIR: join(bench.folder, "data"),
    // The same for each run: what it seals may be kept.
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, "scale").toString("base64")}`,
  });
  bench.atEnd(() => program.stop());

  async function ask({ apiKey }: Person, query: string, variables: object): Promise<void> {
    const response = await fetch(`${program.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, variables }),
    });
    const { errors } = (await response.json()) as { errors?: { message: string }[] };
    if (errors) throw new Error(errors[0]!.message);
  }

  return {
    address,
    measure: ({ what, questions, by }) =>
      withClient(address, async (client) => {
        const person = by === "person" ? people[1]! : people[0];
        const ours: number[] = [];
        const byHand: number[] = [];
        for (let round = 0; round <= rounds; round += 1)
          for (const { query, variables, sql, values } of questions) {
            const begun = performance.now();
            await ask(person, query, variables);
            const between = performance.now();
            await client.query(sql, [...values]);
            const ended = performance.now();
            // The first round warms up.
            if (round === 0) continue;
            ours.push(between - begun);
            byHand.push(ended - between);
          }
        const p95 = percentile(ours, 95);
        const target = `p95 ≤ ${targetMs} ms`;
        return { what, ours: spread(ours), sql: spread(byHand), target, met: p95 <= targetMs };
      }),
    async explain({ questions: [question], by }) {
      const { query, variables } = question!;
      const person = by === "person" ? people[1]! : people[0];
      await ask(person, query, variables);
      const { size } = await stat(bench.cluster.log);
      await ask(person, query, variables);
      const all = plansIn((await readFile(bench.cluster.log)).subarray(size).toString());
      return all.filter(({ text }) => !text.includes("pgboss.") && tables.test(text));
    },
  };
}

/** Fills in people, or finds out how far an earlier run has filled what it kept. */
async function open(bench: Bench) {
  const { address } = await bench.cluster.openDatabase("scale", jobs);
  const filled = await withClient(address, async (client) => {
    const { rows } = await client.query<{ mark: string | null }>(
      "select current_setting('bench.filled', true) as mark",
    );
    return rows[0]!.mark;
  });
  if (filled === null) return { address, people: await fill(address) };
  has = stages.findIndex((stage) => stage === filled) + 1;
  if (has === 0) throw new Error("The folder that was kept has a database which was not filled to its end: remove it.");
  const people = await withClient(address, async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from users order by role, username");
    return giveKeys(client, rows.map(({ id }) => id)); // prettier-ignore
  });
  return { address, people };
}

/** What auto_explain has written: a line that says how long it took, and below it, behind tabs, the statement and its plan. */
function plansIn(log: string): Plan[] {
  const plans = [...log.matchAll(/duration: (\S+) ms +plan:\n((?:\t.*\n)+)/g)].map(([, took, text]) => ({
    milliseconds: Number(took),
    text: text!.replaceAll(/^\t/gm, "").replace("Query Text: ", ""),
  }));
  return plans.toSorted((one, other) => other.milliseconds - one.milliseconds);
}

/** Notes in the database what it holds. */
async function mark(address: DatabaseAddress, filled: string): Promise<void> {
  await withClient(address, (client) =>
    client.query(`alter database scale set bench.filled = ${escapeLiteral(filled)}`),
  );
}
