import { Migration } from "@mikro-orm/migrations";

/** The only ways into `audit_events`: they work as the owner, and the program's roles may do no more than call them. */
export class Migration20261123113000_audit_functions extends Migration {
  override name = "Migration20261123113000_audit_functions";

  override up(): void {
    this.addSql(`
      create function record_audit_event(
        id uuid, action text, actor_id uuid, actor_name text, address text, subject_type text, subject_id text, details jsonb
      ) returns void
      language sql security definer set search_path = public, pg_temp as $$
        insert into audit_events (id, created_at, action, actor_id, actor_name, address, subject_type, subject_id, details)
        values (id, clock_timestamp(), action, actor_id, actor_name, address, subject_type, subject_id, details)
      $$;`);
    this.addSql(`
      create function seal_audit_events(seals jsonb) returns void
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        head bigint;
        changed bigint;
      begin
        select coalesce(max(position), 0) into head from audit_events;
        update audit_events event set position = given.position, seal = given.seal
          from jsonb_to_recordset(seals) as given (id uuid, position bigint, seal text)
         where event.id = given.id and event.position is null;
        get diagnostics changed = row_count;
        if changed <> jsonb_array_length(seals)
           or (select count(*) from audit_events where position between head + 1 and head + changed) <> changed then
          raise exception 'the audit is sealed in order, without a gap, and each record once' using errcode = 'check_violation';
        end if;
      end $$;`);
    this.addSql(
      `revoke all on function record_audit_event(uuid, text, uuid, text, text, text, text, jsonb), seal_audit_events(jsonb) from public;`,
    );
  }

  override down(): void {
    this.addSql(`drop function record_audit_event(uuid, text, uuid, text, text, text, text, jsonb);`);
    this.addSql(`drop function seal_audit_events(jsonb);`);
  }
}
