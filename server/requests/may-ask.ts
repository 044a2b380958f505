/**
 * Whether somebody may ask for a book, and whether an admin decides on it first. What is said of the person wins over
 * what the settings say for everybody; admins are free.
 *
 * A request counts against its person's quota for as long as a download may still come of it, and for good once one has:
 * not when it was denied or ended before, not when the book was there, not when others were already getting it, and not
 * when an admin asked in the person's name (`decided_at` is `created_at` then; an approval comes later).
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import type { Context } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { ForbiddenError } from "../errors.ts";
import type { Settings } from "../configuration/configuration.service.ts";
import { User, UserRole } from "../users/user.entity.ts";
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
  const { most, days } = quotaOf(asker, settings);
  if (most > 0 && !(await costsNothing(ctx, request))) {
    const [counted] = await countAsked(ctx.em, [{ id: asker.id, days }], request.id);
    const { used, oldest } = counted!;
    if (used >= most) {
      const next = oldest
        ? ` You can ask again after ${new Date(oldest.getTime() + days * day).toISOString().slice(0, 16).replace("T", " ")} UTC.`
        : "";
      throw new ForbiddenError(
        `You may ask for ${most} ${most === 1 ? "book" : "books"} in ${days} ${days === 1 ? "day" : "days"}, and have.${next}`,
      );
    }
  }
  return { needsApproval: needsApproval(asker, settings), onBehalfById: null };
}

/** How many books a person may ask for in how many days, all things considered; 0 for any number. */
export function quotaOf(
  { role, requestQuota, requestQuotaDays }: Pick<User, "role" | "requestQuota" | "requestQuotaDays">,
  settings: Settings,
): { readonly most: number; readonly days: number } {
  return {
    most: role === UserRole.ADMIN ? 0 : (requestQuota ?? Number(settings["requests.quota"])),
    days: requestQuotaDays ?? Number(settings["requests.quota_days"]),
  };
}

/** Whether an admin decides on a person's requests before they begin, all things considered. */
export function needsApproval({ role, autoApprove }: Pick<User, "role" | "autoApprove">, settings: Settings): boolean {
  return role !== UserRole.ADMIN && !(autoApprove ?? settings["requests.auto_approve"] === "true");
}

/** @throws ForbiddenError when this person may not look for releases and pick one by hand. */
export async function assertMaySelectReleases(ctx: Context, viewer: User): Promise<void> {
  if (!maySelectReleases(viewer, await ctx.integrations.settings()))
    throw new ForbiddenError("Only those whom an admin has allowed to may look for releases and pick one by hand.");
}

/** The book is there, or others are already getting it. */
async function costsNothing({ em }: Context, { user, audiobook }: Request): Promise<boolean> {
  const rows = await readRows(em, (db) =>
    sql`
    select from audiobooks a
     where a.id = ${audiobook.id}
       and (a.availability_status = ${AvailabilityStatus.AVAILABLE}
            or exists (select from requests r where r.audiobook_id = a.id and r.user_id <> ${user.id} and r.status = any(${live}::text[])))`.compile(
      db,
    ),
  );
  return rows.length > 0;
}

/**
 * What counts of what people have asked for in their last so many days, in their order.
 * @param em sees everybody's requests. @param except a request that does not count.
 */
export async function countAsked(
  em: EntityManager,
  people: readonly { readonly id: string; readonly days: number }[],
  except: string | null = null,
): Promise<{ used: number; oldest: Date | null }[]> {
  const rows = await readRows(em, (db) =>
    sql<{ used: number; oldest: string | null }>`
    select counted.used, counted.oldest
      from unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ days }) => days)}::int[])
           with ordinality as person (id, days, place)
     cross join lateral (
       select count(*)::int as used, (extract(epoch from min(r.created_at)) * 1000)::text as oldest
         from requests r
        where r.user_id = person.id and r.id is distinct from ${except}::uuid
          and r.created_at > now() - make_interval(days => person.days)
          and r.decided_at is distinct from r.created_at
          and (exists (select from download_history d
                        where d.request_id = r.id and d.started_at >= r.created_at)
               or (r.status = any(${[RequestStatus.AWAITING_APPROVAL, ...live]}::text[])
                   and not exists (select from requests o
                                    where o.audiobook_id = r.audiobook_id and o.id <> r.id and o.status = any(${live}::text[])
                                      and (r.status = ${RequestStatus.AWAITING_APPROVAL} or (o.created_at, o.id) < (r.created_at, r.id)))))
     ) counted
     order by person.place`.compile(db),
  );
  return rows.map(({ used, oldest }) => ({ used, oldest: oldest === null ? null : new Date(Number(oldest)) }));
}
