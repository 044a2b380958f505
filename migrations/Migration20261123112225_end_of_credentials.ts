import { Migration } from "@mikro-orm/migrations";

export class Migration20261123112225_end_of_credentials extends Migration {
  override name = "Migration20261123112225_end_of_credentials";

  override up(): void | Promise<void> {
    this
      .addSql(`create or replace function "users_users_end_sessions_fn"() returns trigger as \$\$ begin if (old.role, old.password_hash, old.deactivated_at) is distinct from (new.role, new.password_hash, new.deactivated_at) then
      delete from sessions where user_id = new.id;       perform pg_notify('credentials_changed', json_build_object('userId', new.id)::text);     end if;     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "users_end_sessions" AFTER UPDATE on "users" for each ROW execute function "users_users_end_sessions_fn"();`,
    );

    this
      .addSql(`create or replace function "sessions_sessions_announce_end_fn"() returns trigger as \$\$ begin if tg_op = 'DELETE' or old.expires_at <> new.expires_at then
      perform pg_notify('credentials_changed', json_build_object('sessionId', old.id)::text);     end if;     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "sessions_announce_end" AFTER UPDATE OR DELETE on "sessions" for each ROW execute function "sessions_sessions_announce_end_fn"();`,
    );

    this
      .addSql(`create or replace function "api_keys_api_keys_announce_change_fn"() returns trigger as \$\$ begin if tg_op = 'DELETE' or (old.revoked_at, old.expires_at, old.scopes) is distinct from (new.revoked_at, new.expires_at, new.scopes) then
      perform pg_notify('credentials_changed', json_build_object('apiKeyId', old.id)::text);     end if;     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "api_keys_announce_change" AFTER UPDATE OR DELETE on "api_keys" for each ROW execute function "api_keys_api_keys_announce_change_fn"();`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger if exists "api_keys_announce_change" on "api_keys";`);
    this.addSql(`drop function if exists "api_keys_api_keys_announce_change_fn"();`);

    this.addSql(`drop trigger if exists "sessions_announce_end" on "sessions";`);
    this.addSql(`drop function if exists "sessions_sessions_announce_end_fn"();`);

    this.addSql(`drop trigger if exists "users_end_sessions" on "users";`);
    this.addSql(`drop function if exists "users_users_end_sessions_fn"();`);
  }
}
