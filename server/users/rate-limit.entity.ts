import { Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { timestamp } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";

/** How often something was tried, until a time: for what strangers may try, which every process has to count together. */
@Entity({ tableName: "rate_limits", ...ofNobody })
export class RateLimit {
  /** SHA-256 of what is counted, such as one name from one address, in hex. */
  @PrimaryKey({ type: "string", length: 64 })
  id!: string;

  @Property({ type: "integer" })
  tries!: number;

  /** From then on it is counted anew. */
  @Index({ name: "idx_rate_limits_ends_at" })
  @Property(timestamp())
  endsAt!: Date;
}
