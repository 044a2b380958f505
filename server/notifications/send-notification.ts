/**
 * Sends one message of the outbox, outside of any transaction. When the program is killed after it was sent and before
 * that is written down, it is sent once more, under the same id.
 */
import { noteHealth } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import { DomainError, UpstreamUnavailableError } from "../errors.ts";
import { NotificationChoice } from "./notification-choice.entity.ts";
import { Notification, NotificationState } from "./notification.entity.ts";

/** After that a message is news no more. */
const longestTryMs = 3 * 86_400_000;
const firstPauseSeconds = 30;
const longestPauseSeconds = 1_800;

/** What became of a try: the row says the same. */
export type Sending =
  { readonly state: NotificationState } | { readonly againInSeconds: number } | { readonly stale: true };

/** @param tries how often it has paused so far. */
export async function sendNotification(ctx: Context, id: string, tries: number, signal: AbortSignal): Promise<Sending> {
  const row = await ctx.em.findOne(Notification, { id }, { disableIdentityMap: true });
  if (row?.state !== NotificationState.PENDING) return { stale: true };
  const giveUp = async (lastError: string): Promise<Sending> => {
    await note(ctx, id, { state: NotificationState.FAILED, lastError });
    return { state: NotificationState.FAILED };
  };
  try {
    const opened = await ctx.integrations.open("notifier", row.channel);
    if (!opened) return await giveUp("This channel is not set up any more.");
    const recipient = row.user ? await findRecipient(ctx, row.user.id, row.channel) : undefined;
    if (recipient === null) return await giveUp("Whoever it was for does not want to be told there any more.");
    const { event, title, body, path, isProblem, createdAt: at } = row;
    const link = ctx.publicUrl && path ? ctx.publicUrl + path : null;
    await opened.port.send({ id, event, title, body, link, isProblem, at }, signal, recipient);
    await note(ctx, id, { state: NotificationState.SENT, lastError: null, sentAt: new Date() });
    await noteHealth(ctx, { [row.channel]: { isUp: true, message: "It has taken the last message." } });
    return { state: NotificationState.SENT };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A wrong address of one person says nothing of the channel.
    if (!row.user || error instanceof UpstreamUnavailableError)
      await noteHealth(ctx, { [row.channel]: { isUp: false, message: error.message } });
    if (!error.retryable || Date.now() - row.createdAt.getTime() > longestTryMs) return giveUp(error.message);
    await note(ctx, id, { lastError: error.message });
    const pause = Math.min(firstPauseSeconds * 2 ** Math.min(tries, 10), longestPauseSeconds);
    return { againInSeconds: Math.max(pause, Number(error.facts["retryAfterSeconds"] ?? 0)) };
  }
}

async function findRecipient({ em }: Context, user: string, channel: string): Promise<string | null> {
  const choice = await em.findOne(NotificationChoice, { user, channel }, { disableIdentityMap: true });
  return choice?.recipient ?? null;
}

async function note({ em }: Context, id: string, facts: Partial<Notification>): Promise<void> {
  const { state = NotificationState.PENDING, lastError = null, sentAt = null } = facts;
  await em.execute(
    "update notifications set state = ?, last_error = ?, sent_at = ?, attempts = attempts + 1 where id = ?",
    [state, lastError, sentAt, id],
  );
}
