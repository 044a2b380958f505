/** Where secrets could come to lie or be seen, beside what the program says: the database, the files, the processes. */
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { Client } from "pg";
import { findPostmaster, PORT, SUPERUSER } from "../../database/embedded-postmaster.ts";
import { eventually } from "../eventually.ts";
import type { Shown } from "./canaries.ts";

/** Every row of every table of ours and of pg-boss, and what the server knows of its connections and settings. */
export async function dumpDatabase(dataDir: string): Promise<Shown[]> {
  return withSuperuser(dataDir, async (client) => {
    const { rows } = await client.query<{ name: string; statement: string }>(
      `select format('%s.%s', n.nspname, c.relname) as name, format('select t::text as row from %I.%I t', n.nspname, c.relname) as statement
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)'
           or (n.nspname, c.relname) in (('pg_catalog', 'pg_stat_activity'), ('pg_catalog', 'pg_settings'), ('pg_catalog', 'pg_authid'))`,
    );
    const tables: Shown[] = [];
    for (const { name, statement } of rows) {
      const content = (await client.query<{ row: string }>(statement)).rows.map(({ row }) => row).join("\n");
      tables.push({ place: `table ${name}`, content });
    }
    return tables;
  });
}

/** As its superuser, who sees everybody's rows. */
export async function withSuperuser<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { socketDir } = await eventually(async () => {
    const postmaster = await findPostmaster(join(dataDir, "postgres"));
    return postmaster ?? Promise.reject(new Error("PostgreSQL does not run."));
  });
  const client = new Client({ host: socketDir, port: PORT, user: SUPERUSER, database: "readmeabook" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every file below a folder: of a database also those of its tables and its write-ahead log. */
export async function* filesBelow(folder: string, except: readonly string[] = []): AsyncGenerator<Shown> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || except.includes(path)) continue;
    yield { place: `file ${relative(folder, path)}`, content: await readFile(path) };
  }
}

/** How a program and all that it has started were called, and what these others have in their environment. Linux has it in files. */
export function processesOf(pid: number): Shown[] {
  if (process.platform !== "linux") return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const parent = /^\d+ \(.*\) \S+ (\d+)/s.exec(readIfThere(`/proc/${name}/stat`))?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const isBelow = (id: number | undefined): boolean => id !== undefined && (id === pid || isBelow(parents.get(id)));
  return [...parents.keys()]
    .filter(isBelow)
    .flatMap((id) => ["cmdline", "environ"].map((file) => [id, file] as const))
    .filter(([id, file]) => id !== pid || file === "cmdline")
    .map(([id, file]) => ({ place: `process ${file}`, content: readIfThere(`/proc/${id}/${file}`) }));
}

/** It may have ended meanwhile. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
