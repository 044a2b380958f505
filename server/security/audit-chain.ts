/**
 * The chain of the audit: each record is sealed over the one before it, in the order of the transactions that wrote them,
 * so that whoever changes, removes, inserts or cuts off records without having the key is found. A record is vouched for
 * from its sealing on; an end that was cut off shows only against a head that was noted elsewhere (the log).
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { sql, type Kysely } from "kysely";
import { inTransaction, type Context } from "../context.ts";
import { readAuditCut } from "./audit-cut.ts";
import type { AuditSeals, SealedRecord } from "./audit-seals.ts";

/** The end of the chain: a position from 1, which is also how many records there are, and its seal. */
export interface AuditHead {
  readonly position: number;
  readonly seal: string;
}

/** What a verification has found. */
export interface AuditVerdict {
  /** As far as the chain is right; null when it is empty or wrong from the beginning. */
  readonly head: AuditHead | null;
  /** How many records are not sealed yet. */
  readonly waiting: number;
  /** The first position that is wrong, and how. */
  readonly fault: { readonly position: number; readonly sentence: string } | null;
}

/** How many records are read, or sealed in one transaction, at once. */
const batch = 1000;

const columns = sql`
  id::text, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", action,
  actor_id::text as "actorId", actor_name as "actorName", address, subject_type as "subjectType", subject_id as "subjectId",
  details::text, written_in::text as "writtenIn", position::text, seal`;

type StoredRecord = SealedRecord & { readonly seal: string };

/** Seals what was written by transactions that are over; one sealer at a time. @returns how many, and the new head. */
export async function sealAudit(ctx: Context): Promise<{ readonly sealed: number; readonly head: AuditHead | null }> {
  let all = 0;
  for (;;) {
    const { sealed, head } = await sealBatch(ctx);
    all += sealed;
    if (sealed < batch) return { sealed: all, head };
  }
}

function sealBatch(ctx: Context): ReturnType<typeof sealAudit> {
  return inTransaction(ctx, async ({ em, auditSeals }) => {
    const db = em.getKysely() as Kysely<any>;
    await sql`select pg_advisory_xact_lock(hashtext('readmeabook audit'))`.execute(db);
    const { rows: heads } = await sql<{ position: string; seal: string }>`
      select position::text, seal from audit_events
       where position is not null order by audit_events.position desc limit 1`.execute(db);
    // What is older than the oldest running transaction is complete: nothing can come before it any more.
    // What is from the future is from another cluster, out of a backup.
    const { rows } = await sql<StoredRecord>`
      select ${columns} from audit_events
       where position is null
         and (written_in < pg_snapshot_xmin(pg_current_snapshot()) or written_in >= pg_snapshot_xmax(pg_current_snapshot()))
       order by audit_events.written_in, audit_events.id limit ${batch}`.execute(db);
    let head = heads[0] ? { position: Number(heads[0].position), seal: heads[0].seal } : null;
    const seals = rows.map(({ seal: _none, ...record }) => {
      const position: number = (head?.position ?? 0) + 1;
      head = { position, seal: auditSeals.seal({ ...record, position: String(position) }, head?.seal ?? "") };
      return { id: record.id, ...head };
    });
    if (seals.length > 0) await sql`select seal_audit_events(${JSON.stringify(seals)}::jsonb)`.execute(db);
    return { sealed: seals.length, head };
  });
}

/**
 * Walks the chain to the first fault: from its beginning, or from where it was cut off, as a record further on tells.
 * What is left of the part that was given up, and is about to be deleted, is not looked at.
 * @param noted a head that the log has told: without it, an end that was cut off goes unseen.
 */
export async function verifyAudit(
  em: EntityManager,
  seals: AuditSeals,
  noted: AuditHead | null = null,
): Promise<AuditVerdict> {
  const db = em.getKysely() as Kysely<any>;
  const { rows: counts } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from audit_events where position is null`.execute(db);
  const { waiting } = counts[0]!;
  const cut = await readAuditCut(em);
  let head: AuditHead | null = cut && { position: cut.position, seal: cut.seal };
  for (;;) {
    const rows = await readSealed(db, head);
    for (const row of rows) {
      const position: number = (head?.position ?? 0) + 1;
      const sentence = faultOf(row, position, head?.seal ?? "", seals, noted);
      if (sentence) return { head, waiting, fault: { position, sentence } };
      head = { position, seal: row.seal };
    }
    if (rows.length < batch) break;
  }
  const end = head?.position ?? 0;
  if (!noted || noted.position <= end) return { head, waiting, fault: null };
  const sentence = `The end is cut off: the log has noted ${noted.position} records, and there are ${end}.`;
  return { head, waiting, fault: { position: end + 1, sentence } };
}

/** Of each key how many records it has sealed, and whether it is the key that has: a few of the newest are looked at. */
export async function sampleAudit(
  em: EntityManager,
  seals: AuditSeals,
): Promise<{ readonly key: string; readonly count: number; readonly isRight: boolean }[]> {
  const db = em.getKysely() as Kysely<any>;
  const { rows: keys } = await sql<{ key: string; count: number; newest: string[] }>`
    select split_part(seal, ':', 1) as key, count(*)::int as count,
           (array_agg(position::text order by position desc))[1:3] as newest
      from audit_events where position is not null group by 1`.execute(db);
  const { rows } = await sql<StoredRecord & { previous: string | null }>`
    select ${columns}, coalesce(
             (select seal from audit_events as p where p.position = audit_events.position - 1),
             (select c.details->>'seal' from audit_events as c
               where c.action = 'audit.cut' and (c.details->>'position')::bigint = audit_events.position - 1 limit 1)) as previous
      from audit_events where position = any(${keys.flatMap(({ newest }) => newest)}::bigint[])`.execute(db);
  const right = new Set(
    rows.flatMap(({ seal, previous, ...record }) =>
      seals.check(record, previous ?? "", seal) === "right" ? [record.position] : [],
    ),
  );
  return keys.map(({ key, count, newest }) => ({ key, count, isRight: newest.some((each) => right.has(each)) }));
}

/** The next ones of the chain; from the very first, whatever its position, when there is no head yet. */
async function readSealed(db: Kysely<any>, head: AuditHead | null): Promise<StoredRecord[]> {
  const { rows } = await sql<StoredRecord>`
    select ${columns} from audit_events
     where position is not null and (${head === null} or audit_events.position > ${head?.position ?? 0})
     order by audit_events.position limit ${batch}`.execute(db);
  return rows;
}

function faultOf(
  { seal, ...record }: StoredRecord,
  due: number,
  previous: string,
  seals: AuditSeals,
  noted: AuditHead | null,
): string | null {
  const found = BigInt(record.position);
  if (found > due) return `A record was removed: after position ${due - 1} comes ${found}.`;
  if (found < due) return `A record was inserted, at position ${found}.`;
  const verdict = seals.check(record, previous, seal);
  if (verdict === "unknown key")
    return `The record is sealed with the key ${seal.split(":")[0]}, which is not among the encryption keys. Add it (after the active one) to verify.`;
  if (verdict === "wrong")
    return "The record is not the one that was sealed here: it was changed, or inserted, or another was removed.";
  if (noted?.position === due && noted.seal !== seal)
    return "The record is sealed, but it is not the one that the log has noted: the end was cut off, and written anew.";
  return null;
}
