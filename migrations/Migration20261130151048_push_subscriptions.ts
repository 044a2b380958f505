import { Migration } from "@mikro-orm/migrations";

export class Migration20261130151048_push_subscriptions extends Migration {
  override name = "Migration20261130151048_push_subscriptions";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "push_subscriptions" ("id" uuid not null default gen_random_uuid(), "user_id" uuid not null, "fingerprint" varchar(64) not null, "subscription" text not null, "events" text[] not null, "user_agent" varchar(500) null, "created_at" timestamptz(3) not null default now(), "delivered_at" timestamptz(3) null, "failing_since" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_push_subscriptions_user_id" on "push_subscriptions" ("user_id");`);
    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_fingerprint_key" unique ("fingerprint");`,
    );

    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
    );
    this.addSql(`alter table "push_subscriptions" enable row level security;`);
    this.addSql(`alter table "push_subscriptions" force row level security;`);
    this.addSql(
      `create policy "viewer" on "push_subscriptions" using (user_id = (select nullif(current_setting('app.viewer_id', true), '')::uuid));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "push_subscriptions" cascade;`);
  }
}
