import { Migration } from "@mikro-orm/migrations";

export class Migration20261123142037_plex_home_choice extends Migration {
  override name = "Migration20261123142037_plex_home_choice";

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "plex_sign_ins" add "server_url" text null, add "account_token" text null, add "tries" int not null default 0;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "plex_sign_ins" drop column "server_url", drop column "account_token", drop column "tries";`,
    );
  }
}
