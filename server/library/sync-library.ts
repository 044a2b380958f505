/**
 * Brings our copy of the media server's library up to date. Pages are read outside of any transaction and stored in short
 * ones; nothing is taken for gone before everything was read. It deletes rows, never a file.
 */
import { sql, type Kysely } from "kysely";
import type { Opened } from "../configuration/integrations.ts";
import { inTransaction, type Context } from "../context.ts";
import type { MediaServer } from "../integrations/media-servers/media-server.ts";
import { storeItems } from "./store-items.ts";

/** Fewer rows than that may all vanish at once; more of them rather mean a disk that is not mounted. */
const many = 3;

/** What a synchronization found and did, in rows. */
export interface SyncedLibrary {
  readonly items: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** It showed nothing at all, which was not believed: so many rows were left alone. 0: all is believed. */
  readonly kept: number;
}

/** @throws UpstreamUnavailableError | UpstreamRejectedError when it could not be read to its end; what was read is stored. */
export async function syncLibrary(
  ctx: Context,
  { type, port }: Opened<MediaServer>,
  signal: AbortSignal,
): Promise<SyncedLibrary> {
  // By the database's clock, which also dates the rows.
  const [start] = await ctx.em.execute<{ at: Date }[]>("select clock_timestamp() as at");
  const seen = new Set<string>();
  let [added, changed] = [0, 0];
  for await (const page of port.items(signal)) {
    for (const { id } of page) seen.add(id);
    const stored = await inTransaction(ctx, ({ em }) => storeItems(em, type, page));
    added += stored.added;
    changed += stored.changed;
    signal.throwIfAborted();
  }
  return inTransaction(ctx, async ({ em }) => {
    const db = em.getKysely() as Kysely<any>;
    const counted = await sql<{ known: number }>`select count(*)::integer as known from library_items`.execute(db);
    const { known } = counted.rows[0]!;
    if (seen.size === 0 && known >= many) return { items: 0, added, changed, removed: 0, kept: known };
    // What was added while it was read (by match_plex) was on no page yet.
    const gone = await sql`
      delete from library_items l
       where l.media_server <> ${type}
          or (l.created_at < ${start!.at}
              and not exists (select from unnest(${[...seen]}::text[]) as seen (item_id) where seen.item_id = l.item_id))`.execute(
      db,
    );
    await renameBooks(db);
    return { items: seen.size, added, changed, removed: Number(gone.numAffectedRows ?? 0), kept: 0 };
  });
}

/** A book that was recognised keeps its item when the media server calls that otherwise. */
async function renameBooks(db: Kysely<any>): Promise<void> {
  await sql`
    update audiobooks a set plex_guid = l.guid, plex_library_id = l.library_id, updated_at = now()
      from library_items l
     where l.audiobook_id = a.id and a.plex_guid is not null
       and not exists (select from library_items k where k.audiobook_id = a.id and k.guid = a.plex_guid)`.execute(db);
}
