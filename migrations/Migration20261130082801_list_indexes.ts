import { Migration } from "@mikro-orm/migrations";

export class Migration20261130082801_list_indexes extends Migration {
  override name = "Migration20261130082801_list_indexes";

  override up(): void | Promise<void> {
    this.addSql(
      `create index idx_audiobooks_abridged on audiobooks (created_at desc, id desc) where is_abridged is true;`,
    );
    this.addSql(`create index idx_audiobooks_language on audiobooks (language, created_at desc, id desc);`);

    // Each goes on in the order of the list, and takes the place of one that did not.
    this.addSql(`drop index "idx_audit_events_action";`);
    this.addSql(`create index idx_audit_events_action_created on audit_events (action, created_at desc, id desc);`);
    this.addSql(`drop index "idx_audit_events_actor_id";`);
    this.addSql(
      `create index idx_audit_events_subject on audit_events (subject_type, subject_id, created_at desc, id desc);`,
    );
    this.addSql(`create index idx_audit_events_address on audit_events (address, created_at desc, id desc);`);
    this.addSql(`create index idx_audit_events_actor on audit_events (actor_id, created_at desc, id desc);`);

    this.addSql(
      `create index idx_requests_blocker on requests (blocker, created_at desc, id desc) where blocker is not null;`,
    );
    this.addSql(`create index idx_requests_status_created on requests (status, created_at desc, id desc);`);
    this.addSql(`create index idx_requests_changed on requests (updated_at desc, id desc);`);
    this.addSql(
      `create index idx_requests_archived on requests (created_at desc, id desc) where archived_at is not null;`,
    );

    this.addSql(`create index idx_jobs_status_created on jobs (status, created_at desc, id desc);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "idx_audiobooks_abridged";`);
    this.addSql(`drop index "idx_audiobooks_language";`);

    this.addSql(`drop index "idx_audit_events_subject";`);
    this.addSql(`drop index "idx_audit_events_address";`);
    this.addSql(`drop index "idx_audit_events_actor";`);
    this.addSql(`drop index "idx_audit_events_action_created";`);
    this.addSql(`create index "idx_audit_events_action" on "audit_events" ("action");`);
    this.addSql(`create index "idx_audit_events_actor_id" on "audit_events" ("actor_id");`);

    this.addSql(`drop index "idx_jobs_status_created";`);

    this.addSql(`drop index "idx_requests_blocker";`);
    this.addSql(`drop index "idx_requests_status_created";`);
    this.addSql(`drop index "idx_requests_changed";`);
    this.addSql(`drop index "idx_requests_archived";`);
  }
}
