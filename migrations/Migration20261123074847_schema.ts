import { Migration } from "@mikro-orm/migrations";

export class Migration20261123074847_schema extends Migration {
  override name = "Migration20261123074847_schema";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audiobooks" ("id" uuid not null default gen_random_uuid(), "audible_id" varchar(255) null, "title" varchar(500) not null, "author" varchar(255) not null, "narrator" varchar(255) null, "description" text null, "cover_art_url" text null, "duration_minutes" int null, "release_date" date null, "rating" numeric(3,2) null, "genres" jsonb null default '[]', "plex_guid" varchar(255) null, "plex_library_id" varchar(255) null, "file_path" text null, "file_format" varchar(10) null, "file_size_bytes" bigint null, "availability_status" varchar(50) not null default 'unknown', "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), "available_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_audiobooks_audible_id" on "audiobooks" ("audible_id");`);
    this.addSql(`alter table "audiobooks" add constraint "audiobooks_audible_id_key" unique ("audible_id");`);
    this.addSql(`create index "idx_audiobooks_title" on "audiobooks" ("title");`);
    this.addSql(`create index "idx_audiobooks_author" on "audiobooks" ("author");`);
    this.addSql(`create index "idx_audiobooks_plex_guid" on "audiobooks" ("plex_guid");`);
    this.addSql(`create index "idx_audiobooks_availability" on "audiobooks" ("availability_status");`);

    this.addSql(
      `create table "blocked_releases" ("id" uuid not null default gen_random_uuid(), "audiobook_id" uuid not null, "release_key" varchar(64) not null, "torrent_hash" varchar(100) null, "torrent_name" varchar(500) null, "reason" text not null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_blocked_releases_audiobook_id" on "blocked_releases" ("audiobook_id");`);
    this.addSql(
      `alter table "blocked_releases" add constraint "blocked_releases_audiobook_id_release_key_key" unique ("audiobook_id", "release_key");`,
    );

    this.addSql(
      `create table "configuration" ("id" uuid not null default gen_random_uuid(), "key" varchar(255) not null, "value" text null, "encrypted" boolean null default false, "category" varchar(100) null, "description" text null, "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_configuration_key" on "configuration" ("key");`);
    this.addSql(`alter table "configuration" add constraint "configuration_key_key" unique ("key");`);
    this.addSql(`create index "idx_configuration_category" on "configuration" ("category");`);

    this.addSql(
      `create table "library_items" ("id" uuid not null default gen_random_uuid(), "media_server" varchar(50) not null, "item_id" varchar(255) not null, "guid" varchar(255) not null, "library_id" varchar(255) not null, "title" varchar(500) not null, "author" varchar(255) null, "narrator" varchar(255) null, "asin" varchar(20) null, "duration_minutes" int null, "path" text not null, "audiobook_id" uuid null, "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_library_items_asin" on "library_items" ("asin");`);
    this.addSql(`create index "idx_library_items_audiobook_id" on "library_items" ("audiobook_id");`);
    this.addSql(
      `alter table "library_items" add constraint "library_items_media_server_item_id_key" unique ("media_server", "item_id");`,
    );

    this.addSql(
      `create table "users" ("id" uuid not null default gen_random_uuid(), "plex_id" varchar(255) null, "plex_username" varchar(255) null, "plex_email" varchar(255) null, "username" varchar(255) null, "password_hash" text null, "role" varchar(50) not null default 'user', "avatar_url" text null, "auth_token" text null, "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), "last_login_at" timestamptz(3) null, "deactivated_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_users_plex_id" on "users" ("plex_id");`);
    this.addSql(`alter table "users" add constraint "users_plex_id_key" unique ("plex_id");`);
    this.addSql(`alter table "users" add constraint "users_username_key" unique ("username");`);
    this.addSql(`create index "idx_users_role" on "users" ("role");`);

    this.addSql(
      `create table "sessions" ("id" uuid not null default gen_random_uuid(), "user_id" uuid not null, "token_hash" varchar(64) not null, "user_agent" varchar(500) null, "created_at" timestamptz(3) not null default now(), "last_seen_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_sessions_user_id" on "sessions" ("user_id");`);
    this.addSql(`alter table "sessions" add constraint "sessions_token_hash_key" unique ("token_hash");`);
    this.addSql(`create index "idx_sessions_expires_at" on "sessions" ("expires_at");`);

    this.addSql(
      `create table "requests" ("id" uuid not null default gen_random_uuid(), "user_id" uuid not null, "audiobook_id" uuid not null, "status" varchar(50) not null default 'pending', "progress" int null default 0, "priority" int null default 0, "error_message" text null, "search_attempts" int null default 0, "download_attempts" int null default 0, "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), "completed_at" timestamptz(3) null, "step" varchar(100) null, "blocker" varchar(50) null, "blocker_message" text null, "next_try_at" timestamptz(3) null, "version" int not null default 1, "changed_in" xid8 not null default pg_current_xact_id(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_requests_user_id" on "requests" ("user_id");`);
    this.addSql(`create index "idx_requests_audiobook_id" on "requests" ("audiobook_id");`);
    this.addSql(`create index "idx_requests_status" on "requests" ("status");`);
    this.addSql(`create index "idx_requests_changed_in" on "requests" ("changed_in");`);
    this.addSql(`create index idx_requests_user_created on requests (user_id, created_at desc, id desc);`);
    this.addSql(`create index idx_requests_created_at on requests (created_at desc, id desc);`);
    this.addSql(
      `alter table "requests" add constraint "requests_user_id_audiobook_id_key" unique ("user_id", "audiobook_id");`,
    );

    this.addSql(
      `create table "request_events" ("id" uuid not null default gen_random_uuid(), "request_id" uuid not null, "type" varchar(50) not null, "from_status" varchar(50) null, "to_status" varchar(50) not null, "step" varchar(100) null, "message" text not null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_request_events_request_id" on "request_events" ("request_id", "created_at");`);

    this.addSql(
      `create table "jobs" ("id" uuid not null default gen_random_uuid(), "queue_job_id" varchar(255) null, "request_id" uuid null, "type" varchar(100) not null, "status" varchar(50) not null default 'pending', "priority" int null default 0, "attempts" int null default 0, "max_attempts" int null default 3, "payload" jsonb null, "result" jsonb null, "error_message" text null, "stack_trace" text null, "started_at" timestamptz(3) null, "completed_at" timestamptz(3) null, "created_at" timestamptz(3) not null default now(), "updated_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_jobs_request_id" on "jobs" ("request_id");`);
    this.addSql(`create index "idx_jobs_type" on "jobs" ("type");`);
    this.addSql(`create index "idx_jobs_status" on "jobs" ("status");`);
    this.addSql(`create index "idx_jobs_queue_job_id" on "jobs" ("queue_job_id");`);
    this.addSql(`create index idx_jobs_created_at on jobs (created_at desc);`);

    this.addSql(
      `create table "download_history" ("id" uuid not null default gen_random_uuid(), "request_id" uuid not null, "indexer_name" varchar(100) not null, "torrent_name" varchar(500) null, "torrent_hash" varchar(100) null, "torrent_size_bytes" bigint null, "magnet_link" text null, "torrent_url" text null, "seeders" int null, "leechers" int null, "quality_score" int null, "selected" boolean null default false, "download_client" varchar(50) null, "download_client_id" varchar(255) null, "download_status" varchar(50) null, "download_error" text null, "started_at" timestamptz(3) null, "completed_at" timestamptz(3) null, "created_at" timestamptz(3) not null default now(), "release_key" varchar(64) not null, "verdict" varchar(50) not null, "refusal" text null, "score_reasons" jsonb not null default '[]', "published_at" timestamptz(3) null, "minimum_ratio" double precision null, "minimum_seed_seconds" int null, "progress" int null, "download_bytes_per_second" bigint null, "seconds_left" int null, "last_progress_at" timestamptz(3) null, "import_path" text null, "found_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idx_download_history_request_id" on "download_history" ("request_id");`);
    this.addSql(`create index "idx_download_history_selected" on "download_history" ("selected");`);
    this.addSql(`create index "idx_download_history_torrent_hash" on "download_history" ("torrent_hash");`);
    this.addSql(`create index idx_download_history_created_at on download_history (created_at desc);`);
    this.addSql(
      `alter table "download_history" add constraint "download_history_request_id_release_key_key" unique ("request_id", "release_key");`,
    );

    this.addSql(
      `create table "api_keys" ("id" uuid not null default gen_random_uuid(), "user_id" uuid not null, "name" varchar(100) not null, "prefix" varchar(8) not null, "key_hash" varchar(64) not null, "created_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) null, "last_used_at" timestamptz(3) null, "revoked_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_api_keys_user_id" on "api_keys" ("user_id");`);
    this.addSql(`alter table "api_keys" add constraint "api_keys_prefix_key" unique ("prefix");`);

    this.addSql(
      `alter table "audiobooks" add constraint "audiobooks_file_size_bytes_check" check (file_size_bytes >= 0);`,
    );
    this.addSql(
      `alter table "audiobooks" add constraint "audiobooks_duration_minutes_check" check (duration_minutes >= 0);`,
    );
    this.addSql(
      `alter table "audiobooks" add constraint "audiobooks_rating_check" check (rating >= 0 and rating <= 5);`,
    );
    this.addSql(
      `alter table "audiobooks" add constraint "audiobooks_availability_status_check" check (availability_status in ('unknown', 'requested', 'downloading', 'processing', 'available', 'failed'));`,
    );

    this.addSql(
      `alter table "blocked_releases" add constraint "blocked_releases_audiobook_id_foreign" foreign key ("audiobook_id") references "audiobooks" ("id") on update no action on delete cascade;`,
    );

    this.addSql(
      `alter table "configuration" add constraint "configuration_category_check" check (category in ('plex', 'media_server', 'indexer', 'download_client', 'catalog', 'paths', 'automation', 'system'));`,
    );

    this.addSql(
      `alter table "library_items" add constraint "library_items_audiobook_id_foreign" foreign key ("audiobook_id") references "audiobooks" ("id") on update no action on delete set null;`,
    );
    this.addSql(
      `alter table "library_items" add constraint "library_items_duration_minutes_check" check (duration_minutes >= 0);`,
    );

    this.addSql(`alter table "users" add constraint "users_username_check" check (username = lower(username));`);
    this.addSql(
      `alter table "users" add constraint "users_identity_check" check (plex_id is not null or username is not null);`,
    );
    this.addSql(`alter table "users" add constraint "users_role_check" check (role in ('user', 'admin'));`);

    this.addSql(
      `alter table "sessions" add constraint "sessions_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );

    this.addSql(
      `alter table "requests" add constraint "requests_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );
    this.addSql(
      `alter table "requests" add constraint "requests_audiobook_id_foreign" foreign key ("audiobook_id") references "audiobooks" ("id") on update no action on delete cascade;`,
    );
    this.addSql(
      `alter table "requests" add constraint "requests_attempts_check" check (search_attempts >= 0 and download_attempts >= 0);`,
    );
    this.addSql(
      `alter table "requests" add constraint "requests_progress_check" check (progress >= 0 and progress <= 100);`,
    );
    this.addSql(
      `alter table "requests" add constraint "requests_blocker_check" check (blocker in ('not_released_yet', 'no_release_found', 'indexers_unavailable', 'no_indexer_configured', 'no_download_client', 'client_unreachable', 'stalled', 'path_not_visible', 'disk_full', 'not_in_library_yet', 'media_server_unreachable'));`,
    );
    this.addSql(
      `alter table "requests" add constraint "requests_status_check" check (status in ('awaiting_approval', 'pending', 'searching', 'downloading', 'processing', 'completed', 'failed', 'cancelled', 'denied'));`,
    );
    this.addSql(
      `create or replace function "requests_requests_announce_change_fn"() returns trigger as \$\$ begin perform pg_notify('request_changed', json_build_object('id', new.id, 'userId', new.user_id, 'version', new.version)::text);     return null; end; \$\$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "requests_announce_change" AFTER INSERT OR UPDATE on "requests" for each ROW execute function "requests_requests_announce_change_fn"();`,
    );
    this
      .addSql(`create or replace function "requests_requests_number_change_fn"() returns trigger as \$\$ begin if tg_op = 'UPDATE' then
      new.version := old.version + 1;       new.updated_at := now();     end if;     new.changed_in := pg_current_xact_id();     return new; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "requests_number_change" BEFORE INSERT OR UPDATE on "requests" for each ROW execute function "requests_requests_number_change_fn"();`,
    );

    this.addSql(
      `alter table "request_events" add constraint "request_events_request_id_foreign" foreign key ("request_id") references "requests" ("id") on update no action on delete cascade;`,
    );
    this.addSql(
      `alter table "request_events" add constraint "request_events_type_check" check (type in ('status', 'step', 'waiting', 'note'));`,
    );

    this.addSql(
      `alter table "jobs" add constraint "jobs_request_id_foreign" foreign key ("request_id") references "requests" ("id") on update no action on delete set null;`,
    );
    this.addSql(`alter table "jobs" add constraint "jobs_attempts_check" check (attempts >= 0 and max_attempts >= 0);`);
    this.addSql(
      `alter table "jobs" add constraint "jobs_status_check" check (status in ('pending', 'active', 'completed', 'failed', 'delayed', 'stuck', 'cancelled'));`,
    );
    this.addSql(
      `create or replace function "jobs_jobs_announce_change_fn"() returns trigger as \$\$ begin perform pg_notify('job_changed', json_build_object('id', new.id)::text); return null; end; \$\$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "jobs_announce_change" AFTER INSERT OR UPDATE on "jobs" for each ROW execute function "jobs_jobs_announce_change_fn"();`,
    );

    this.addSql(
      `alter table "download_history" add constraint "download_history_request_id_foreign" foreign key ("request_id") references "requests" ("id") on update no action on delete cascade;`,
    );
    this.addSql(
      `alter table "download_history" add constraint "download_history_counts_check" check (seeders >= 0 and leechers >= 0 and torrent_size_bytes >= 0);`,
    );
    this.addSql(
      `alter table "download_history" add constraint "download_history_progress_check" check (progress >= 0 and progress <= 100);`,
    );
    this.addSql(
      `alter table "download_history" add constraint "download_history_verdict_check" check (verdict in ('acceptable', 'refused', 'blocked'));`,
    );
    this.addSql(
      `alter table "download_history" add constraint "download_history_download_status_check" check (download_status in ('queued', 'downloading', 'completed', 'failed', 'stalled'));`,
    );

    this.addSql(
      `alter table "api_keys" add constraint "api_keys_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "blocked_releases" drop constraint "blocked_releases_audiobook_id_foreign";`);
    this.addSql(`alter table "library_items" drop constraint "library_items_audiobook_id_foreign";`);
    this.addSql(`alter table "requests" drop constraint "requests_audiobook_id_foreign";`);
    this.addSql(`alter table "sessions" drop constraint "sessions_user_id_foreign";`);
    this.addSql(`alter table "requests" drop constraint "requests_user_id_foreign";`);
    this.addSql(`alter table "api_keys" drop constraint "api_keys_user_id_foreign";`);
    this.addSql(`alter table "request_events" drop constraint "request_events_request_id_foreign";`);
    this.addSql(`alter table "jobs" drop constraint "jobs_request_id_foreign";`);
    this.addSql(`alter table "download_history" drop constraint "download_history_request_id_foreign";`);

    this.addSql(`drop table if exists "audiobooks" cascade;`);
    this.addSql(`drop table if exists "blocked_releases" cascade;`);
    this.addSql(`drop table if exists "configuration" cascade;`);
    this.addSql(`drop table if exists "library_items" cascade;`);
    this.addSql(`drop table if exists "users" cascade;`);
    this.addSql(`drop table if exists "sessions" cascade;`);
    this.addSql(`drop trigger if exists "requests_announce_change" on "requests";`);
    this.addSql(`drop function if exists "requests_requests_announce_change_fn"();`);
    this.addSql(`drop trigger if exists "requests_number_change" on "requests";`);
    this.addSql(`drop function if exists "requests_requests_number_change_fn"();`);
    this.addSql(`drop table if exists "requests" cascade;`);
    this.addSql(`drop table if exists "request_events" cascade;`);
    this.addSql(`drop trigger if exists "jobs_announce_change" on "jobs";`);
    this.addSql(`drop function if exists "jobs_jobs_announce_change_fn"();`);
    this.addSql(`drop table if exists "jobs" cascade;`);
    this.addSql(`drop table if exists "download_history" cascade;`);
    this.addSql(`drop table if exists "api_keys" cascade;`);
  }
}
