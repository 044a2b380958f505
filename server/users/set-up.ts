/** What may be done before there is an admin, by whoever holds the token that the server has printed. */
import { acrossPeople } from "../context.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { recordingRefusal } from "./failed-sign-ins.ts";
import { addressLimit, countTry } from "./rate-limit.ts";
import { assertSetUpToken, hasAdmin, setUpRefusal } from "./user.service.ts";

/** @throws ForbiddenError when the token is wrong, or there is an admin already; RateLimitedError. It counts as a try. */
export async function requireSetUp(
  ctx: OperationContext,
  token: string,
  method: "set-up for the keys" | "set-up with a backup",
): Promise<void> {
  await countTry(acrossPeople(ctx), addressLimit("set-up", ctx.address));
  await recordingRefusal(ctx, { method, name: null }, async () => {
    assertSetUpToken(token, ctx.setUpToken);
    if (await hasAdmin(acrossPeople(ctx).em)) throw setUpRefusal();
  });
}
