import { Migration } from "@mikro-orm/migrations";

export class Migration20261130042208_retention extends Migration {
  override name = "Migration20261130042208_retention";

  override up(): void | Promise<void> {
    this.addSql(`alter table "configuration" drop constraint "configuration_category_check";`);
    this.addSql(
      `alter table "configuration" add constraint "configuration_category_check" check (category in ('plex', 'media_server', 'indexer', 'download_client', 'catalog', 'paths', 'automation', 'retention', 'system'));`,
    );

    this.addSql(`drop trigger if exists "requests_announce_change" on "requests";`);
    this.addSql(`drop function if exists "requests_requests_announce_change_fn"();`);
    this.addSql(`alter table "requests" add "archived_at" timestamptz(3) null;`);
    this.addSql(
      `create index idx_requests_user_active on requests (user_id, created_at desc, id desc) where archived_at is null;`,
    );
    this.addSql(`create index idx_requests_active on requests (created_at desc, id desc) where archived_at is null;`);
    this
      .addSql(`create or replace function "requests_requests_announce_change_fn"() returns trigger as \$\$ begin if tg_op = 'UPDATE' and old.archived_at is null and new.archived_at is not null then
      return null;     end if;     perform pg_notify('request_changed', json_build_object('id', new.id, 'userId', new.user_id, 'version', new.version)::text);     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "requests_announce_change" AFTER INSERT OR UPDATE on "requests" for each ROW execute function "requests_requests_announce_change_fn"();`,
    );

    this.addSql(`create index "idx_request_events_created_at" on "request_events" ("created_at");`);

    this.addSql(`create index idx_jobs_completed_at on jobs (completed_at) where completed_at is not null;`);

    // The columns of `jobs`, and when it came here. Partitions are made as they are needed, by the function alone.
    this.addSql(`
      create table jobs_archive (
        id uuid not null, queue_job_id varchar(255), request_id uuid, type varchar(100) not null, status varchar(50) not null,
        priority int, attempts int, max_attempts int, progress smallint, payload jsonb, result jsonb, error_message text,
        stack_trace text, started_at timestamptz(3), completed_at timestamptz(3) not null, created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null, archived_at timestamptz(3) not null default now(),
        primary key (id, completed_at)
      ) partition by range (completed_at);`);
    this.addSql(`alter table jobs_archive enable row level security;`);
    this.addSql(`alter table jobs_archive force row level security;`);
    this.addSql(`
      create function make_jobs_archive_month(month date) returns void
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        name text := 'jobs_archive_' || to_char(date_trunc('month', month), 'YYYY_MM');
        first timestamp := date_trunc('month', month);
      begin
        if to_regclass(name) is not null then return; end if;
        execute format('create table %I partition of jobs_archive for values from (%L) to (%L)',
          name, first at time zone 'UTC', (first + interval '1 month') at time zone 'UTC');
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy house on %I to current_user using (true)', name);
      end $$;`);

    // A cut of the audit is announced by a record that is sealed like any other; nothing is deleted but what such a record names.
    this.addSql(`
      create or replace function record_audit_event(
        id uuid, action text, actor_id uuid, actor_name text, address text, subject_type text, subject_id text, details jsonb
      ) returns void
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if action = 'audit.cut' then
          raise exception 'a cut of the audit is announced by announce_audit_cut' using errcode = 'check_violation';
        end if;
        insert into audit_events (id, created_at, action, actor_id, actor_name, address, subject_type, subject_id, details)
        values (id, clock_timestamp(), action, actor_id, actor_name, address, subject_type, subject_id, details);
      end $$;`);
    this.addSql(`
      create function announce_audit_cut(id uuid, details jsonb) returns void
      language sql security definer set search_path = public, pg_temp as $$
        insert into audit_events (id, created_at, action, details) values (id, clock_timestamp(), 'audit.cut', details)
      $$;`);
    this.addSql(`
      create function cut_audit_events(most int) returns int
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        last bigint;
        gone int;
      begin
        select (details->>'position')::bigint into last from audit_events
         where action = 'audit.cut' and position > (details->>'position')::bigint order by position desc limit 1;
        delete from audit_events where id in
          (select id from audit_events where position <= last order by position limit most);
        get diagnostics gone = row_count;
        return gone;
      end $$;`);
    this.addSql(
      `revoke all on function make_jobs_archive_month(date), announce_audit_cut(uuid, jsonb), cut_audit_events(int) from public;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop function cut_audit_events(int);`);
    this.addSql(`drop function announce_audit_cut(uuid, jsonb);`);
    this.addSql(`
      create or replace function record_audit_event(
        id uuid, action text, actor_id uuid, actor_name text, address text, subject_type text, subject_id text, details jsonb
      ) returns void
      language sql security definer set search_path = public, pg_temp as $$
        insert into audit_events (id, created_at, action, actor_id, actor_name, address, subject_type, subject_id, details)
        values (id, clock_timestamp(), action, actor_id, actor_name, address, subject_type, subject_id, details)
      $$;`);
    this.addSql(`drop function make_jobs_archive_month(date);`);
    // What was moved goes back to where it came from.
    this.addSql(`
      insert into jobs (id, queue_job_id, request_id, type, status, priority, attempts, max_attempts, progress, payload,
                        result, error_message, stack_trace, started_at, completed_at, created_at, updated_at)
      select id, queue_job_id, (select r.id from requests r where r.id = request_id), type, status, priority, attempts,
             max_attempts, progress, payload, result, error_message, stack_trace, started_at, completed_at, created_at, updated_at
        from jobs_archive on conflict (id) do nothing;`);
    this.addSql(`drop table jobs_archive;`);
    this.addSql(`delete from "configuration" where category = 'retention';`);

    this.addSql(`alter table "configuration" drop constraint "configuration_category_check";`);
    this.addSql(
      `alter table "configuration" add constraint "configuration_category_check" check (category in ('plex', 'media_server', 'indexer', 'download_client', 'catalog', 'paths', 'automation', 'system'));`,
    );

    this.addSql(`drop index "idx_jobs_completed_at";`);

    this.addSql(`drop index "idx_request_events_created_at";`);

    this.addSql(`drop index "idx_requests_user_active";`);
    this.addSql(`drop index "idx_requests_active";`);
    this.addSql(`drop trigger if exists "requests_announce_change" on "requests";`);
    this.addSql(`drop function if exists "requests_requests_announce_change_fn"();`);
    this.addSql(`alter table "requests" drop column "archived_at";`);
    this.addSql(
      `create or replace function "requests_requests_announce_change_fn"() returns trigger as \$\$ begin perform pg_notify('request_changed', json_build_object('id', new.id, 'userId', new.user_id, 'version', new.version)::text);     return null; end; \$\$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "requests_announce_change" AFTER INSERT OR UPDATE on "requests" for each ROW execute function "requests_requests_announce_change_fn"();`,
    );
  }
}
