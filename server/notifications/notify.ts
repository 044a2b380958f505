/**
 * Tells whoever wants to know: a row for each channel and browser, and the job that sends it, in the transaction of what happened.
 * Nothing is sent here, and of the same thing there is never a second row for the same channel.
 */
import { splitList } from "../configuration/integration-keys.ts";
import type { Context } from "../context.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { personalEvents, type NotificationEvent } from "../integrations/notifiers/notification-events.ts";
import { browserChannel, findBrowsers } from "./browser-channel.ts";
import { findChannels } from "./channels.ts";

/** Something that happened. */
export interface Occasion {
  readonly event: NotificationEvent;
  /** Tells it from all others of its event. */
  readonly cause: string;
  readonly title: string;
  readonly body: string;
  /** The page of this server that tells more. */
  readonly path: string;
  readonly isProblem?: boolean;
  /** Of a person's request: whose, and what that person is told in the place of `body`. */
  readonly person?: { readonly id: string; readonly body: string };
}

const longest = { title: 200, body: 1000 };

/** @param ctx of a transaction that works across people. */
export async function notify(ctx: Context, occasion: Occasion): Promise<void> {
  const { event, cause, title, body, path, isProblem = false, person } = occasion;
  const channels = await findChannels(ctx);
  const reached = channels
    .filter(({ events }) => events.includes(event))
    .map(({ id }) => ({ channel: id, userId: null as string | null, text: body }));
  if (person && channels.some(({ recipient }) => recipient)) {
    const ids = channels.filter(({ recipient }) => recipient).map(({ id }) => id);
    for (const channel of await findChosen(ctx, person.id, event))
      if (ids.includes(channel)) reached.push({ channel, userId: person.id, text: person.body });
  }
  for (const { id, userId } of await findBrowsers(ctx, event, person?.id ?? null))
    reached.push({ channel: browserChannel.of(id), userId, text: person?.id === userId ? person.body : body });
  for (const { channel, userId, text } of reached) {
    const id = uuidV7();
    const inserted = await ctx.em.execute(
      `insert into notifications (id, event, dedupe_key, channel, user_id, title, body, path, is_problem)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (dedupe_key) do nothing returning id`,
      [
        id,
        event,
        [event, cause, channel, userId ?? ""].join(" ").slice(0, 500),
        channel,
        userId,
        bounded(title.replace(/[\p{Cc}\s]+/gu, " "), longest.title),
        bounded(text, longest.body),
        path,
        isProblem,
      ],
    );
    if (inserted.length > 0) await ctx.queue.enqueue(ctx.em, "send_notification", { notificationId: id }, { key: id });
  }
}

/** The channels by which a person wants to be told of it. */
async function findChosen({ em }: Context, userId: string, event: NotificationEvent): Promise<string[]> {
  if (!(personalEvents as readonly string[]).includes(event)) return [];
  const rows = await em.execute<{ channel: string; events: string }[]>(
    `select channel, events from notification_choices join users u on u.id = user_id and u.deactivated_at is null
      where user_id = ? order by channel`,
    [userId],
  );
  return rows.filter(({ events }) => splitList(events).includes(event)).map(({ channel }) => channel);
}

function bounded(text: string, most: number): string {
  const storable = text.replaceAll("\0", "").trim();
  return storable.length > most ? `${storable.slice(0, most - 1).toWellFormed()}…` : storable.toWellFormed();
}
