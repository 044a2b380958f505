import { cp, mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The kind of work that only the newer program knows. It has a schedule, so that people can have it done. */
export const newJob = "measure_loudness";
/** The migration that only the newer program has. */
export const newMigration = "Migration29991231000000_loudness";

/** Where dist lies, and the project. */
const [dist, project] = ["../../../", "../../../../"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

const migration = `import { Migration } from "@mikro-orm/migrations";

export class ${newMigration} extends Migration {
  name = "${newMigration}";

  up() {
    for (const table of ["requests", "audiobooks", "users", "sessions", "api_keys", "jobs", "jobs_archive"])
      this.addSql(\`alter table "\${table}" add column "loudness" real null;\`);
    this.addSql(\`create table "readings" ("id" uuid not null, "request_id" uuid null references "requests" ("id"), primary key ("id"));\`);
  }
}
`;

const job = `import { randomUUID } from "node:crypto";
import { z } from "zod";

export const newest = {
  description: "Measures how loud a book is.",
  data: z.object({ requestId: z.uuid().optional() }),
  concurrency: 1,
  expireInSeconds: 60,
  schedule: "0 0 1 1 *",
  async run(ctx, { requestId }) {
    await ctx.em.execute("insert into readings (id, request_id) values (?, ?)", [randomUUID(), requestId ?? null]);
    return { measured: requestId ?? null };
  },
};
`;

const registry = `import { newest } from "./newest.job.js";
import { jobs as known } from "./known-jobs.js";

export const jobs = { ...known, ${newJob}: newest };
`;

/**
 * Makes the next version of this program out of what it is compiled to: a migration more, as a version makes them that
 * an older one may run beside (columns that may be null, and a table), and a kind of work with its queue.
 * @param folder is made. @returns the file to start.
 */
export async function makeNewerProgram(folder: string): Promise<string> {
  await mkdir(folder);
  for (const part of ["server", "migrations"]) await cp(join(dist!, part), join(folder, part), { recursive: true });
  for (const link of ["node_modules", "package.json"]) await symlink(join(project!, link), join(folder, link));
  await symlink(join(dist!, "client"), join(folder, "client"));
  await writeFile(join(folder, "migrations", `${newMigration}.js`), migration);
  const at = (name: string) => join(folder, "server", "jobs", name);
  await rename(at("registry.js"), at("known-jobs.js"));
  await writeFile(at("newest.job.js"), job);
  await writeFile(at("registry.js"), registry);
  return join(folder, "server", "main.js");
}
