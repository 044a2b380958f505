/** Who asks: by the cookie of a session, or by an API key. Tokens are compared by their digests; nothing else is stored. */
import { timingSafeEqual } from "node:crypto";
import { wrap } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Events } from "../events.ts";
import { ApiKey, ApiKeyScope } from "./api-key.entity.ts";
import { digest, goodApiKey, goodSession } from "./session.ts";
import { Session } from "./session.entity.ts";
import { User, UserRole } from "./user.entity.ts";

/** For this long an answer is remembered, so that a busy client costs one look-up a second; a notice makes it forgotten before. */
const rememberedForMs = 1000;
/** The last use is written down to the minute. */
const usedEveryMs = 60_000;

/** Who asks, and with what. */
export interface Credentials {
  /** As whom to act: with a key that has not the scope ADMIN, an admin is a plain user here. */
  readonly user: User;
  /** The session that the cookie belongs to; null for API keys. */
  readonly sessionId: string | null;
  /** Null for sessions. */
  readonly apiKey: Pick<ApiKey, "id" | "scopes" | "expiresAt"> | null;
  /** What they may do, to be compared with what they may do later. */
  readonly rights: string;
}

/** What a request brings with it. */
export interface Presented {
  readonly cookie?: string | undefined;
  /** The key after `Bearer `. */
  readonly apiKey?: string | undefined;
}

/** Finds out who asks; null for nobody. An API key, where one is sent, counts more than a cookie. @param address from where. */
export type Authenticate = (presented: Presented, address: string | null) => Promise<Credentials | null>;

/** @param fork makes an em to read with. */
export function createAuthenticate(fork: () => EntityManager, events: Events): Authenticate {
  const remembered = new Map<string, { until: number; credentials: Promise<Credentials | null> }>();
  events.on("credentialsChanged", () => remembered.clear());
  return async ({ apiKey, cookie }, address) => {
    const token = apiKey ?? cookie;
    if (!token || token.length > 200) return null;
    const hash = digest(token);
    const known = remembered.get(hash);
    if (known && known.until > performance.now()) return known.credentials;
    if (remembered.size > 10_000) remembered.clear();
    const credentials = apiKey ? findByApiKey(fork(), apiKey, hash, address) : findBySession(fork(), hash, address);
    remembered.set(hash, { until: performance.now() + rememberedForMs, credentials });
    credentials.catch(() => remembered.delete(hash));
    return credentials;
  };
}

/** What the credentials may do now: by the id of the session or key, for those that are good. Two statements, however many ids. */
export async function findRights(em: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const sessions = await em.find(Session, { id: { $in: [...ids] }, ...goodSession() }, { populate: ["user"] });
  const keys = await em.find(ApiKey, { id: { $in: [...ids] }, ...goodApiKey() }, { populate: ["user"] });
  return new Map([...sessions, ...keys].map((row) => [row.id, rightsOf(row)]));
}

function rightsOf(row: Session | ApiKey): string {
  return [row.user.unwrap().role, ...(row instanceof ApiKey ? row.scopes : [])].join(" ");
}

async function findBySession(em: EntityManager, hash: string, address: string | null): Promise<Credentials | null> {
  const session = await em.findOne(Session, { tokenHash: hash, ...goodSession() }, { populate: ["user"] });
  if (!session) return null;
  if (isDue(session.lastSeenAt))
    await em.nativeUpdate(Session, { id: session.id }, { lastSeenAt: new Date(), address });
  return { user: session.user.unwrap(), sessionId: session.id, apiKey: null, rights: rightsOf(session) };
}

async function findByApiKey(
  em: EntityManager,
  key: string,
  hash: string,
  address: string | null,
): Promise<Credentials | null> {
  const prefix = /^rmab_([0-9a-f]{8})_[\w-]{32}$/.exec(key)?.[1];
  if (!prefix) return null;
  const row = await em.findOne(ApiKey, { prefix, ...goodApiKey() }, { populate: ["user"] });
  if (!row || !timingSafeEqual(Buffer.from(row.keyHash), Buffer.from(hash))) return null;
  if (isDue(row.lastUsedAt))
    await em.nativeUpdate(ApiKey, { id: row.id }, { lastUsedAt: new Date(), lastUsedAddress: address });
  const owner = row.user.unwrap();
  const user = owner.isAdmin() && !row.scopes.includes(ApiKeyScope.ADMIN) ? asPlainUser(em, owner) : owner;
  return { user, sessionId: null, apiKey: row, rights: rightsOf(row) };
}

/** A copy that MikroORM takes for what is stored: where it is written along with something else, the row keeps its role. */
function asPlainUser(em: EntityManager, admin: User): User {
  return em.fork().merge(User, { ...wrap(admin).toPOJO(), role: UserRole.USER });
}

function isDue(lastUse: Date | null): boolean {
  return !lastUse || Date.now() - lastUse.getTime() > usedEveryMs;
}
