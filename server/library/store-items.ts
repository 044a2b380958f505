import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { uuidV7 } from "../database/uuid-v7.ts";
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { plainAsin } from "./match-library-item.ts";
import { titleKey } from "./title-key.ts";

/** How many rows a storing made and changed. */
export interface StoredItems {
  readonly added: number;
  readonly changed: number;
}

/**
 * Stores what a media server shows, in one statement. A row that is as it was is neither written nor locked. What has
 * another title at another place under the same id is another book: it is no longer the one it was recognised as.
 */
export async function storeItems(
  em: EntityManager,
  mediaServer: string,
  items: readonly MediaServerItem[],
): Promise<StoredItems> {
  const rows = [...new Map(items.map((item) => [item.id, toRow(item)])).values()];
  if (rows.length === 0) return { added: 0, changed: 0 };
  // They keep PostgreSQL on the index, also while it knows nothing yet of a table that was filled a moment ago.
  const ids = rows.map((row) => row.item_id);
  const { rows: written } = await sql<{ added: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
        id uuid, item_id text, guid text, library_id text, title text, title_key text, author text, narrator text, asin text,
        duration_minutes integer, path text)
    )
    insert into library_items as l (id, media_server, item_id, guid, library_id, title, title_key, author, narrator, asin, duration_minutes, path)
    select g.id, ${mediaServer}, g.item_id, g.guid, g.library_id, g.title, g.title_key, g.author, g.narrator, g.asin, g.duration_minutes, g.path
      from given g
      left join (select * from library_items where media_server = ${mediaServer} and item_id = any(${ids}::text[])) k on k.item_id = g.item_id
     where k.id is null
        or (k.guid, k.library_id, k.title, k.title_key, k.author, k.narrator, k.asin, k.duration_minutes, k.path)
           is distinct from (g.guid, g.library_id, g.title, g.title_key, g.author, g.narrator, g.asin, g.duration_minutes, g.path)
    on conflict (media_server, item_id) do update set
      guid = excluded.guid, library_id = excluded.library_id, title = excluded.title, title_key = excluded.title_key,
      author = excluded.author, narrator = excluded.narrator, asin = excluded.asin,
      duration_minutes = excluded.duration_minutes, path = excluded.path, updated_at = now(),
      audiobook_id = case when l.title_key <> excluded.title_key and l.path <> excluded.path then null else l.audiobook_id end
    returning (xmax = 0) as added`.execute(em.getKysely() as Kysely<any>);
  const added = written.filter((row) => row.added).length;
  return { added, changed: written.length - added };
}

/** Bounded to its columns, and without what PostgreSQL does not take for text. */
function toRow(item: MediaServerItem) {
  return {
    id: uuidV7(),
    item_id: clip(item.id, 255),
    guid: clip(item.guid, 255),
    library_id: clip(item.libraryId, 255),
    title: clip(item.title, 500),
    title_key: titleKey(item.title),
    author: item.author && clip(item.author, 255),
    narrator: item.narrator && clip(item.narrator, 255),
    asin: clip(plainAsin(item.asin), 20) || null,
    duration_minutes: item.durationMinutes,
    path: clip(item.path, 8000),
  };
}

function clip(text: string, length: number): string {
  return text.replaceAll("\0", "").slice(0, length).toWellFormed();
}
