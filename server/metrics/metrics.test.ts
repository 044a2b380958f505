/** What is told to Prometheus, to whom, and that nobody can make more of it than there is room for. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { countStatements } from "../testing/statements.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const scrape = async (headers: Record<string, string> = {}, url = world.url) => {
  const response = await fetch(`${url}/metrics`, { headers });
  return { status: response.status, text: await response.text() };
};
/** Name → the labels of its series. */
function seriesIn(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of text.split("\n").filter((each) => each !== "" && !each.startsWith("#"))) {
    const [, name, labels = ""] = /^(\w+)(?:\{(.*)\})? /.exec(line)!;
    const known = found.get(name!) ?? new Set();
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label!);
    found.set(name!, known);
  }
  return found;
}

it("has these names and labels, and no others", async () => {
  const id = await world.request("Emma", "Jane Austen");
  await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
  await world.admin.send("{ nothing }");
  const { text } = await scrape();
  const own = [...seriesIn(text)].filter(([name]) => name.startsWith("readmeabook_"));
  expect(
    own
      .map(([name, labels]) => [name, ...labels].join(" "))
      .toSorted()
      .join("\n"),
  ).toMatchSnapshot();
  expect(text).toMatch(/^readmeabook_requests\{status="pending"\} 1$/m);
  expect(text).toMatch(/^readmeabook_graphql_errors_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1$/m);
  expect(text).toMatch(/^readmeabook_job_run_seconds_count\{job="search_indexers",outcome="\w+"\} [1-9]/m);
  for (const name of ["nodejs_eventloop_lag_seconds", "process_resident_memory_bytes"])
    expect(text).toContain(`\n${name} `);
});

it("grows with nothing that strangers send", async () => {
  // Schedules run meanwhile.
  const count = (text: string) => text.split("\n").filter((line) => !line.includes("job_run_seconds")).length;
  const before = count((await scrape()).text);
  for (let index = 0; index < 40; index += 1) {
    await world.admin.send(`query Name${index} { viewer { id } }`);
    await fetch(`${world.url}/nowhere/${index}`);
  }
  const { text } = await scrape();
  expect(count(text) - before).toBeLessThan(30);
  expect(text).not.toMatch(/Name1|nowhere/);
  expect(text).toMatch(/operation="other"/);
});

it("costs the database a few statements, and none when it is asked again at once", async () => {
  await scrape();
  const isOfScrape = (text: string) => /group by status|pg_database_size|split_part/.test(text);
  expect(await countStatements(world.database.roles.worker, scrape, isOfScrape)).toEqual([]);
});

it("counts who listens", async () => {
  const count = async () => Number(/^readmeabook_subscriptions (\d+)$/m.exec((await scrape()).text)![1]);
  const before = await count();
  world.admin.collect(`subscription { jobChanged { id } }`);
  await eventually(async () => expect(await count()).toBe(before + 1));
});

it("is for this machine alone, and not for whom a proxy asks", async () => {
  expect((await scrape({ "x-forwarded-for": "203.0.113.7" })).status).toBe(401);
  expect((await scrape({ forwarded: "for=203.0.113.7" })).status).toBe(401);
});

it("is for whoever has the token, from wherever, where there is one", async () => {
  const token = "a token of sixteen or more";
  const other: TestApp = await startTestApp({
    database: world.database,
    dataDir: world.dataDir,
    env: { METRICS_TOKEN: token },
    admin: world.admin,
  });
  try {
    expect((await scrape({}, other.url)).status).toBe(401);
    expect((await scrape({ authorization: "Bearer wrong" }, other.url)).status).toBe(401);
    expect(
      (await scrape({ authorization: `Bearer ${token}`, "x-forwarded-for": "203.0.113.7" }, other.url)).status,
    ).toBe(200);
  } finally {
    await other.close();
  }
});
