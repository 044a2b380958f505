/** What admins change about people. Nobody is deleted; and there is always an admin left who can sign in. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { Session } from "./session.entity.ts";
import { User, UserRole } from "./user.entity.ts";

/** What is to be changed; undefined leaves it, null goes back to what the settings say for everybody. */
export interface UserChanges {
  readonly role?: UserRole | null | undefined;
  readonly autoApprove?: boolean | null | undefined;
  /** How many requests in `requestQuotaDays`; 0 for any number. */
  readonly requestQuota?: number | null | undefined;
  readonly requestQuotaDays?: number | null | undefined;
  readonly maySelectReleases?: boolean | null | undefined;
}

const most = { requestQuota: 9999, requestQuotaDays: 999 } as const;

/** @throws NotFoundError | InvalidInputError | ConflictError when no admin would be left. */
export async function updateUser(ctx: Context, id: string, { role, ...limits }: UserChanges): Promise<void> {
  assertLimits(limits);
  await inTransaction(ctx, async ({ em }) => {
    const user = await lockUser(em, id);
    if (role === UserRole.USER) await assertAdminLeft(em, user);
    const given = Object.entries(limits).filter(([, value]) => value !== undefined);
    Object.assign(user, Object.fromEntries(given), role == null ? {} : { role });
    await em.flush();
  });
}

/**
 * Signs a person out everywhere, for good: sessions end and keys stop to work. Requests and history stay, and what is on
 * its way for them goes on. To one who is deactivated already it does nothing.
 * @throws NotFoundError | ConflictError when no admin would be left.
 */
export async function deactivateUser(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async ({ em }) => {
    const user = await lockUser(em, id);
    await assertAdminLeft(em, user);
    user.deactivatedAt ??= new Date();
    await em.flush();
    await em.nativeDelete(Session, { user: id });
  });
}

/** Lets a person sign in again; keys that were not revoked work again. @throws NotFoundError */
export async function reactivateUser(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async ({ em }) => {
    const user = await lockUser(em, id);
    user.deactivatedAt = null;
    await em.flush();
  });
}

/** One change of people at a time: two admins who take the role from each other at once would leave none. */
async function lockUser(em: EntityManager, id: string): Promise<User> {
  await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook people'))");
  const user = await em.findOne(User, { id });
  if (!user) throw new NotFoundError("user", id);
  return user;
}

async function assertAdminLeft(em: EntityManager, user: User): Promise<void> {
  if (!user.isAdmin() || user.deactivatedAt) return;
  const others = await em.count(User, { id: { $ne: user.id }, role: UserRole.ADMIN, deactivatedAt: null });
  if (others === 0)
    throw new ConflictError("This is the only admin who can sign in. Make somebody else an admin first.", {
      id: user.id,
    });
}

function assertLimits({ requestQuota, requestQuotaDays }: UserChanges): void {
  const problems: Record<string, string> = {};
  if (requestQuota != null && (requestQuota < 0 || requestQuota > most.requestQuota))
    problems["requestQuota"] = `Give 0 (any number) to ${most.requestQuota} requests.`;
  if (requestQuotaDays != null && (requestQuotaDays < 1 || requestQuotaDays > most.requestQuotaDays))
    problems["requestQuotaDays"] = `Give 1 to ${most.requestQuotaDays} days.`;
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
}
