import { Check, Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { GraphQLBigInt, GraphQLJSONObject } from "graphql-scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { primaryKey, timestampNow } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/**
 * One sensitive operation: who, from where, when, what. Rows are written by the function `record_audit_event` alone, and
 * sealed by `seal_audit_events`, each over the one before it: what is changed, removed, inserted or cut off is found.
 */
@ObjectType({ description: "One sensitive operation: who, from where, when, what." })
@Entity({ tableName: "audit_events", ...ofNobody })
@Check({ name: "audit_events_seal_check", expression: "(position is null) = (seal is null)" })
@Index({
  name: "idx_audit_events_created_at",
  expression: "create index idx_audit_events_created_at on audit_events (created_at desc, id desc)",
})
@Index({
  name: "idx_audit_events_action_created",
  expression: "create index idx_audit_events_action_created on audit_events (action, created_at desc, id desc)",
})
@Index({
  name: "idx_audit_events_actor",
  expression: "create index idx_audit_events_actor on audit_events (actor_id, created_at desc, id desc)",
})
@Index({
  name: "idx_audit_events_address",
  expression: "create index idx_audit_events_address on audit_events (address, created_at desc, id desc)",
})
@Index({
  name: "idx_audit_events_subject",
  expression:
    "create index idx_audit_events_subject on audit_events (subject_type, subject_id, created_at desc, id desc)",
})
@Index({
  name: "idx_audit_events_unsealed",
  expression: "create index idx_audit_events_unsealed on audit_events (written_in, id) where position is null",
})
export class AuditEvent {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => String, { description: "Such as sign_in.failed or request.approved." })
  @Property({ type: "string", length: 100 })
  action!: string;

  @Field(() => ID, {
    nullable: true,
    description: "Who did it; null for the program itself, and for somebody unknown. People are never deleted.",
  })
  @Property({ type: "uuid", nullable: true })
  actorId: string | null = null;

  @Field(() => String, { nullable: true, description: "What the person was called then." })
  @Property({ type: "string", length: 255, nullable: true })
  actorName: string | null = null;

  @Field(() => String, { nullable: true, description: "From where: an IP address." })
  @Property({ type: "string", length: 64, nullable: true })
  address: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "What kind of thing it was done to: request, user, configuration, …",
  })
  @Property({ type: "string", length: 50, nullable: true })
  subjectType: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 255, nullable: true })
  subjectId: string | null = null;

  @Field(() => GraphQLJSONObject, { description: "Facts, without secrets." })
  @Property({ type: "json", columnType: "jsonb", defaultRaw: "'{}'::jsonb" })
  details: Record<string, unknown> = {};

  /** The transaction that wrote it: rows are sealed in the order in which transactions ended. */
  @Property({ type: "string", columnType: "xid8", defaultRaw: "pg_current_xact_id()", hidden: true })
  writtenIn?: string;

  @Field(() => GraphQLBigInt, {
    nullable: true,
    description: "Its place in the chain, from 1; null until it is sealed.",
  })
  @Unique({ name: "audit_events_position_key" })
  @Property({ type: "bigint", runtimeType: "number", nullable: true })
  position: number | null = null;

  /** The name of the key, and the HMAC-SHA-256 over the row and the seal before it: `k1:<base64url>`. */
  @Property({ type: "string", length: 64, nullable: true })
  seal: string | null = null;
}
