/**
 * Cuts off the oldest part of the audit, so that what remains is still a chain. First a record says up to where, with the
 * seal that the chain goes on from there, and by what setting; it is sealed like any other. Only what such a record names
 * is deleted: a verification begins there, and a part that is missing without one is found.
 */
import { sql, type Kysely } from "kysely";
import { inTransaction, type Context } from "../context.ts";
import { withKysely } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { sealAudit } from "./audit-chain.ts";

/** The setting that holds after how many days; 0 keeps the audit for ever. */
export const auditRetention = "retention.audit_days";

/** Records in one statement. */
const batch = 1000;

/** @returns how many records are older, and before every record that is not. */
export async function countOldAudit(em: Context["em"], before: Date): Promise<number> {
  const last = await withKysely(em, (db) => lastOld(db, before));
  const { rows } = await withKysely(em, (db) =>
    sql<{ due: string }>`select count(*) as due from audit_events where position <= ${last?.position ?? 0}`.execute(db),
  );
  return Number(rows[0]!.due);
}

/**
 * Cuts off what is older, and what an earlier run has announced and did not come to. Where a running transaction holds
 * the sealing up, the next run deletes.
 * @param days for the record, which tells why. @returns how many records are gone.
 */
export async function cutAudit(ctx: Context, before: Date, days: number): Promise<number> {
  await inTransaction(ctx, async ({ em }) => {
    const db = em.getKysely() as Kysely<any>;
    const last = await lastOld(db, before);
    // One that waits to be sealed has been announced as well.
    const { rows } = await sql<{ announced: number }>`
      select coalesce(max((details->>'position')::float8), 0) as announced from audit_events where action = 'audit.cut'`.execute(
      db,
    );
    if (!last || last.position <= rows[0]!.announced) return;
    const details = { ...last, setting: auditRetention, days };
    await sql`select announce_audit_cut(${uuidV7()}, ${JSON.stringify(details)}::jsonb)`.execute(db);
  });
  await sealAudit(ctx);
  let gone = 0;
  for (;;) {
    const { rows } = await sql<{ gone: number }>`select cut_audit_events(${batch}) as gone`.execute(
      ctx.em.getKysely() as Kysely<any>,
    );
    if (rows[0]!.gone === 0) return gone;
    gone += rows[0]!.gone;
  }
}

/** The last record before the first one that is young enough to stay. */
async function lastOld(db: Kysely<any>, before: Date): Promise<{ position: number; seal: string } | null> {
  const { rows } = await sql<{ position: string; seal: string }>`
    select position::text, seal from audit_events
     where position < coalesce((select min(position) from audit_events where created_at >= ${before}), 9223372036854775807)
     order by audit_events.position desc limit 1`.execute(db);
  return rows[0] ? { position: Number(rows[0].position), seal: rows[0].seal } : null;
}
