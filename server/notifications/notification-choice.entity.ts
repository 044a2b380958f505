import { Entity, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { primaryKey, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "../users/user.entity.ts";

/** That a person wants to be told of their own requests by a channel, and how that reaches them. */
@Entity({ tableName: "notification_choices", ...ownedBy("user_id") })
@Unique({ name: "notification_choices_user_id_channel_key", properties: ["user", "channel"] })
export class NotificationChoice {
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  /** As its settings begin. */
  @Property({ type: "string", length: 100 })
  channel!: string;

  /** The person's own mail address, topic or chat. */
  @Property({ type: "string", length: 300 })
  recipient!: string;

  /** Those of notification-events.ts, with commas between. */
  @Property({ type: "string", length: 300 })
  events!: string;

  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
