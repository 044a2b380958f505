import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";

/** Names an item of a media server. */
export interface ItemName {
  readonly mediaServer: string;
  /** The media server's id of it. */
  readonly id: string;
}

/**
 * Writes down that a book is that item, which has been stored. An item that is another book already stays that one, and
 * is this one too, unless it is taken over.
 */
export async function linkBook(
  em: EntityManager,
  audiobookId: string,
  { mediaServer, id }: ItemName,
  { takeOver = false } = {},
): Promise<void> {
  const db = em.getKysely() as Kysely<any>;
  await sql`
    update library_items set audiobook_id = ${audiobookId}, updated_at = now()
     where media_server = ${mediaServer} and item_id = ${id} and audiobook_id is distinct from ${audiobookId}::uuid
       and (audiobook_id is null or ${takeOver}::boolean)`.execute(db);
  await sql`
    update audiobooks a set plex_guid = l.guid, plex_library_id = l.library_id, available_at = coalesce(a.available_at, now()), updated_at = now()
      from library_items l where l.media_server = ${mediaServer} and l.item_id = ${id} and a.id = ${audiobookId}`.execute(
    db,
  );
}
