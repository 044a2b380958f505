/**
 * Which of several books the media server shows, in two or three statements for all of them: the indexes give the items
 * that may be meant (by ASIN and title key; by path for what we have imported), and matchLibraryItem decides.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql } from "kysely";
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { withKysely } from "../database/row-level-security.ts";
import { matchLibraryItem, plainAsin, type SoughtBook } from "./match-library-item.ts";
import { titleKey, titleKeysOf } from "./title-key.ts";

/** A row of library_items. */
export interface OwnedItem extends MediaServerItem {
  readonly rowId: string;
  readonly mediaServer: string;
  /** The book that it was recognised as. */
  readonly audiobookId: string | null;
}

/** @returns an item for each book that is certainly there. Two books may be the same item. */
export async function findOwned<Book extends SoughtBook>(
  em: EntityManager,
  books: readonly Book[],
): Promise<Map<Book, OwnedItem>> {
  const items = await readCandidates(em, books);
  const byAsin = Map.groupBy(items, ({ asin }) => asin ?? "");
  const byTitle = Map.groupBy(items, ({ title }) => titleKey(title));
  const byPath = Map.groupBy(items, ({ path }) => path);
  const byFolder = Map.groupBy(items, ({ path }) => parentOf(path));
  const owned = new Map<Book, OwnedItem>();
  for (const book of books) {
    const path = book.filePath ? stored(book.filePath) : "";
    const asin = plainAsin(book.asin);
    const candidates = new Set([
      ...((path && byPath.get(path)) || []),
      ...((path && byFolder.get(path)) || []),
      ...((asin && byAsin.get(asin)) || []),
      ...titleKeysOf(book.title).flatMap((key) => byTitle.get(key) ?? []),
    ]);
    const all = [...candidates];
    // Of two that could be meant, the one that is already another book is not.
    const found = matchLibraryItem(book, all) ?? matchLibraryItem(book, all.filter((item) => !item.audiobookId)); // prettier-ignore
    if (found) owned.set(book, found.item);
  }
  return owned;
}

function readCandidates(em: EntityManager, books: readonly SoughtBook[]): Promise<OwnedItem[]> {
  const asins = books.map(({ asin }) => plainAsin(asin)).filter((asin) => asin !== "");
  const keys = books.flatMap(({ title }) => titleKeysOf(title));
  const paths = books.flatMap(({ filePath }) => (filePath ? [stored(filePath)] : []));
  const columns = sql`id as "rowId", media_server as "mediaServer", item_id as id, guid, library_id as "libraryId", title, author, narrator, asin,
    duration_minutes as "durationMinutes", path, audiobook_id as "audiobookId"`;
  return withKysely(em, async (db) => {
    const found = await sql<OwnedItem>`
      select ${columns} from library_items where asin = any(${asins}::text[])
      union select ${columns} from library_items where title_key = any(${keys}::text[])
      order by "rowId"`.execute(db);
    if (paths.length === 0) return found.rows;
    // No index knows paths: only what was imported and has lost its item is looked for in this way.
    const below = await sql<OwnedItem>`
      select ${columns} from library_items
       where path = any(${paths}::text[]) or regexp_replace(path, '/[^/]*$', '') = any(${paths}::text[])`.execute(db);
    return [...new Map([...found.rows, ...below.rows].map((item) => [item.rowId, item])).values()];
  });
}

/** A path as it is stored with an item. */
function stored(path: string): string {
  return path.normalize("NFC").replace(/\/+$/, "");
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
