import { randomInt } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ConflictError } from "../errors.ts";
import { recordAudit } from "../security/audit.ts";
import { ApiKey } from "./api-key.entity.ts";
import { Session } from "./session.entity.ts";
import { lockAccounts, newLocalUser } from "./user.service.ts";
import { User, UserRole } from "./user.entity.ts";

/** What became of it. */
export interface ResetAdmin {
  /** As it is typed to sign in. */
  readonly username: string;
  /** Kept nowhere but here. */
  readonly password: string;
  readonly isNew: boolean;
  /** Somebody can come into the account through plex.tv, too. */
  readonly signsInWithPlex: boolean;
  readonly endedSessions: number;
  readonly revokedKeys: number;
}

/**
 * The way back in for an owner who is locked out: a local admin of this name can sign in afterwards with a new password, and
 * with nothing that was good before. Somebody who so far came through Plex gets a local account only if they are an admin
 * already: any friend could have the name that the owner thought of.
 * @param em sees everybody's rows. @throws InvalidInputError when that is no name; ConflictError when two admins have it at Plex.
 */
export async function resetAdmin(em: EntityManager, typed: string): Promise<ResetAdmin> {
  const password = newPassword();
  const made = await newLocalUser({ username: typed, password, role: UserRole.ADMIN });
  const username = made.username!;
  return em.transactional(async (inner) => {
    const em = inner as EntityManager;
    await lockAccounts(em);
    const known = (await em.findOne(User, { username })) ?? (await findPlexAdmin(em, username));
    const user = known ?? made;
    const before = known && { role: known.role, wasDeactivated: known.deactivatedAt !== null };
    Object.assign(user, { username, passwordHash: made.passwordHash, role: UserRole.ADMIN, deactivatedAt: null });
    const endedSessions = await em.count(Session, { user: user.id });
    await em.persist(user).flush();
    // The trigger has done it for a new password already.
    await em.nativeDelete(Session, { user: user.id });
    const revokedKeys = await em.nativeUpdate(ApiKey, { user: user.id, revokedAt: null }, { revokedAt: new Date() });
    await recordAudit({ em, viewer: null, address: null }, "user.admin_reset", {
      actorName: "command line",
      subject: { type: "user", id: user.id },
      details: { name: username, isNew: !known, ...before, sessions: endedSessions, keys: revokedKeys },
    });
    return { username, password, isNew: !known, signsInWithPlex: user.plexId !== null, endedSessions, revokedKeys };
  });
}

async function findPlexAdmin(em: EntityManager, name: string): Promise<User | null> {
  const admins = await em.find(User, { role: UserRole.ADMIN, username: null });
  const [first, ...others] = admins.filter(({ plexUsername }) => plexUsername?.toLowerCase() === name);
  if (others.length > 0)
    throw new ConflictError(
      `There are ${others.length + 1} admins who are called ${name} at Plex. Choose another name.`,
    );
  return first ?? null;
}

/** Neither l nor o, 0 or 1: it is read from one screen and typed at another. 32 signs, 20 of them: 100 bits. */
const signs = "abcdefghijkmnpqrstuvwxyz23456789";

function newPassword(): string {
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join("")).join(
    "-",
  );
}
