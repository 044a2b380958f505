import { Migration } from "@mikro-orm/migrations";

export class Migration20261123104912_book_facts_and_rests extends Migration {
  override name = "Migration20261123104912_book_facts_and_rests";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "indexer_rests" ("indexer" varchar(100) not null, "until" timestamptz(3) not null, "reason" text not null, primary key ("indexer"));`,
    );

    this.addSql(
      `alter table "audiobooks" add "subtitle" varchar(500) null, add "series_title" varchar(255) null, add "series_position" varchar(50) null, add "language" varchar(50) null, add "is_abridged" boolean null;`,
    );

    this.addSql(`alter table "library_items" add "title_key" varchar(500) not null default '';`);
    this.addSql(`create index "idx_library_items_title_key" on "library_items" ("title_key");`);

    this.addSql(
      `alter table "download_history" add "selected_by_hand" boolean not null default false, add "missing_since" timestamptz(3) null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "indexer_rests" cascade;`);

    this.addSql(
      `alter table "audiobooks" drop column "subtitle", drop column "series_title", drop column "series_position", drop column "language", drop column "is_abridged";`,
    );

    this.addSql(`alter table "download_history" drop column "selected_by_hand", drop column "missing_since";`);

    this.addSql(`drop index "idx_library_items_title_key";`);
    this.addSql(`alter table "library_items" drop column "title_key";`);
  }
}
