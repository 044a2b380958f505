import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType } from "type-graphql";
import { primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { Session } from "../users/session.entity.ts";
import { User } from "../users/user.entity.ts";

/** A browser that shows its person what happens, also while no page of this server is open in it. */
@ObjectType({ description: "A browser that shows what happens, also while no page of this server is open in it." })
@Entity({ tableName: "push_subscriptions", ...ownedBy("user_id") })
export class PushSubscription {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Index({ name: "idx_push_subscriptions_user_id" })
  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  /** Who is signed in there. One that is ended takes this along (its trigger); one that has become too old does not. */
  @Index({ name: "idx_push_subscriptions_session_id" })
  @ManyToOne(() => Session, {
    ref: true,
    nullable: true,
    hidden: true,
    deleteRule: "set null",
    updateRule: "no action",
  })
  session: Ref<Session> | null = null;

  @Field(() => String, {
    description: "The SHA-256, in hex, of the address at its push service: by it a browser knows itself.",
  })
  @Unique({ name: "push_subscriptions_fingerprint_key" })
  @Property({ type: "string", length: 64 })
  fingerprint!: string;

  /** JSON of its address at its push service and the keys that it shares with this server. Sealed. */
  @Property({ type: "text", hidden: true })
  subscription!: string;

  @Field(() => [String], { description: "What it is told of: request_available, disk_low, …" })
  @Property({ type: "string[]", columnType: "text[]" })
  events!: string[];

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 500, nullable: true })
  userAgent: string | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date, { nullable: true, description: "When its push service has taken a message last." })
  @Property({ ...timestamp(), nullable: true })
  deliveredAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: "Since when its push service takes none; null: it does." })
  @Property({ ...timestamp(), nullable: true })
  failingSince: Date | null = null;
}
