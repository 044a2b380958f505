import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { countStatements } from "../testing/statements.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ watched: false });
});
afterAll(() => world.close());

describe("the system", () => {
  it("tells how much room there is, how big the database is, and which keys there are", async () => {
    const { system } = await world.admin.ask(
      `{ system { version databaseVersion databaseBytes migrations queues { name ready delayed active }
           storage { name path freeBytes totalBytes } encryptionKeys { name isActive } } }`,
    );
    expect(system.storage.map(({ name }: { name: string }) => name)).toEqual(["library", "downloads", "data"]);
    expect(system.storage[0]).toMatchObject({ path: world.libraryDir });
    for (const { freeBytes, totalBytes } of [system.storage[0], system.storage[2]]) {
      expect(freeBytes).toBeGreaterThan(0);
      expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
    }
    expect(system.databaseBytes).toBeGreaterThan(1_000_000);
    expect(system.encryptionKeys).toEqual([{ name: "k1", isActive: true }]);
    expect(system.migrations.length).toBeGreaterThan(5);
    expect(system.queues.map(({ name }: { name: string }) => name)).toContain("search_indexers");
  });

  it("counts the jobs that failed for good and were not put right by later ones", async () => {
    const dead = async () => (await world.admin.ask("{ system { deadJobs } }")).system.deadJobs;
    const before = await dead();
    const insert = (status: string) =>
      world.sql("insert into jobs (type, status, completed_at) values ('check_plex_access', $1, now())", [status]);
    await insert("failed");
    expect(await dead()).toBe(before + 1);
    await insert("completed");
    expect(await dead()).toBe(before);
  });
});

describe("systemChanged", () => {
  it("begins with how it is, tells of a change of health, and keeps quiet when nothing is new", async () => {
    const seen = world.admin.collect<any>(
      "subscription { systemChanged { version deadJobs integrations { id isUp message } } }",
    );
    await eventually(() => expect(seen.length).toBe(1));
    const tell = (isUp: boolean) =>
      world.sql(
        `insert into integration_health (integration, is_up, message, checked_at, changed_at) values ('indexer', $1, 'Said so.', '2001-01-01', '2001-01-01')
           on conflict (integration) do update set is_up = excluded.is_up`,
        [isUp],
      );
    const indexer = () => seen.at(-1).systemChanged.integrations.find(({ id }: { id: string }) => id === "indexer");
    await tell(false);
    await eventually(() => expect(indexer()).toMatchObject({ isUp: false, message: "Said so." }));
    const told = () => seen.filter(({ systemChanged }) => systemChanged.integrations[0].isUp === false).length;
    const before = told();
    await tell(false);
    await tell(true);
    await eventually(() => expect(indexer()).toMatchObject({ isUp: true }));
    expect(told()).toBe(before);
  });
});

describe("the statistics of requests", () => {
  const statistics = async (variables: object) =>
    (
      await world.admin.ask(
        `query ($days: Int, $timeZone: String) { requestStatistics(days: $days, timeZone: $timeZone) { day requested completed failed downloadedBytes } }`,
        { ...variables },
      )
    ).requestStatistics;

  beforeAll(async () => {
    // Half past eleven in the evening in UTC, two days ago: in Tokyo that is the next morning.
    await world.sql(
      `with time as (select (now() at time zone 'UTC')::date - 2 + time '23:30' as at),
            person as (insert into users (username, password_hash) values ('statistician', 'x') returning id),
            book as (insert into audiobooks (title, author) values ('Counted', 'Somebody') returning id),
            asked as (insert into requests (user_id, audiobook_id, status, created_at, completed_at)
                      select person.id, book.id, 'completed', at at time zone 'UTC', at at time zone 'UTC' from person, book, time returning id),
            failed as (insert into request_events (request_id, type, to_status, message, created_at)
                       select id, kind, 'failed', 'It failed.', at at time zone 'UTC' from asked, time, unnest(array['status', 'note']) kind)
       insert into download_history (request_id, indexer_name, verdict, release_key, torrent_size_bytes, download_status, completed_at)
       select id, 'x', 'acceptable', status, 5000000000, status, at at time zone 'UTC' from asked, time, unnest(array['completed', 'failed']) status`,
    );
  });

  it("are by the viewer's day, with days on which nothing happened", async () => {
    const nothing = { requested: 0, completed: 0, failed: 0, downloadedBytes: 0 };
    const something = { requested: 1, completed: 1, failed: 1, downloadedBytes: 5_000_000_000 };
    const utc = await statistics({ days: 5 });
    const days = [nothing, nothing, something, nothing, nothing];
    expect(utc).toEqual(days.map((counts) => ({ day: expect.any(String), ...counts })));
    const today = new Date().toISOString().slice(0, 10);
    expect(utc.at(-1).day).toBe(today);
    const tokyo = await statistics({ days: 5, timeZone: "Asia/Tokyo" });
    const there = tokyo.find(({ requested }: { requested: number }) => requested === 1);
    expect(there).toMatchObject(something);
    const twoDaysAgo = utc[2].day;
    expect(Date.parse(there.day) - Date.parse(twoDaysAgo)).toBe(86_400_000);
  });

  it("are read by one statement", async () => {
    await world.admin.ask("{ viewer { id } }");
    const seen = await countStatements(world.database.roles.app, () => statistics({ days: 366 }));
    expect(seen.filter((text) => text.includes("generate_series"))).toHaveLength(1);
  });

  it.each([{ days: 0 }, { days: 367 }, { timeZone: "Nowhere/Land" }, { timeZone: "+02:00" }, { timeZone: "" }])(
    "are refused for %j",
    async (variables) => {
      const { errors } = await world.admin.send(
        `query ($days: Int, $timeZone: String) { requestStatistics(days: $days, timeZone: $timeZone) { day } }`,
        variables,
      );
      expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
    },
  );
});
