import type { GraphQLResolveInfo } from "graphql";
import { GraphQLJSONObject } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { InvalidInputError } from "../errors.ts";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import { liveStates } from "../graphql/live.ts";
import { requireAdmin, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { checkedId, isUuid, readConnection, readOne } from "../graphql/read.ts";
import type { Selection } from "../graphql/selection.ts";
import { JobRecord, JobStatus } from "./job.entity.ts";
import { Request } from "../requests/request.entity.ts";
import { cancelJob, retryJob } from "./retry-job.ts";
import { runJob } from "./run-job.ts";

const JobConnection = connectionType("Job", JobRecord);

@InputType()
class JobFilter {
  @Field(() => [JobStatus], { nullable: true })
  status?: JobStatus[] | null;
  @Field(() => [String], { nullable: true, description: "search_indexers, monitor_download, …" })
  type?: string[] | null;
  @Field(() => ID, { nullable: true })
  requestId?: string | null;
}

@InputType()
class RunJobInput {
  @Field(() => String, { description: "sync_library, reconcile_requests, …: one that has a schedule." })
  type!: string;
}

@InputType()
class RetryJobInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
class CancelJobInput {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => JobRecord)
export class JobResolver {
  @Query(() => JobConnection, { description: "The background work, newest first; for admins." })
  jobs(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => JobFilter, { nullable: true }) filter: JobFilter | null,
  ): Promise<Connection<Row<JobRecord>>> {
    const { status, type, requestId } = filter ?? {};
    if (requestId != null && !isUuid(requestId)) throw new InvalidInputError({ requestId: "That is no id." });
    if (type?.some((each) => each.includes("\0"))) throw new InvalidInputError({ type: "That is no type of job." });
    return readConnection(ctx, info, JobRecord, args, newestFirst, (query) => {
      let narrowed = query;
      if (status != null) narrowed = narrowed.where("t.status", "in", status.length > 0 ? status : [""]);
      if (type != null) narrowed = narrowed.where("t.type", "in", type.length > 0 ? type : [""]);
      if (requestId != null) narrowed = narrowed.where("t.request_id", "=", requestId);
      return narrowed;
    });
  }

  @Query(() => JobRecord, { nullable: true, description: "For admins." })
  job(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID) id: string,
  ): Promise<Row<JobRecord> | null> {
    return readOne(ctx, info, JobRecord, id);
  }

  @Mutation(() => JobRecord, {
    description:
      "Has a job run now that otherwise its schedule starts; the one that waits or runs, if there is one. For admins.",
  })
  async runJob(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RunJobInput) { type }: RunJobInput,
  ): Promise<Row<JobRecord>> {
    return (await readOne(ctx, info, JobRecord, await runJob(ctx, type)))!;
  }

  @Mutation(() => JobRecord, {
    description:
      "Has a job that failed for good, or was cancelled, tried again; of a request that failed with it, the request. The answer is the job that runs for it now. For admins.",
  })
  async retryJob(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RetryJobInput) { id }: RetryJobInput,
  ): Promise<Row<JobRecord>> {
    return (await readOne(ctx, info, JobRecord, await retryJob(ctx, requireAdmin(ctx), checkedId(id))))!;
  }

  @Mutation(() => JobRecord, {
    description: "Takes a job that waits out of the queue, unless a request waits for it. For admins.",
  })
  async cancelJob(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CancelJobInput) { id }: CancelJobInput,
  ): Promise<Row<JobRecord>> {
    await cancelJob(ctx, checkedId(id));
    return (await readOne(ctx, info, JobRecord, id))!;
  }

  @FieldResolver(() => GraphQLJSONObject, { nullable: true, description: "For admins." })
  payload(@Root() { payload }: Row<JobRecord>) {
    return payload;
  }

  @FieldResolver(() => GraphQLJSONObject, { nullable: true, description: "For admins." })
  result(@Root() { result }: Row<JobRecord>) {
    return result;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "For admins: what a person can act on stands in the request.",
  })
  errorMessage(@Root() { errorMessage }: Row<JobRecord>) {
    return errorMessage;
  }

  @FieldResolver(() => String, { nullable: true, description: "For admins." })
  stackTrace(@Root() { stackTrace }: Row<JobRecord>) {
    return stackTrace;
  }

  @Subscription(() => JobRecord, {
    description: "Background work as it goes; for admins.",
    subscribe: ({ context }) => jobChanges(context as OperationContext),
  })
  jobChanged(@Root() job: Row<JobRecord>): Row<JobRecord> {
    return job;
  }
}

function jobChanges(ctx: OperationContext): AsyncIterable<Row<JobRecord>> {
  const columnsOf = (entity: new () => object): Selection =>
    Object.fromEntries(ctx.em.getMetadata(entity).props.map((prop) => [prop.name, {}]));
  const everything: Selection = {
    ...columnsOf(JobRecord),
    request: { ...columnsOf(Request), audiobook: columnsOf(Audiobook) },
  };
  return liveStates<{ readonly id: string }, Row<JobRecord>>(ctx, {
    listen(hear) {
      ctx.events.on("jobChanged", hear);
      return () => void ctx.events.off("jobChanged", hear);
    },
    key: (notice) => notice.id,
    read: async ({ id }) =>
      (await ctx.rows.read(ctx.em, JobRecord, everything, (query) => query.where("t.id", "=", id)))[0] ?? null,
  });
}
