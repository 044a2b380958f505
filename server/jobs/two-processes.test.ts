import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { compareJobHistory } from "../testing/job-history.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let other: TestApp;
beforeAll(async () => {
  world = await startWorld();
  const { database, dataDir, admin } = world;
  other = await startTestApp({ database, dataDir, admin, leaves: { integrations: world.withFakes } });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

const titles = Array.from({ length: 12 }, (_, index) => `Volume ${String.fromCharCode(65 + index)}`);

describe("two programs on one database", () => {
  it("fetch each book once, and a subscriber at either sees everything", async () => {
    world.downloads.instantContent = oneMp3;
    world.indexer.releases = titles.map((title) => release(`Somebody Known - ${title} [M4B]`));
    const subscription = "subscription { requestChanged { request { id status version } } }";
    const seen = [world.admin, other.admin].map((who) => who.collect<any>(subscription));
    const ids = await Promise.all(
      titles.map((title, index) => world.request(title, "Somebody Known", index % 2 ? other.admin : world.admin)),
    );
    for (const states of seen)
      await eventually(() => {
        const last = new Map(states.map(({ requestChanged: { request } }) => [request.id, request.status]));
        expect(ids.map((id) => last.get(id))).toEqual(ids.map(() => "COMPLETED"));
      });
    expect(new Set(world.downloads.added).size).toBe(titles.length);
    expect(world.downloads.added).toHaveLength(titles.length);
    await eventually(async () => expect(await compareJobHistory(world.sql)).toEqual([]));
  });

  it("hear of a setting that was changed at the other one", async () => {
    await world.configure({ "paths.template": "{title}" });
    const asked = "{ configuration { key value } }";
    await eventually(async () =>
      expect((await other.admin.ask(asked)).configuration).toContainEqual({ key: "paths.template", value: "{title}" }),
    );
  });

  it("hear of every queue when whoever works on it is gone", async () => {
    expect(await world.sql("select name from pgboss.queue where heartbeat_seconds is null")).toEqual([]);
  });

  it("run a schedule once for each of its ticks", async () => {
    const count = async (statement: string) => (await world.sql(statement))[0].count;
    await eventually(async () => {
      const ticks = await count(
        "select count(distinct singleton_on)::int from pgboss.job where name = '__pgboss__send-it'",
      );
      expect(ticks).toBeGreaterThan(0);
      expect(await count("select count(*)::int from jobs where type = 'reconcile_requests'")).toBe(ticks);
    });
  });
});
