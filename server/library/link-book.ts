import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";

/** A book, and the item of a media server that it is. */
export interface Link {
  readonly audiobookId: string;
  readonly mediaServer: string;
  /** The media server's id of the item. */
  readonly itemId: string;
}

/**
 * Writes down that books are those items, which have been stored, and so are available: in one update, because each writes
 * every index of the books. An item that is another book already stays that one, and
 * is this one too, unless it is taken over.
 */
export async function linkBooks(em: EntityManager, links: readonly Link[], { takeOver = false } = {}): Promise<void> {
  const db = em.getKysely() as Kysely<any>;
  const linked = sql`
    unnest(${links.map(({ audiobookId }) => audiobookId)}::uuid[], ${links.map(({ mediaServer }) => mediaServer)}::text[],
           ${links.map(({ itemId }) => itemId)}::text[]) as linked (audiobook_id, media_server, item_id)`;
  await sql`
    update library_items l set audiobook_id = linked.audiobook_id, updated_at = now() from ${linked}
     where l.media_server = linked.media_server and l.item_id = linked.item_id
       and l.audiobook_id is distinct from linked.audiobook_id and (l.audiobook_id is null or ${takeOver}::boolean)`.execute(
    db,
  );
  await sql`
    update audiobooks a set availability_status = ${AvailabilityStatus.AVAILABLE}, plex_guid = l.guid, plex_library_id = l.library_id,
           available_at = coalesce(a.available_at, now()), updated_at = now()
      from ${linked} join library_items l on l.media_server = linked.media_server and l.item_id = linked.item_id
     where a.id = linked.audiobook_id`.execute(db);
}
