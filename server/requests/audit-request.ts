import type { Context } from "../context.ts";
import { recordAudit } from "../security/audit.ts";
import type { AuditAction } from "../security/audit-actions.ts";
import { User } from "../users/user.entity.ts";
import type { DownloadHistory } from "./download-history.entity.ts";
import type { Request } from "./request.entity.ts";

/** A book, as far as the audit names it. */
interface NamedBook {
  readonly title: string;
}

/** Records what was done to a request, in words that outlive it: the book, and who asked for it. */
export async function auditRequest(
  ctx: Context,
  action: AuditAction,
  { id, user }: Pick<Request, "id" | "user">,
  { title }: NamedBook,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const asker = await ctx.em.findOne(User, { id: user.id });
  const name = asker?.plexUsername ?? asker?.username;
  await recordAudit(ctx, action, {
    subject: { type: "request", id },
    details: { book: title, askedBy: name, ...details },
  });
}

/** Records what was done to a release of a book. */
export async function auditRelease(
  ctx: Context,
  action: "release.selected" | "release.blocked" | "release.unblocked",
  { id, torrentName, indexerName, request }: DownloadHistory,
  { title }: NamedBook,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(ctx, action, {
    subject: { type: "release", id },
    details: { book: title, release: torrentName, indexer: indexerName, requestId: request.id, ...details },
  });
}
