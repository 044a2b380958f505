/** Sessions of browsers (an opaque cookie) and API keys of scripts: how they are made, and how long they are good. */
import { createHash, randomBytes } from "node:crypto";
import { ref } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ApiKey, ApiKeyScope } from "./api-key.entity.ts";
import { Session } from "./session.entity.ts";
import { User } from "./user.entity.ts";

const day = 24 * 60 * 60_000;
/** A browser is signed out after so many days, whatever it does; its cookie (graphql/session-cookie.ts) lasts as long. */
const sessionDays = 90;
/** A browser is signed out that has asked for nothing for so many days. */
const idleDays = 14;

/** Where an operation comes from, as far as it is kept. */
export interface Origin {
  readonly userAgent: string | null;
  /** An IP address. */
  readonly address: string | null;
}

/** @returns the digest that is stored of a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** @returns since when a session must have been used to be good. */
export function idleLimit(): Date {
  return new Date(Date.now() - idleDays * day);
}

/** What holds for a session that is good, as a condition for MikroORM. */
export function goodSession() {
  return { expiresAt: { $gt: new Date() }, lastSeenAt: { $gt: idleLimit() }, user: { deactivatedAt: null } };
}

/** What holds for an API key that is good, as a condition for MikroORM. */
export function goodApiKey() {
  const unexpired = [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }];
  return { revokedAt: null, $or: unexpired, user: { deactivatedAt: null } };
}

/** Signs a person in: a new session, and the token for the cookie, which is never seen again. */
export async function startSession(
  em: EntityManager,
  user: User,
  origin: Origin,
): Promise<{ session: Session; token: string }> {
  await forgetEnded(em);
  user.lastLoginAt = new Date();
  return insertSession(em, user, origin);
}

/**
 * Where something that the viewer did has ended the session that asks (a new role, a new password), it goes on under a new
 * token. To a session that has not ended it does nothing.
 * @returns the id of the new session; null when there is none.
 */
export async function renewSession({ em, sessionId, setSessionCookie, ...origin }: Renewable, user: User) {
  if (!sessionId || !setSessionCookie || (await em.count(Session, { id: sessionId })) > 0) return null;
  const fresh = em.fork();
  const { token, session } = await insertSession(fresh, fresh.getReference(User, user.id), origin);
  setSessionCookie(token);
  return session.id;
}

interface Renewable extends Origin {
  readonly em: EntityManager;
  readonly sessionId: string | null;
  readonly setSessionCookie: ((token: string) => void) | null;
}

async function insertSession(em: EntityManager, user: User, { userAgent, address }: Origin) {
  const token = randomBytes(32).toString("base64url");
  const session = Object.assign(new Session(), {
    user: ref(user),
    tokenHash: digest(token),
    userAgent: userAgent?.slice(0, 500) ?? null,
    address,
    expiresAt: new Date(Date.now() + sessionDays * day),
  });
  await em.persist(session).flush();
  return { session, token };
}

/** Of two sign-ins at once one removes what has ended, and the other does not wait for it. */
async function forgetEnded(em: EntityManager): Promise<void> {
  await em.execute(
    `delete from sessions where id in (
       select id from sessions where expires_at <= ? or last_seen_at <= ? for update skip locked)`,
    [new Date(), idleLimit()],
  );
}

/** Makes an API key. @returns the row, and the key itself, which is never seen again. */
export function makeApiKey(
  user: User,
  name: string,
  expiresAt: Date | null,
  scopes: readonly ApiKeyScope[] = Object.values(ApiKeyScope),
): { row: ApiKey; key: string } {
  const prefix = randomBytes(4).toString("hex");
  const key = `rmab_${prefix}_${randomBytes(24).toString("base64url")}`;
  const shown = { name, prefix, scopes: [...scopes], expiresAt };
  return { row: Object.assign(new ApiKey(), { user: ref(user), keyHash: digest(key), ...shown }), key };
}
