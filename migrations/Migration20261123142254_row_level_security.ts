import { Migration } from "@mikro-orm/migrations";

const tables = [
  "audiobooks",
  "audit_events",
  "blocked_releases",
  "configuration",
  "indexer_rests",
  "library_items",
  "plex_sign_ins",
  "users",
  "sessions",
  "requests",
  "request_events",
  "jobs",
  "download_history",
  "api_keys",
];

export class Migration20261123142254_row_level_security extends Migration {
  override name = "Migration20261123142254_row_level_security";

  override up(): void | Promise<void> {
    this.addSql(`alter table "audiobooks" enable row level security;`);
    this.addSql(`alter table "audiobooks" force row level security;`);
    this.addSql(
      `create policy "viewer" on "audiobooks" using ((select nullif(current_setting('app.viewer_id', true), '')::uuid) is not null);`,
    );

    this.addSql(`alter table "audit_events" enable row level security;`);
    this.addSql(`alter table "audit_events" force row level security;`);

    this.addSql(`alter table "blocked_releases" enable row level security;`);
    this.addSql(`alter table "blocked_releases" force row level security;`);
    this.addSql(
      `create policy "viewer" on "blocked_releases" using ((select nullif(current_setting('app.viewer_id', true), '')::uuid) is not null);`,
    );

    this.addSql(`alter table "configuration" enable row level security;`);
    this.addSql(`alter table "configuration" force row level security;`);

    this.addSql(`alter table "indexer_rests" enable row level security;`);
    this.addSql(`alter table "indexer_rests" force row level security;`);

    this.addSql(`alter table "library_items" enable row level security;`);
    this.addSql(`alter table "library_items" force row level security;`);
    this.addSql(
      `create policy "viewer" on "library_items" using ((select nullif(current_setting('app.viewer_id', true), '')::uuid) is not null);`,
    );

    this.addSql(`alter table "plex_sign_ins" enable row level security;`);
    this.addSql(`alter table "plex_sign_ins" force row level security;`);

    this.addSql(`alter table "users" enable row level security;`);
    this.addSql(`alter table "users" force row level security;`);
    this.addSql(
      `create policy "viewer" on "users" using (id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );

    this.addSql(`alter table "sessions" enable row level security;`);
    this.addSql(`alter table "sessions" force row level security;`);
    this.addSql(
      `create policy "viewer" on "sessions" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );

    this.addSql(`alter table "requests" enable row level security;`);
    this.addSql(`alter table "requests" force row level security;`);
    this.addSql(
      `create policy "viewer" on "requests" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );

    this.addSql(`alter table "request_events" enable row level security;`);
    this.addSql(`alter table "request_events" force row level security;`);
    this.addSql(
      `create policy "viewer" on "request_events" using (exists (select from requests r where r.id = request_id and r.user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid)));`,
    );

    this.addSql(`alter table "jobs" enable row level security;`);
    this.addSql(`alter table "jobs" force row level security;`);
    this.addSql(
      `create policy "viewer" on "jobs" using (exists (select from requests r where r.id = request_id and r.user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid)));`,
    );

    this.addSql(`alter table "download_history" enable row level security;`);
    this.addSql(`alter table "download_history" force row level security;`);
    this.addSql(
      `create policy "viewer" on "download_history" using (exists (select from requests r where r.id = request_id and r.user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid)));`,
    );

    this.addSql(`alter table "api_keys" enable row level security;`);
    this.addSql(`alter table "api_keys" force row level security;`);
    this.addSql(
      `create policy "viewer" on "api_keys" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );

    // The migrations after this one work as the owner, on whom it is forced too. The worker is let in where it gets its grants.
    for (const table of tables) this.addSql(`create policy "house" on "${table}" to current_user using (true);`);
  }

  override down(): void | Promise<void> {
    for (const table of tables) this.addSql(`drop policy "house" on "${table}";`);

    this.addSql(`drop policy "viewer" on "api_keys";`);

    this.addSql(`drop policy "viewer" on "audiobooks";`);

    this.addSql(`drop policy "viewer" on "blocked_releases";`);

    this.addSql(`drop policy "viewer" on "download_history";`);

    this.addSql(`drop policy "viewer" on "jobs";`);

    this.addSql(`drop policy "viewer" on "library_items";`);

    this.addSql(`drop policy "viewer" on "request_events";`);

    this.addSql(`drop policy "viewer" on "requests";`);

    this.addSql(`drop policy "viewer" on "sessions";`);

    this.addSql(`drop policy "viewer" on "users";`);

    this.addSql(`alter table "api_keys" no force row level security;`);
    this.addSql(`alter table "api_keys" disable row level security;`);

    this.addSql(`alter table "audiobooks" no force row level security;`);
    this.addSql(`alter table "audiobooks" disable row level security;`);

    this.addSql(`alter table "audit_events" no force row level security;`);
    this.addSql(`alter table "audit_events" disable row level security;`);

    this.addSql(`alter table "blocked_releases" no force row level security;`);
    this.addSql(`alter table "blocked_releases" disable row level security;`);

    this.addSql(`alter table "configuration" no force row level security;`);
    this.addSql(`alter table "configuration" disable row level security;`);

    this.addSql(`alter table "download_history" no force row level security;`);
    this.addSql(`alter table "download_history" disable row level security;`);

    this.addSql(`alter table "indexer_rests" no force row level security;`);
    this.addSql(`alter table "indexer_rests" disable row level security;`);

    this.addSql(`alter table "jobs" no force row level security;`);
    this.addSql(`alter table "jobs" disable row level security;`);

    this.addSql(`alter table "library_items" no force row level security;`);
    this.addSql(`alter table "library_items" disable row level security;`);

    this.addSql(`alter table "plex_sign_ins" no force row level security;`);
    this.addSql(`alter table "plex_sign_ins" disable row level security;`);

    this.addSql(`alter table "request_events" no force row level security;`);
    this.addSql(`alter table "request_events" disable row level security;`);

    this.addSql(`alter table "requests" no force row level security;`);
    this.addSql(`alter table "requests" disable row level security;`);

    this.addSql(`alter table "sessions" no force row level security;`);
    this.addSql(`alter table "sessions" disable row level security;`);

    this.addSql(`alter table "users" no force row level security;`);
    this.addSql(`alter table "users" disable row level security;`);
  }
}
