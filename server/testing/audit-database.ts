/** A database whose audit a test writes, seals and tampers with: no program runs on it, and so nothing else seals. */
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import type { Context } from "../context.ts";
import { ormOptions } from "../database/mikro-orm.config.ts";
import { createAuditSeals } from "../security/audit-seals.ts";
import type { User } from "../users/user.entity.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** Who writes, who seals, and who is above both. */
export interface AuditDatabase {
  readonly database: TestDatabase;
  readonly keys: ReadonlyMap<string, Buffer>;
  /** A context as a viewer has it. */
  viewerContext(viewer?: Partial<User> | null): Context;
  /** A context as a job has it. @param keys others than the database's own. */
  workerContext(keys?: ReadonlyMap<string, Buffer>): Context;
  /** As the superuser, who needs nobody's leave. */
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Makes one. @param given one that is there already, whose audit is sealed with these keys; closing does not drop it. */
export async function openAuditDatabase(
  given: Pick<AuditDatabase, "database" | "keys"> | null = null,
): Promise<AuditDatabase> {
  const database = given?.database ?? (await createTestDatabase());
  const { address, roles } = database;
  const [app, worker] = [
    await MikroORM.init(ormOptions(address, roles.app, 5)),
    await MikroORM.init(ormOptions(address, roles.worker, 5)),
  ];
  const superuser = new Client({ ...address });
  await superuser.connect();
  const keys = given?.keys ?? new Map([["k1", randomBytes(32)]]);
  const context = (orm: MikroORM, rest: object) => ({ em: orm.em.fork() as EntityManager, ...rest }) as Context;
  return {
    database,
    keys,
    viewerContext: (viewer = null) => context(app, { viewer, address: "192.0.2.7" }),
    workerContext: (others = keys) =>
      context(worker, { viewer: null, address: null, auditSeals: createAuditSeals(others) }),
    sql: async (statement, values) => (await superuser.query(statement, values)).rows,
    async close() {
      await superuser.end();
      await app.close(true);
      await worker.close(true);
      if (!given) await database.drop();
    },
  };
}
