import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Field, FieldResolver, Info, InputType, Mutation, Query, Resolver, Root } from "type-graphql";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readConnection, readOne } from "../graphql/read.ts";
import { createLocalUser } from "./user.service.ts";
import { User, UserRole } from "./user.entity.ts";
import { UserFilter, whoMatches } from "./user.input.ts";

const UserConnection = connectionType("User", User);

@InputType()
class CreateUserInput {
  @Field(() => String)
  username!: string;
  @Field(() => String)
  password!: string;
  @Field(() => UserRole, { nullable: true })
  role?: UserRole | null;
}

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: "Who is signed in; null for nobody." })
  async viewer(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo): Promise<Row<User> | null> {
    return ctx.viewer ? readOne(ctx, info, User, ctx.viewer.id) : null;
  }

  @Query(() => UserConnection, { description: "Everybody; for admins." })
  users(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => UserFilter, { nullable: true }) filter: UserFilter | null,
  ): Promise<Connection<Row<User>>> {
    return readConnection(ctx, info, User, args, newestFirst, whoMatches(filter ?? {}));
  }

  @Mutation(() => User, { description: "Makes a local account; for admins." })
  async createUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CreateUserInput) input: CreateUserInput,
  ) {
    const { id } = await createLocalUser(ctx, { ...input, role: input.role ?? UserRole.USER });
    return readOne(ctx, info, User, id);
  }

  @FieldResolver(() => String, { description: "What to call this person." })
  name(@Root() { username, plexUsername }: Row<User>): string {
    return plexUsername ?? username ?? "somebody";
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The picture of this person on this server, as a path; like Audiobook.coverUrl.",
  })
  pictureUrl(@Root() { avatarUrl }: Row<User>, @Ctx() ctx: OperationContext): string | null {
    return ctx.coverAddresses.pathOf(avatarUrl);
  }
}
