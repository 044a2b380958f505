/**
 * The second step of a sign-in through plex.tv, where several people share one account: choosing a profile of its Plex Home.
 * It belongs to the browser that took the first step, and is over after a few minutes, a few tries, or one success. The
 * client names a profile and gives its PIN; who that is, plex.tv says to the token that it gives for them.
 */
import { randomBytes } from "node:crypto";
import { inTransaction, type Context } from "../../context.ts";
import { InvalidInputError, UnauthenticatedError } from "../../errors.ts";
import type { PlexBrowser } from "../../graphql/operation.ts";
import { recordFailedSignIn } from "../failed-sign-ins.ts";
import { PlexSignIn } from "../plex-sign-in.entity.ts";
import { digest } from "../session.ts";
import type { User } from "../user.entity.ts";
import { asVisitorsRead, assertPlexSignIn, endedByPlex, letIn } from "./let-in.ts";
import { openPlex } from "./open-plex.ts";
import type { PlexHomeProfile } from "./plex-tv.ts";

const minutes = 5;
const mostTries = 5;

/** Keeps the account's token for the choice, under a cookie that is new: the one of the first step is used up. */
export async function offerProfiles(
  ctx: Context,
  browser: PlexBrowser,
  firstStep: Pick<PlexSignIn, "pinId" | "serverUrl">,
  token: string,
): Promise<void> {
  const cookie = randomBytes(32).toString("base64url");
  const choice = Object.assign(new PlexSignIn(), firstStep, {
    browserHash: digest(cookie),
    // No address holds it: nobody comes back with it.
    stateHash: digest(randomBytes(32).toString("base64url")),
    expiresAt: new Date(Date.now() + minutes * 60_000),
  });
  choice.accountToken = ctx.secrets.seal(token, tokenPlace(choice.id));
  await inTransaction(ctx, ({ em }) => em.persist(choice).flush());
  browser.setCookie(cookie);
}

/**
 * @returns those whom this browser may choose from; none when it has no choice to make.
 * @throws UnauthenticatedError when plex.tv has ended the sign-in.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function findPlexProfiles(ctx: Context, { cookie }: PlexBrowser): Promise<PlexHomeProfile[]> {
  if (cookie === null) return [];
  const choice = await ctx.em.findOne(PlexSignIn, {
    browserHash: digest(cookie),
    accountToken: { $ne: null },
    expiresAt: { $gt: new Date() },
  });
  return choice ? readProfiles(ctx, choice) : [];
}

/**
 * Signs the profile in that was chosen.
 * @throws InvalidInputError when the PIN is wrong or there is no such profile, which may be tried again.
 * @throws UnauthenticatedError when this browser has no choice to make (any more). @throws ForbiddenError for whoever may not in.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function choosePlexProfile(
  ctx: Context,
  browser: PlexBrowser,
  profileId: string,
  pin: string | null,
): Promise<User> {
  if (pin !== null && !/^\d{4}$/.test(pin)) throw new InvalidInputError({ pin: "A PIN is four digits." });
  const choice = await takeTry(ctx, browser.cookie);
  await assertPlexSignIn(ctx, choice.serverUrl);
  const profile = (await readProfiles(ctx, choice)).find(({ id }) => id === profileId);
  if (!profile) throw new InvalidInputError({ profileId: "Your Plex Home has no such profile. Choose another one." });
  if (profile.needsPin && pin === null) throw new InvalidInputError({ pin: "This profile has a PIN. Give it too." });
  const token = await asVisitorsRead(async () => {
    const { plexTv } = await openPlex(ctx, choice.serverUrl);
    return plexTv.switchProfile(openToken(ctx, choice), profile.id, profile.needsPin ? pin : null);
  });
  if (token === null) {
    if (!profile.needsPin) throw endedByPlex();
    await recordFailedSignIn(ctx, { method: "plex", name: profile.name, reason: "The PIN of the profile is wrong." });
    throw new InvalidInputError({ pin: "That is not the PIN of this profile." });
  }
  // Of two that are right at once, one comes in.
  if ((await ctx.em.nativeDelete(PlexSignIn, { id: choice.id })) === 0) throw noChoice();
  browser.setCookie(null);
  return letIn(ctx, token, choice.serverUrl);
}

type Choice = Pick<PlexSignIn, "id" | "serverUrl" | "accountToken">;

/** Counts before it is known what comes of it: many at once are no way around. */
async function takeTry({ em }: Context, cookie: string | null): Promise<Choice> {
  if (cookie === null) throw noChoice();
  const [row] = await em.execute<Choice[]>(
    `update plex_sign_ins set tries = tries + 1
      where browser_hash = ? and account_token is not null and tries < ? and expires_at > now()
     returning id, server_url as "serverUrl", account_token as "accountToken"`,
    [digest(cookie), mostTries],
  );
  if (!row) throw noChoice();
  return row;
}

function readProfiles(ctx: Context, choice: Choice): Promise<PlexHomeProfile[]> {
  return asVisitorsRead(async () => {
    const { plexTv } = await openPlex(ctx, choice.serverUrl);
    const profiles = await plexTv.findHomeProfiles(openToken(ctx, choice));
    if (!profiles) throw endedByPlex();
    return profiles;
  });
}

function openToken({ secrets }: Context, { id, accountToken }: Choice): string {
  return secrets.open(accountToken!, tokenPlace(id));
}

function tokenPlace(id: string) {
  return { table: "plex_sign_ins", column: "account_token", id };
}

function noChoice(): UnauthenticatedError {
  return new UnauthenticatedError(
    "Profiles are chosen in the browser that signed in, within five minutes and five tries. Sign in with Plex again.",
  );
}
