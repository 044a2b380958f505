import { Entity, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType } from "type-graphql";
import { primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "./user.entity.ts";

/**
 * A browser that is signed in. The cookie holds a random token; the row only its SHA-256.
 * A trigger announces an end, so that no writer can forget to: every process closes what is open for it. Another one has the
 * browser told nothing more, unless the session had become too old already (session.ts): a phone may lie there for weeks.
 */
@ObjectType({ description: "A browser that is signed in." })
@Entity({ tableName: "sessions", ...ownedBy("user_id") })
@Trigger({
  name: "sessions_announce_end",
  timing: "after",
  events: ["update", "delete"],
  body: `if tg_op = 'DELETE' or old.expires_at <> new.expires_at then
      perform pg_notify('credentials_changed', json_build_object('sessionId', old.id)::text);
    end if;
    return null;`,
})
@Trigger({
  name: "sessions_end_push",
  timing: "before",
  events: ["delete"],
  body: `if old.expires_at > now() and old.last_seen_at > now() - interval '14 days' then
      delete from push_subscriptions where session_id = old.id;
    end if;
    return old;`,
})
export class Session {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => User)
  @Index({ name: "idx_sessions_user_id" })
  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  /** SHA-256 of the token, in hex. */
  @Unique({ name: "sessions_token_hash_key" })
  @Property({ type: "string", length: 64, hidden: true })
  tokenHash!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 500, nullable: true })
  userAgent: string | null = null;

  @Field(() => String, { nullable: true, description: "Where it was used last: an IP address." })
  @Property({ type: "string", length: 64, nullable: true })
  address: string | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date, { description: "To the minute." })
  @Property(timestampNow())
  lastSeenAt: Date = new Date();

  @Field(() => Date)
  @Index({ name: "idx_sessions_expires_at" })
  @Property(timestamp())
  expiresAt!: Date;
}
