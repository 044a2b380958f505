import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType } from "type-graphql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { primaryKey, timestampNow } from "../database/columns.ts";
import { ofAnybodySignedIn } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/** A release that is not to be taken for a book again: it was dead, damaged, something else, or an admin said so. */
@ObjectType({ description: "A release that is not to be taken for a book again." })
@Entity({ tableName: "blocked_releases", ...ofAnybodySignedIn() })
@Unique({ name: "blocked_releases_audiobook_id_release_key_key", properties: ["audiobook", "releaseKey"] })
export class BlockedRelease {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Index({ name: "idx_blocked_releases_audiobook_id" })
  @ManyToOne(() => Audiobook, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  audiobook!: Ref<Audiobook>;

  /** As in download_history. */
  @Property({ type: "string", length: 64 })
  releaseKey!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 100, nullable: true })
  torrentHash: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 500, nullable: true })
  torrentName: string | null = null;

  @Field(() => String, { description: "Why, in a sentence." })
  @Property({ type: "text" })
  reason!: string;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();
}
