import type { Context } from "../context.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import type { User } from "../users/user.entity.ts";
import type { AuditAction } from "./audit-actions.ts";

/** What is recorded beside who and from where. */
export interface AuditFacts {
  /** Who did it, where that is not ctx.viewer: somebody who just now signed in. */
  readonly actor?: User;
  /** What did it, where that is no person. */
  readonly actorName?: string;
  /** What it was done to. */
  readonly subject?: { readonly type: AuditSubject; readonly id: string };
  /** Facts, never a secret. Long texts are cut. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** As much of a context as a record needs. */
type AuditContext = Pick<Context, "em" | "viewer" | "address">;

/** The kinds of things that something is done to. */
export type AuditSubject =
  "user" | "session" | "api_key" | "request" | "release" | "configuration" | "job" | "backup" | "notification";

/** Longest text in the details, in characters: a setting is seldom longer, and a log is no store. */
const longestText = 1000;

/**
 * Records that something sensitive was done. Inside inTransaction, with the inner ctx, the record exists exactly when
 * the thing happened; what failed is recorded on its own.
 */
export async function recordAudit(ctx: AuditContext, action: AuditAction, facts: AuditFacts = {}): Promise<void> {
  const actor = facts.actor ?? ctx.viewer;
  await ctx.em.execute("select record_audit_event(?, ?, ?, ?, ?, ?, ?, ?::jsonb)", [
    uuidV7(),
    action,
    actor?.id ?? null,
    actor ? (actor.plexUsername ?? actor.username) : (facts.actorName ?? null),
    ctx.address?.slice(0, 64) ?? null,
    facts.subject?.type ?? null,
    facts.subject ? storable(facts.subject.id, 255) : null,
    JSON.stringify(facts.details ?? {}, (_key, value: unknown) =>
      typeof value === "string" ? storable(value, longestText) : value,
    ),
  ]);
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair, and whoever fails to sign in may send both. */
function storable(text: string, longest: number): string {
  return text.slice(0, longest).replaceAll("\0", "").toWellFormed();
}
