import { acrossPeople, inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { recordAudit } from "../security/audit.ts";
import { startSession } from "./session.ts";
import { Session } from "./session.entity.ts";
import { User } from "./user.entity.ts";

/** A session of its own for every sign-in: one that somebody planted beforehand is never taken over. */
export async function signInAs(
  ctx: OperationContext,
  user: User,
  method: "password" | "plex" | "set-up",
  setCookie: SetCookie,
): Promise<string> {
  const { session, token } = await inTransaction(acrossPeople(ctx), async (ctx) => {
    if (ctx.sessionId) await ctx.em.nativeDelete(Session, { id: ctx.sessionId });
    const actor = await ctx.em.findOneOrFail(User, { id: user.id });
    const started = await startSession(ctx.em, actor, ctx);
    const subject = { type: "session", id: started.session.id } as const;
    await recordAudit(ctx, "sign_in.succeeded", { actor, subject, details: { method, browser: ctx.userAgent } });
    return started;
  });
  setCookie(token);
  // What the answer shows is shown to whoever has signed in.
  Object.assign(ctx, { viewer: user, sessionId: session.id, em: ctx.fork(user) });
  return session.id;
}

/** Sets the session cookie. */
export type SetCookie = NonNullable<OperationContext["setSessionCookie"]>;

/** @throws InvalidInputError on a socket, before anything is done. */
export function requireCookies({ setSessionCookie }: OperationContext): SetCookie {
  return setSessionCookie ?? refuseSocket();
}

/** @throws InvalidInputError always: what was asked needs a cookie. */
export function refuseSocket(): never {
  throw new InvalidInputError({ input: "Signing in and out sets a cookie: send it over HTTP." });
}
