import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { timestamp } from "./columns.ts";
import { ofNobody } from "./row-level-security.ts";

/** How far a replica must be for somebody to see there what they have written. Kept while there are replicas. */
@Entity({ tableName: "last_writes", ...ofNobody })
export class LastWrite {
  /** The person's; of zeros alone: everybody's. */
  @PrimaryKey({ type: "uuid" })
  id!: string;

  /** In the write-ahead log, in bytes. */
  @Property({ type: "bigint" })
  position!: string;

  @Property(timestamp())
  at!: Date;
}
