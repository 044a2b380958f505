/** A library of a hundred thousand books, and ten thousand requests for what turns up in it. */
import { createApp } from "../app.ts";
import type { Context } from "../context.ts";
import { readEnv } from "../env.ts";
import type { MediaServer, MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { jobs } from "../jobs/registry.ts";
import { syncLibrary } from "../library/sync-library.ts";
import { createLogger } from "../logger.ts";
import { recogniseBooks, releaseLostBooks } from "../requests/owned-books.ts";
import { urlOf, withClient } from "./cluster.ts";
import { fill } from "./fill.ts";
import type { Bench, Line } from "./section.ts";

const amounts = { items: 100_000, pageSize: 500, books: 9_000, requests: 10_000 } as const;
const targetSeconds = 10;

/** What sync_library does, with a media server that answers at once: it reads, recognises, completes, and looks for what is lost. */
export async function matching(bench: Bench): Promise<readonly Line[]> {
  const { address } = await bench.cluster.createDatabase("matching", jobs);
  await fill(address);
  const env = readEnv({ DATABASE_URL: urlOf(address), DATA_DIR: bench.folder, PORT: "0", LOG_LEVEL: "warn" });
  const app = await createApp(env, createLogger(env.logLevel));
  bench.atEnd(() => app.close());
  const { makeContext } = await app.ready;

  const first = await synchronise(makeContext());
  return withClient(address, async (client) => {
    const { rows: before } = await client.query<{ count: number }>(countCompleted);
    await client.query(openRequests, [amounts.books]);
    await client.query(theirJobs);
    await client.query("vacuum analyze");
    await client.query("begin");
    const begun = performance.now();
    const { rowCount: matched } = await client.query(byHand);
    const byHandSeconds = seconds(begun);
    await client.query("rollback");
    await client.query("vacuum analyze");
    const second = await synchronise(makeContext());
    const { rows: after } = await client.query<{ count: number }>(countCompleted);
    const completed = after[0]!.count - before[0]!.count;
    const third = await synchronise(makeContext());
    return [
      { what: `${amounts.items} items are new`, ours: `${first.seconds} s` },
      {
        what: `${amounts.requests} open requests are among them: ${completed} completed`,
        ours: `${second.seconds} s`,
        sql: `${byHandSeconds} s, ${matched} matched`,
        target: `≤ ${targetSeconds} s`,
        met: Number(second.seconds) <= targetSeconds && completed === amounts.requests,
      },
      { what: "nothing is new", ours: `${third.seconds} s` },
    ];
  });
}

async function synchronise(ctx: Context): Promise<{ seconds: string }> {
  const signal = new AbortController().signal;
  const begun = performance.now();
  await syncLibrary(ctx, { type: "plex", label: "Plex", port: mediaServer } as never, signal);
  await recogniseBooks(ctx, signal);
  await releaseLostBooks(ctx);
  return { seconds: seconds(begun) };
}

const seconds = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1);

const mediaServer: Pick<MediaServer, "items"> = {
  async *items() {
    for (let start = 1; start <= amounts.items; start += amounts.pageSize)
      yield Array.from({ length: amounts.pageSize }, (_, index) => itemOf(start + index));
  },
};

/** Every other one has an ASIN, and a title that the catalog has otherwise. */
function itemOf(n: number): MediaServerItem {
  const hasAsin = n % 2 === 0;
  return {
    id: String(n),
    guid: `plex://album/${n}`,
    libraryId: "2",
    title: hasAsin ? `Vol. ${n}` : `The Book Called ${n}`,
    author: `Writer ${n % 5000}`,
    narrator: null,
    asin: hasAsin ? `M${n}` : null,
    durationMinutes: 600,
    path: `/books/Writer ${n % 5000}/${n}`,
  };
}

const countCompleted = "select count(*)::int as count from requests where status = 'completed'";

/** Every ninth book is asked for by two; nothing is searched for before tomorrow. */
const openRequests = `
  with made as (
    insert into audiobooks (audible_id, title, author, availability_status)
    select 'M' || n, case n % 2 when 0 then 'A Volume of Its Own ' || n else 'The Book Called ' || n end, 'Writer ' || n % 5000, 'requested'
      from generate_series(1, $1::int) n returning id, substr(audible_id, 2)::int as n),
       person as (select id, row_number() over (order by username) - 1 as n from users)
  insert into requests (user_id, audiobook_id, status, step, blocker, blocker_message, next_try_at)
  select person.id, made.id, status, step, case when step is not null then 'no_release_found' end, case when step is not null then 'Nothing yet.' end,
         case when step is not null then now() + interval '1 day' end
    from made join person on person.n = made.n % 200 or made.n % 9 = 0 and person.n = (made.n + 1) % 200
   cross join lateral (select case made.n % 10 when 0 then 'failed' when 1 then 'awaiting_approval' else 'pending' end as status) a
   cross join lateral (select case status when 'pending' then 'search_indexers' end as step) b`;

/** Without them reconcile_requests would see to it meanwhile. */
const theirJobs = `insert into pgboss.job (name, singleton_key, start_after)
  select step, id::text, next_try_at from requests where step is not null`;

const byHand = `
  with owned as (
    select a.id as book, l.id as item, l.guid, l.library_id from audiobooks a join library_items l on l.asin = a.audible_id
     where a.availability_status = 'requested'
    union
    select a.id, l.id, l.guid, l.library_id from audiobooks a join library_items l on l.title_key = lower(a.title) and l.author = a.author
     where a.availability_status = 'requested'),
       linked as (update library_items set audiobook_id = book from owned where id = item),
       available as (update audiobooks a set availability_status = 'available', available_at = now(), plex_guid = guid, plex_library_id = library_id
                       from owned where a.id = book),
       completed as (update requests r set status = 'completed', step = null, progress = 100, completed_at = now(), blocker = null, blocker_message = null, next_try_at = null
                       from owned where r.audiobook_id = book returning r.id)
  insert into request_events (request_id, type, to_status, message)
  select id, 'status', 'completed', 'The book is in the library already.' from completed`;
