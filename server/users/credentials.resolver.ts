import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import { inTransaction } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { isUuid, readMany, readOne } from "../graphql/read.ts";
import { recordAudit } from "../security/audit.ts";
import { ApiKey, ApiKeyScope } from "./api-key.entity.ts";
import { changePassword } from "./change-password.ts";
import { createApiKey } from "./create-api-key.ts";
import { Session } from "./session.entity.ts";
import { idleLimit } from "./session.ts";
import { User } from "./user.entity.ts";

@InputType()
class CreateApiKeyInput {
  @Field(() => String, { description: "What you call it." })
  name!: string;
  @Field(() => Date, { nullable: true, description: "It stops to work then; never when left out." })
  expiresAt?: Date | null;
  @Field(() => [ApiKeyScope], { nullable: true, description: "What it may do; when left out, all that you may." })
  scopes?: ApiKeyScope[] | null;
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

@InputType()
class ChangePasswordInput {
  @Field(() => String, { description: "The present one." })
  current!: string;
  @Field(() => String)
  new!: string;
}

@ObjectType({ description: "A new API key." })
class CreatedApiKey {
  @Field(() => ApiKey)
  apiKey!: Row<ApiKey>;
  @Field(() => String, { description: "Shown this once: Authorization: Bearer <key>." })
  key!: string;
}

/** What a person signs in with, and is signed in with: each person's own affair, shown to nobody else. */
@Resolver(() => User)
export class CredentialsResolver {
  @Mutation(() => CreatedApiKey, { description: "Makes a key for scripts that acts as you." })
  createApiKey(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => CreateApiKeyInput) { name, expiresAt, scopes }: CreateApiKeyInput,
  ) {
    return createApiKey(ctx, requireViewer(ctx), { name, expiresAt: expiresAt ?? null, scopes: scopes ?? null });
  }

  @Mutation(() => ApiKey, { description: "Ends one of your keys, at once." })
  async revokeApiKey(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RevokeApiKeyInput) { id }: RevokeApiKeyInput,
  ) {
    const viewer = requireViewer(ctx);
    await inTransaction(ctx, async (ctx) => {
      const key = isUuid(id) ? await ctx.em.findOne(ApiKey, { id, user: viewer.id }) : null;
      if (!key) throw new NotFoundError("API key", id);
      if (key.revokedAt) return;
      key.revokedAt = new Date();
      await ctx.em.flush();
      const { name, prefix } = key;
      await recordAudit(ctx, "api_key.revoked", { subject: { type: "api_key", id }, details: { name, prefix } });
    });
    return readOne(ctx, info, ApiKey, id);
  }

  @Mutation(() => Boolean, { description: "Signs one of your browsers out." })
  async revokeSession(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => RevokeSessionInput) { id }: RevokeSessionInput,
  ): Promise<boolean> {
    const viewer = requireViewer(ctx);
    await inTransaction(ctx, async (ctx) => {
      const found = isUuid(id) && (await ctx.em.nativeDelete(Session, { id, user: viewer.id }));
      if (!found) throw new NotFoundError("session", id);
      await recordAudit(ctx, "session.revoked", { subject: { type: "session", id } });
    });
    return true;
  }

  @Mutation(() => Int, { description: "Signs all your other browsers out. How many there were." })
  revokeOtherSessions(@Ctx() ctx: OperationContext): Promise<number> {
    const { id } = requireViewer(ctx);
    const others = ctx.sessionId ? { id: { $ne: ctx.sessionId } } : {};
    return inTransaction(ctx, async (ctx) => {
      const sessions = await ctx.em.nativeDelete(Session, { user: id, ...others });
      if (sessions > 0)
        await recordAudit(ctx, "session.revoked", { subject: { type: "user", id }, details: { sessions } });
      return sessions;
    });
  }

  @Mutation(() => User, { description: "Changes your password, and signs all your other browsers out." })
  async changePassword(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ChangePasswordInput) input: ChangePasswordInput,
  ) {
    const viewer = requireViewer(ctx);
    await changePassword(ctx, viewer, input);
    return readOne(ctx, info, User, viewer.id);
  }

  @FieldResolver(() => [Session], { description: "Where you are signed in, the last used first." })
  sessions(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, Session, "user_id", id, (query) =>
      query
        .where("t.expires_at", ">", new Date())
        .where("t.last_seen_at", ">", idleLimit())
        .orderBy("t.last_seen_at", "desc"),
    );
  }

  @FieldResolver(() => [ApiKey], { description: "Your keys for scripts, revoked ones too." })
  apiKeys(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, ApiKey, "user_id", id, (query) => query.orderBy("t.created_at", "desc"));
  }
}

/** Which of the sessions is the one that asks. */
@Resolver(() => Session)
export class SessionResolver {
  @FieldResolver(() => Boolean, { description: "Whether it is the browser that asks." })
  isCurrent(@Root() { id }: Row<Session>, @Ctx() ctx: OperationContext): boolean {
    return id === ctx.sessionId;
  }
}
