import { Migration } from "@mikro-orm/migrations";

export class Migration20261123111344_people_and_audit extends Migration {
  override name = "Migration20261123111344_people_and_audit";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audit_events" ("id" uuid not null default gen_random_uuid(), "created_at" timestamptz(3) not null default now(), "action" varchar(100) not null, "actor_id" uuid null, "actor_name" varchar(255) null, "address" varchar(64) null, "subject_type" varchar(50) null, "subject_id" varchar(255) null, "details" jsonb not null default '{}', "written_in" xid8 not null default pg_current_xact_id(), "position" bigint null, "seal" varchar(64) null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_audit_events_action" on "audit_events" ("action");`);
    this.addSql(`create index "idx_audit_events_actor_id" on "audit_events" ("actor_id");`);
    this.addSql(`alter table "audit_events" add constraint "audit_events_position_key" unique ("position");`);
    this.addSql(`create index idx_audit_events_unsealed on audit_events (written_in, id) where position is null;`);
    this.addSql(`create index idx_audit_events_created_at on audit_events (created_at desc, id desc);`);

    this.addSql(
      `create table "plex_sign_ins" ("id" uuid not null default gen_random_uuid(), "pin_id" varchar(50) not null, "browser_hash" varchar(64) not null, "state_hash" varchar(64) not null, "created_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "plex_sign_ins" add constraint "plex_sign_ins_state_hash_key" unique ("state_hash");`);
    this.addSql(`create index "idx_plex_sign_ins_expires_at" on "plex_sign_ins" ("expires_at");`);

    this.addSql(
      `alter table "users" add "auto_approve" boolean null, add "request_quota" int null, add "request_quota_days" int null, add "may_select_releases" boolean null, add "plex_checked_at" timestamptz(3) null;`,
    );
    this.addSql(
      `alter table "users" add constraint "users_quota_check" check (request_quota >= 0 and request_quota_days > 0);`,
    );

    this.addSql(`alter table "sessions" add "address" varchar(64) null;`);

    this.addSql(
      `alter table "requests" add "decision_reason" text null, add "decided_at" timestamptz(3) null, add "decided_by_id" uuid null;`,
    );

    this.addSql(
      `alter table "api_keys" add "scopes" text[] not null default '{read,request,admin}', add "last_used_address" varchar(64) null;`,
    );

    this.addSql(
      `alter table "audit_events" add constraint "audit_events_seal_check" check ((position is null) = (seal is null));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_events" cascade;`);
    this.addSql(`drop table if exists "plex_sign_ins" cascade;`);

    this.addSql(`alter table "api_keys" drop column "scopes", drop column "last_used_address";`);

    this.addSql(
      `alter table "requests" drop column "decision_reason", drop column "decided_at", drop column "decided_by_id";`,
    );

    this.addSql(`alter table "sessions" drop column "address";`);

    this.addSql(`alter table "users" drop constraint "users_quota_check";`);
    this.addSql(
      `alter table "users" drop column "auto_approve", drop column "request_quota", drop column "request_quota_days", drop column "may_select_releases", drop column "plex_checked_at";`,
    );
  }
}
