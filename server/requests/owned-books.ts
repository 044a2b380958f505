/**
 * Books that are in the library without having come from here: they are available, and requests for them are completed.
 * What the media server no longer shows is not available any more; requests stay as they are then, and nothing is
 * downloaded by itself. Books whose download is being put into the library are left to the jobs that do it.
 */
import { sql, type Kysely, type RawBuilder } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { inTransaction, type Context } from "../context.ts";
import { findOwned, type OwnedItem } from "../library/find-owned.ts";
import { linkBook } from "../library/link-book.ts";
import type { SoughtBook } from "../library/match-library-item.ts";
import { dropDownloads } from "./candidates.ts";
import { isLive, lifecycle } from "./lifecycle-table.ts";
import { RequestStatus } from "./request-status.ts";
import { transition } from "./request.lifecycle.ts";

const pageSize = 2000;
const nil = "00000000-0000-0000-0000-000000000000";
const message = "The book is in the library already.";

/** What waits for the book, and ends when it turns up. */
const completable = Object.values(RequestStatus).filter(
  (status) => status !== RequestStatus.PROCESSING && lifecycle[status].to.includes(RequestStatus.COMPLETED),
);
const waiting = [...completable, RequestStatus.PROCESSING];
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
  const owned = [...(await findOwned(ctx.em, books))].map(([{ id }, item]) => ({ id, item }));
  const ids = owned.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select distinct audiobook_id as id from requests where audiobook_id = any(${ids}::uuid[]) and status = any(${waiting}::text[])`.execute(
    kysely(ctx),
  );
  const waitedFor = new Set(rows.map(({ id }) => id));
  let recognised = 0;
  for (const { id, item } of owned) {
    if (!waitedFor.has(id)) continue;
    signal.throwIfAborted();
    if (await inTransaction(ctx, (ctx) => complete(ctx, id, item))) recognised += 1;
  }
  return recognised + (await makeAvailable(ctx, owned.filter(({ id }) => !waitedFor.has(id)))); // prettier-ignore
}

/** The same for one book, whose row is locked. Inside a transaction. @returns whether it is in the library. */
export async function recogniseBook(ctx: Context, audiobookId: string): Promise<boolean> {
  const [book] = await readBooks(ctx, sql`a.id = ${audiobookId} and ${isOpen}`);
  const item = book && (await findOwned(ctx.em, [book])).get(book);
  return item ? complete(ctx, audiobookId, item) : false;
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

/** Completes what waits for a book. @returns false when it is not to be touched (any more). */
async function complete(ctx: Context, audiobookId: string, item: OwnedItem): Promise<boolean> {
  const db = kysely(ctx);
  await sql`select from audiobooks where id = ${audiobookId} for update`.execute(db);
  const { rows } = await sql<{ id: string; status: RequestStatus }>`
    select id, status from requests where audiobook_id = ${audiobookId} order by created_at, id`.execute(db);
  if (rows.some(({ status }) => status === RequestStatus.PROCESSING)) return false;
  await linkBook(ctx.em, audiobookId, item);
  await sql`update audiobooks set availability_status = ${AvailabilityStatus.AVAILABLE} where id = ${audiobookId}`.execute(
    db,
  );
  for (const { id, status } of rows) {
    if (!completable.includes(status)) continue;
    await dropDownloads(ctx, id, message);
    // The first one takes along all that are on their way.
    await transition(ctx, id, RequestStatus.COMPLETED, { message });
  }
  return true;
}

/** Books that nobody waits for, in one go. */
async function makeAvailable(ctx: Context, owned: readonly { id: string; item: OwnedItem }[]): Promise<number> {
  if (owned.length === 0) return 0;
  return inTransaction(ctx, async (ctx) => {
    const db = kysely(ctx);
    const ids = owned.map(({ id }) => id);
    await sql`select from audiobooks where id = any(${ids}::uuid[]) order by id for update`.execute(db);
    // Who has asked for one meanwhile is served by the next run.
    const made = await sql<{ id: string }>`
      update audiobooks a set availability_status = ${AvailabilityStatus.AVAILABLE}, available_at = coalesce(a.available_at, now()),
             plex_guid = l.guid, plex_library_id = l.library_id, updated_at = now()
        from unnest(${ids}::uuid[], ${owned.map(({ item }) => item.rowId)}::uuid[]) as owned (id, item_id)
        join library_items l on l.id = owned.item_id
       where a.id = owned.id
         and not exists (select from requests r where r.audiobook_id = a.id and r.status = any(${waiting}::text[]))
      returning a.id`.execute(db);
    await sql`
      update library_items l set audiobook_id = owned.id, updated_at = now()
        from unnest(${ids}::uuid[], ${owned.map(({ item }) => item.rowId)}::uuid[]) as owned (id, item_id)
       where l.id = owned.item_id and l.audiobook_id is null and owned.id = any(${made.rows.map(({ id }) => id)}::uuid[])`.execute(
      db,
    );
    return made.rows.length;
  });
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
