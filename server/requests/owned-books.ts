/**
 * Books that are in the library without having come from here: they are available, and requests for them are completed.
 * What the media server no longer shows is not available any more; requests stay as they are then, and nothing is
 * downloaded by itself. Books whose download is being put into the library are left to the jobs that do it.
 */
import { sql, type Kysely, type RawBuilder } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { inTransaction, type Context } from "../context.ts";
import { findOwned, type OwnedItem } from "../library/find-owned.ts";
import { linkBooks } from "../library/link-book.ts";
import type { SoughtBook } from "../library/match-library-item.ts";
import { dropDownloads } from "./candidates.ts";
import { isLive, lifecycle } from "./lifecycle-table.ts";
import { RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";
import { completeTogether } from "./request.lifecycle.ts";
import { lockBooks } from "./request-together.ts";

const pageSize = 2000;
/** So many are completed in one transaction: whoever asks for one of them waits that long. */
const batchSize = 500;
const nil = "00000000-0000-0000-0000-000000000000";
const message = "The book is in the library already.";

/** What waits for the book, and ends when it turns up. */
const completable = Object.values(RequestStatus).filter(
  (status) => status !== RequestStatus.PROCESSING && lifecycle[status].to.includes(RequestStatus.COMPLETED),
);
const live = Object.values(RequestStatus).filter(isLive);

const isOpen = sql`a.availability_status <> all(${[AvailabilityStatus.AVAILABLE, AvailabilityStatus.PROCESSING]}::text[])`;
/** It was recognised once, and no item is it any more. Of two books that are one item, the item's name holds the second. */
const isLost = sql`a.availability_status = ${AvailabilityStatus.AVAILABLE} and a.plex_guid is not null
  and not exists (select from library_items l where l.audiobook_id = a.id)
  and not exists (select from library_items l where l.guid = a.plex_guid and l.audiobook_id is not null)`;

interface OpenBook extends SoughtBook {
  readonly id: string;
}

/** Recognises every book that is not available among the library's items. @returns how many were. */
export async function recogniseBooks(ctx: Context, signal: AbortSignal): Promise<number> {
  // Their item may have got another id.
  const lost = await findLost(ctx);
  let recognised = await recognisePage(ctx, await readBooks(ctx, sql`a.id = any(${lost}::uuid[])`), signal);
  for (let after = nil; ;) {
    const page = await readBooks(ctx, sql`a.id > ${after} and ${isOpen} order by a.id limit ${pageSize}`);
    if (page.length === 0) return recognised;
    recognised += await recognisePage(ctx, page, signal);
    after = page.at(-1)!.id;
  }
}

async function recognisePage(ctx: Context, books: readonly OpenBook[], signal: AbortSignal): Promise<number> {
  const owned = [...(await findOwned(ctx.em, books))];
  let recognised = 0;
  for (let start = 0; start < owned.length; start += batchSize) {
    signal.throwIfAborted();
    recognised += await inTransaction(ctx, (ctx) => complete(ctx, owned.slice(start, start + batchSize)));
  }
  return recognised;
}

/** The same for one book, whose row is locked. Inside a transaction. @returns whether it is in the library. */
export async function recogniseBook(ctx: Context, audiobookId: string): Promise<boolean> {
  const [book] = await readBooks(ctx, sql`a.id = ${audiobookId} and ${isOpen}`);
  return book ? (await complete(ctx, [...(await findOwned(ctx.em, [book]))])) > 0 : false;
}

/** Takes back the availability of books that the media server no longer shows. @returns how many there were. */
export async function releaseLostBooks(ctx: Context): Promise<number> {
  const ids = await findLost(ctx);
  if (ids.length === 0) return 0;
  return inTransaction(ctx, async (ctx) => {
    const db = kysely(ctx);
    await sql`select from audiobooks where id = any(${ids}::uuid[]) order by id for update`.execute(db);
    const leaders = await sql<{ id: string; status: RequestStatus }>`
      select distinct on (audiobook_id) audiobook_id as id, status from requests
       where audiobook_id = any(${ids}::uuid[]) and status = any(${live}::text[])
       order by audiobook_id, created_at, id`.execute(db);
    const says = new Map(leaders.rows.map(({ id, status }) => [id, lifecycle[status].availability]));
    let count = 0;
    for (const [availability, group] of Map.groupBy(ids, (id) => says.get(id) ?? AvailabilityStatus.UNKNOWN)) {
      const gone = await sql`
        update audiobooks a set availability_status = ${availability}, available_at = null, plex_guid = null, plex_library_id = null, updated_at = now()
         where id = any(${group}::uuid[]) and ${isLost}`.execute(db);
      count += Number(gone.numAffectedRows ?? 0);
    }
    return count;
  });
}

/** Makes books available, and completes what waits for them. @returns how many; those are left out that are not to be touched (any more). */
async function complete(ctx: Context, owned: readonly (readonly [OpenBook, OwnedItem])[]): Promise<number> {
  if (owned.length === 0) return 0;
  const requests = await lockBooks(ctx.em, owned.map(([{ id }]) => id), [RequestStatus.PROCESSING, ...completable]); // prettier-ignore
  const bookOf = ({ audiobook }: Request) => audiobook.id;
  const busy = new Set(requests.filter(({ status }) => status === RequestStatus.PROCESSING).map(bookOf));
  const there = owned.filter(([{ id }]) => !busy.has(id));
  await linkBooks(
    ctx.em,
    there.map(([{ id: audiobookId }, { mediaServer, id: itemId }]) => ({ audiobookId, mediaServer, itemId })),
  );
  const waiting = requests.filter((each) => !busy.has(bookOf(each)));
  await dropDownloads(ctx, waiting.map(({ id }) => id), message); // prettier-ignore
  await completeTogether(ctx, waiting, new Map(there.map(([book]) => [book.id, book])), message);
  return there.length;
}

async function findLost(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select a.id from audiobooks a where ${isLost}`.execute(kysely(ctx));
  return rows.map(({ id }) => id);
}

async function readBooks(ctx: Context, condition: RawBuilder<unknown>): Promise<OpenBook[]> {
  const { rows } = await sql<OpenBook>`
    select a.id, a.title, a.author, a.narrator, a.audible_id as asin, a.duration_minutes as "durationMinutes", a.file_path as "filePath"
      from audiobooks a where ${condition}`.execute(kysely(ctx));
  return rows;
}

function kysely({ em }: Context): Kysely<any> {
  return em.getKysely() as Kysely<any>;
}
