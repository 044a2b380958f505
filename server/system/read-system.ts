import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { findIntegrations } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import { withKysely } from "../database/row-level-security.ts";
import type { QueueCounts, StoragePlace, System } from "./system.type.ts";
import { version } from "./version.ts";

/** Reads what is told to whoever watches. */
export async function readSystem(ctx: Context): Promise<System> {
  const [counts, integrations, storage] = await Promise.all([readCounts(ctx), findIntegrations(ctx), readStorage(ctx)]);
  const replicas = ctx.replicas.states().map(({ reads: _reads, since: _since, ...shown }) => shown);
  return { version, ...counts, integrations, storage, replicas };
}

function readCounts({ em }: Context): Promise<Pick<System, "queues" | "deadJobs">> {
  return withKysely(em, async (db) => {
    const { rows: queues } = await sql<QueueCounts>`
      select q.name,
             count(*) filter (where j.state in ('created', 'retry') and j.start_after <= now())::int as ready,
             count(*) filter (where j.state in ('created', 'retry') and j.start_after > now())::int as delayed,
             count(*) filter (where j.state = 'active')::int as active
        from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state < 'completed'
       where q.name not like '\\_\\_%' group by q.name order by q.name`.execute(db);
    const { rows: dead } = await sql<{ count: number }>`
      select count(*)::int from jobs failed where status = 'failed' and not exists (
        select from jobs later where later.type = failed.type and later.request_id is not distinct from failed.request_id
           and later.created_at > failed.created_at and later.status <> 'failed')
         and not exists (select from requests r where r.id = failed.request_id and r.status = 'failed')`.execute(db);
    return { queues, deadJobs: dead[0]!.count };
  });
}

/** The folders that the program writes to, and the room in them. */
export async function readStorage({ integrations: { settings, dataDir } }: Context): Promise<StoragePlace[]> {
  const given = await settings();
  const places = {
    library: given["paths.media_library"] ?? join(dataDir, "library"),
    downloads: given["paths.downloads"] ?? join(dataDir, "downloads"),
    data: dataDir,
  };
  return Promise.all(Object.entries(places).map(async ([name, path]) => ({ name, path, ...(await readRoom(path)) })));
}

async function readRoom(path: string): Promise<Pick<StoragePlace, "freeBytes" | "totalBytes">> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return { freeBytes: null, totalBytes: null };
  }
}
