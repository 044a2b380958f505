import { Migration } from "@mikro-orm/migrations";

export class Migration20261130013700_discover extends Migration {
  override name = "Migration20261130013700_discover";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "catalog_lists" ("id" uuid not null default gen_random_uuid(), "source" varchar(500) not null, "kind" varchar(50) not null, "name" varchar(255) not null default '', "page" int not null default 1, "entries" jsonb not null, "has_next_page" boolean not null default false, "read_at" timestamptz(3) not null default now(), "wanted_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index idx_catalog_lists_entries on catalog_lists using gin (entries jsonb_path_ops);`);
    this.addSql(
      `alter table "catalog_lists" add constraint "catalog_lists_source_kind_name_page_key" unique ("source", "kind", "name", "page");`,
    );

    this.addSql(`alter table "audiobooks" add "request_count" int not null default 0;`);
    this.addSql(`create index idx_audiobooks_series on audiobooks (lower(series_title));`);
    this.addSql(
      `create index idx_audiobooks_narrators on audiobooks using gin (string_to_array(lower(narrator), ', '));`,
    );
    this.addSql(`create index idx_audiobooks_authors on audiobooks using gin (string_to_array(lower(author), ', '));`);
    this.addSql(
      `create index idx_audiobooks_recently_available on audiobooks (available_at desc, id desc) where availability_status = 'available' and available_at is not null;`,
    );
    this.addSql(
      `create index idx_audiobooks_most_requested on audiobooks (request_count desc, id desc) where request_count > 0;`,
    );
    this.addSql(`create index idx_audiobooks_created_at on audiobooks (created_at desc, id desc);`);

    this
      .addSql(`create or replace function "requests_requests_count_fn"() returns trigger as \$\$ begin if tg_op = 'UPDATE' and (new.status in ('cancelled', 'denied')) = (old.status in ('cancelled', 'denied')) then
      return null;     end if;     update audiobooks set request_count = request_count
        + case when tg_op = 'DELETE' or new.status in ('cancelled', 'denied') then 0 else 1 end
        - case when tg_op = 'INSERT' or old.status in ('cancelled', 'denied') then 0 else 1 end
      where id = coalesce(new.audiobook_id, old.audiobook_id);     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "requests_count" AFTER INSERT OR UPDATE OR DELETE on "requests" for each ROW execute function "requests_requests_count_fn"();`,
    );

    this.addSql(
      `update audiobooks a set request_count = (select count(*) from requests r where r.audiobook_id = a.id and r.status not in ('cancelled', 'denied'));`,
    );

    this.addSql(
      `alter table "catalog_lists" add constraint "catalog_lists_kind_check" check (kind in ('popular', 'new', 'author', 'narrator', 'series', 'book'));`,
    );
    this.addSql(`alter table "catalog_lists" enable row level security;`);
    this.addSql(`alter table "catalog_lists" force row level security;`);
    this.addSql(
      `create policy "viewer" on "catalog_lists" using ((select nullif(current_setting('app.viewer_id', true), '')::uuid) is not null);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "catalog_lists" cascade;`);

    this.addSql(`drop index "idx_audiobooks_series";`);
    this.addSql(`drop index "idx_audiobooks_narrators";`);
    this.addSql(`drop index "idx_audiobooks_authors";`);
    this.addSql(`drop index "idx_audiobooks_recently_available";`);
    this.addSql(`drop index "idx_audiobooks_most_requested";`);
    this.addSql(`drop index "idx_audiobooks_created_at";`);
    this.addSql(`alter table "audiobooks" drop column "request_count";`);

    this.addSql(`drop trigger if exists "requests_count" on "requests";`);
    this.addSql(`drop function if exists "requests_requests_count_fn"();`);
  }
}
