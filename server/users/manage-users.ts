/** What admins change about people. Nobody is deleted; and there is always an admin left who can sign in. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { recordAudit, type AuditFacts } from "../security/audit.ts";
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
  await inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx.em, id);
    if (role === UserRole.USER) await assertAdminLeft(ctx.em, user);
    const given = { ...limits, ...(role == null ? {} : { role }) };
    const changes = Object.entries(given).flatMap(([name, value]) => {
      const old = user[name as keyof UserChanges];
      return value === undefined || value === old ? [] : [[name, { old, new: value }] as const];
    });
    if (changes.length === 0) return;
    Object.assign(user, Object.fromEntries(changes.map(([name, { new: value }]) => [name, value])));
    await ctx.em.flush();
    await recordAudit(ctx, "user.changed", aboutUser(user, { changes: Object.fromEntries(changes) }));
  });
}

/**
 * Signs a person out everywhere, for good: sessions end and keys stop to work. Requests and history stay, and what is on
 * its way for them goes on. To one who is deactivated already it does nothing.
 * @throws NotFoundError | ConflictError when no admin would be left.
 */
export async function deactivateUser(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx.em, id);
    await assertAdminLeft(ctx.em, user);
    if (user.deactivatedAt) return;
    user.deactivatedAt = new Date();
    await ctx.em.flush();
    await ctx.em.nativeDelete(Session, { user: id });
    await recordAudit(ctx, "user.deactivated", aboutUser(user));
  });
}

/** Lets a person sign in again; keys that were not revoked work again. @throws NotFoundError */
export async function reactivateUser(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx.em, id);
    if (!user.deactivatedAt) return;
    user.deactivatedAt = null;
    await ctx.em.flush();
    await recordAudit(ctx, "user.reactivated", aboutUser(user));
  });
}

/** What the audit says of a person that something was done to. */
export function aboutUser(user: User, details: Readonly<Record<string, unknown>> = {}): AuditFacts {
  return { subject: { type: "user", id: user.id }, details: { name: user.plexUsername ?? user.username, ...details } };
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
