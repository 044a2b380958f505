/**
 * People with a Plex account: known by the account's id alone, never by an e-mail address or a name, which others can
 * take. What Plex says of them is kept fresh; their token is sealed.
 */
import { inTransaction, type Context } from "../../context.ts";
import { recordAudit } from "../../security/audit.ts";
import { Session } from "../session.entity.ts";
import { User } from "../user.entity.ts";
import { lockAccounts } from "../user.service.ts";
import { openPlex } from "./open-plex.ts";
import type { PlexProfile } from "./plex-tv.ts";

/** After so many failures the rest is not asked about. */
const mostProblems = 3;

/**
 * Inserts or refreshes the person; both within a transaction that holds lockAccounts, so that each is made once.
 * @param token of the person's own sign-in; without one they are known, but have not proved anything.
 */
export async function keepPlexPerson(ctx: Context, profile: PlexProfile, token?: string): Promise<User> {
  const { em, secrets } = ctx;
  const known = await em.findOne(User, { plexId: profile.id });
  const user = known ?? Object.assign(new User(), { plexId: profile.id });
  refresh(user, profile);
  if (token !== undefined) {
    user.authToken = secrets.seal(token, tokenPlace(user.id));
    user.plexCheckedAt = new Date();
  }
  await em.persist(user).flush();
  if (!known)
    await recordAudit(ctx, token === undefined ? "user.imported" : "user.created", {
      ...(token === undefined ? {} : { actor: user }),
      subject: { type: "user", id: user.id },
      details: { name: profile.name, role: user.role, plexId: profile.id },
    });
  return user;
}

/**
 * Makes everybody known with whom the Plex server is shared, so that an admin can prepare what they may do.
 * @returns the ids of all of them, those who were known before as well.
 * @throws InvalidInputError when the media server is not Plex.
 */
export async function importPlexPeople(ctx: Context): Promise<string[]> {
  const { plexTv, settings, machineIdentifier } = await openPlex(ctx);
  const profiles = await plexTv.friendsWithAccess(settings["media_server.auth_token"]!, await machineIdentifier());
  return inTransaction(ctx, async (ctx) => {
    await lockAccounts(ctx.em);
    const ids: string[] = [];
    for (const profile of profiles) ids.push((await keepPlexPerson(ctx, profile)).id);
    return ids;
  });
}

/**
 * Asks plex.tv again about everybody who signed in through it, whoever was asked about longest ago first. Who has no
 * access any more, or whose token is not valid any more, is signed out everywhere, and may sign in again when that is
 * put right. Where no clear answer comes, nothing changes.
 * @throws UpstreamUnavailableError | UpstreamRejectedError | Error the first one that there was, after the others were asked about.
 */
export async function checkPlexPeople(ctx: Context, signal: AbortSignal): Promise<{ checked: number; ended: number }> {
  const { plexTv, machineIdentifier } = await openPlex(ctx);
  const ours = await machineIdentifier();
  const people = await ctx.em.find(
    User,
    { authToken: { $ne: null }, plexCheckedAt: { $ne: null }, deactivatedAt: null },
    { orderBy: { plexCheckedAt: "asc" }, disableIdentityMap: true },
  );
  const problems: unknown[] = [];
  let ended = 0;
  for (const { id, authToken } of people) {
    // plex.tv has a bad day: the rest is asked about later.
    if (problems.length === mostProblems) break;
    signal.throwIfAborted();
    try {
      const token = ctx.secrets.open(authToken!, tokenPlace(id));
      const [servers, profile] = [await plexTv.findServers(token), await plexTv.findPerson(token)];
      const hasAccess = profile !== null && servers?.some((server) => server.machineIdentifier === ours) === true;
      await inTransaction(ctx, async (ctx) => {
        const { em } = ctx;
        // Not who signed in anew meanwhile.
        const user = await em.findOne(User, { id, authToken });
        if (!user) return;
        if (hasAccess) refresh(user, profile);
        user.plexCheckedAt = hasAccess ? new Date() : null;
        await em.flush();
        const sessions = hasAccess ? 0 : await em.nativeDelete(Session, { user: id });
        ended += sessions;
        if (sessions > 0)
          await recordAudit(ctx, "session.revoked", {
            subject: { type: "user", id },
            details: { name: user.plexUsername, sessions, reason: "Plex gives this person no access any more." },
          });
      });
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems[0];
  return { checked: people.length, ended };
}

function refresh(user: User, { name, email, avatarUrl }: PlexProfile): void {
  Object.assign(user, { plexUsername: name, plexEmail: email, avatarUrl });
}

function tokenPlace(id: string) {
  return { table: "users", column: "auth_token", id };
}
