import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { timestamp } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";

/** An indexer that has asked to be left alone. Kept in the database, so that a restart does not forget it. */
@Entity({ tableName: "indexer_rests", ...ofNobody })
export class IndexerRest {
  /** As its settings begin: `indexer`, or `indexer.<name>`. */
  @PrimaryKey({ type: "string", length: 100 })
  indexer!: string;

  @Property(timestamp())
  until!: Date;

  /** What it said, in a sentence. */
  @Property({ type: "text" })
  reason!: string;
}
