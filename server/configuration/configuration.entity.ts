import { Check, Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestampNow } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/** What a setting is about. */
export enum ConfigurationCategory {
  PLEX = "plex",
  MEDIA_SERVER = "media_server",
  INDEXER = "indexer",
  DOWNLOAD_CLIENT = "download_client",
  CATALOG = "catalog",
  NOTIFIER = "notifier",
  PATHS = "paths",
  AUTOMATION = "automation",
  RETENTION = "retention",
  SYSTEM = "system",
}
registerEnumType(ConfigurationCategory, { name: "ConfigurationCategory", description: "What a setting is about." });

/** A setting that somebody made. What is not here has the default of configuration-keys.ts. */
@Entity({ tableName: "configuration", ...ofNobody })
@Check({ name: "configuration_category_check", expression: isOneOf("category", ConfigurationCategory) })
export class Configuration {
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Unique({ name: "configuration_key_key" })
  @Index({ name: "idx_configuration_key" })
  @Property({ type: "string", length: 255 })
  key!: string;

  /** Plain text, or sealed when `encrypted`. */
  @Property({ type: "text", nullable: true })
  value: string | null = null;

  @Property({ type: "boolean", default: false, nullable: true })
  encrypted: boolean = false;

  @Index({ name: "idx_configuration_category" })
  @Property({ type: "string", length: 100, nullable: true })
  category: ConfigurationCategory | null = null;

  @Property({ type: "text", nullable: true })
  description: string | null = null;

  @Property(timestampNow())
  createdAt: Date = new Date();

  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
