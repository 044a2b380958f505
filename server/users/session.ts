/** Who asks: sessions of browsers (an opaque cookie) and API keys of scripts. Tokens are stored as SHA-256 only. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { ref } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ApiKey } from "./api-key.entity.ts";
import { Session } from "./session.entity.ts";
import { User } from "./user.entity.ts";

/** How long a browser stays signed in, in days. */
const sessionDays = 30;
/** For this long an answer is remembered, so that a busy client costs one look-up a second, and a revoked one is out within it. */
const rememberedForMs = 1000;
const minute = 60_000;

/** Who asks, and with what. */
export interface Credentials {
  readonly user: User;
  /** The session that the cookie belongs to; null for API keys. */
  readonly sessionId: string | null;
}

/** What a request brings with it. */
export interface Presented {
  readonly cookie?: string | undefined;
  /** The key after `Bearer `. */
  readonly apiKey?: string | undefined;
}

/** @returns the digest that is stored of a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Signs a person in: a new session, and the token for the cookie, which is never seen again. */
export async function startSession(
  em: EntityManager,
  user: User,
  userAgent: string | null,
): Promise<{ session: Session; token: string }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + sessionDays * 24 * 60 * minute);
  const session = Object.assign(new Session(), {
    user: ref(user),
    tokenHash: digest(token),
    userAgent: userAgent?.slice(0, 500) ?? null,
    expiresAt,
  });
  user.lastLoginAt = new Date();
  await em.persist(session).flush();
  return { session, token };
}

/** Makes an API key. @returns the row, and the key itself, which is never seen again. */
export function makeApiKey(user: User, name: string, expiresAt: Date | null): { row: ApiKey; key: string } {
  const prefix = randomBytes(4).toString("hex");
  const key = `rmab_${prefix}_${randomBytes(24).toString("base64url")}`;
  return { row: Object.assign(new ApiKey(), { user: ref(user), name, prefix, keyHash: digest(key), expiresAt }), key };
}

/** Finds out who asks; null for nobody. An API key, where one is sent, counts more than a cookie. */
export type Authenticate = (presented: Presented) => Promise<Credentials | null>;

/** @param fork makes an em to read with. */
export function createAuthenticate(fork: () => EntityManager): Authenticate {
  const remembered = new Map<string, { until: number; credentials: Promise<Credentials | null> }>();
  return async ({ apiKey, cookie }) => {
    const token = apiKey ?? cookie;
    if (!token || token.length > 200) return null;
    const hash = digest(token);
    const known = remembered.get(hash);
    if (known && known.until > Date.now()) return known.credentials;
    if (remembered.size > 10_000) remembered.clear();
    const credentials = apiKey ? findByApiKey(fork(), apiKey, hash) : findBySession(fork(), hash);
    remembered.set(hash, { until: Date.now() + rememberedForMs, credentials });
    credentials.catch(() => remembered.delete(hash));
    return credentials;
  };
}

async function findBySession(em: EntityManager, hash: string): Promise<Credentials | null> {
  const session = await em.findOne(
    Session,
    { tokenHash: hash, expiresAt: { $gt: new Date() }, user: { deactivatedAt: null } },
    { populate: ["user"] },
  );
  if (!session) return null;
  if (Date.now() - session.lastSeenAt.getTime() > minute) {
    await em.nativeUpdate(Session, { id: session.id }, { lastSeenAt: new Date() });
  }
  return { user: session.user.unwrap(), sessionId: session.id };
}

async function findByApiKey(em: EntityManager, key: string, hash: string): Promise<Credentials | null> {
  const prefix = /^rmab_([0-9a-f]{8})_[\w-]{32}$/.exec(key)?.[1];
  if (!prefix) return null;
  const row = await em.findOne(
    ApiKey,
    { prefix, revokedAt: null, user: { deactivatedAt: null } },
    { populate: ["user"] },
  );
  if (!row || (row.expiresAt && row.expiresAt < new Date())) return null;
  if (!timingSafeEqual(Buffer.from(row.keyHash), Buffer.from(hash))) return null;
  if (!row.lastUsedAt || Date.now() - row.lastUsedAt.getTime() > minute) {
    await em.nativeUpdate(ApiKey, { id: row.id }, { lastUsedAt: new Date() });
  }
  return { user: row.user.unwrap(), sessionId: null };
}
