import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, FieldResolver, ID, Info, InputType, Int, Mutation, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { checkedId, readOne } from "../graphql/read.ts";
import { deactivateUser, reactivateUser, updateUser } from "./manage-users.ts";
import { maySelectReleases } from "./user.service.ts";
import { User, UserRole } from "./user.entity.ts";

@InputType({ description: "What is left out stays; null goes back to what the settings say for everybody." })
class UpdateUserInput {
  @Field(() => ID)
  id!: string;
  @Field(() => UserRole, { nullable: true })
  role?: UserRole | null;
  @Field(() => Boolean, { nullable: true, description: "Whether requests start without an approval." })
  autoApprove?: boolean | null;
  @Field(() => Int, { nullable: true, description: "How many requests in requestQuotaDays; 0 for any number." })
  requestQuota?: number | null;
  @Field(() => Int, { nullable: true })
  requestQuotaDays?: number | null;
  @Field(() => Boolean, { nullable: true, description: "Whether this person may pick a release by hand." })
  maySelectReleases?: boolean | null;
}

@InputType()
class DeactivateUserInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
class ReactivateUserInput {
  @Field(() => ID)
  id!: string;
}

/** What only admins do with people. */
@Resolver(() => User)
export class UserAdminResolver {
  @Mutation(() => User, { description: "Changes what a person may do. For admins." })
  async updateUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => UpdateUserInput) { id, ...changes }: UpdateUserInput,
  ) {
    await updateUser(ctx, checkedId(id), changes);
    return readOne(ctx, info, User, id);
  }

  @Mutation(() => User, {
    description: "Signs a person out everywhere, until they are reactivated. Everything of theirs is kept. For admins.",
  })
  async deactivateUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => DeactivateUserInput) { id }: DeactivateUserInput,
  ) {
    await deactivateUser(ctx, checkedId(id));
    return readOne(ctx, info, User, id);
  }

  @Mutation(() => User, { description: "Lets a person sign in again. For admins." })
  async reactivateUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ReactivateUserInput) { id }: ReactivateUserInput,
  ) {
    await reactivateUser(ctx, checkedId(id));
    return readOne(ctx, info, User, id);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether this person may look for releases and pick one by hand, all things considered.",
  })
  async canSelectReleases(@Root() user: Row<User>, @Ctx() ctx: OperationContext): Promise<boolean> {
    return maySelectReleases(user, await ctx.integrations.settings());
  }
}
