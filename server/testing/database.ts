/** A database for each test file, cloned from a template that was migrated once. */
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { escapeIdentifier } from "pg";
import { inject } from "vitest";
import type { DatabaseAddress } from "../database/address.ts";
import { migrate } from "../database/migrate.ts";
import { rolesNamedAfter, type DatabaseRoles } from "../database/roles.ts";
import { queueDefinitions } from "../jobs/queue.ts";
import { jobs } from "../jobs/registry.ts";
import { createLogger } from "../logger.ts";
import { ask } from "./ask.ts";
import type { TestCluster } from "./cluster.ts";

/** The name of the template; the roles are named after it, in all its clones too. */
declare module "vitest" {
  interface ProvidedContext {
    template: string;
  }
}

/** A database of a test's own. */
export interface TestDatabase {
  readonly address: DatabaseAddress;
  readonly roles: DatabaseRoles;
  /** What the roles are named after: DATABASE_ROLES. */
  readonly rolesBase: string;
  /** For DATABASE_URL. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Migrates a new database, which tests clone. */
export async function makeTemplate(cluster: TestCluster): Promise<{ template: string; drop: () => Promise<void> }> {
  const template = `rmab_${randomBytes(4).toString("hex")}`;
  await ask({ ...cluster }, `create database ${template}`);
  await migrate(
    { ...cluster, database: template },
    rolesNamedAfter(template),
    queueDefinitions(jobs),
    createLogger("silent"),
  );
  return {
    template,
    async drop() {
      await ask({ ...cluster }, `drop database ${template} with (force)`);
      for (const role of Object.values(rolesNamedAfter(template)))
        await ask({ ...cluster }, `drop role ${escapeIdentifier(role as string)}`);
    },
  };
}

/** @param empty without our tables: a database that nobody has migrated. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const template = inject("template");
  const database = `${template}_${randomBytes(4).toString("hex")}`;
  await ask({ ...cluster }, `create database ${database} ${empty ? "" : `template ${template}`}`);
  const { host, port, user, password } = cluster;
  const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return {
    address: { ...cluster, database },
    roles: rolesNamedAfter(template),
    rolesBase: template,
    url: `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    drop: async () => void (await ask({ ...cluster }, `drop database ${database} with (force)`)),
  };
}
