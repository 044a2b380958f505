/** The queue and its workers alone, on a database of their own: a test says what each job does. */
import "reflect-metadata";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { Client } from "pg";
import type { PgBoss } from "pg-boss";
import { z } from "zod";
import { ormOptions } from "../database/mikro-orm.config.ts";
import { inTransaction, type Context } from "../context.ts";
import { deadJob } from "../jobs/dead-job.job.ts";
import type { JobContext, JobOutcome } from "../jobs/job.ts";
import { connectQueue, createQueue } from "../jobs/queue.ts";
import type { JobName } from "../jobs/registry.ts";
import { synchronizeJobs } from "../jobs/sync.ts";
import { startWorkers } from "../jobs/worker.ts";
import { createLogger } from "../logger.ts";
import { createTestDatabase } from "./database.ts";

/** What a job does in a test. */
export type Script = (ctx: JobContext, data: any) => Promise<JobOutcome>;

/** A queue under test. Of the jobs it has scan_plex, as the test scripts it, and the real dead_job. */
export interface TestQueue {
  readonly boss: PgBoss;
  readonly context: Context;
  /** What scan_plex does from now on. */
  script: Script;
  /** Enqueues scan_plex in a transaction. @returns the id of its history row, or null when one was waiting. */
  enqueue(
    data: Record<string, unknown>,
    options?: { key?: string; requestId?: string; startAfter?: Date },
  ): Promise<string | null>;
  /** One sync step over everything. @returns how many rows it has put right. */
  synchronize(): Promise<number>;
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** A request whose step is scan_plex. @returns its id. */
  makeRequest(): Promise<string>;
  close(): Promise<void>;
}

const job: JobName = "scan_plex";

/** @param options.work false leaves everything in the queue. */
export async function startTestQueue(options: { work?: boolean } = {}): Promise<TestQueue> {
  const database = await createTestDatabase();
  const client = new Client({ ...database.address });
  await client.connect();
  // Tests need not wait for another attempt.
  await client.query("update pgboss.queue set retry_delay = 0, retry_backoff = false");
  const logger = createLogger("silent");
  const orm = await MikroORM.init(ormOptions(database.address, database.roles.worker, 5));
  const boss = await connectQueue(database.address, database.roles.worker, logger);
  const fork = () => orm.em.fork() as EntityManager;
  const makeContext = () => ({ em: fork(), queue: createQueue(boss), logger, viewer: null }) as unknown as Context;
  const queue: TestQueue = {
    boss,
    context: makeContext(),
    script: async () => {},
    enqueue: (data, given = {}) =>
      inTransaction(makeContext(), ({ em, queue }) => queue.enqueue(em, job, data, { key: "one", ...given })),
    synchronize: () => fork().transactional((em) => synchronizeJobs(em as EntityManager, [job, "dead_job"], null)),
    sql: async (statement, values) => (await client.query(statement, values)).rows,
    async makeRequest() {
      const { rows } = await client.query<{ id: string }>(
        `with person as (insert into users (username, password_hash, role) values (gen_random_uuid()::text, 'x', 'user') returning id),
              book as (insert into audiobooks (title, author) values ('A Book', 'Somebody') returning id)
         insert into requests (user_id, audiobook_id, status, step) select person.id, book.id, 'processing', 'scan_plex' from person, book returning id`,
      );
      return rows[0]!.id;
    },
    async close() {
      await boss.stop({ graceful: true, timeout: 2_000 });
      await orm.close(true);
      await client.end();
      await database.drop();
    },
  };
  const scripted = {
    description: "Whatever the test says.",
    data: z.looseObject({ mustBe: z.number().optional() }),
    concurrency: 2,
    pollSeconds: 0.5,
    expireInSeconds: 60,
    run: (ctx: JobContext, data: unknown) => queue.script(ctx, data),
  };
  if (options.work !== false) await startWorkers(boss, { [job]: scripted, dead_job: deadJob }, makeContext as never);
  return queue;
}
