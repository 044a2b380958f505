/**
 * Sealed values that say where they belong and how often they were written, so that whoever opens one knows whether it is
 * the right one. Half of them are written all the time; of the others nothing but a rotation changes the seal.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError, type Pool } from "pg";
import { sealedColumns, type SealedColumn } from "../../security/sealed-columns.ts";
import type { SecretBox } from "../../security/secret-box.ts";

/** One value, and what is known of it. */
interface Canary extends SealedColumn {
  readonly id: string;
  /** The last turn that was committed for certain. */
  sure: number;
  /** The last turn that was tried: where the connection broke before the answer, it may be this one. */
  tried: number;
}

/** The values of one run. */
export interface Canaries {
  readonly count: number;
  /** What was done with them so far; `lost` is what lost its connection, and was done again. */
  readonly done: { writes: number; reads: number; lost: number };
  /** How many nobody writes, and how many of them are sealed with this key. */
  countKept(key: string): Promise<{ readonly kept: number; readonly moved: number }>;
  /** Lets so many write and so many read. @returns what ends it, and waits for them. */
  work(writers: number, readers: number): () => Promise<void>;
  /** Opens every one. @param key that each must be sealed with. */
  check(key: string): Promise<void>;
}

/** A row of which nobody writes a value has an id that ends so. */
const keptMark = "f";

/** How a row comes to be, from its id and its values. */
const inserts: Readonly<Record<string, string>> = {
  configuration: `configuration (id, key, value, encrypted) select id, 'canary.' || id, value, true`,
  users: `users (id, plex_id, plex_username, auth_token) select id, id, id, auth_token`,
  plex_sign_ins: `plex_sign_ins (id, pin_id, browser_hash, state_hash, account_token, expires_at)
                  select id, id, id, id, account_token, now() + interval '1 day'`,
  download_history: `download_history (id, request_id, indexer_name, release_key, verdict, torrent_url, magnet_link)
                     select id, (select id from requests), 'canary', id, 'refused', torrent_url, magnet_link`,
  push_subscriptions: `push_subscriptions (id, user_id, fingerprint, subscription, events)
                       select id, (select user_id from requests), id, subscription, '{}'`,
};

/**
 * Plants them, as many in each column, sealed with the active key.
 * @param sql as somebody who may write every table. @param tell takes a sentence about everything that must not be.
 */
export async function plantCanaries(
  sql: Pool,
  secrets: SecretBox,
  values: number,
  tell: (problem: string) => void,
): Promise<Canaries> {
  const all = await plant(sql, secrets, Math.ceil(values / sealedColumns.length));
  const done = { writes: 0, reads: 0, lost: 0 };
  let isOver = false;

  /** @returns null when the connection was lost: then nobody knows whether it was done. */
  async function ask(statement: string, parameters: unknown[]): Promise<{ value?: string }[] | null> {
    try {
      return (await sql.query(statement, parameters)).rows;
    } catch (error) {
      if (!isLost(error)) throw error;
      done.lost += 1;
      await delay(200);
      return null;
    }
  }

  async function write(canary: Canary): Promise<void> {
    const { table, column, id } = canary;
    canary.tried += 1;
    while (!isOver) {
      const sealed = secrets.seal(textOf(canary, canary.tried), canary);
      if (!(await ask(`update ${table} set ${column} = $2 where id = $1`, [id, sealed]))) continue;
      canary.sure = canary.tried;
      done.writes += 1;
      return;
    }
  }

  /** Whatever is found was written no earlier than what was certain before it was looked for. @returns its key. */
  async function read(canary: Canary): Promise<string | null> {
    const { table, column, id, sure } = canary;
    const rows = await ask(`select ${column} as value from ${table} where id = $1`, [id]);
    if (!rows) return null;
    done.reads += 1;
    const sealed = rows[0]?.value ?? "";
    try {
      const text = secrets.open(sealed, canary);
      const turn = Number(text.split(" ").at(-1));
      if (text !== textOf(canary, turn)) tell(`${nameOf(canary)} is another value.`);
      else if (turn < sure) tell(`${nameOf(canary)} is what was written in turn ${turn}, and turn ${sure} is lost.`);
      else if (turn > canary.tried) tell(`${nameOf(canary)} was never written so.`);
    } catch (error) {
      tell(`${nameOf(canary)} could not be read. ${(error as Error).message}`);
    }
    return sealed.split(":")[2] ?? "";
  }

  async function eachOf(canaries: readonly Canary[], work: (canary: Canary) => Promise<unknown>): Promise<void> {
    while (!isOver) await work(canaries[Math.floor(Math.random() * canaries.length)]!);
  }

  return {
    count: all.length,
    done,
    async countKept(key) {
      const counts = sealedColumns.map(
        ({ table, column }) =>
          `select count(*) as kept, count(*) filter (where split_part(${column}, ':', 3) = $1) as moved
             from ${table} where ${column} is not null and id::text like '%${keptMark}'`,
      );
      const { rows } = await sql.query(
        `select sum(kept)::int as kept, sum(moved)::int as moved from (${counts.join(" union all ")}) as counts`,
        [key],
      );
      return rows[0];
    },
    work(writers, readers) {
      const written = all.filter(({ id }) => !id.endsWith(keptMark));
      // Each value has one writer.
      const shares = Array.from({ length: writers }, (_, writer) =>
        written.filter((_, index) => index % writers === writer),
      );
      const working = [
        ...shares.map((share) => eachOf(share, write)),
        ...Array.from({ length: readers }, () => eachOf(all, read)),
      ].map((each) => each.catch((error: Error) => tell(`Somebody could not go on. ${error.message}`)));
      return async () => {
        isOver = true;
        await Promise.all(working);
      };
    },
    async check(key) {
      for (const canary of all) {
        const found = await read(canary);
        if (found !== key) tell(`${nameOf(canary)} is sealed with ${found}, not with ${key}.`);
      }
    },
  };
}

async function plant(sql: Pool, secrets: SecretBox, perColumn: number): Promise<Canary[]> {
  await sql.query(
    `with book as (insert into audiobooks (title, author) values ('Emma', 'Jane Austen') returning id)
     insert into requests (user_id, audiobook_id, status) select u.id, book.id, 'cancelled' from users u, book`,
  );
  const all: Canary[] = [];
  for (const [table, columns] of Map.groupBy(sealedColumns, ({ table }) => table)) {
    const ids = Array.from({ length: perColumn }, (_, n) => randomUUID().slice(0, -1) + (n % 2 ? keptMark : "0"));
    const rows = ids.map((id) => {
      const canaries = columns.map((column): Canary => ({ ...column, id, sure: 0, tried: 0 }));
      all.push(...canaries);
      return { id, ...Object.fromEntries(canaries.map((each) => [each.column, secrets.seal(textOf(each, 0), each)])) };
    });
    const names = columns.map(({ column }) => `${column} text`).join(", ");
    await sql.query(`insert into ${inserts[table]} from jsonb_to_recordset($1) as r(id uuid, ${names})`, [
      JSON.stringify(rows),
    ]);
  }
  return all;
}

const nameOf = ({ table, column, id }: Canary) => `${table}.${column} of ${id}`;
const textOf = (canary: Canary, turn: number) => `canary of ${nameOf(canary)} in turn ${turn}`;

/** The server is gone or on its way, and its PostgreSQL with it: it says so (class 57), or says nothing any more. */
function isLost(error: unknown): boolean {
  return !(error instanceof DatabaseError) || error.code?.startsWith("57") === true;
}
