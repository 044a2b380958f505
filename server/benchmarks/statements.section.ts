/** How many SQL statements a list costs: as many for a hundred rows as for one. Counted on the wire. */
import { join } from "node:path";
import { jobs } from "../jobs/registry.ts";
import { urlOf } from "./cluster.ts";
import { startCountingProxy } from "./counting-proxy.ts";
import { fill } from "./fill.ts";
import { startProgram } from "./program.ts";
import type { Bench, Line } from "./section.ts";
import { median } from "./statistics.ts";

const list = "id status user { username } audiobook { title author }";
const questions: Readonly<Record<string, string>> = {
  "requests with user and audiobook": `query ($first: Int!) { list: requests(first: $first) { nodes { ${list} } } }`,
  "the same with timeline, jobs and count": `query ($first: Int!) { list: requests(first: $first) { totalCount nodes { ${list} events { message } jobs { type } } } }`,
};
const rowCounts = [1, 10, 100] as const;

/** The program remembers for a second who asks: the first answer pays for that, and is left out. */
export async function statements(bench: Bench): Promise<readonly Line[]> {
  const { address, roles } = await bench.cluster.createDatabase("statements", jobs);
  const [admin] = await fill(address);
  const proxy = await startCountingProxy(address, join(bench.folder, "socket"));
  bench.atEnd(() => proxy.close());
  const program = await startProgram({ DATABASE_URL: urlOf(proxy.address), DATA_DIR: join(bench.folder, "data") });
  bench.atEnd(() => program.stop());

  async function cost(query: string, first: number): Promise<number> {
    const before = proxy.count(roles.app);
    const response = await fetch(`${program.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${admin.apiKey}` },
      body: JSON.stringify({ query, variables: { first } }),
    });
    const { data } = (await response.json()) as { data: { list: { nodes: unknown[] } } };
    if (data.list.nodes.length !== first) throw new Error(`${data.list.nodes.length} rows came instead of ${first}.`);
    return proxy.count(roles.app) - before;
  }

  const lines: Line[] = [];
  for (const [what, query] of Object.entries(questions)) {
    const counts: number[] = [];
    for (const first of rowCounts) {
      const tries: number[] = [];
      for (let index = 0; index < 5; index += 1) tries.push(await cost(query, first));
      counts.push(median(tries));
    }
    lines.push({
      what: `${what}: 1, 10, 100 rows`,
      ours: `${counts.join(", ")} statements`,
      target: "constant",
      met: counts[0]! > 0 && new Set(counts).size === 1,
    });
  }
  return lines;
}
