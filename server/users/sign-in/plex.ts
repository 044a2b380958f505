/**
 * Signing in through plex.tv. The PIN stays here. Nobody gets in with a PIN alone: the browser that began has a cookie, and
 * what plex.tv sends it back with is a one-time state. Whatever comes of the way back, the state is used up: so nobody
 * can wait for somebody else to sign in at an address that he was sent. No token and no identity is taken from a client.
 */
import { randomBytes } from "node:crypto";
import { inTransaction, type Context } from "../../context.ts";
import { InvalidInputError, UnauthenticatedError } from "../../errors.ts";
import type { PlexBrowser } from "../../graphql/operation.ts";
import { PlexSignIn } from "../plex-sign-in.entity.ts";
import { digest } from "../session.ts";
import type { User } from "../user.entity.ts";
import { assertSetUpToken, hasAdmin, setUpRefusal } from "../user.service.ts";
import { asVisitorsRead, assertPlexSignIn, endedByPlex, letIn } from "./let-in.ts";
import { openPlex } from "./open-plex.ts";
import { offerProfiles } from "./plex-home.ts";

/** How long somebody may take at plex.tv; a PIN lives that long at least. */
const minutes = 15;
const token = () => randomBytes(32).toString("base64url");

/**
 * @returns the address to send the browser to.
 * @throws ForbiddenError when nobody may sign in so; InvalidInputError when it is not known where the browser is to come back to.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function beginPlexSignIn(ctx: Context, browser: PlexBrowser): Promise<string> {
  await assertPlexSignIn(ctx);
  return begin(ctx, browser, null);
}

/** What a first admin who comes through Plex brings. */
export interface PlexSetUp {
  /** What the server has printed. */
  readonly token: string;
  /** Address of the Plex server that they own. */
  readonly serverUrl: string;
}

/**
 * Begins the sign-in of a first admin: whoever has the token and owns that server. Nothing is configured before they come back.
 * @throws ForbiddenError when the token is wrong, or there is an admin already; InvalidInputError as above, or for the address.
 * @throws UpstreamUnavailableError | UpstreamRejectedError when no Plex server answers there, or plex.tv does not.
 */
export async function beginPlexSetUp(
  ctx: Context,
  browser: PlexBrowser,
  { token, serverUrl }: PlexSetUp,
  expected: string,
): Promise<string> {
  assertSetUpToken(token, expected);
  if (await hasAdmin(ctx.em)) throw setUpRefusal();
  // Said to whoever can put the address right.
  await (await openPlex(ctx, serverUrl)).machineIdentifier();
  return begin(ctx, browser, serverUrl);
}

/**
 * Finds out who came back, and makes them known.
 * @returns null when a profile of their Plex Home is to be chosen first.
 * @throws UnauthenticatedError when this browser did not begin it, or it was used already, or is too old, or nobody signed in at plex.tv.
 * @throws ForbiddenError for whoever may not in.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function completePlexSignIn(ctx: Context, browser: PlexBrowser, state: string): Promise<User | null> {
  const { pinId, serverUrl } = await takeSignIn(ctx, browser.cookie, state);
  browser.setCookie(null);
  await assertPlexSignIn(ctx, serverUrl);
  const { token, profiles } = await asVisitorsRead(async () => {
    const { plexTv } = await openPlex(ctx, serverUrl);
    const token = await plexTv.claimPin(pinId);
    if (token === null) throw new UnauthenticatedError("You have not signed in at plex.tv. Begin again.");
    const profiles = await plexTv.findHomeProfiles(token);
    if (!profiles) throw endedByPlex();
    return { token, profiles };
  });
  if (profiles.length <= 1) return letIn(ctx, token, serverUrl);
  await offerProfiles(ctx, browser, { pinId, serverUrl }, token);
  return null;
}

async function begin(ctx: Context, browser: PlexBrowser, serverUrl: string | null): Promise<string> {
  if (browser.home === null) {
    throw new InvalidInputError({
      input: "Plex cannot be told where to send you back to. Have PUBLIC_URL set to the address of this server.",
    });
  }
  const { pin, clientIdentifier, page } = await asVisitorsRead(async () => {
    const { plexTv, settings, clientIdentifier } = await openPlex(ctx, serverUrl);
    return { pin: await plexTv.makePin(), clientIdentifier, page: settings["plex.auth_url"]! };
  });
  const [cookie, state] = [token(), token()];
  const signIn = Object.assign(new PlexSignIn(), {
    pinId: pin.id,
    browserHash: digest(cookie),
    stateHash: digest(state),
    serverUrl,
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

/** Uses the sign-in up, also when it is another browser's. */
async function takeSignIn({ em }: Context, cookie: string | null, state: string) {
  const [row] = await em.execute<{ pinId: string; serverUrl: string | null; browserHash: string; isLate: boolean }[]>(
    `delete from plex_sign_ins where state_hash = ?
     returning pin_id as "pinId", server_url as "serverUrl", browser_hash as "browserHash", expires_at < now() as "isLate"`,
    [digest(state)],
  );
  if (!row || cookie === null || row.browserHash !== digest(cookie) || row.isLate)
    throw new UnauthenticatedError("This sign-in was not begun in this browser, or not lately. Begin again.");
  return row;
}
