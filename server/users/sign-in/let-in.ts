/** Whether somebody who has proved to plex.tv who they are may in here, and as whom. What plex.tv says counts, and nothing else. */
import { storeSettings } from "../../configuration/configuration.service.ts";
import { inTransaction, type Context } from "../../context.ts";
import { ForbiddenError, UnauthenticatedError, UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { recordAudit } from "../../security/audit.ts";
import { recordingRefusal } from "../failed-sign-ins.ts";
import { UserRole, type User } from "../user.entity.ts";
import { hasAdmin, lockAccounts, setUpRefusal } from "../user.service.ts";
import { hasPlexMembers, hasPlexSignIn, openPlex, plexServerSettings } from "./open-plex.ts";
import { keepPlexPerson } from "./plex-people.ts";
import { plexTvLabel, type PlexProfile } from "./plex-tv.ts";

/** Of somebody whose token plex.tv takes no more while they sign in. */
export function endedByPlex(): UnauthenticatedError {
  return new UnauthenticatedError("plex.tv has ended your sign-in. Begin again.");
}

/** @param serverUrl that of a first admin's sign-in, which needs no setting. @throws ForbiddenError when nobody may sign in so. */
export async function assertPlexSignIn({ integrations }: Context, serverUrl: string | null = null): Promise<void> {
  if (serverUrl === null && !hasPlexSignIn(await integrations.settings()))
    throw new ForbiddenError("Nobody can sign in with Plex here.");
}

/**
 * Makes the person known whose token it is. The owner of the Plex server becomes the admin while there is none.
 * @param serverUrl of a first admin's sign-in: the server that they must own, which becomes the media server.
 * @throws UnauthenticatedError | ForbiddenError for whoever may not in.
 * @throws UpstreamUnavailableError | UpstreamRejectedError with a sentence for whoever wants in.
 */
export async function letIn(ctx: Context, token: string, serverUrl: string | null): Promise<User> {
  const { profile, server, membersOnly } = await asVisitorsRead(async () => {
    const { plexTv, settings, machineIdentifier } = await openPlex(ctx, serverUrl);
    const [profile, servers, ours] = await Promise.all([
      plexTv.findPerson(token),
      plexTv.findServers(token),
      machineIdentifier(),
    ]);
    if (!profile || !servers) throw endedByPlex();
    const server = servers.find((each) => each.machineIdentifier === ours);
    return { profile, server, membersOnly: hasPlexMembers(settings) };
  });
  const tried = { method: "plex", name: profile.name } as const;
  return recordingRefusal(ctx, tried, () => admit(ctx, { token, serverUrl, profile, server, membersOnly }));
}

/** Somebody who stands at the door, and what plex.tv and the settings say of them. */
interface Visitor {
  readonly token: string;
  readonly serverUrl: string | null;
  readonly profile: PlexProfile;
  readonly server: { readonly owned: boolean } | undefined;
  readonly membersOnly: boolean;
}

async function admit(ctx: Context, { token, serverUrl, profile, server, membersOnly }: Visitor): Promise<User> {
  if (serverUrl !== null && !server?.owned) {
    throw new ForbiddenError(
      "Your Plex account does not own that Plex server. Sign in as its owner, or make the first account with a name and a password.",
    );
  }
  if (!server && membersOnly) {
    throw new ForbiddenError(
      "Your Plex account has no access to the Plex server of this place. Ask its owner to share it with you.",
    );
  }
  return inTransaction(ctx, async (ctx) => {
    await lockAccounts(ctx.em);
    const isFirstAdmin = server?.owned === true && !(await hasAdmin(ctx.em));
    if (serverUrl !== null && !isFirstAdmin) throw setUpRefusal();
    const user = await keepPlexPerson(ctx, profile, token);
    if (user.deactivatedAt) throw new ForbiddenError("Your account here has been deactivated. Ask an admin.");
    if (isFirstAdmin) {
      user.role = UserRole.ADMIN;
      await ctx.em.flush();
      const subject = { type: "user", id: user.id } as const;
      await recordAudit(ctx, "set_up.done", { actor: user, subject, details: { name: profile.name } });
    }
    if (serverUrl !== null) {
      const settings = Object.entries(plexServerSettings(serverUrl, token));
      await storeSettings(
        { ...ctx, viewer: user },
        settings.map(([key, value]) => ({ key, value })),
      );
    }
    return user;
  });
}

/** Settings and addresses are not for whoever stands at the door: what they read is whom it depends on, and what to do. */
export async function asVisitorsRead<T>(work: () => Promise<T>): Promise<T> {
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
