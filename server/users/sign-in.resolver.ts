import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, Info, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { requireAdmin, requireViewer, type OperationContext, type PlexBrowser } from "../graphql/operation.ts";
import { readOne } from "../graphql/read.ts";
import { selectionOf } from "../graphql/selection.ts";
import { startSession } from "./session.ts";
import { Session } from "./session.entity.ts";
import { beginPlexSignIn, completePlexSignIn } from "./sign-in/plex.ts";
import { importPlexPeople } from "./sign-in/plex-people.ts";
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

@ObjectType({ description: "A sign-in through plex.tv that has begun." })
class PlexSignInStart {
  @Field(() => String, { description: "The address to send the browser to." })
  url!: string;
}

@InputType()
class CompletePlexSignInInput {
  @Field(() => String, { description: "What plex.tv has sent the browser back with." })
  state!: string;
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

  @Mutation(() => PlexSignInStart, {
    description:
      "Begins a sign-in through plex.tv: the answer sets a cookie by which this browser is known when it comes back.",
  })
  async beginPlexSignIn(@Ctx() ctx: OperationContext): Promise<PlexSignInStart> {
    return { url: await beginPlexSignIn(ctx, requirePlexBrowser(ctx)) };
  }

  @Mutation(() => Session, {
    description:
      "Signs in whoever signed in at plex.tv, in the browser that began it: the answer sets the session cookie.",
  })
  async completePlexSignIn(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CompletePlexSignInInput) { state }: CompletePlexSignInInput,
  ) {
    const setCookie = requireCookies(ctx);
    const user = await completePlexSignIn(ctx, requirePlexBrowser(ctx), state);
    return readOne(ctx, info, Session, await signInAs(ctx, user, setCookie));
  }

  @Mutation(() => [User], {
    description: "Makes everybody known with whom the Plex server is shared; for admins. Returns all of them.",
  })
  async importPlexUsers(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    requireAdmin(ctx);
    const ids = await importPlexPeople(ctx);
    return ctx.rows.read(ctx.em, User, selectionOf(info), (query) => query.where("t.id", "in", ids));
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
    return startSession(em, await em.findOneOrFail(User, { id }), ctx);
  });
  setCookie(token);
  return session.id;
}

type SetCookie = NonNullable<OperationContext["setSessionCookie"]>;

/** @throws InvalidInputError on a socket, before anything is done. */
function requireCookies({ setSessionCookie }: OperationContext): SetCookie {
  return setSessionCookie ?? refuseSocket();
}

function requirePlexBrowser({ plexBrowser }: OperationContext): PlexBrowser {
  return plexBrowser ?? refuseSocket();
}

function refuseSocket(): never {
  throw new InvalidInputError({ input: "Signing in and out sets a cookie: send it over HTTP." });
}
