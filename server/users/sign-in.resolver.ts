import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, Info, InputType, Mutation, Resolver } from "type-graphql";
import { inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import { readOne } from "../graphql/read.ts";
import { startSession } from "./session.ts";
import { Session } from "./session.entity.ts";
import { User } from "./user.entity.ts";
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
    const user = await setUpFirstAdmin(ctx, token, ctx.setUpToken, account);
    return readOne(ctx, info, Session, await signInAs(ctx, user, setCookie));
  }

  @Mutation(() => Session, { description: "Signs in to a local account: the answer sets the session cookie." })
  async signIn(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SignInInput) { username, password }: SignInInput,
  ) {
    const setCookie = requireCookies(ctx);
    return readOne(ctx, info, Session, await signInAs(ctx, await checkPassword(ctx.em, username, password), setCookie));
  }

  @Mutation(() => Boolean, { description: "Signs this browser out." })
  async signOut(@Ctx() ctx: OperationContext): Promise<boolean> {
    requireViewer(ctx);
    const setCookie = requireCookies(ctx);
    if (ctx.sessionId) await ctx.em.nativeDelete(Session, { id: ctx.sessionId });
    setCookie(null);
    return true;
  }
}

/** A session of its own for every sign-in: one that somebody planted beforehand is never taken over. */
async function signInAs(ctx: OperationContext, { id }: User, setCookie: SetCookie): Promise<string> {
  const { session, token } = await inTransaction(ctx, async ({ em }) => {
    if (ctx.sessionId) await em.nativeDelete(Session, { id: ctx.sessionId });
    return startSession(em, await em.findOneOrFail(User, { id }), ctx.userAgent);
  });
  setCookie(token);
  return session.id;
}

type SetCookie = NonNullable<OperationContext["setSessionCookie"]>;

/** @throws InvalidInputError on a socket, before anything is done. */
function requireCookies({ setSessionCookie }: OperationContext): SetCookie {
  if (!setSessionCookie) throw new InvalidInputError({ input: "Signing in and out sets a cookie: send it over HTTP." });
  return setSessionCookie;
}
