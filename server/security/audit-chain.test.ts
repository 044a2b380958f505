import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { sealAuditJob } from "../jobs/seal-audit.job.ts";
import { openAuditDatabase, type AuditDatabase } from "../testing/audit-database.ts";
import { eventually } from "../testing/eventually.ts";
import { createGate } from "../testing/gate.ts";
import { recordAudit } from "./audit.ts";
import { sealAudit, verifyAudit, type AuditHead } from "./audit-chain.ts";
import { createAuditSeals } from "./audit-seals.ts";

let db: AuditDatabase;
beforeAll(async () => void (db = await openAuditDatabase()));
beforeEach(() => db.sql("truncate audit_events"));
afterAll(() => db.close());

const record = (number: number) =>
  recordAudit(db.viewerContext(), "job.run", { subject: { type: "job", id: String(number) } });
const verify = (noted?: AuditHead, keys = db.keys) =>
  verifyAudit(db.workerContext().em, createAuditSeals(keys), noted ?? null);
const inOrder = async () =>
  (await db.sql("select subject_id from audit_events where position is not null order by position")).map((row) =>
    Number(row.subject_id),
  );

/** Seals until so many are sealed: transactions of other tests on the same server hold the sealing up. */
async function sealUpTo(count: number): Promise<AuditHead> {
  return eventually(async () => {
    const { head } = await sealAudit(db.workerContext());
    expect(head?.position).toBe(count);
    return head!;
  });
}

async function sealed(count: number): Promise<AuditHead> {
  for (let number = 1; number <= count; number += 1) await record(number);
  return sealUpTo(count);
}

describe("sealing", () => {
  it("chains what was written, and goes on where it ended", async () => {
    expect(await verify()).toEqual({ head: null, waiting: 0, fault: null });
    const first = await sealed(3);
    expect(await verify(first)).toEqual({ head: first, waiting: 0, fault: null });
    await record(4);
    expect(await verify(first)).toEqual({ head: first, waiting: 1, fault: null });
    const second = await sealUpTo(4);
    expect(await sealAudit(db.workerContext())).toEqual({ sealed: 0, head: second });
    expect(await verify(first)).toEqual({ head: second, waiting: 0, fault: null });
    expect(await verify(second)).toEqual({ head: second, waiting: 0, fault: null });
    expect(await inOrder()).toEqual([1, 2, 3, 4]);
  });

  it("waits for a transaction that began to write before, and then puts its record first", async () => {
    const gate = createGate();
    gate.shut();
    const slow = inTransaction(db.viewerContext(), async (ctx) => {
      await recordAudit(ctx, "job.run", { subject: { type: "job", id: "1" } });
      await gate.pass();
    });
    await eventually(async () => expect(gate.waiting).toBe(1));
    await record(2);
    expect(await sealAudit(db.workerContext())).toEqual({ sealed: 0, head: null });
    gate.open();
    await slow;
    await sealUpTo(2);
    expect(await inOrder()).toEqual([1, 2]);
    expect((await verify()).fault).toBeNull();
  });

  it("makes one chain of what many write while several processes seal", async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let number = 0; number < 10; number += 1) await record(writer * 10 + number);
    });
    let isWritten = false;
    const sealers = Array.from({ length: 3 }, async () => {
      while (!isWritten) await sealAudit(db.workerContext());
    });
    await Promise.all(writers);
    isWritten = true;
    await Promise.all(sealers);
    const head = await sealUpTo(80);
    expect(await verify(head)).toEqual({ head, waiting: 0, fault: null });
    expect((await inOrder()).toSorted((one, other) => one - other)).toEqual(Array.from({ length: 80 }, (_, n) => n));
  });

  it("tells the log the new head, which is the count too, whenever something was sealed", async () => {
    const lines: object[] = [];
    const logger = { info: (facts: object, message: string) => void lines.push({ ...facts, message }) };
    const seal = () => sealAuditJob.run({ ...db.workerContext(), logger } as never, {});
    for (let number = 1; number <= 2; number += 1) await record(number);
    const result = await eventually(async () => {
      const sealed = await seal();
      expect(sealed).toMatchObject({ sealed: 2 });
      return sealed;
    });
    expect(result).toMatchObject({ head: expect.stringMatching(/^2:k1:[\w-]{43}$/) });
    expect(await seal()).toEqual({ sealed: 0 });
    expect(lines).toEqual([{ ...(result as object), message: "The audit is sealed" }]);
  });

  it("takes more than one batch at once", async () => {
    await db.sql("insert into audit_events (action, subject_id) select 'job.run', n from generate_series(1, 2005) n");
    await sealUpTo(2005);
    expect(await verify()).toMatchObject({ head: { position: 2005 }, waiting: 0, fault: null });
  });

  it("seals what a backup has brought from another server, whose transactions have greater numbers", async () => {
    await record(1);
    await db.sql("update audit_events set written_in = '9000000000'");
    await sealUpTo(1);
    expect((await verify()).fault).toBeNull();
  });
});

describe("verifying", () => {
  it("finds a change of any column, at its position", async () => {
    await sealed(4);
    const columns: { name: string; type: string }[] = await db.sql(
      `select column_name as name, udt_name as type from information_schema.columns
        where table_name = 'audit_events' and column_name not in ('position')`,
    );
    expect(columns.length).toBeGreaterThan(9);
    const other: Record<string, string> = {
      uuid: "gen_random_uuid()",
      timestamptz: "'2020-01-01'::timestamptz",
      xid8: "'7'::xid8",
      jsonb: `'{"a": 1}'::jsonb`,
      varchar: "'other'",
    };
    for (const { name, type } of columns) {
      await db.sql("create table kept as select * from audit_events where position = 3");
      await db.sql(`update audit_events set ${name} = ${other[type]} where position = 3`);
      expect((await verify()).fault?.position, name).toBe(3);
      await db.sql("delete from audit_events where position = 3");
      await db.sql("insert into audit_events select * from kept");
      await db.sql("drop table kept");
      expect((await verify()).fault, name).toBeNull();
    }
  });

  it.each([
    ["removed", "delete from audit_events where position = 2", 2, /removed: after position 1 comes 3/],
    ["removed at the beginning", "delete from audit_events where position = 1", 1, /removed: after position 0 comes 2/],
    [
      "removed, with the others moved up",
      "delete from audit_events where position = 2; update audit_events set position = -position where position > 2; update audit_events set position = -position - 1 where position < 0",
      2,
      /not the one that was sealed/,
    ],
    [
      "inserted, with the others moved down",
      "update audit_events set position = -position where position >= 3; update audit_events set position = 1 - position where position < 0; insert into audit_events (action, position, seal) select 'job.run', 3, seal from audit_events where position = 2",
      3,
      /not the one that was sealed/,
    ],
    [
      "inserted at the end",
      "insert into audit_events (action, position, seal) select 'job.run', 6, seal from audit_events where position = 5",
      6,
      /not the one that was sealed/,
    ],
    [
      "inserted before the beginning",
      "insert into audit_events (action, position, seal) values ('job.run', 0, 'k1:x')",
      1,
      /inserted, at position 0/,
    ],
    [
      "exchanged for another",
      "update audit_events set position = case position when 2 then -4 else -2 end where position in (2, 4); update audit_events set position = -position where position < 0",
      2,
      /not the one that was sealed/,
    ],
    ["taken out of the chain", "update audit_events set position = null, seal = null where position = 4", 4, /removed/],
    ["sealed with nobody's key", "update audit_events set seal = 'k9:x' where position = 4", 4, /the key k9/],
  ])("finds a record that was %s", async (_what, tampering, position, sentence) => {
    await sealed(5);
    await db.sql(tampering);
    const { fault, head } = await verify();
    expect(fault).toEqual({ position, sentence: expect.stringMatching(sentence) });
    expect(head?.position ?? 0).toBe(position - 1);
  });

  it("finds an end that was cut off, by the head that the log has told", async () => {
    const head = await sealed(5);
    await db.sql("delete from audit_events where position > 3");
    expect((await verify()).fault).toBeNull();
    expect((await verify(head)).fault).toEqual({
      position: 4,
      sentence: expect.stringMatching(/cut off.*noted 5.*are 3/),
    });
    await record(6);
    await record(7);
    await sealUpTo(5);
    expect((await verify()).fault).toBeNull();
    expect((await verify(head)).fault).toEqual({
      position: 5,
      sentence: expect.stringMatching(/cut off, and written anew/),
    });
  });

  it("takes seals of an earlier key as long as it is there, and says which one is missing", async () => {
    await sealed(2);
    const rotated = new Map([["k2", randomBytes(32)], ...db.keys]);
    await record(3);
    await eventually(async () => expect((await sealAudit(db.workerContext(rotated))).head?.position).toBe(3));
    expect((await verify(undefined, rotated)).fault).toBeNull();
    expect((await verify()).fault).toEqual({ position: 3, sentence: expect.stringContaining("the key k2") });
    const wrong = new Map([["k1", randomBytes(32)]]);
    expect((await verify(undefined, wrong)).fault?.position).toBe(1);
  });
});
