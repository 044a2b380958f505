/** As much as nobody has: for what has to stay quick at any size. Made in sets, from a seed, the same each time. */
import type { Client } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { withClient } from "./cluster.ts";

/** How much of everything. */
export const scale = { audiobooks: 1_000_000, requests: 1_000_000, jobs: 10_000_000, auditEvents: 1_000_000 } as const;

/** Two connections fill at a time: one for each core of a small server. */
const halves = [0, 1] as const;

/** Fills the books: titles of one to four words out of forty thousand, some a hundred times as frequent as others. */
export async function fillBooks(address: DatabaseAddress): Promise<void> {
  await withClient(address, (client) => client.query(vocabulary));
  await withoutIndexes(address, "audiobooks", (client, half) =>
    client.query(books, [scale.audiobooks / 2, half * (scale.audiobooks / 2)]),
  );
  await withoutIndexes(address, "search_words", async (client, half) => {
    if (half === 0)
      await client.query(
        "insert into search_words select unnest(tsvector_to_array(search_document)) from audiobooks on conflict do nothing",
      );
  });
  await withClient(address, async (client) => {
    await client.query("drop table scale_words");
    await client.query("vacuum analyze audiobooks, search_words");
  });
}

/** Fills requests for the people and books that are there, their jobs, and the audit. */
export async function fillHistory(address: DatabaseAddress): Promise<void> {
  await withClient(address, async (client) => {
    await client.query(
      "create unlogged table scale_people as select id, row_number() over (order by id) - 1 as n from users; create unlogged table scale_books as select id, substr(audible_id, 2)::int - 1 as n from audiobooks where audible_id ~ '^S'; alter table scale_books add primary key (n)",
    );
  });
  await withoutIndexes(address, "requests", (client, half) => client.query(requests, [scale.requests / 2, half]));
  await withoutIndexes(address, "jobs", (client, half) => client.query(jobs, [scale.jobs / 2, half]));
  await withoutIndexes(address, "audit_events", (client, half) =>
    client.query(auditEvents, [scale.auditEvents / 2, half]),
  );
  await withClient(address, (client) => client.query("drop table scale_people, scale_books"));
  await withClient(address, (client) => client.query("vacuum analyze"));
}

/** Indexes are quicker made over what is there than kept while it comes; nobody is told of the rows. */
async function withoutIndexes(
  address: DatabaseAddress,
  table: string,
  fill: (client: Client, half: 0 | 1) => Promise<unknown>,
): Promise<void> {
  const indexes = await withClient(address, async (client) => {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes
        where schemaname = 'public' and tablename = $1
          and not exists (select from pg_constraint where conname = indexname)`,
      [table],
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    return rows.map(({ definition }) => definition);
  });
  const both = (work: (client: Client, half: 0 | 1) => Promise<unknown>) =>
    Promise.all(
      halves.map((half) =>
        withClient(address, async (client) => {
          await client.query("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
          await client.query("select setseed($1)", [half / 2]);
          await work(client, half);
        }),
      ),
    );
  await both(fill);
  await both(async (client, half) => {
    for (const [index, definition] of indexes.entries()) if (index % 2 === half) await client.query(definition);
  });
}

/** Words of two to four syllables; the short ones are the frequent ones. */
const vocabulary = `
  create unlogged table scale_words as
    select n, (select string_agg(syllables[1 + (n / (40 ^ place)::int) % 40], '' order by place)
                 from generate_series(0, case when n < 1600 then 1 when n < 64000 then 2 else 3 end) place) as word
      from generate_series(0, 199999) n,
           (values (string_to_array('ba ke ri lo mu san ter vi no del ga hi jo ka len mo ne or pa qui ro se ta ul ver wa xi yo zu bré cö dan el fi gro hal in kla mar ñu', ' '))) all_of (syllables);
  alter table scale_words add primary key (n)`;

const books = `
  insert into audiobooks (audible_id, title, author, narrator, series_title, language, description, availability_status, available_at, request_count, created_at)
  select 'S' || made.n, initcap(concat_ws(' ', case when r1 < 0.3 then 'the' end, a.word, case when r1 > 0.9 then 'of the' end, b.word, c.word, d.word)),
         initcap(first.word || ' ' || last.word), initcap(reader.word || ' ' || voice.word),
         case when r2 > 0.6 then initcap(series.word || ' chronicles') end, case made.n % 5 when 0 then 'german' else 'english' end,
         repeat('What happens in it. ', 30), case made.n % 3 when 0 then 'available' else 'unknown' end,
         case made.n % 3 when 0 then now() - made.n * interval '1 minute' end, case made.n % 4 when 0 then made.n % 50 else 0 end,
         now() - made.n * interval '1 minute'
    from (select k + $2::int as n, random() as r1, random() as r2, frequent() as a, frequent() as b, frequent() as c, frequent() as d,
                 (40 * 50 ^ random())::int as f, 64000 + (random() ^ 2 * 130000)::int as l, (40 * 50 ^ random())::int as r,
                 40000 + (random() ^ 2 * 20000)::int as v, (random() * 40000)::int as s from generate_series(1, $1::int) k offset 0) made
    join scale_words a on a.n = made.a
    left join scale_words b on b.n = made.b and r2 > 0.2
    left join scale_words c on c.n = made.c and r2 > 0.55
    left join scale_words d on d.n = made.d and r2 > 0.85
    join scale_words first on first.n = f join scale_words last on last.n = l
    join scale_words reader on reader.n = r join scale_words voice on voice.n = v join scale_words series on series.n = s`.replaceAll(
  "frequent()",
  "(20 * 2000 ^ random())::int",
);

/** Nothing that a running program would see to: most are completed, half of those archived. */
const requests = `
  insert into requests (user_id, audiobook_id, status, progress, created_at, updated_at, completed_at, archived_at)
  select person.id, book.id, status, 0, at, at + interval '1 hour', case status when 'completed' then at + interval '1 hour' end,
         case when status = 'completed' and k % 2 = 0 then now() end
    from generate_series(0, $1::int - 1) k
    join scale_people person on person.n = k % 200
    join scale_books book on book.n = 2 * k + $2::int
   cross join lateral (select case when k % 5000 = 0 then 'denied' when k % 1000 = 1 then 'awaiting_approval' when k % 100 < 3 then 'failed'
                                   when k % 100 < 6 then 'cancelled' else 'completed' end as status,
                              now() - (2 * k + $2::int) * interval '100 seconds' as at) made`;

const jobs = `
  insert into jobs (request_id, type, status, attempts, payload, result, started_at, completed_at, created_at, updated_at)
  select null, (array['search_indexers', 'start_download', 'monitor_download', 'organize_files', 'match_plex', 'sync_library'])[1 + k % 6],
         case when k % 10000 = 0 then 'cancelled' when k % 200 = 1 then 'failed' else 'completed' end, 1, '{}', '{}', at, at, at, at
    from generate_series(0, $1::int - 1) k cross join lateral (select now() - (2 * k + $2::int) * interval '10 seconds' as at) made`;

const auditEvents = `
  insert into audit_events (position, seal, action, actor_id, actor_name, address, subject_type, subject_id, details, created_at)
  select 2 * k + $2::int + 1, 'gone:x', (array['sign_in.succeeded', 'sign_in.failed', 'request.approved', 'request.denied', 'configuration.changed'])[1 + k % 5],
         person.id, 'person', '192.0.2.' || k % 250, 'request', md5((k % 100000)::text), '{}', now() - (2 * k + $2::int) * interval '100 seconds'
    from generate_series(0, $1::int - 1) k join scale_people person on person.n = k % 200`;
