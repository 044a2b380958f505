import type { EntityManager } from "@mikro-orm/postgresql";
import { sql } from "kysely";
import { withKysely } from "../database/row-level-security.ts";

/** Up to where the audit was cut off, and the seal that it goes on from. */
export interface AuditCut {
  readonly position: number;
  readonly seal: string;
  /** The setting that asked for it. */
  readonly setting: string;
}

/** @returns the newest cut that a sealed record tells of; that record is after it, so that a verification comes to it. */
export async function readAuditCut(em: EntityManager): Promise<AuditCut | null> {
  const { rows } = await withKysely(em, (db) =>
    sql<AuditCut>`
      select (details->>'position')::float8 as position, details->>'seal' as seal, details->>'setting' as setting
        from audit_events
       where action = 'audit.cut' and position > (details->>'position')::bigint
       order by audit_events.position desc limit 1`.execute(db),
  );
  return rows[0] ?? null;
}
