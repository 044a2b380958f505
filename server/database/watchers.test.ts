import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { openSocket } from "../testing/socket.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";
import { watcherLock } from "./watchers.ts";

const live = "subscription { requestChanged { request { id } } }";

let world: TestWorld;
let other: TestApp;
beforeAll(async () => {
  world = await startWorld({ watched: false });
  const { database, dataDir, admin } = world;
  other = await startTestApp({ database, dataDir, admin, leaves: { integrations: world.withFakes } });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

const holders = () =>
  world.sql<{ pid: number }>(`select pid from pg_locks join pg_database on oid = database
      where datname = current_database() and locktype = 'advisory' and mode = 'ShareLock'
         and classid = ${watcherLock.hold.values[0]} and objid = ${watcherLock.hold.values[1]}`);
const isHeldBy = (count: number) => eventually(async () => expect(await holders()).toHaveLength(count));

describe("the lock of those who watch", () => {
  it("is held once for all subscribers of a process, and let go with the last of them", async () => {
    await isHeldBy(0);
    const [here, there] = [world, other].map(({ url }) => openSocket(url, { apiKey: world.admin.apiKey })) as any;
    const first = here.subscribe(live);
    await isHeldBy(1);
    const second = here.subscribe(live);
    there.subscribe(live);
    await isHeldBy(2);
    first.stop();
    await there.close();
    await isHeldBy(1);
    second.stop();
    await isHeldBy(0);
    await here.close();
  });

  it("is taken again when the connection that held it was lost", async () => {
    const socket = openSocket(other.url, { apiKey: world.admin.apiKey });
    const seen = socket.subscribe(live);
    await isHeldBy(1);
    const [before] = await holders();
    await world.sql("select pg_terminate_backend($1)", [before!.pid]);
    await eventually(async () => {
      const [now] = await holders();
      expect(now!.pid).not.toBe(before!.pid);
    });
    expect(seen.errors).toEqual([]);
    seen.stop();
    await isHeldBy(0);
    await socket.close();
  });
});

describe("the download client", () => {
  /** Waits for some more polls. @returns the times between them, in seconds. */
  async function gaps(count: number): Promise<number[]> {
    const { listedAt } = world.downloads;
    const start = listedAt.length;
    await eventually(() => expect(listedAt.length).toBeGreaterThan(start + count), 60_000);
    return listedAt.slice(start, start + count).map((at, index) => (listedAt[start + index + 1]! - at) / 1000);
  }
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

  it(
    "is asked every second while somebody watches at any process, else every five, for all downloads at once",
    { timeout: 90_000 },
    async () => {
      await other.close();
      for (const title of ["Emma", "Persuasion", "Sanditon"]) {
        world.indexer.releases = [release(`Jane Austen - ${title} [M4B]`)];
        const id = await world.request(title, "Jane Austen");
        await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
      }
      // The first look of each comes in between.
      await eventually(async () => expect(sum(await gaps(1))).toBeGreaterThan(4), 60_000);
      const { database, dataDir, admin } = world;
      other = await startTestApp({ database, dataDir, admin, leaves: { integrations: world.withFakes } });
      const socket = openSocket(other.url, { apiKey: admin.apiKey });
      socket.subscribe(live);
      await isHeldBy(1);
      await eventually(async () => expect(sum(await gaps(6))).toBeLessThan(8), 60_000);
      await socket.close();
    },
  );
});
