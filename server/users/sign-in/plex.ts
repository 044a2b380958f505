/**
 * Signing in through plex.tv. The PIN stays here. Nobody gets in with a PIN alone: the browser that began has a cookie, and
 * what plex.tv sends it back with is a one-time state. Whatever comes of the way back, the state is used up: so nobody
 * can wait for somebody else to sign in at an address that he was sent. No token and no identity is taken from a client.
 */
import { randomBytes } from "node:crypto";
import { inTransaction, type Context } from "../../context.ts";
import {
  ForbiddenError,
  InvalidInputError,
  UnauthenticatedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from "../../errors.ts";
import type { PlexBrowser } from "../../graphql/operation.ts";
import { PlexSignIn } from "../plex-sign-in.entity.ts";
import { digest } from "../session.ts";
import { UserRole, type User } from "../user.entity.ts";
import { hasAdmin, lockAccounts } from "../user.service.ts";
import { hasPlexMembers, hasPlexSignIn, openPlex } from "./open-plex.ts";
import { keepPlexPerson } from "./plex-people.ts";
import { plexTvLabel } from "./plex-tv.ts";

/** How long somebody may take at plex.tv; a PIN lives that long at least. */
const minutes = 15;
const token = () => randomBytes(32).toString("base64url");

/**
 * @returns the address to send the browser to.
 * @throws ForbiddenError when nobody may sign in so; InvalidInputError when it is not known where the browser is to come back to.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function beginPlexSignIn(ctx: Context, browser: PlexBrowser): Promise<string> {
  await assertAllowed(ctx);
  if (browser.home === null) {
    throw new InvalidInputError({
      input: "Plex cannot be told where to send you back to. Have PUBLIC_URL set to the address of this server.",
    });
  }
  const { pin, clientIdentifier, page } = await asVisitorsRead(async () => {
    const { plexTv, settings, clientIdentifier } = await openPlex(ctx);
    return { pin: await plexTv.makePin(), clientIdentifier, page: settings["plex.auth_url"]! };
  });
  const [cookie, state] = [token(), token()];
  const signIn = Object.assign(new PlexSignIn(), {
    pinId: pin.id,
    browserHash: digest(cookie),
    stateHash: digest(state),
    expiresAt: new Date(Date.now() + minutes * 60_000),
  });
  await inTransaction(ctx, async ({ em }) => {
    await em.nativeDelete(PlexSignIn, { expiresAt: { $lt: new Date() } });
    await em.persist(signIn).flush();
  });
  browser.setCookie(cookie);
  const facts = new URLSearchParams({
    clientID: clientIdentifier,
    code: pin.code,
    "context[device][product]": "ReadMeABook",
    forwardUrl: `${browser.home}/sign-in/plex?state=${state}`,
  });
  return `${page.replace(/[#/]+$/, "")}#?${facts}`;
}

/**
 * Finds out who came back, and makes them known. The owner of the Plex server becomes the admin while there is none.
 * @throws UnauthenticatedError when this browser did not begin it, or it was used already, or is too old, or nobody signed in at plex.tv.
 * @throws ForbiddenError for whoever may not in.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function completePlexSignIn(ctx: Context, browser: PlexBrowser, state: string): Promise<User> {
  await assertAllowed(ctx);
  const pinId = await takeSignIn(ctx, browser.cookie, state);
  browser.setCookie(null);
  const { token, profile, server, membersOnly } = await asVisitorsRead(async () => {
    const { plexTv, settings, machineIdentifier } = await openPlex(ctx);
    const token = await plexTv.claimPin(pinId);
    if (token === null) throw new UnauthenticatedError("You have not signed in at plex.tv. Begin again.");
    const [profile, servers, ours] = await Promise.all([
      plexTv.findPerson(token),
      plexTv.findServers(token),
      machineIdentifier(),
    ]);
    if (!profile || !servers) throw new UnauthenticatedError("plex.tv has ended your sign-in. Begin again.");
    const server = servers.find((each) => each.machineIdentifier === ours);
    return { token, profile, server, membersOnly: hasPlexMembers(settings) };
  });
  if (!server && membersOnly) {
    throw new ForbiddenError(
      "Your Plex account has no access to the Plex server of this place. Ask its owner to share it with you.",
    );
  }
  return inTransaction(ctx, async (ctx) => {
    await lockAccounts(ctx.em);
    const isFirstAdmin = server?.owned === true && !(await hasAdmin(ctx.em));
    const user = await keepPlexPerson(ctx, profile, token);
    if (user.deactivatedAt) throw new ForbiddenError("Your account here has been deactivated. Ask an admin.");
    if (isFirstAdmin) user.role = UserRole.ADMIN;
    await ctx.em.flush();
    return user;
  });
}

async function assertAllowed({ integrations }: Context): Promise<void> {
  if (!hasPlexSignIn(await integrations.settings())) throw new ForbiddenError("Nobody can sign in with Plex here.");
}

/** Uses the sign-in up, also when it is another browser's. @returns the PIN's id. */
async function takeSignIn({ em }: Context, cookie: string | null, state: string): Promise<string> {
  const [row] = await em.execute<{ pinId: string; browserHash: string; isLate: boolean }[]>(
    `delete from plex_sign_ins where state_hash = ?
     returning pin_id as "pinId", browser_hash as "browserHash", expires_at < now() as "isLate"`,
    [digest(state)],
  );
  if (!row || cookie === null || row.browserHash !== digest(cookie) || row.isLate)
    throw new UnauthenticatedError("This sign-in was not begun in this browser, or not lately. Begin again.");
  return row.pinId;
}

/** Settings and addresses are not for whoever stands at the door: what they read is whom it depends on, and what to do. */
async function asVisitorsRead<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof UpstreamUnavailableError) && !(cause instanceof UpstreamRejectedError)) throw cause;
    const { integration, status, retryAfterSeconds } = cause.facts;
    const who = integration === plexTvLabel ? "plex.tv" : "The Plex server";
    const then = retryAfterSeconds === undefined ? "in a few minutes" : `in ${retryAfterSeconds} seconds`;
    if (cause instanceof UpstreamUnavailableError)
      throw new UpstreamUnavailableError(
        status === 429
          ? `${who} has been asked too often. Try again ${then}.`
          : `${who} does not answer as it should, so nobody can sign in with Plex just now. Try again ${then}.`,
        cause.facts,
        { cause },
      );
    const message = `${who} answered with something that cannot be used. Try again; when that does not help, tell an admin.`;
    throw new UpstreamRejectedError(message, cause.facts, { cause });
  }
}
