import { sql } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { isCatalogId } from "../audiobooks/audiobook.service.ts";
import type { Context } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { DomainError, InvalidInputError } from "../errors.ts";
import type { User } from "../users/user.entity.ts";
import { isLive } from "./lifecycle-table.ts";
import { createRequest } from "./request.service.ts";
import { RequestStatus } from "./request-status.ts";

const mostAtOnce = 50;

/** A book that was not asked for, and why. */
export interface LeftOut {
  readonly audibleId: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Asks for several books of the catalog, each by itself and by the same rules as one; what is in the library or was asked
 * for by the viewer already is left out. That one cannot be asked for (a quota has ended, the catalog has lost it) holds
 * up none of the others.
 * @returns the ids of the new requests, in the order of the books, and what was left out.
 * @throws InvalidInputError when there are none, or too many.
 */
export async function createRequests(
  ctx: Context,
  viewer: User,
  audibleIds: readonly string[],
): Promise<{ ids: string[]; leftOut: LeftOut[] }> {
  const books = [...new Set(audibleIds)];
  if (books.length < 1 || books.length > mostAtOnce)
    throw new InvalidInputError({ audibleIds: `Ask for 1 to ${mostAtOnce} books at a time.` });
  const needless = await findNeedless(ctx, viewer, books.filter(isCatalogId));
  const ids: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const audibleId of books) {
    const message = needless.get(audibleId);
    if (message !== undefined) {
      leftOut.push({ audibleId, code: "CONFLICT", message });
      continue;
    }
    try {
      ids.push(await createRequest(ctx, viewer, { audibleId }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      leftOut.push({ audibleId, code: error.code, message: error.message });
    }
  }
  return { ids, leftOut };
}

/** @returns for each book that need not be asked for: why. */
async function findNeedless(ctx: Context, viewer: User, audibleIds: readonly string[]): Promise<Map<string, string>> {
  const open = [RequestStatus.AWAITING_APPROVAL, ...Object.values(RequestStatus).filter(isLive)];
  const rows = await readRows(ctx.em, (db) =>
    sql<{ audible_id: string; is_available: boolean }>`
      select a.audible_id, a.availability_status = ${AvailabilityStatus.AVAILABLE} as is_available
        from audiobooks a
       where a.audible_id = any(${audibleIds}::text[])
         and (a.availability_status = ${AvailabilityStatus.AVAILABLE}
              or exists (select from requests r
                          where r.audiobook_id = a.id and r.user_id = ${viewer.id} and r.status = any(${open}::text[])))`.compile(
      db,
    ),
  );
  return new Map(
    rows.map((row) => [
      row.audible_id,
      row.is_available ? "It is in the library already." : "You have asked for it already.",
    ]),
  );
}
