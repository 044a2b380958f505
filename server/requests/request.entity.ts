import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "../users/user.entity.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";

/** Who took it back, or was told no, does not count as somebody who has asked. */
const notAsked = `'${RequestStatus.CANCELLED}', '${RequestStatus.DENIED}'`;

/**
 * One person asks for one book. `status` is assigned in request.lifecycle.ts and nowhere else.
 * The triggers number every change and announce it, so that no writer can forget to: `version` grows by one, and
 * `changed_in` is the transaction that wrote last (the cursor of the live updates reads it). Another one counts for each
 * book how many have asked. Only that it leaves the lists is announced to nobody: it happens to many at once, at night.
 */
@ObjectType({ description: "One person asks for one book." })
@Entity({ tableName: "requests", ...ownedBy("user_id") })
@Unique({ name: "requests_user_id_audiobook_id_key", properties: ["user", "audiobook"] })
@Index({
  name: "idx_requests_created_at",
  expression: "create index idx_requests_created_at on requests (created_at desc, id desc)",
})
@Index({
  name: "idx_requests_user_created",
  expression: "create index idx_requests_user_created on requests (user_id, created_at desc, id desc)",
})
@Index({
  name: "idx_requests_completed_at",
  expression: "create index idx_requests_completed_at on requests (completed_at) where completed_at is not null",
})
@Index({
  name: "idx_requests_active",
  expression: "create index idx_requests_active on requests (created_at desc, id desc) where archived_at is null",
})
@Index({
  name: "idx_requests_user_active",
  expression:
    "create index idx_requests_user_active on requests (user_id, created_at desc, id desc) where archived_at is null",
})
@Index({
  name: "idx_requests_archived",
  expression: "create index idx_requests_archived on requests (created_at desc, id desc) where archived_at is not null",
})
@Index({
  name: "idx_requests_changed",
  expression: "create index idx_requests_changed on requests (updated_at desc, id desc)",
})
@Index({
  name: "idx_requests_status_created",
  expression: "create index idx_requests_status_created on requests (status, created_at desc, id desc)",
})
@Index({
  name: "idx_requests_blocker",
  expression:
    "create index idx_requests_blocker on requests (blocker, created_at desc, id desc) where blocker is not null",
})
@Check({ name: "requests_status_check", expression: isOneOf("status", RequestStatus) })
@Check({ name: "requests_blocker_check", expression: isOneOf("blocker", BlockerKind) })
@Check({ name: "requests_progress_check", expression: "progress >= 0 and progress <= 100" })
@Check({ name: "requests_attempts_check", expression: "search_attempts >= 0 and download_attempts >= 0" })
@Trigger({
  name: "requests_number_change",
  timing: "before",
  events: ["insert", "update"],
  body: `if tg_op = 'UPDATE' then
      new.version := old.version + 1;
      new.updated_at := now();
    end if;
    new.changed_in := pg_current_xact_id();
    return new;`,
})
@Trigger({
  name: "requests_announce_change",
  timing: "after",
  events: ["insert", "update"],
  body: `if tg_op = 'UPDATE' and old.archived_at is null and new.archived_at is not null then
      return null;
    end if;
    perform pg_notify('request_changed', json_build_object('id', new.id, 'userId', new.user_id, 'version', new.version)::text);
    return null;`,
})
@Trigger({
  name: "requests_count",
  timing: "after",
  events: ["insert", "update", "delete"],
  body: `if tg_op = 'UPDATE' and (new.status in (${notAsked})) = (old.status in (${notAsked})) then
      return null;
    end if;
    update audiobooks set request_count = request_count
        + case when tg_op = 'DELETE' or new.status in (${notAsked}) then 0 else 1 end
        - case when tg_op = 'INSERT' or old.status in (${notAsked}) then 0 else 1 end
      where id = coalesce(new.audiobook_id, old.audiobook_id);
    return null;`,
})
export class Request {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => User, { description: "Who asked." })
  @Index({ name: "idx_requests_user_id" })
  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  @Field(() => Audiobook)
  @Index({ name: "idx_requests_audiobook_id" })
  @ManyToOne(() => Audiobook, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  audiobook!: Ref<Audiobook>;

  @Field(() => RequestStatus)
  @Index({ name: "idx_requests_status" })
  @Property({ type: "string", length: 50, default: RequestStatus.PENDING })
  status: RequestStatus = RequestStatus.PENDING;

  @Field(() => Int, { description: "Percent of the download, 0 to 100." })
  @Property({ type: "integer", default: 0, nullable: true })
  progress: number = 0;

  @Field(() => Int, { description: "Higher comes first." })
  @Property({ type: "integer", default: 0, nullable: true })
  priority: number = 0;

  @Field(() => String, { nullable: true, description: "What went wrong, and what to do, once it has failed." })
  @Property({ type: "text", nullable: true })
  errorMessage: string | null = null;

  @Field(() => Int)
  @Property({ type: "integer", default: 0, nullable: true })
  searchAttempts: number = 0;

  @Field(() => Int)
  @Property({ type: "integer", default: 0, nullable: true })
  downloadAttempts: number = 0;

  /** When it was asked for, the last time. Of those who wait for one book the first leads. */
  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date)
  @Property(timestampNow())
  updatedAt: Date = new Date();

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  completedAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When it left the lists: some time after it was completed. It is kept, and comes back when it is asked for again.",
  })
  @Property({ ...timestamp(), nullable: true })
  archivedAt: Date | null = null;

  /** The job that is due, while there is one: a request with a step and without a job is put right by reconcile_requests. */
  @Field(() => String, { nullable: true, description: "The job that is due, such as search_indexers." })
  @Property({ type: "string", length: 100, nullable: true })
  step: string | null = null;

  /** Why it waits; the sentence and the next try beside it. All three are null while it goes on. */
  @Property({ type: "string", length: 50, nullable: true })
  blocker: BlockerKind | null = null;

  @Property({ type: "text", nullable: true })
  blockerMessage: string | null = null;

  @Property({ ...timestamp(), nullable: true })
  nextTryAt: Date | null = null;

  @Field(() => String, { nullable: true, description: "What the admin said who approved or denied it." })
  @Property({ type: "text", nullable: true })
  decisionReason: string | null = null;

  @Field(() => Date, { nullable: true, description: "When it was approved or denied." })
  @Property({ ...timestamp(), nullable: true })
  decidedAt: Date | null = null;

  /** The admin who approved or denied it. */
  @Property({ type: "uuid", nullable: true })
  decidedById: string | null = null;

  @Field(() => Int, { description: "Grows by one with every change: of two copies the higher one is newer." })
  @Property({ type: "integer", default: 1 })
  version: number = 1;

  /** The transaction that wrote last. Neither ids nor clocks follow the order of commits; this does. */
  @Index({ name: "idx_requests_changed_in" })
  @Property({ type: "string", columnType: "xid8", defaultRaw: "pg_current_xact_id()", hidden: true })
  changedIn?: string;
}
