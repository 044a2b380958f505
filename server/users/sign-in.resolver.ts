import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, Info, InputType, Mutation, Resolver } from "type-graphql";
import { acrossPeople, inTransaction } from "../context.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { readOne } from "../graphql/read.ts";
import { recordAudit } from "../security/audit.ts";
import { recordingRefusal } from "./failed-sign-ins.ts";
import { addressLimit, countTry } from "./rate-limit.ts";
import { Session } from "./session.entity.ts";
import { requireCookies, signInAs } from "./sign-in-as.ts";
import { checkPassword, setUpFirstAdmin } from "./user.service.ts";

@InputType()
class SetUpInput {
  @Field(() => String, { description: "What the server prints at its start while it has no admin." })
  token!: string;
  @Field(() => String)
  username!: string;
  @Field(() => String)
  password!: string;
}

@InputType()
class SignInInput {
  @Field(() => String)
  username!: string;
  @Field(() => String)
  password!: string;
}

@Resolver()
export class SignInResolver {
  @Mutation(() => Session, {
    description: "Makes the first admin, once, and signs them in: the answer sets the session cookie.",
  })
  async setUp(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SetUpInput) { token, ...account }: SetUpInput,
  ) {
    const setCookie = requireCookies(ctx);
    await countTry(acrossPeople(ctx), addressLimit("set-up", ctx.address));
    const tried = { method: "set-up", name: null } as const;
    const user = await recordingRefusal(ctx, tried, () =>
      setUpFirstAdmin(acrossPeople(ctx), token, ctx.setUpToken, account),
    );
    return readOne(ctx, info, Session, await signInAs(ctx, user, "set-up", setCookie));
  }

  @Mutation(() => Session, { description: "Signs in to a local account: the answer sets the session cookie." })
  async signIn(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SignInInput) { username, password }: SignInInput,
  ) {
    const setCookie = requireCookies(ctx);
    const user = await checkPassword(acrossPeople(ctx), username, password);
    return readOne(ctx, info, Session, await signInAs(ctx, user, "password", setCookie));
  }

  @Mutation(() => Boolean, { description: "Signs this browser out." })
  async signOut(@Ctx() ctx: OperationContext): Promise<boolean> {
    const setCookie = requireCookies(ctx);
    const { sessionId } = ctx;
    if (sessionId)
      await inTransaction(ctx, async (ctx) => {
        await ctx.em.nativeDelete(Session, { id: sessionId });
        await recordAudit(ctx, "session.ended", { subject: { type: "session", id: sessionId } });
      });
    setCookie(null);
    return true;
  }
}
