import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { NotFoundError } from "../errors.ts";
import { DownloadHistory, DownloadStatus } from "./download-history.entity.ts";
import { isLive } from "./lifecycle-table.ts";
import { RequestStatus } from "./request-status.ts";
import { Request } from "./request.entity.ts";

/** A request, its book, and everybody who waits for the same book. */
export interface Together {
  readonly request: Request;
  readonly audiobook: Audiobook;
  /** Those on their way, who asked first at the front: it leads. */
  readonly live: readonly Request[];
  /** Those that an admin has not decided on: they have no part in what is done for the others, until the book is there. */
  readonly awaiting: readonly Request[];
}

const { AWAITING_APPROVAL } = RequestStatus;
const liveStatuses = Object.values(RequestStatus).filter(isLive);

/**
 * Locks the book, then its requests: always in this order, so that two changes of one book wait for each other and never
 * dead-lock. Call it inside a transaction.
 * @throws NotFoundError when there is no such request.
 */
export async function lockTogether(em: EntityManager, requestId: string): Promise<Together> {
  const found = await em.findOne(Request, { id: requestId }, { fields: ["audiobook"], disableIdentityMap: true });
  if (!found) throw new NotFoundError("request", requestId);
  const audiobook = await em.findOneOrFail(
    Audiobook,
    { id: found.audiobook.id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  const requests = await em.find(
    Request,
    { audiobook: audiobook.id, $or: [{ id: requestId }, { status: { $in: [...liveStatuses, AWAITING_APPROVAL] } }] },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { createdAt: "asc", id: "asc" } },
  );
  const request = requests.find((each) => each.id === requestId);
  if (!request) throw new NotFoundError("request", requestId);
  return {
    request,
    audiobook,
    live: requests.filter((each) => liveStatuses.includes(each.status)),
    awaiting: requests.filter((each) => each.status === AWAITING_APPROVAL),
  };
}

/** Hands the candidates and the download of one request to the next one that waits for the same book. */
export async function handOverDownloads(em: EntityManager, from: Request, to: Request): Promise<void> {
  const handed = await em.find(DownloadHistory, { request: from.id });
  const own = new Map((await em.find(DownloadHistory, { request: to.id })).map((row) => [row.releaseKey, row]));
  const going: DownloadHistory[] = [];
  for (const row of handed) {
    const inTheWay = own.get(row.releaseKey);
    // What it tried itself stays in its history, unless that very release is what is being fetched now.
    if (inTheWay?.selected && !isUnderWay(row)) continue;
    if (inTheWay) em.remove(inTheWay);
    going.push(row);
  }
  await em.flush();
  for (const row of going) row.request = em.getReference(Request, to.id, { wrapped: true });
  await em.flush();
}

function isUnderWay({ selected, downloadStatus }: DownloadHistory): boolean {
  return selected && downloadStatus !== DownloadStatus.FAILED && downloadStatus !== DownloadStatus.STALLED;
}

/** Locks several books, then those of their requests that are in one of these statuses: in the same order as one book's. */
export async function lockBooks(
  em: EntityManager,
  bookIds: readonly string[],
  statuses: readonly RequestStatus[],
): Promise<Request[]> {
  await sql`select from audiobooks where id = any(${bookIds}::uuid[]) order by id for update`.execute(
    em.getKysely() as Kysely<any>,
  );
  return em.find(
    Request,
    { audiobook: { $in: [...bookIds] }, status: { $in: [...statuses] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { createdAt: "asc", id: "asc" } },
  );
}
