/** The database that every section of `npm run bench:scale` asks, filled once a run, with the program in front of it. */
import { join } from "node:path";
import type { DatabaseAddress } from "../database/address.ts";
import { jobs } from "../jobs/registry.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill, type Person } from "./fill.ts";
import { fillBooks, fillHistory } from "./fill-scale.ts";
import { startProgram } from "./program.ts";
import type { Bench } from "./section.ts";
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

/** A place to ask. */
export interface ScalePlace {
  readonly address: DatabaseAddress;
  /** Asks each thing, through HTTP and by hand in turns, and says how long both took. */
  measure(asked: Asked): Promise<{ what: string; ours: string; sql: string; target: string; met: boolean }>;
}

const targetMs = 50;
const rounds = 2;
let filled: Promise<{ address: DatabaseAddress; people: readonly [Person, ...Person[]] }> | null = null;
let hasHistory = false;

/** @param needs what has to be there beside people and books. */
export async function openScalePlace(bench: Bench, needs: "books" | "history"): Promise<ScalePlace> {
  const timed = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work;
    bench.say(`${what}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    return result;
  };
  filled ??= (async () => {
    const { address } = await bench.cluster.createDatabase("scale", jobs);
    const people = await fill(address);
    await timed("A million audiobooks", fillBooks(address));
    await withClient(address, (client) => client.query("vacuum analyze audiobooks, search_words"));
    return { address, people };
  })();
  const { address, people } = await filled;
  if (needs === "history" && !hasHistory) {
    hasHistory = true;
    await timed("Their history", fillHistory(address));
  }
  const program = await startProgram({ DATABASE_URL: urlOf(address), DATA_DIR: join(bench.folder, "data") });
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
  };
}
