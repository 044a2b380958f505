import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Trigger } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ofOwnRequest } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { Request } from "../requests/request.entity.ts";

/** How a job stands. */
export enum JobStatus {
  PENDING = "pending",
  ACTIVE = "active",
  COMPLETED = "completed",
  FAILED = "failed",
  /** It is to run later: a retry, a pause between two polls, a start in the future. */
  DELAYED = "delayed",
  /** It should be running, but nobody has heard of it for longer than its heartbeat or time limit. */
  STUCK = "stuck",
  CANCELLED = "cancelled",
}
registerEnumType(JobStatus, { name: "JobStatus", description: "How a job stands." });

/**
 * The history that people see of one piece of background work. jobs/sync.ts alone writes it. What is over for long is
 * moved to `jobs_archive` (database/retention.ts), which has the same columns.
 */
@ObjectType("Job", { description: "One piece of background work." })
@Entity({ tableName: "jobs", ...ofOwnRequest() })
@Index({ name: "idx_jobs_created_at", expression: "create index idx_jobs_created_at on jobs (created_at desc)" })
@Index({ name: "idx_jobs_queue_job_id", properties: ["queueJobId"] })
@Index({
  name: "idx_jobs_type_created",
  expression: "create index idx_jobs_type_created on jobs (type, created_at desc, id desc)",
})
@Index({
  name: "idx_jobs_status_created",
  expression: "create index idx_jobs_status_created on jobs (status, created_at desc, id desc)",
})
@Index({
  name: "idx_jobs_completed_at",
  expression: "create index idx_jobs_completed_at on jobs (completed_at) where completed_at is not null",
})
@Check({ name: "jobs_status_check", expression: isOneOf("status", JobStatus) })
@Check({ name: "jobs_attempts_check", expression: "attempts >= 0 and max_attempts >= 0" })
@Check({ name: "jobs_progress_check", expression: "progress >= 0 and progress <= 100" })
@Trigger({
  name: "jobs_announce_change",
  timing: "after",
  events: ["insert", "update"],
  body: `perform pg_notify('job_changed', json_build_object('id', new.id)::text); return null;`,
})
export class JobRecord {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => String, { nullable: true, description: "The id in pg-boss of the run that is due, or was the last." })
  @Property({ type: "string", length: 255, nullable: true })
  queueJobId: string | null = null;

  @Field(() => Request, { nullable: true, description: "The request that it works on, where it works on one." })
  @Index({ name: "idx_jobs_request_id" })
  @ManyToOne(() => Request, { ref: true, nullable: true, deleteRule: "set null", updateRule: "no action" })
  request: Ref<Request> | null = null;

  @Field(() => String, { description: "search_indexers, monitor_download, …" })
  @Index({ name: "idx_jobs_type" })
  @Property({ type: "string", length: 100 })
  type!: string;

  @Field(() => JobStatus)
  @Index({ name: "idx_jobs_status" })
  @Property({ type: "string", length: 50, default: JobStatus.PENDING })
  status: JobStatus = JobStatus.PENDING;

  @Field(() => Int)
  @Property({ type: "integer", default: 0, nullable: true })
  priority: number = 0;

  @Field(() => Int, { description: "Runs begun, failed ones included; pauses between polls do not count." })
  @Property({ type: "integer", default: 0, nullable: true })
  attempts: number = 0;

  @Field(() => Int)
  @Property({ type: "integer", default: 3, nullable: true })
  maxAttempts: number = 3;

  @Field(() => Int, { nullable: true, description: "Percent, of a long job that tells how far it is." })
  @Property({ type: "smallint", nullable: true })
  progress: number | null = null;

  /** For admins: job.resolver.ts says so. */
  @Property({ type: "json", columnType: "jsonb", nullable: true })
  payload: Record<string, unknown> | null = null;

  /** For admins: job.resolver.ts says so. */
  @Property({ type: "json", columnType: "jsonb", nullable: true })
  result: Record<string, unknown> | null = null;

  /** For admins: job.resolver.ts says so. */
  @Property({ type: "text", nullable: true })
  errorMessage: string | null = null;

  /** For admins: job.resolver.ts says so. */
  @Property({ type: "text", nullable: true })
  stackTrace: string | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  startedAt: Date | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  completedAt: Date | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date)
  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
