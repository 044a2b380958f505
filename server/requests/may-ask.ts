/**
 * Whether somebody may ask for a book, and whether an admin decides on it first. What is said of the person wins over
 * what the settings say for everybody; admins are free.
 *
 * A request counts against its person's quota for as long as a download may still come of it, and for good once one has:
 * not when it was denied or ended before, not when the book was there, not when others were already getting it, and not
 * when an admin asked in the person's name (`decided_at` is `created_at` then; an approval comes later).
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import { ForbiddenError } from "../errors.ts";
import { User } from "../users/user.entity.ts";
import { maySelectReleases } from "../users/user.service.ts";
import { isLive } from "./lifecycle-table.ts";
import type { Asking } from "./request.lifecycle.ts";
import { RequestStatus } from "./request-status.ts";
import type { Request } from "./request.entity.ts";

const day = 24 * 3_600_000;
const live = Object.values(RequestStatus).filter(isLive);

/** Locks a person, so that what they ask for at the same moment is counted one after the other. Before the book is locked. */
export async function lockAsker(em: EntityManager, userId: string): Promise<User> {
  await em.execute("select from users where id = ? for no key update", [userId]);
  return em.findOneOrFail(User, { id: userId }, { refresh: true });
}

/**
 * Decides how a request may begin. The person and the book are locked.
 * @param viewer who asks, for themself or, as an admin, for `asker`.
 * @param request may be a new one.
 * @throws ForbiddenError when the person's quota is used up.
 */
export async function assertMayAsk(
  ctx: Context,
  viewer: User,
  asker: User,
  request: Request,
): Promise<Pick<Asking, "needsApproval" | "onBehalfById">> {
  if (viewer.isAdmin()) return { needsApproval: false, onBehalfById: viewer.id === asker.id ? null : viewer.id };
  const settings = await ctx.integrations.settings();
  const quota = asker.requestQuota ?? Number(settings["requests.quota"]);
  if (quota > 0 && !(await costsNothing(ctx, request))) {
    const days = asker.requestQuotaDays ?? Number(settings["requests.quota_days"]);
    const { used, oldest } = await countAsked(ctx, request, new Date(Date.now() - days * day));
    if (used >= quota) {
      const next = oldest
        ? ` You can ask again after ${new Date(oldest.getTime() + days * day).toISOString().slice(0, 16).replace("T", " ")} UTC.`
        : "";
      throw new ForbiddenError(
        `You may ask for ${quota} ${quota === 1 ? "book" : "books"} in ${days} ${days === 1 ? "day" : "days"}, and have.${next}`,
      );
    }
  }
  const autoApprove = asker.autoApprove ?? settings["requests.auto_approve"] === "true";
  return { needsApproval: !autoApprove, onBehalfById: null };
}

/** @throws ForbiddenError when this person may not look for releases and pick one by hand. */
export async function assertMaySelectReleases(ctx: Context, viewer: User): Promise<void> {
  if (!maySelectReleases(viewer, await ctx.integrations.settings()))
    throw new ForbiddenError("Only those whom an admin has allowed to may look for releases and pick one by hand.");
}

/** The book is there, or others are already getting it. */
async function costsNothing(ctx: Context, { user, audiobook }: Request): Promise<boolean> {
  const { rows } = await sql`
    select from audiobooks a
     where a.id = ${audiobook.id}
       and (a.availability_status = ${AvailabilityStatus.AVAILABLE}
            or exists (select from requests r where r.audiobook_id = a.id and r.user_id <> ${user.id} and r.status = any(${live}::text[])))`.execute(
    kysely(ctx),
  );
  return rows.length > 0;
}

/** What counts of a person's other requests since then. */
async function countAsked(
  ctx: Context,
  { id, user }: Request,
  since: Date,
): Promise<{ used: number; oldest: Date | null }> {
  const { rows } = await sql<{ used: number; oldest: string | null }>`
    select count(*)::int as used, (extract(epoch from min(r.created_at)) * 1000)::text as oldest
      from requests r
     where r.user_id = ${user.id} and r.id <> ${id} and r.created_at > ${since.toISOString()}::timestamptz
       and r.decided_at is distinct from r.created_at
       and (exists (select from download_history d
                     where d.request_id = r.id and d.started_at >= r.created_at)
            or (r.status = any(${[RequestStatus.AWAITING_APPROVAL, ...live]}::text[])
                and not exists (select from requests o
                                 where o.audiobook_id = r.audiobook_id and o.id <> r.id and o.status = any(${live}::text[])
                                   and (r.status = ${RequestStatus.AWAITING_APPROVAL} or (o.created_at, o.id) < (r.created_at, r.id)))))`.execute(
    kysely(ctx),
  );
  const { used, oldest } = rows[0]!;
  return { used, oldest: oldest === null ? null : new Date(Number(oldest)) };
}

function kysely({ em }: Context): Kysely<any> {
  return em.getKysely() as Kysely<any>;
}
