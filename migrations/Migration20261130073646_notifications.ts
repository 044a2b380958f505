import { Migration } from "@mikro-orm/migrations";

export class Migration20261130073646_notifications extends Migration {
  override name = "Migration20261130073646_notifications";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "notification_choices" ("id" uuid not null default gen_random_uuid(), "user_id" uuid not null, "channel" varchar(100) not null, "recipient" varchar(300) not null, "events" varchar(300) not null, "updated_at" timestamptz(3) not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "notification_choices" add constraint "notification_choices_user_id_channel_key" unique ("user_id", "channel");`,
    );

    this.addSql(
      `create table "notifications" ("id" uuid not null default gen_random_uuid(), "event" varchar(50) not null, "dedupe_key" varchar(500) not null, "channel" varchar(100) not null, "user_id" uuid null, "title" varchar(200) not null, "body" text not null, "path" varchar(200) null, "is_problem" boolean not null default false, "state" varchar(20) not null default 'pending', "attempts" int not null default 0, "last_error" text null, "created_at" timestamptz(3) not null default now(), "sent_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`alter table "notifications" add constraint "notifications_dedupe_key_key" unique ("dedupe_key");`);
    this.addSql(`create index idx_notifications_user_created on notifications (user_id, created_at desc, id desc);`);
    this.addSql(`create index idx_notifications_created_at on notifications (created_at desc, id desc);`);

    this.addSql(`alter table "configuration" drop constraint "configuration_category_check";`);
    this.addSql(
      `alter table "configuration" add constraint "configuration_category_check" check (category in ('plex', 'media_server', 'indexer', 'download_client', 'catalog', 'notifier', 'paths', 'automation', 'retention', 'system'));`,
    );

    this.addSql(
      `alter table "notification_choices" add constraint "notification_choices_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );
    this.addSql(`alter table "notification_choices" enable row level security;`);
    this.addSql(`alter table "notification_choices" force row level security;`);
    this.addSql(
      `create policy "viewer" on "notification_choices" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );

    this.addSql(
      `alter table "notifications" add constraint "notifications_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );
    this.addSql(
      `alter table "notifications" add constraint "notifications_state_check" check (state in ('pending', 'sent', 'failed'));`,
    );
    this.addSql(`alter table "notifications" enable row level security;`);
    this.addSql(`alter table "notifications" force row level security;`);
    this.addSql(
      `create policy "viewer" on "notifications" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "notification_choices" cascade;`);
    this.addSql(`drop table if exists "notifications" cascade;`);

    this.addSql(`alter table "configuration" drop constraint "configuration_category_check";`);
    this.addSql(
      `alter table "configuration" add constraint "configuration_category_check" check (category in ('plex', 'media_server', 'indexer', 'download_client', 'catalog', 'paths', 'automation', 'retention', 'system'));`,
    );
  }
}
