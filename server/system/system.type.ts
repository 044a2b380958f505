import { GraphQLBigInt } from "graphql-scalars";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { IntegrationKindType } from "../configuration/integration-kind.type.ts";
import type { ReplicaState } from "../database/replicas.ts";
import type { StatementStatistics } from "../database/statement-statistics.ts";
import type { IntegrationKind } from "../configuration/integration-keys.ts";

/** A queue, counted. */
@ObjectType({ description: "How many jobs of a kind there are." })
export class QueueCounts {
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: "Ready to run." })
  ready!: number;
  @Field(() => Int, { description: "To run later." })
  delayed!: number;
  @Field(() => Int)
  active!: number;
}

/** An integration, and whether it answers. */
@ObjectType({ description: "Whether something outside that is configured answers." })
export class IntegrationState {
  @Field(() => ID, { description: "As its settings begin: download_client, indexer.<name>." })
  id!: string;
  @Field(() => IntegrationKindType)
  kind!: IntegrationKind;
  @Field(() => String, { description: "What people call it." })
  label!: string;
  @Field(() => Boolean, { nullable: true, description: "null: it has not been asked since its settings changed." })
  isUp!: boolean | null;
  @Field(() => String, { nullable: true, description: "What it answered, or what is wrong, in a sentence." })
  message!: string | null;
  @Field(() => Date, { nullable: true, description: "When it was last heard of." })
  checkedAt!: Date | null;
  @Field(() => Date, { nullable: true, description: "Since when it is up, or down." })
  changedAt!: Date | null;
}

/** A folder, and how much there is room for. */
@ObjectType({ description: "A folder that this program writes to." })
export class StoragePlace {
  @Field(() => String, { description: "library, downloads or data." })
  name!: string;
  @Field(() => String)
  path!: string;
  @Field(() => GraphQLBigInt, {
    nullable: true,
    description: "What is left for this program; null: it cannot be read.",
  })
  freeBytes!: number | null;
  @Field(() => GraphQLBigInt, { nullable: true })
  totalBytes!: number | null;
}

/** A statement that takes the database's time. */
@ObjectType("StatementStatistics", { description: "A statement, its values left out, and what it took altogether." })
export class StatementStatisticsType implements StatementStatistics {
  @Field(() => String)
  text!: string;
  @Field(() => Float)
  calls!: number;
  @Field(() => Float, { description: "Milliseconds." })
  totalMs!: number;
  @Field(() => Float, { description: "Milliseconds." })
  meanMs!: number;
  @Field(() => Float, { description: "Milliseconds." })
  maxMs!: number;
}

/** A replica of the database, as the process that is asked sees it. */
@ObjectType({ description: "A streaming replica of the database, as the process that is asked sees it." })
export class DatabaseReplica implements Pick<ReplicaState, "name" | "isUsed" | "lagSeconds" | "problem"> {
  @Field(() => String, { description: "Host and port." })
  name!: string;
  @Field(() => Boolean, { description: "Lists and searches are read from it." })
  isUsed!: boolean;
  @Field(() => Int, { nullable: true, description: "How far it is behind, at least; null: it cannot be told." })
  lagSeconds!: number | null;
  @Field(() => String, { nullable: true, description: "Why it is left out, in a sentence." })
  problem!: string | null;
}

/** What admins see of the program; what is read for everybody who watches. The resolver adds the rest. */
@ObjectType({ description: "The program itself; for admins." })
export class System {
  @Field(() => String)
  version!: string;
  @Field(() => [QueueCounts])
  queues!: QueueCounts[];
  @Field(() => Int, {
    description:
      "Jobs that failed for good, that no later one of the same work has put right, and whose request has not failed with them.",
  })
  deadJobs!: number;
  @Field(() => [IntegrationState])
  integrations!: IntegrationState[];
  @Field(() => [StoragePlace])
  storage!: StoragePlace[];
  @Field(() => [DatabaseReplica])
  replicas!: DatabaseReplica[];
}
