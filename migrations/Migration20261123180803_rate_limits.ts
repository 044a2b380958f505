import { Migration } from "@mikro-orm/migrations";

export class Migration20261123180803_rate_limits extends Migration {
  override name = "Migration20261123180803_rate_limits";

  override up(): void | Promise<void> {
    this.addSql(
      `create table "rate_limits" ("id" varchar(64) not null, "tries" int not null, "ends_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "idx_rate_limits_ends_at" on "rate_limits" ("ends_at");`);

    this.addSql(`alter table "rate_limits" enable row level security;`);
    this.addSql(`alter table "rate_limits" force row level security;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "rate_limits" cascade;`);
  }
}
