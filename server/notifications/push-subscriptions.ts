/** The browsers that people have told to show what happens. What a browser says of itself is a stranger's word. */
import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { LockMode, ref } from "@mikro-orm/core";
import { configuredOrigins } from "../configuration/integrations.ts";
import { acrossPeople, inTransaction, type Context } from "../context.ts";
import { ConflictError, DomainError, InvalidInputError, NotFoundError, UnauthenticatedError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { isUuid } from "../graphql/read.ts";
import { notificationEvents, personalEvents } from "../integrations/notifiers/notification-events.ts";
import { countTry } from "../users/rate-limit.ts";
import { Session } from "../users/session.entity.ts";
import { User } from "../users/user.entity.ts";
import { keysOfBrowser, noteDelivery, openBrowser, placeOf } from "./browser-channel.ts";
import { PushSubscription } from "./push-subscription.entity.ts";

/** Nobody has more browsers, and each is a call to somewhere with every message. */
const mostBrowsers = 20;
/** Whoever tries for fun would have this server call somebody over and over. */
const mostTests = { tries: 20, seconds: 900 } as const;

/** A browser as it describes itself: `PushSubscription.toJSON()` of the Push API. */
export interface Browser {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** What a person's browsers may be told of. */
export function eventsFor(viewer: User): readonly string[] {
  return viewer.isAdmin() ? notificationEvents : personalEvents;
}

/**
 * Subscribes a browser, or changes what it is told of. One that was somebody else's is the viewer's from then on.
 * @returns its id. @throws InvalidInputError | ConflictError | UnauthenticatedError
 */
export async function savePushSubscription(
  ctx: OperationContext,
  viewer: User,
  browser: Browser,
  events: readonly string[],
): Promise<string> {
  const allEvents = eventsFor(viewer);
  if (events.some((event) => !allEvents.includes(event)))
    throw new InvalidInputError({ events: `Give some of ${allEvents.join(", ")}.` });
  const keys = JSON.stringify(checkedBrowser(browser, configuredOrigins(await ctx.integrations.settings())));
  const fingerprint = createHash("sha256").update(browser.endpoint).digest("hex");
  return inTransaction(acrossPeople(ctx), async ({ em, secrets }) => {
    // One at a time: nobody gets beyond the limit by asking twice at once.
    await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook browsers'))");
    // Whoever ends it waits, and then ends this too (sessions_end_push); one that has ended meanwhile brings nothing back.
    const session =
      ctx.sessionId && (await em.findOne(Session, ctx.sessionId, { lockMode: LockMode.PESSIMISTIC_READ }));
    if (ctx.sessionId && !session) throw new UnauthenticatedError();
    const known = await em.findOne(PushSubscription, { fingerprint });
    const isOwn = known?.user.id === viewer.id;
    // Whoever has got hold of the address alone takes nobody's browser away.
    if (known && !isOwn && secrets.open(known.subscription, placeOf(known.id)) !== keys)
      throw new ConflictError("This browser is subscribed with other keys. Turn the notifications off in it first.");
    if (!isOwn && (await em.count(PushSubscription, { user: viewer.id })) >= mostBrowsers)
      throw new ConflictError(`You are told in ${mostBrowsers} browsers already. Remove one that you do not use.`);
    const row = known ?? Object.assign(new PushSubscription(), { fingerprint });
    Object.assign(row, {
      user: ref(User, viewer.id),
      session: session ? ref(session) : null,
      events: allEvents.filter((event) => events.includes(event)),
      userAgent: ctx.userAgent?.slice(0, 500) ?? null,
      subscription: secrets.seal(keys, placeOf(row.id)),
      failingSince: null,
    });
    await em.persist(row).flush();
    return row.id;
  });
}

/** @throws NotFoundError */
export async function removePushSubscription(ctx: Context, viewer: User, id: string): Promise<void> {
  await inTransaction(ctx, async ({ em }) => {
    const removed = isUuid(id) && (await em.nativeDelete(PushSubscription, { id, user: viewer.id }));
    if (!removed) throw new NotFoundError("browser", id);
  });
}

/** Sends a message that says that it is a test. @throws NotFoundError | UpstreamUnavailableError | UpstreamRejectedError */
export async function testPushSubscription(ctx: Context, viewer: User, id: string): Promise<void> {
  const browser = isUuid(id) ? await openBrowser(ctx, id, viewer.id) : null;
  if (!browser) throw new NotFoundError("browser", id);
  await countTry(acrossPeople(ctx), [{ key: `test of browsers of ${viewer.id}`, ...mostTests }]);
  try {
    await browser.check(AbortSignal.timeout(30_000));
    await noteDelivery(ctx, id, null);
  } catch (error) {
    if (error instanceof DomainError) await noteDelivery(ctx, id, error);
    throw error;
  }
}

/**
 * @param origins what an admin has configured: a push service of the house may be there.
 * @throws InvalidInputError
 */
function checkedBrowser(browser: Browser, origins: ReadonlySet<string>): Browser {
  const { data, error } = keysOfBrowser.safeParse(browser);
  if (error) throw new InvalidInputError(Object.fromEntries(error.issues.map((at) => [at.path.join("."), at.message])));
  const { href, origin, protocol, hostname, username, password } = new URL(data.endpoint);
  const isOnInternet = protocol === "https:" && hostname.includes(".") && isIP(hostname) === 0;
  // What is read in two ways might be called in the other one.
  if (href !== data.endpoint || username || password || !(isOnInternet || origins.has(origin)))
    throw new InvalidInputError({
      endpoint: "That is not the address of a push service: those are https, with a name.",
    });
  return data;
}
