import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType } from "type-graphql";
import { primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "./user.entity.ts";

/** A key for scripts, sent as `Authorization: Bearer …`. It acts as its owner. The row holds only its SHA-256. */
@ObjectType({ description: "A key for scripts. It acts as its owner." })
@Entity({ tableName: "api_keys" })
export class ApiKey {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Index({ name: "idx_api_keys_user_id" })
  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  @Field(() => String, { description: "What its owner calls it." })
  @Property({ type: "string", length: 100 })
  name!: string;

  @Field(() => String, { description: "The part of the key that may be shown: rmab_<prefix>_…" })
  @Unique({ name: "api_keys_prefix_key" })
  @Property({ type: "string", length: 8 })
  prefix!: string;

  /** SHA-256 of the whole key, in hex. The key is 190 random bits: a slow hash would protect nothing more. */
  @Property({ type: "string", length: 64, hidden: true })
  keyHash!: string;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: "To the minute." })
  @Property({ ...timestamp(), nullable: true })
  lastUsedAt: Date | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  revokedAt: Date | null = null;
}
