import { hash, verify } from "@node-rs/argon2";
import { acrossPeople, inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { recordAudit } from "../security/audit.ts";
import { recordFailedSignIn } from "./failed-sign-ins.ts";
import { renewSession } from "./session.ts";
import { User } from "./user.entity.ts";
import { passwordProblem } from "./user.service.ts";

/** The present password, and the one to come. */
export interface NewPassword {
  readonly current: string;
  readonly new: string;
}

/**
 * Changes the viewer's password. It ends all sessions of that person; the browser that asked goes on with a new one.
 * @throws InvalidInputError on a socket, which cannot set a cookie, before anything is done.
 */
export async function changePassword(ctx: OperationContext, viewer: User, typed: NewPassword): Promise<void> {
  if (!ctx.setSessionCookie) throw new InvalidInputError({ input: "A new password sets a cookie: send it over HTTP." });
  const { passwordHash } = await ctx.em.fork().findOneOrFail(User, { id: viewer.id });
  if (!passwordHash) throw new InvalidInputError({ current: "You sign in through Plex: there is no password here." });
  const wrong = new InvalidInputError({ current: "That is not your present password." });
  if (!(await verify(passwordHash, typed.current.slice(0, 1000)))) {
    const reason = "The present password is wrong.";
    await recordFailedSignIn(ctx, { method: "change of password", name: viewer.username, reason, userId: viewer.id });
    throw wrong;
  }
  const problem = passwordProblem(typed.new);
  if (problem) throw new InvalidInputError({ new: problem });

  const { sessionId } = ctx;
  const next = { passwordHash: await hash(typed.new), updatedAt: new Date() };
  // The browser that asks goes on being told as well: what it is told of is not to end with the session.
  const told = await inTransaction(acrossPeople(ctx), async (ctx) => {
    const told = await ctx.em.execute<{ id: string }[]>(
      "update push_subscriptions set session_id = null where session_id = ? returning id",
      [sessionId],
    );
    // Somebody else may have changed it since it was read.
    if (!(await ctx.em.nativeUpdate(User, { id: viewer.id, passwordHash }, next))) throw wrong;
    await recordAudit(ctx, "user.password_changed", { subject: { type: "user", id: viewer.id } });
    return told;
  });
  const renewed = await renewSession(ctx, viewer);
  const ids = `{${told.map(({ id }) => id).join()}}`;
  await ctx.em.execute("update push_subscriptions set session_id = ? where id = any (?::uuid[])", [renewed, ids]);
}
