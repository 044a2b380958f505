import { Check, Entity, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestampNow } from "../database/columns.ts";
import { ofOwnRequest } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { RequestStatus } from "./request-status.ts";
import { Request } from "./request.entity.ts";

/** What kind of thing happened. */
export enum RequestEventType {
  /** The status changed. */
  STATUS = "status",
  /** The next step of the same status began. */
  STEP = "step",
  /** It waits, and says for what. */
  WAITING = "waiting",
  /** Something that a person may want to know: a candidate passed over, a leader changed. */
  NOTE = "note",
}
registerEnumType(RequestEventType, { name: "RequestEventType", description: "What kind of thing happened." });

/** One line of a request's timeline. Written in the transaction of the change that it tells of; never changed. */
@ObjectType({ description: "One line of a request's timeline." })
@Entity({ tableName: "request_events", ...ofOwnRequest() })
@Index({ name: "idx_request_events_request_id", properties: ["request", "createdAt"] })
@Index({ name: "idx_request_events_created_at", properties: ["createdAt"] })
@Index({
  name: "idx_request_events_failed",
  expression:
    "create index idx_request_events_failed on request_events (created_at) where type = 'status' and to_status = 'failed'",
})
@Check({ name: "request_events_type_check", expression: isOneOf("type", RequestEventType) })
export class RequestEvent {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @ManyToOne(() => Request, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  request!: Ref<Request>;

  @Field(() => RequestEventType)
  @Property({ type: "string", length: 50 })
  type!: RequestEventType;

  @Field(() => RequestStatus, { nullable: true, description: "The status before; null for the first event." })
  @Property({ type: "string", length: 50, nullable: true })
  fromStatus: RequestStatus | null = null;

  @Field(() => RequestStatus)
  @Property({ type: "string", length: 50 })
  toStatus!: RequestStatus;

  @Field(() => String, { nullable: true, description: "The job that is due from here on." })
  @Property({ type: "string", length: 100, nullable: true })
  step: string | null = null;

  @Field(() => String, { description: "What happened, in a sentence." })
  @Property({ type: "text" })
  message!: string;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();
}
