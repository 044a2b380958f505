import { Migration } from "@mikro-orm/migrations";

export class Migration20261130002849_system_health extends Migration {
  override name = "Migration20261130002849_system_health";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "integration_health" ("integration" varchar(100) not null, "is_up" boolean null, "message" text null, "checked_at" timestamptz(3) not null, "changed_at" timestamptz(3) not null, primary key ("integration"));`,
    );

    this.addSql(`create index idx_requests_completed_at on requests (completed_at) where completed_at is not null;`);

    this.addSql(
      `create index idx_request_events_failed on request_events (created_at) where type = 'status' and to_status = 'failed';`,
    );

    this.addSql(`alter table "jobs" add "progress" smallint null;`);
    this.addSql(`create index idx_jobs_type_created on jobs (type, created_at desc, id desc);`);
    this.addSql(`alter table "jobs" add constraint "jobs_progress_check" check (progress >= 0 and progress <= 100);`);

    this.addSql(
      `create index idx_download_history_completed_at on download_history (completed_at) where download_status = 'completed';`,
    );

    this.addSql(
      `create or replace function "integration_health_integration_health_announce_change_fn"() returns trigger as \$\$ begin perform pg_notify('system_changed', ''); return null; end; \$\$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "integration_health_announce_change" AFTER INSERT OR UPDATE OR DELETE on "integration_health" for each STATEMENT execute function "integration_health_integration_health_announce_change_fn"();`,
    );
    this.addSql(`alter table "integration_health" enable row level security;`);
    this.addSql(`alter table "integration_health" force row level security;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger if exists "integration_health_announce_change" on "integration_health";`);
    this.addSql(`drop function if exists "integration_health_integration_health_announce_change_fn"();`);
    this.addSql(`drop table if exists "integration_health" cascade;`);

    this.addSql(`drop index "idx_download_history_completed_at";`);

    this.addSql(`drop index "idx_jobs_type_created";`);
    this.addSql(`alter table "jobs" drop constraint "jobs_progress_check";`);
    this.addSql(`alter table "jobs" drop column "progress";`);

    this.addSql(`drop index "idx_request_events_failed";`);

    this.addSql(`drop index "idx_requests_completed_at";`);
  }
}
