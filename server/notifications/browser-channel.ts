/** A browser of one person as a channel: `browser.<id>`, with a message for each, so that each is told once. */
import type { Context } from "../context.ts";
import type { Notifier } from "../integrations/notifiers/notifier.ts";
import { isGoneForGood, webPush } from "../integrations/notifiers/web-push.ts";
import { personalEvents, type NotificationEvent } from "../integrations/notifiers/notification-events.ts";
import { UserRole } from "../users/user.entity.ts";
import { PushSubscription } from "./push-subscription.entity.ts";
import { contactOf, readVapidKey } from "./vapid-key.ts";

const prefix = "browser.";

/** What a browser says of itself, as it is sealed. */
export const keysOfBrowser = webPush.settings.pick({ endpoint: true, p256dh: true, auth: true });

/** @returns the channel of a browser, and the id of the browser of a channel that is one. */
export const browserChannel = {
  of: (id: string) => prefix + id,
  idIn: (channel: string) => (channel.startsWith(prefix) ? channel.slice(prefix.length) : null),
};

/** Whether anybody has told a browser to show what happens. */
export async function hasBrowsers({ em }: Context): Promise<boolean> {
  const [row] = await em.execute<{ some: boolean }[]>("select exists(select from push_subscriptions) as some");
  return row!.some;
}

/**
 * The browsers that are told of something: of their own requests whoever made them, of everything else admins.
 * @param personId whose request it is.
 */
export async function findBrowsers(
  { em }: Context,
  event: NotificationEvent,
  personId: string | null,
): Promise<{ readonly id: string; readonly userId: string }[]> {
  const isPersonal = (personalEvents as readonly string[]).includes(event);
  if (isPersonal && personId === null) return [];
  const who = isPersonal ? { id: personId! } : { role: UserRole.ADMIN };
  const found = await em.find(
    PushSubscription,
    { user: { ...who, deactivatedAt: null } },
    { disableIdentityMap: true, orderBy: { id: "asc" } },
  );
  return found.filter(({ events }) => events.includes(event)).map(({ id, user }) => ({ id, userId: user.id }));
}

/** @returns null when the person's browser is not subscribed any more, or the person may not sign in. */
export async function openBrowser(ctx: Context, id: string, userId: string): Promise<Notifier | null> {
  const row = await ctx.em.findOne(
    PushSubscription,
    { id, user: { id: userId, deactivatedAt: null } },
    { disableIdentityMap: true },
  );
  if (!row) return null;
  const keys = keysOfBrowser.parse(JSON.parse(ctx.secrets.open(row.subscription, placeOf(id))));
  return webPush.open(
    { ...keys, private_key: await readVapidKey(ctx), subject: contactOf(ctx) },
    { http: ctx.integrations.http },
  );
}

/** Writes down how a message got to a browser; one that is gone for good is forgotten. @param error null: it was taken. */
export async function noteDelivery({ em }: Context, id: string, error: Error | null): Promise<void> {
  if (isGoneForGood(error)) await em.nativeDelete(PushSubscription, { id });
  else if (error)
    await em.execute("update push_subscriptions set failing_since = coalesce(failing_since, now()) where id = ?", [id]);
  else await em.nativeUpdate(PushSubscription, { id }, { deliveredAt: new Date(), failingSince: null });
}

/** Where the keys of a browser are sealed. */
export function placeOf(id: string) {
  return { table: "push_subscriptions", column: "subscription", id };
}
