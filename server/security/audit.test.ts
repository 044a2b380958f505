import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { connectionSettings } from "../database/address.ts";
import { openAuditDatabase, type AuditDatabase } from "../testing/audit-database.ts";
import { recordAudit } from "./audit.ts";

const ann = { id: "0193b0a0-0000-7000-8000-00000000000a", username: "ann", plexUsername: null };

let db: AuditDatabase;
beforeAll(async () => void (db = await openAuditDatabase()));
afterAll(() => db.close());

const recorded = (action: string) => db.sql("select * from audit_events where action = $1 order by id", [action]);

describe("a record of the audit", () => {
  it("says who, from where, when, what and to what", async () => {
    const subject = { type: "user", id: "42" } as const;
    await recordAudit(db.viewerContext(ann), "user.changed", {
      subject,
      details: { role: { old: "user", new: "admin" } },
    });
    expect(await recorded("user.changed")).toEqual([
      expect.objectContaining({
        actor_id: ann.id,
        actor_name: "ann",
        address: "192.0.2.7",
        subject_type: "user",
        subject_id: "42",
        details: { role: { old: "user", new: "admin" } },
        position: null,
        seal: null,
      }),
    ]);
    const [{ late }] = await db.sql("select now() - max(created_at) > interval '1 minute' as late from audit_events");
    expect(late).toBe(false);
  });

  it("exists exactly when what it tells of has happened", async () => {
    const ctx = db.viewerContext();
    const failing = inTransaction(ctx, async (ctx) => {
      await recordAudit(ctx, "user.created");
      throw new Error("It did not happen.");
    });
    await expect(failing).rejects.toThrow("It did not happen.");
    expect(await recorded("user.created")).toEqual([]);
    await inTransaction(ctx, (ctx) => recordAudit(ctx, "user.created"));
    expect(await recorded("user.created")).toHaveLength(1);
  });

  it("holds what somebody sends who means ill, bounded and without what PostgreSQL cannot keep", async () => {
    const details = { name: `\0${"x".repeat(5_000)}`, torn: "\ud83d" };
    await recordAudit(db.viewerContext(), "sign_in.failed", {
      subject: { type: "user", id: "\0".repeat(300) },
      details,
    });
    const [{ details: kept, subject_id: id }] = await recorded("sign_in.failed");
    expect(kept).toEqual({ name: "x".repeat(999), torn: "\ufffd" });
    expect(id).toBe("");
  });
});

describe("the tables and functions of the audit", () => {
  it.each(["app", "worker"] as const)("take nothing from the role %s but new records", async (role) => {
    const client = new Client(connectionSettings(db.database.address, db.database.roles[role]));
    await client.connect();
    try {
      await client.query("select record_audit_event(gen_random_uuid(), 'job.run', null, null, null, null, null, '{}')");
      for (const statement of [
        "insert into audit_events (action) values ('job.run')",
        "update audit_events set action = 'job.run'",
        "delete from audit_events",
        "truncate audit_events",
        "alter table audit_events disable trigger all",
        "drop function seal_audit_events",
        "create or replace function record_audit_event(uuid, text, uuid, text, text, text, text, jsonb) returns void language sql as 'select'",
      ])
        await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
      expect((await client.query("select from audit_events")).rowCount! > 0).toBe(role === "worker");
    } finally {
      await client.end();
    }
  });

  it("let the worker alone seal, and it too only in order, without a gap, and each record once", async () => {
    const [{ id }] = await recorded("job.run");
    const app = new Client(connectionSettings(db.database.address, db.database.roles.app));
    const worker = new Client(connectionSettings(db.database.address, db.database.roles.worker));
    await app.connect();
    await worker.connect();
    const seal = (client: Client, ...seals: object[]) =>
      client.query("select seal_audit_events($1)", [JSON.stringify(seals)]);
    try {
      const right = { id, position: 1, seal: "x" };
      await expect(seal(app, right)).rejects.toMatchObject({ code: "42501" });
      for (const wrong of [
        [{ ...right, position: 2 }],
        [{ ...right, position: 0 }],
        [{ ...right, position: null }],
        [{ ...right, seal: null }],
        [{ ...right, id: ann.id }],
        [right, { ...right, position: 2 }],
      ])
        await expect(seal(worker, ...wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: "23514" });
      await seal(worker, right);
      await expect(seal(worker, { ...right, position: 2 })).rejects.toMatchObject({ code: "23514" });
    } finally {
      await app.end();
      await worker.end();
    }
  });
});
