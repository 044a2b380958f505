import type { Client } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { makeApiKey } from "../users/session.ts";
import { User } from "../users/user.entity.ts";
import { withClient } from "./cluster.ts";

/** How much there is of everything: a large household for five years, and then some. */
export const sizes = { users: 200, audiobooks: 2_000, requests: 20_000 } as const;

/** Somebody who can ask the server. */
export interface Person {
  readonly id: string;
  readonly apiKey: string;
}

/** @returns by each person's id one of their requests. */
export async function oneRequestEach(client: Client, people: readonly Person[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ user_id: string; id: string }>(
    "select distinct on (user_id) user_id, id from requests where user_id = any($1)",
    [people.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.user_id, row.id]));
}

/**
 * Fills a database with people, books and requests, made in sets. No request is under way, so that the server has
 * nothing to do but to answer.
 * @returns the people; the first one is the admin.
 */
export async function fill(address: DatabaseAddress): Promise<readonly [Person, ...Person[]]> {
  return withClient(address, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into users (id, username, role, avatar_url, created_at)
       select gen_random_uuid(), 'person' || n, case n when 1 then 'admin' else 'user' end, 'https://plex.tv/users/' || md5(n::text) || '/avatar',
              now() - n * interval '1 day'
         from generate_series(1, $1) n returning id`,
      [sizes.users],
    );
    const people = await giveKeys(
      client,
      rows.map(({ id }) => id),
    );
    await client.query(
      `insert into audiobooks (id, audible_id, title, author, narrator, description, cover_art_url, duration_minutes, rating, genres, availability_status, created_at)
       select gen_random_uuid(), 'B' || lpad(n::text, 9, '0'), 'The Long Winter of Number ' || n, 'Author ' || n % 300, 'Narrator ' || n % 90, repeat('What happens in it. ', 30),
              'https://m.media-amazon.com/images/I/' || md5(n::text) || '.jpg', 200 + n % 900, n % 50 / 10.0, '["Fantasy", "Classics"]',
              case n % 3 when 0 then 'available' else 'unknown' end, now() - n * interval '1 hour'
         from generate_series(1, $1) n`,
      [sizes.audiobooks],
    );
    // Each person asks for a hundred books, no book twice.
    await client.query(
      `with person as (select id, row_number() over (order by username) as n from users),
            book as (select id, row_number() over (order by audible_id) - 1 as n from audiobooks)
       insert into requests (id, user_id, audiobook_id, status, progress, error_message, search_attempts, download_attempts, created_at, updated_at, completed_at)
       select gen_random_uuid(), person.id, book.id, status, case status when 'completed' then 100 else 0 end,
              case status when 'failed' then 'Every release that was found turned out to be damaged. Choose one by hand.' end, 1, 1,
              at, at + interval '1 hour', case status when 'completed' then at + interval '1 hour' end
         from person cross join generate_series(0, $1::int / $2::int - 1) k
         join book on book.n = (person.n * 7 + k * 20) % $3
        cross join lateral (select (array['completed', 'completed', 'completed', 'failed', 'cancelled'])[1 + (person.n + k) % 5] as status,
                                   now() - (person.n * 13 + k * 1009) * interval '1 minute' as at) made`,
      [sizes.requests, sizes.users, sizes.audiobooks],
    );
    await client.query("vacuum analyze");
    return people;
  });
}

/** Lets people ask the server. @param ids at least one. */
export async function giveKeys(client: Client, ids: readonly string[]): Promise<readonly [Person, ...Person[]]> {
  const people = ids.map((id) => {
    const { row, key } = makeApiKey(Object.assign(new User(), { id }), "benchmark", null);
    return { id, apiKey: key, prefix: row.prefix, keyHash: row.keyHash };
  });
  await client.query(
    `insert into api_keys (id, user_id, name, prefix, key_hash)
     select gen_random_uuid(), user_id, 'benchmark', prefix, key_hash from unnest($1::uuid[], $2::text[], $3::text[]) as keys (user_id, prefix, key_hash)`,
    [people.map(({ id }) => id), people.map(({ prefix }) => prefix), people.map(({ keyHash }) => keyHash)],
  );
  return people as unknown as [Person, ...Person[]];
}
