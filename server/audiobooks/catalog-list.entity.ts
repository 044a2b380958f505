import { Check, Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ofAnybodySignedIn } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";

/** What a catalog lists without having been searched. */
export enum CatalogList {
  POPULAR = "popular",
  NEW = "new",
}
registerEnumType(CatalogList, {
  name: "CatalogList",
  description: "What a catalog lists without having been searched: what many hear, what has come out lately.",
});

/** Every list that is kept: those above, the books of an author, a narrator or a series, and a book by itself. */
export const CatalogListKind = {
  ...CatalogList,
  AUTHOR: "author",
  NARRATOR: "narrator",
  SERIES: "series",
  BOOK: "book",
} as const;
/** Which kind of list. */
export type CatalogListKind = (typeof CatalogListKind)[keyof typeof CatalogListKind];

/** A list as a catalog gave it last. It is shown at once, whether or not the catalog answers at present. */
@Entity({ tableName: "catalog_lists", ...ofAnybodySignedIn() })
@Unique({ name: "catalog_lists_source_kind_name_page_key", properties: ["source", "kind", "name", "page"] })
@Index({
  name: "idx_catalog_lists_entries",
  expression:
    "create index idx_catalog_lists_entries on catalog_lists using gin (entries jsonb_path_ops) with (fastupdate = off)",
})
@Check({ name: "catalog_lists_kind_check", expression: isOneOf("kind", CatalogListKind) })
export class CatalogListRecord {
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  /** Which catalog it is of: another one has other books. */
  @Property({ type: "string", length: 500 })
  source!: string;

  @Property({ type: "string", length: 50 })
  kind!: CatalogListKind;

  /** Whose list it is, in lower case; empty where the kind says it all. */
  @Property({ type: "string", length: 255, default: "" })
  name: string = "";

  @Property({ type: "integer", default: 1 })
  page: number = 1;

  @Property({ type: "json", columnType: "jsonb" })
  entries!: CatalogEntry[];

  @Property({ type: "boolean", default: false })
  hasNextPage: boolean = false;

  /** When the catalog gave it. */
  @Property(timestampNow())
  readAt: Date = new Date();

  /** When it was last to be read anew, so that a catalog that is down is not asked with every visit. */
  @Property({ ...timestamp(), nullable: true })
  wantedAt: Date | null = null;
}
