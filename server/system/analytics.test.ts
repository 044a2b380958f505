import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countStatements } from "../testing/statements.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ watched: false });
  // Five requests in the spring of 2024, the first of them archived; the last one was in the library already.
  await world.sql(
    `with person as (insert into users (username, password_hash) values ('analyst', 'x') returning id),
          book as (insert into audiobooks (title, author) select 'Counted ' || n, 'Somebody' from generate_series(1, 5) n returning id, title),
          asked as (insert into requests (user_id, audiobook_id, status, created_at, completed_at, archived_at)
                    select person.id, book.id, 'completed', at, at + case n when 5 then 0 else n end * interval '1 hour', case n when 1 then now() end
                      from person, book, lateral (select right(title, 1)::int as n) numbered,
                           lateral (select timestamptz '2024-03-01T22:30:00Z' as at) time returning id, created_at, completed_at)
     insert into download_history (request_id, indexer_name, verdict, release_key, torrent_size_bytes, selected, download_client, download_status, started_at, completed_at)
     select id, case outcome when 'failed' then 'Bad' else 'Good' end, 'acceptable', outcome, 100, true, 'embedded', outcome, created_at, completed_at
       from asked, unnest(array['completed', 'failed']) outcome where completed_at > created_at`,
  );
});
afterAll(() => world.close());

const ask = (from: string, to: string) =>
  world.admin.send(
    `query ($from: DateTime!, $to: DateTime!) { analytics(from: $from, to: $to) {
       shelved medianSecondsToShelf p90SecondsToShelf
       days { day requested completed downloads downloadedBytes medianSecondsToShelf p90SecondsToShelf }
       sources { kind name begun completed failed bytes } } }`,
    { from, to },
  );

describe("the analytics", () => {
  it("tell by day in UTC what happened, of archived requests too, and how long it took to the shelf", async () => {
    const { analytics } = (await ask("2024-02-29T12:00:00Z", "2024-03-02T01:00:00Z")).data;
    const nothing = { medianSecondsToShelf: null, p90SecondsToShelf: null };
    expect(analytics.days).toEqual([
      { day: "2024-02-29", requested: 0, completed: 0, downloads: 0, downloadedBytes: 0, ...nothing },
      {
        day: "2024-03-01",
        requested: 5,
        completed: 2,
        downloads: 1,
        downloadedBytes: 100,
        medianSecondsToShelf: 3600,
        p90SecondsToShelf: 3600,
      },
      {
        day: "2024-03-02",
        requested: 0,
        completed: 3,
        downloads: 3,
        downloadedBytes: 300,
        medianSecondsToShelf: 3 * 3600,
        p90SecondsToShelf: 3.8 * 3600,
      },
    ]);
    // What was in the library already took no time, and does not count.
    expect(analytics).toMatchObject({ shelved: 4, medianSecondsToShelf: 2.5 * 3600 });
    expect(analytics.p90SecondsToShelf).toBeCloseTo(3.7 * 3600);
  });

  it("tell how the downloads of each indexer and by each client went", async () => {
    const { analytics } = (await ask("2024-03-01T00:00:00Z", "2024-03-01T00:00:00Z")).data;
    expect(analytics.sources).toEqual([
      { kind: "CLIENT", name: "embedded", begun: 8, completed: 4, failed: 4, bytes: 400 },
      { kind: "INDEXER", name: "Bad", begun: 4, completed: 0, failed: 4, bytes: 0 },
      { kind: "INDEXER", name: "Good", begun: 4, completed: 4, failed: 0, bytes: 400 },
    ]);
    const later = (await ask("2024-03-02T00:00:00Z", "2024-03-02T00:00:00Z")).data.analytics;
    expect(later.sources).toEqual([]);
  });

  it("are read by three statements, however long the time", async () => {
    await world.admin.ask("{ viewer { id } }");
    const seen = await countStatements(world.database.roles.app, () =>
      ask("2020-01-01T00:00:00Z", "2024-12-31T00:00:00Z"),
    );
    expect(seen.filter((text) => /download_history/.test(text))).toHaveLength(3);
  });

  it.each([
    ["2024-03-02T00:00:00Z", "2024-03-01T00:00:00Z"],
    ["2010-01-01T00:00:00Z", "2024-03-01T00:00:00Z"],
  ])("are refused from %s to %s", async (from, to) => {
    const { errors } = await ask(from, to);
    expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  });
});
