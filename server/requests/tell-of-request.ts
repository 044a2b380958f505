import type { Audiobook } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import type { NotificationEvent } from "../integrations/notifiers/notification-events.ts";
import { hasBrowsers } from "../notifications/browser-channel.ts";
import { findChannels } from "../notifications/channels.ts";
import { notify } from "../notifications/notify.ts";
import { User } from "../users/user.entity.ts";
import type { Request } from "./request.entity.ts";

const titles = {
  request_approved: "Approved",
  request_denied: "Denied",
  request_available: "In the library",
  request_failed: "Failed",
  request_awaiting_approval: "Waits for your approval",
} as const satisfies Partial<Record<NotificationEvent, string>>;

/** What is told of a book. */
export type ToldBook = Pick<Audiobook, "title" | "author">;

/**
 * Tells of something that became of a request, in the transaction in which it did.
 * @param request before its change is told to anybody else: its version names the change.
 * @param more what there is to say besides: a reason, what went wrong.
 */
export async function tellOfRequest(
  ctx: Context,
  request: Request,
  audiobook: ToldBook,
  event: keyof typeof titles,
  more: string | null = null,
): Promise<void> {
  if ((await findChannels(ctx)).length === 0 && !(await hasBrowsers(ctx))) return;
  const { id, version, user } = request;
  const asker = await ctx.em.findOneOrFail(User, { id: user.id });
  const name = asker.plexUsername ?? asker.username;
  const lines = (...all: (string | null)[]) => all.filter(Boolean).join("\n");
  await notify(ctx, {
    event,
    cause: `${id} ${version}`,
    title: `${titles[event]}: ${audiobook.title}`,
    body: lines(`By ${audiobook.author}. Asked for by ${name}.`, more),
    path: event === "request_awaiting_approval" ? "/approvals" : `/requests/${id}`,
    isProblem: event === "request_failed",
    person: { id: user.id, body: lines(`By ${audiobook.author}.`, more) },
  });
}
