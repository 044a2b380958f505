import { Entity, PrimaryKey, Property, Trigger } from "@mikro-orm/decorators/legacy";
import { timestamp } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";

/** Whether an integration answered when it was last asked. One row each; gone as soon as its settings change. */
@Entity({ tableName: "integration_health", ...ofNobody })
@Trigger({
  name: "integration_health_announce_change",
  timing: "after",
  events: ["insert", "update", "delete"],
  forEach: "statement",
  body: `perform pg_notify('system_changed', ''); return null;`,
})
export class IntegrationHealth {
  /** As its settings begin: `download_client`, `indexer.<name>`. */
  @PrimaryKey({ type: "string", length: 100 })
  integration!: string;

  /** null: it has been seen among the settings, and not been asked yet. */
  @Property({ type: "boolean", nullable: true })
  isUp: boolean | null = null;

  /** What it answered, or what is wrong, in a sentence without secrets. */
  @Property({ type: "text", nullable: true })
  message: string | null = null;

  @Property(timestamp())
  checkedAt: Date = new Date();

  /** Since when it is up, or down. */
  @Property(timestamp())
  changedAt: Date = new Date();
}
