import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { connectionType, ConnectionArgs, type Connection } from "../graphql/connection.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { checkedId, isUuid, readConnection, readMany, readOne } from "../graphql/read.ts";
import { InvalidInputError } from "../errors.ts";
import { JobRecord } from "../jobs/job.entity.ts";
import { DownloadHistory } from "./download-history.entity.ts";
import { RequestEvent } from "./request-event.entity.ts";
import {
  CancelRequestInput,
  CreateRequestInput,
  RequestFilter,
  RequestOrder,
  requestOrders,
  RequestScope,
  RetryRequestInput,
} from "./request.input.ts";
import { cancelRequest, createRequest, retryRequest } from "./request.service.ts";
import { BlockerKind } from "./request-status.ts";
import { Request } from "./request.entity.ts";
import { visibleTo } from "./visible-to.ts";

const RequestConnection = connectionType("Request", Request);

@ObjectType({ description: "Why a request waits." })
class Blocker {
  @Field(() => BlockerKind)
  kind!: BlockerKind;
  @Field(() => String, { description: "A sentence, with what would help." })
  message!: string;
  @Field(() => Date, { nullable: true, description: "When it is tried again by itself." })
  nextTryAt!: Date | null;
}

@Resolver(() => Request)
export class RequestResolver {
  @Query(() => RequestConnection, {
    description:
      "The viewer's requests; an admin's: everybody's. Those that are archived are left out unless filter.scope asks for them.",
  })
  requests(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => RequestFilter, { nullable: true }) filter: RequestFilter | null,
    @Arg("orderBy", () => RequestOrder, { nullable: true }) orderBy: RequestOrder | null,
  ): Promise<Connection<Row<Request>>> {
    const viewer = requireViewer(ctx);
    const { status, blocker, userId, audiobookId, scope } = filter ?? {};
    for (const id of [userId, audiobookId])
      if (id != null && !isUuid(id)) throw new InvalidInputError({ filter: "That is no id." });
    return readConnection(ctx, info, Request, args, requestOrders[orderBy ?? RequestOrder.NEWEST], (query) => {
      let narrowed = visibleTo(viewer)(query);
      if (scope !== RequestScope.ALL)
        narrowed = narrowed.where("t.archived_at", scope === RequestScope.ARCHIVED ? "is not" : "is", null);
      if (status != null) narrowed = narrowed.where("t.status", "in", status.length > 0 ? status : [""]);
      if (blocker != null) narrowed = narrowed.where("t.blocker", "in", blocker.length > 0 ? blocker : [""]);
      if (userId != null) narrowed = narrowed.where("t.user_id", "=", userId);
      if (audiobookId != null) narrowed = narrowed.where("t.audiobook_id", "=", audiobookId);
      return narrowed;
    });
  }

  @Query(() => Request, { nullable: true, description: "null when there is none, or it is somebody else's." })
  request(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID) id: string,
  ): Promise<Row<Request> | null> {
    return readOne(ctx, info, Request, id, visibleTo(requireViewer(ctx)));
  }

  @Mutation(() => Request, { description: "Asks for a book. Asking again for what is on its way changes nothing." })
  async createRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CreateRequestInput) input: CreateRequestInput,
  ) {
    for (const id of [input.audiobookId, input.onBehalfOfUserId])
      if (id != null && !isUuid(id)) throw new InvalidInputError({ id: "That is no id." });
    return readOne(ctx, info, Request, await createRequest(ctx, requireViewer(ctx), input));
  }

  @Mutation(() => Request, { description: "Takes a request back." })
  async cancelRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CancelRequestInput) { id }: CancelRequestInput,
  ) {
    await cancelRequest(ctx, requireViewer(ctx), checkedId(id));
    return readOne(ctx, info, Request, id);
  }

  @Mutation(() => Request, {
    description: "Begins a failed or cancelled request anew; has one that waits tried at once.",
  })
  async retryRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RetryRequestInput) { id }: RetryRequestInput,
  ) {
    await retryRequest(ctx, requireViewer(ctx), checkedId(id));
    return readOne(ctx, info, Request, id);
  }

  @FieldResolver(() => Blocker, { nullable: true, description: "Why it waits; null while it goes on." })
  blocker(@Root() { blocker, blockerMessage, nextTryAt }: Row<Request>) {
    return blocker ? { kind: blocker, message: blockerMessage, nextTryAt } : null;
  }

  @FieldResolver(() => [RequestEvent], { description: "The timeline, oldest first." })
  events(@Root() { id }: Row<Request>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, RequestEvent, "request_id", id, (query) => query.orderBy("t.id"));
  }

  @FieldResolver(() => [DownloadHistory], { description: "Every candidate that a search found, best first." })
  releases(@Root() { id }: Row<Request>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, DownloadHistory, "request_id", id, (query) =>
      query.orderBy("t.quality_score", "desc").orderBy("t.id"),
    );
  }

  @FieldResolver(() => [DownloadHistory], { description: "The candidates that were tried, in the order of the tries." })
  downloads(@Root() { id }: Row<Request>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, DownloadHistory, "request_id", id, (query) =>
      query.where("t.selected", "=", true).orderBy("t.started_at").orderBy("t.id"),
    );
  }

  @FieldResolver(() => [JobRecord], { description: "The work done for it, oldest first." })
  jobs(@Root() { id }: Row<Request>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, JobRecord, "request_id", id, (query) => query.orderBy("t.created_at").orderBy("t.id"));
  }
}
