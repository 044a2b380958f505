import { Migration } from "@mikro-orm/migrations";

export class Migration20261130183225_push_of_sessions extends Migration {
  override name = "Migration20261130183225_push_of_sessions";

  override up(): void | Promise<void> {
    this
      .addSql(`create or replace function "sessions_sessions_end_push_fn"() returns trigger as \$\$ begin if old.expires_at > now() and old.last_seen_at > now() - interval '14 days' then
      delete from push_subscriptions where session_id = old.id;     end if;     return old; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "sessions_end_push" BEFORE DELETE on "sessions" for each ROW execute function "sessions_sessions_end_push_fn"();`,
    );

    this.addSql(`alter table "push_subscriptions" add "session_id" uuid null;`);
    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on update no action on delete set null;`,
    );
    this.addSql(`create index "idx_push_subscriptions_session_id" on "push_subscriptions" ("session_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "push_subscriptions" drop constraint "push_subscriptions_session_id_foreign";`);

    this.addSql(`drop index "idx_push_subscriptions_session_id";`);
    this.addSql(`alter table "push_subscriptions" drop column "session_id";`);

    this.addSql(`drop trigger if exists "sessions_end_push" on "sessions";`);
    this.addSql(`drop function if exists "sessions_sessions_end_push_fn"();`);
  }
}
