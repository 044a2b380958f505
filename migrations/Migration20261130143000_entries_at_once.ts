import { Migration } from "@mikro-orm/migrations";

const indexes = [
  "idx_audiobooks_authors",
  "idx_audiobooks_narrators",
  "idx_catalog_lists_entries",
  "idx_search_words_shortened",
  "idx_search_words_trigrams",
];

export class Migration20261130143000_entries_at_once extends Migration {
  override name = "Migration20261130143000_entries_at_once";

  override up(): void | Promise<void> {
    for (const index of indexes) {
      // What comes in piles up beside the index otherwise, and whoever brings the last of four megabytes puts it all in: a
      // request for a new book then takes 300 to 400 ms instead of one.
      this.addSql(`alter index ${index} set (fastupdate = off);`);
      this.addSql(`select gin_clean_pending_list('${index}');`);
    }
  }

  override down(): void | Promise<void> {
    for (const index of indexes) this.addSql(`alter index ${index} reset (fastupdate);`);
  }
}
