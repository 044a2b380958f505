import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { whileNoOther } from "../backup/make-backup.ts";
import { restoreBackup } from "../backup/restore-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { openAuditDatabase, type AuditDatabase } from "../testing/audit-database.ts";
import { toolsOf } from "../testing/backup-place.ts";
import { createTestDatabase } from "../testing/database.ts";
import { eventually } from "../testing/eventually.ts";
import { recordAudit } from "./audit.ts";
import { sampleAudit, sealAudit, verifyAudit, type AuditHead } from "./audit-chain.ts";
import { readAuditCut } from "./audit-cut.ts";
import { createAuditSeals } from "./audit-seals.ts";
import { countOldAudit, cutAudit } from "./cut-audit.ts";

let db: AuditDatabase;
beforeAll(async () => void (db = await openAuditDatabase()));
beforeEach(() => db.sql("truncate audit_events"));
afterAll(() => db.close());

const boundary = new Date("2020-01-01T00:00:00Z");
const seals = () => createAuditSeals(db.keys);
const verify = (noted: AuditHead | null = null) => verifyAudit(db.workerContext().em, seals(), noted);
const positions = async () =>
  (await db.sql("select position from audit_events order by position")).map(({ position }) => Number(position));

/** Transactions of other tests on the same server hold the sealing up. */
async function sealUpTo(count: number): Promise<AuditHead> {
  return eventually(async () => {
    const { head } = await sealAudit(db.workerContext());
    expect(head?.position).toBe(count);
    return head!;
  });
}

/** So many records from before the boundary, and so many from after it, sealed. */
async function history(old: number, young: number): Promise<AuditHead> {
  await db.sql(
    `insert into audit_events (id, action, subject_id, created_at)
       select lpad(to_hex(n), 32, '0')::uuid, 'job.run', n, case when n <= $1 then timestamptz '2019-01-01' else timestamptz '2021-01-01' end
         from generate_series(1, $2) n`,
    [old, old + young],
  );
  return sealUpTo(old + young);
}

/** Cuts, until nothing is left of what was announced. @returns how many records went. */
async function cut(before = boundary): Promise<number> {
  let gone = 0;
  await eventually(async () => {
    gone += await cutAudit(db.workerContext(), before, 730);
    expect(await countOldAudit(db.workerContext().em, before)).toBe(0);
  });
  return gone;
}

describe("cutting the audit", () => {
  it("takes what is old, leaves a chain that is whole, and says up to where and why", async () => {
    await history(2003, 3);
    const [{ seal }] = await db.sql("select seal from audit_events where position = 2003");
    expect(await countOldAudit(db.workerContext().em, boundary)).toBe(2003);
    expect(await cut()).toBe(2003);
    expect(await positions()).toEqual([2004, 2005, 2006, 2007]);
    expect(await verify()).toMatchObject({ head: { position: 2007 }, waiting: 0, fault: null });
    const [{ action, details }] = await db.sql("select action, details from audit_events where position = 2007");
    expect(action).toBe("audit.cut");
    expect(details).toEqual({ position: 2003, seal, setting: "retention.audit_days", days: 730 });
    expect(await sampleAudit(db.workerContext().em, seals())).toEqual([{ key: "k1", count: 4, isRight: true }]);
  });

  it("announces and takes nothing the second time, and more when more is old", async () => {
    await history(3, 3);
    expect(await cut()).toBe(3);
    expect(await cut()).toBe(0);
    expect(await positions()).toEqual([4, 5, 6, 7]);
    expect(await cut(new Date("2022-01-01T00:00:00Z"))).toBe(3);
    expect(await positions()).toEqual([7, 8]);
    expect((await verify()).fault).toBeNull();
  });

  it("keeps the chain going: what is recorded later is sealed after it", async () => {
    await history(3, 0);
    await cut();
    await recordAudit(db.viewerContext(), "job.run");
    const head = await sealUpTo(5);
    expect(await verify(head)).toEqual({ head, waiting: 0, fault: null });
  });

  it("is whole as well in a database that it was restored into, and goes on there", async () => {
    await history(5, 2);
    await cut();
    const [{ head }, restored] = [await verify(), await createTestDatabase({ empty: true })];
    const folder = await mkdtemp(join(tmpdir(), "readmeabook-audit-"));
    let there: AuditDatabase | null = null;
    try {
      const path = join(folder, "with-cut.rmab");
      await writeBackup(toolsOf(db.database, db.keys), path);
      const tools = toolsOf(restored, db.keys);
      await whileNoOther(tools, () => restoreBackup(tools, path, null));
      there = await openAuditDatabase({ database: restored, keys: db.keys });
      const { em } = there.workerContext();
      expect(await verifyAudit(em, seals(), head)).toEqual({ head, waiting: 0, fault: null });
      expect(await readAuditCut(em)).toMatchObject({ position: 5 });
      await recordAudit(there.viewerContext(), "job.run");
      await eventually(async () => {
        const { head: next } = await sealAudit(there!.workerContext());
        expect(next?.position).toBe(9);
      });
      expect((await verifyAudit(em, seals(), head)).fault).toBeNull();
      await there.sql("delete from audit_events where position = 7");
      expect((await verifyAudit(em, seals(), head)).fault?.position).toBe(7);
    } finally {
      await there?.close();
      await restored.drop();
      await rm(folder, { recursive: true });
    }
  });

  it("is whole as well when it was killed half-way, and the next run takes the rest", async () => {
    await history(5, 2);
    await db.sql("begin");
    const [{ seal }] = await db.sql("select seal from audit_events where position = 5");
    await db.sql("commit");
    await db.sql("select announce_audit_cut(gen_random_uuid(), $1)", [
      JSON.stringify({ position: 5, seal, setting: "retention.audit_days", days: 730 }),
    ]);
    await sealUpTo(8);
    await db.sql("select cut_audit_events(2)");
    expect(await positions()).toEqual([3, 4, 5, 6, 7, 8]);
    expect((await verify()).fault).toBeNull();
    expect(await cut()).toBe(3);
    expect(await positions()).toEqual([6, 7, 8]);
  });

  it.each([
    ["more is missing than was announced", "delete from audit_events where position = 4", 4],
    ["the record that announced it is gone", "delete from audit_events where action = 'audit.cut'", 1],
    [
      "the record that announced it was changed",
      `update audit_events set details = details || jsonb_build_object('position', 5, 'seal', (select seal from audit_events where position = 5)) where action = 'audit.cut'`,
      7,
    ],
    [
      "what was cut off is announced by a record that nobody sealed",
      `insert into audit_events (action, position, seal, details) select 'audit.cut', 8, seal, jsonb_build_object('position', 5, 'seal', seal) from audit_events where position = 5;
       delete from audit_events where position < 6`,
      8,
    ],
  ])("is found when %s", async (_what, tampering, position) => {
    await history(3, 3);
    await cut();
    await db.sql(tampering);
    expect((await verify()).fault?.position).toBe(position);
  });

  it("is for the worker alone, and cannot be announced like anything else", async () => {
    await history(2, 0);
    const { em } = db.viewerContext();
    for (const statement of ["select cut_audit_events(1)", "select announce_audit_cut(gen_random_uuid(), '{}')"])
      await expect(em.execute(statement)).rejects.toMatchObject({ code: "42501" });
    for (const ctx of [db.viewerContext(), db.workerContext()])
      await expect(recordAudit(ctx, "audit.cut", { details: { position: 2 } })).rejects.toThrow("announce_audit_cut");
    await expect(db.workerContext().em.execute("delete from audit_events")).rejects.toMatchObject({ code: "42501" });
    expect(await readAuditCut(db.workerContext().em)).toBeNull();
  });
});
