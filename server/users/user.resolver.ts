import type { GraphQLResolveInfo } from "graphql";
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
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { ForbiddenError, InvalidInputError, NotFoundError } from "../errors.ts";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import { requireAdmin, requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { isUuid, readConnection, readMany, readOne } from "../graphql/read.ts";
import { ApiKey } from "./api-key.entity.ts";
import { makeApiKey } from "./session.ts";
import { Session } from "./session.entity.ts";
import { createLocalUser } from "./user.service.ts";
import { User, UserRole } from "./user.entity.ts";

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

@InputType()
class CreateApiKeyInput {
  @Field(() => String, { description: "What you call it." })
  name!: string;
  @Field(() => Date, { nullable: true, description: "It stops to work then; never when left out." })
  expiresAt?: Date | null;
}

@InputType()
class RevokeApiKeyInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
class RevokeSessionInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: "A new API key." })
class CreatedApiKey {
  @Field(() => ApiKey)
  apiKey!: Row<ApiKey>;
  @Field(() => String, { description: "Shown this once: Authorization: Bearer <key>." })
  key!: string;
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
  ): Promise<Connection<Row<User>>> {
    requireAdmin(ctx);
    return readConnection(ctx, info, User, args, newestFirst, (query) => query);
  }

  @Mutation(() => User, { description: "Makes a local account; for admins." })
  async createUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CreateUserInput) input: CreateUserInput,
  ) {
    requireAdmin(ctx);
    const { id } = await createLocalUser(ctx, { ...input, role: input.role ?? UserRole.USER });
    return readOne(ctx, info, User, id);
  }

  @Mutation(() => CreatedApiKey, { description: "Makes a key for scripts that acts as you." })
  async createApiKey(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => CreateApiKeyInput) { name, expiresAt }: CreateApiKeyInput,
  ) {
    const viewer = requireViewer(ctx);
    const problems: Record<string, string> = {};
    if (!/^\P{Cc}{1,100}$/u.test(name.trim())) problems["name"] = "Give the key a name of 1 to 100 characters.";
    if (expiresAt && expiresAt <= new Date()) problems["expiresAt"] = "That is in the past.";
    if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
    const { row, key } = makeApiKey(viewer, name.trim(), expiresAt ?? null);
    await ctx.em.fork().persist(row).flush();
    return { apiKey: row, key };
  }

  @Mutation(() => ApiKey, { description: "Ends one of your keys, at once." })
  async revokeApiKey(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RevokeApiKeyInput) { id }: RevokeApiKeyInput,
  ) {
    const viewer = requireViewer(ctx);
    const found = isUuid(id) && (await ctx.em.nativeUpdate(ApiKey, { id, user: viewer.id }, { revokedAt: new Date() }));
    if (!found) throw new NotFoundError("API key", id);
    return readOne(ctx, info, ApiKey, id);
  }

  @Mutation(() => Boolean, { description: "Signs one of your browsers out." })
  async revokeSession(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => RevokeSessionInput) { id }: RevokeSessionInput,
  ): Promise<boolean> {
    const viewer = requireViewer(ctx);
    const found = isUuid(id) && (await ctx.em.nativeDelete(Session, { id, user: viewer.id }));
    if (!found) throw new NotFoundError("session", id);
    return true;
  }

  @FieldResolver(() => String, { description: "What to call this person." })
  name(@Root() { username, plexUsername }: Row<User>): string {
    return plexUsername ?? username ?? "somebody";
  }

  @FieldResolver(() => [Session], { description: "Where you are signed in." })
  sessions(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    onlyOwn(ctx, id);
    return readMany(ctx, info, Session, "user_id", id, (query) =>
      query.where("t.expires_at", ">", new Date()).orderBy("t.last_seen_at", "desc"),
    );
  }

  @FieldResolver(() => [ApiKey], { description: "Your keys for scripts, revoked ones too." })
  apiKeys(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    onlyOwn(ctx, id);
    return readMany(ctx, info, ApiKey, "user_id", id, (query) => query.orderBy("t.created_at", "desc"));
  }
}

function onlyOwn(ctx: OperationContext, userId: string): void {
  if (requireViewer(ctx).id !== userId) throw new ForbiddenError("Only the person may see this.");
}
