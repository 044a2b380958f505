import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "../users/user.entity.ts";

/** What became of a message. */
export enum NotificationState {
  /** It is to be sent, or to be sent once more. */
  PENDING = "pending",
  SENT = "sent",
  /** It is not tried any more. */
  FAILED = "failed",
}
registerEnumType(NotificationState, { name: "NotificationState", description: "What became of a message." });

/**
 * A message on its way to one channel: the outbox. It is written in the transaction of what it tells of, and sent by a job
 * of its own (send-notification.ts). `dedupe_key` names what happened and whom it is for: of the same there is one.
 */
@ObjectType({ description: "A message to one channel, about something that happened." })
@Entity({ tableName: "notifications", ...ownedBy("user_id") })
@Index({
  name: "idx_notifications_created_at",
  expression: "create index idx_notifications_created_at on notifications (created_at desc, id desc)",
})
@Index({
  name: "idx_notifications_user_created",
  expression: "create index idx_notifications_user_created on notifications (user_id, created_at desc, id desc)",
})
@Check({ name: "notifications_state_check", expression: isOneOf("state", NotificationState) })
export class Notification {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => String, { description: "What happened: request_available, disk_low, …" })
  @Property({ type: "string", length: 50 })
  event!: string;

  @Unique({ name: "notifications_dedupe_key_key" })
  @Property({ type: "string", length: 500 })
  dedupeKey!: string;

  @Field(() => String, { description: "Where to, as its settings begin: notifier, notifier.<name>; or browser.<id>." })
  @Property({ type: "string", length: 100 })
  channel!: string;

  @Field(() => User, { nullable: true, description: "Who gets it; null: whoever reads the channel." })
  @ManyToOne(() => User, { ref: true, nullable: true, deleteRule: "cascade", updateRule: "no action" })
  user: Ref<User> | null = null;

  @Field(() => String)
  @Property({ type: "string", length: 200 })
  title!: string;

  @Field(() => String)
  @Property({ type: "text" })
  body!: string;

  @Field(() => String, { nullable: true, description: "The page of this server that tells more." })
  @Property({ type: "string", length: 200, nullable: true })
  path: string | null = null;

  @Property({ type: "boolean", default: false })
  isProblem: boolean = false;

  @Field(() => NotificationState)
  @Property({ type: "string", length: 20, default: NotificationState.PENDING })
  state: NotificationState = NotificationState.PENDING;

  @Field(() => Int, { description: "How often it was tried." })
  @Property({ type: "integer", default: 0 })
  attempts: number = 0;

  /** For admins: notification.resolver.ts says so. */
  @Property({ type: "text", nullable: true })
  lastError: string | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  sentAt: Date | null = null;
}
