import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import { requireAdmin, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { checkedId, readMany, readOne } from "../graphql/read.ts";
import { User } from "../users/user.entity.ts";
import { approveRequest, denyRequest } from "./decide-request.ts";
import { deleteRequest } from "./delete-request.ts";
import {
  ApproveRequestInput,
  DeleteRequestInput,
  DenyRequestInput,
  UpdateRequestInput,
} from "./request-admin.input.ts";
import { setPriority } from "./request.service.ts";
import { Request } from "./request.entity.ts";

/** What only admins do with requests. */
@Resolver(() => Request)
export class RequestAdminResolver {
  @Mutation(() => Request, { description: "Lets a request begin that awaits approval. For admins." })
  async approveRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ApproveRequestInput) { id, reason, releaseId }: ApproveRequestInput,
  ) {
    const admin = requireAdmin(ctx);
    const chosen = releaseId == null ? null : checkedId(releaseId);
    await approveRequest(ctx, admin, checkedId(id), reason?.trim() ?? "", chosen);
    return readOne(ctx, info, Request, id);
  }

  @Mutation(() => Request, { description: "Turns down a request that awaits approval. For admins." })
  async denyRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => DenyRequestInput) { id, reason }: DenyRequestInput,
  ) {
    const admin = requireAdmin(ctx);
    await denyRequest(ctx, admin, checkedId(id), reason.trim());
    return readOne(ctx, info, Request, id);
  }

  @Mutation(() => Request, { description: "Changes the order in which requests are worked on. For admins." })
  async updateRequest(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => UpdateRequestInput) { id, priority }: UpdateRequestInput,
  ) {
    await setPriority(ctx, checkedId(id), priority);
    return readOne(ctx, info, Request, id);
  }

  @Mutation(() => Boolean, {
    description:
      "Ends a request and forgets it, with its candidates and its timeline. Other people's requests for the book stay. For admins.",
  })
  async deleteRequest(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => DeleteRequestInput) { id, deleteFiles }: DeleteRequestInput,
  ): Promise<boolean> {
    await deleteRequest(ctx, checkedId(id), deleteFiles);
    return true;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "The admin who decided on it. For admins; null for others.",
  })
  async decidedBy(
    @Root() { decidedById }: Row<Request>,
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Row<User> | null> {
    if (!decidedById) return null;
    const [user] = await readMany(ctx, info, User, "id", decidedById, (query) => query);
    return user ?? null;
  }
}
