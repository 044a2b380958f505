/**
 * Sends one message of the outbox, outside of any transaction. When the program is killed after it was sent and before
 * that is written down, it is sent once more, under the same id.
 */
import { noteHealth } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import { DomainError, UpstreamUnavailableError } from "../errors.ts";
import type { Message } from "../integrations/notifiers/notifier.ts";
import { browserChannel, noteDelivery, openBrowser } from "./browser-channel.ts";
import { NotificationChoice } from "./notification-choice.entity.ts";
import { Notification, NotificationState } from "./notification.entity.ts";

/** After that a message is news no more. */
const longestTryMs = 3 * 86_400_000;
const firstPauseSeconds = 30;
const longestPauseSeconds = 1_800;

/** What became of a try: the row says the same. */
export type Sending =
  { readonly state: NotificationState } | { readonly againInSeconds: number } | { readonly stale: true };

/** How a message gets to where it is to go. */
interface Way {
  /** @returns what sends it; a sentence when nothing does any more. @throws DomainError */
  open(): Promise<((message: Message, signal: AbortSignal) => Promise<void>) | string>;
  /** Writes down how the way is. @param error null: it has taken the message. */
  note(error: DomainError | null): Promise<void>;
}

/** @param tries how often it has paused so far. */
export async function sendNotification(ctx: Context, id: string, tries: number, signal: AbortSignal): Promise<Sending> {
  const row = await ctx.em.findOne(Notification, { id }, { disableIdentityMap: true });
  if (row?.state !== NotificationState.PENDING) return { stale: true };
  const giveUp = async (lastError: string): Promise<Sending> => {
    await note(ctx, id, { state: NotificationState.FAILED, lastError });
    return { state: NotificationState.FAILED };
  };
  const browserId = browserChannel.idIn(row.channel);
  const way = browserId === null ? throughChannel(ctx, row) : throughBrowser(ctx, row, browserId);
  try {
    const send = await way.open();
    if (typeof send === "string") return await giveUp(send);
    const { event, title, body, path, isProblem, createdAt: at } = row;
    const link = ctx.publicUrl && path ? ctx.publicUrl + path : null;
    await send({ id, event, title, body, link, path, isProblem, at }, signal);
    await note(ctx, id, { state: NotificationState.SENT, lastError: null, sentAt: new Date() });
    await way.note(null);
    return { state: NotificationState.SENT };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await way.note(error);
    if (!error.retryable || Date.now() - row.createdAt.getTime() > longestTryMs) return giveUp(error.message);
    await note(ctx, id, { lastError: error.message });
    const pause = Math.min(firstPauseSeconds * 2 ** Math.min(tries, 10), longestPauseSeconds);
    return { againInSeconds: Math.max(pause, Number(error.facts["retryAfterSeconds"] ?? 0)) };
  }
}

function throughChannel(ctx: Context, { channel, user }: Notification): Way {
  return {
    async open() {
      const opened = await ctx.integrations.open("notifier", channel);
      if (!opened) return "This channel is not set up any more.";
      const recipient = user ? await findRecipient(ctx, user.id, channel) : undefined;
      if (recipient === null) return "Whoever it was for does not want to be told there any more.";
      return (message, signal) => opened.port.send(message, signal, recipient);
    },
    async note(error) {
      // A wrong address of one person says nothing of the channel.
      if (error && user && !(error instanceof UpstreamUnavailableError)) return;
      const message = error?.message ?? "It has taken the last message.";
      await noteHealth(ctx, { [channel]: { isUp: error === null, message } });
    },
  };
}

function throughBrowser(ctx: Context, { user }: Notification, id: string): Way {
  return {
    async open() {
      const browser = await openBrowser(ctx, id, user!.id);
      return browser ? browser.send : "Whoever it was for does not want to be told in this browser any more.";
    },
    note: (error) => noteDelivery(ctx, id, error),
  };
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
