import { Migration } from "@mikro-orm/migrations";

export class Migration20261130113641_last_writes extends Migration {
  override name = "Migration20261130113641_last_writes";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "last_writes" ("id" uuid not null, "position" bigint not null, "at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(`alter table "last_writes" enable row level security;`);
    this.addSql(`alter table "last_writes" force row level security;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "last_writes" cascade;`);
  }
}
