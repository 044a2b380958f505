/** `npm run audit:verify` as a process: what it says and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openAuditDatabase, type AuditDatabase } from "../testing/audit-database.ts";
import { compileProgram, type CompiledProgram } from "../testing/compiled-program.ts";
import { eventually } from "../testing/eventually.ts";
import { recordAudit } from "./audit.ts";
import { sealAudit } from "./audit-chain.ts";

describe("audit:verify", () => {
  let program: CompiledProgram;
  let audit: AuditDatabase;
  let env: Record<"DATABASE_URL" | "DATABASE_ROLES" | "ENCRYPTION_KEYS", string>;
  let head: string;
  beforeAll(async () => {
    program = await compileProgram();
    audit = await openAuditDatabase();
    env = {
      DATABASE_URL: audit.database.url,
      DATABASE_ROLES: audit.database.rolesBase,
      ENCRYPTION_KEYS: `k1:${audit.keys.get("k1")!.toString("base64")}`,
    };
    for (const action of ["job.run", "user.created", "job.run"] as const)
      await recordAudit(audit.viewerContext(), action);
    head = await eventually(async () => {
      const { head } = await sealAudit(audit.workerContext());
      expect(head?.position).toBe(3);
      return `3:${head!.seal}`;
    });
    await audit.sql("create schema spare; create table spare.kept as select * from audit_events");
  });
  afterEach(async () => {
    await audit.sql("truncate audit_events");
    await audit.sql("insert into audit_events select * from spare.kept");
  });
  afterAll(async () => {
    await audit?.close();
    await program?.remove();
  });

  /** With this environment and nothing else. */
  async function verify(env: Record<string, string>, ...args: string[]) {
    const child = spawn(process.execPath, [join(program.folder, "server/security/verify-audit.js"), ...args], { env });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => (said.out += chunk));
    child.stderr.on("data", (chunk) => (said.err += chunk));
    const [code] = await once(child, "close");
    return { ...said, code: code as number | null };
  }

  it("says that the audit is whole, up to which head, and ends with 0", async () => {
    const out = `The audit is whole: 3 records, up to ${head}. Waiting to be sealed: 0.\n`;
    expect(await verify(env, head)).toEqual({ out, err: "", code: 0 });
  });

  it.each([
    [
      "changed",
      `update audit_events set details = '{"role": "admin"}' where position = 2`,
      "Position 2: The record is not the one that was sealed here",
    ],
    [
      "removed",
      "delete from audit_events where position = 2",
      "Position 2: A record was removed: after position 1 comes 3.",
    ],
    [
      "inserted",
      "insert into audit_events (action, position, seal) select action, 4, seal from audit_events where position = 3",
      "Position 4: The record is not the one that was sealed here",
    ],
    [
      "cut off",
      "delete from audit_events where position > 1",
      "Position 2: The end is cut off: the log has noted 3 records, and there are 1.",
    ],
  ])("finds a record that was %s, and ends with 1", async (_what, tampering, sentence) => {
    await audit.sql(tampering);
    const { code, out, err } = await verify(env, head);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`The audit is not whole. ${sentence}`);
  });

  it("ends with 2 when it cannot look, and makes no key", async () => {
    const nowhere = join(program.folder, "nowhere");
    for (const [args, sentence] of [
      [[], /^The audit could not be verified\. There is no key file .*nowhere/],
      [["12"], /^The audit could not be verified\. A head is what the log said/],
    ] as const) {
      const { DATABASE_URL, DATABASE_ROLES } = env;
      const { code, err } = await verify({ DATABASE_URL, DATABASE_ROLES, DATA_DIR: nowhere }, ...args);
      expect(code).toBe(2);
      expect(err).toMatch(sentence);
    }
    expect(existsSync(nowhere)).toBe(false);
  });
});
