/**
 * The queue: pg-boss inside our PostgreSQL. Work is enqueued in the transaction of the change that causes it, runs at
 * least once, and is retried with back-off; what fails for good goes to the dead-letter job.
 *
 * There is at most one waiting job of a kind for a key (a request), whatever happens: enqueueing a second one only
 * brings the first one forward. jobs/sync.ts keeps the history of all this, jobs/worker.ts empties the queue.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { fromKysely, PgBoss, systemClock, type Clock, type ConstructorOptions } from "pg-boss";
import { connectionSettings, type DatabaseAddress } from "../database/address.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { WatchedConnection } from "../database/watched-connection.ts";
import type { Logger } from "../logger.ts";
import type { Job } from "./job.ts";
import type { JobName } from "./registry.ts";
import { recordCancel, recordEnqueued, recordEnd, recordRetry, recordSnooze } from "./sync.ts";

/** Where work goes that failed for good; also the name of the job that tells people so. */
export const deadLetterQueue = "dead_job" satisfies JobName;

/** The key of work that has a schedule: whoever sends it too uses this one, and of the same work never two run at once. */
export const scheduleKey = "schedule";

/** Runs in all: the first and two more. The schema document's default of jobs.max_attempts. */
export const maxAttempts = 3;

/** pg-boss's own queue: a job in it sends off the work that a schedule says is due. */
const scheduleQueue = "__pgboss__send-it";

/** A run is given up after this long without a sign of life; the least that pg-boss allows. */
export const heartbeatSeconds = 10;

/** How a piece of work is to be queued. */
export interface EnqueueOptions {
  /** The request whose history shows it. */
  readonly requestId?: string;
  /** Of the same work for the same key one waits at the most. Default: the request, else the work alone. */
  readonly key?: string;
  /** Higher comes first. */
  readonly priority?: number;
  readonly startAfter?: Date;
}

/** A run of a job as the worker knows it, for `again`. */
export interface PresentRun {
  readonly name: string;
  /** The history row. */
  readonly jobId: string;
  /** The id in pg-boss. */
  readonly queueJobId: string;
  readonly key: string;
  readonly priority: number;
  readonly data: Record<string, unknown>;
  readonly snoozes: number;
}

/** To send work off. */
export interface Queue {
  /**
   * Sends work in the transaction of `em`: rolled back with it. When the same work waits already (for its time, or for
   * another attempt), none is added: it is brought forward to now, or, with a `startAfter`, keeps its time.
   * @returns the id of the job's history row, or null when one was waiting.
   */
  enqueue(
    em: EntityManager,
    name: JobName,
    data: Record<string, unknown>,
    options?: EnqueueOptions,
  ): Promise<string | null>;
  /** Sends the work of this run again, on the same history row; when the same work waits already, that one goes on instead. */
  again(em: EntityManager, run: PresentRun, seconds: number): Promise<void>;
  /** Sends work that failed once more, on the same history row. @returns false when the same work waits already. */
  retry(em: EntityManager, run: PresentRun): Promise<boolean>;
  /** Takes a run out that has not begun. @returns false when it has, or is over. */
  cancel(em: EntityManager, run: PresentRun): Promise<boolean>;
}

interface Later {
  readonly startAfter?: number;
}

/** Seconds rather than a time: the clock of the database says when it is due, and ours may be wrong. */
const inSeconds = (seconds: number): Later => (seconds > 0 ? { startAfter: Math.ceil(seconds * 1000) / 1000 } : {});

/** A queue for as long as pg-boss is connected. */
export function createQueue(boss: PgBoss): Queue {
  /** @returns the id of the run in pg-boss; null when the same work waits already. */
  function sendRun(em: EntityManager, run: PresentRun, later: Later = {}): Promise<string | null> {
    const { name, jobId, snoozes, key: singletonKey, priority } = run;
    const data = { ...run.data, jobId, snoozes };
    return boss.send(name, data, { id: uuidV7(), singletonKey, priority, db: inTransactionOf(em), ...later });
  }

  return {
    async enqueue(em, name, data, given = {}) {
      const db = inTransactionOf(em);
      const singletonKey = given.key ?? given.requestId ?? name;
      const priority = given.priority ?? 0;
      const later = given.startAfter ? inSeconds((given.startAfter.getTime() - Date.now()) / 1000) : {};
      const isLater = later.startAfter !== undefined;
      // Its data stays: it may be the next run of work that has paused, and say so.
      const bringForward = async () => {
        const { updated } = await boss.update(name, undefined, {
          singletonKey,
          priority,
          db,
          ...(isLater ? {} : { startAfter: 0 }),
        });
        return updated > 0;
      };
      if (await bringForward()) return null;
      const id = uuidV7();
      const sent = await boss.send(name, data, { id, singletonKey, priority, db, ...later });
      // Somebody else sent the same since we looked.
      if (sent === null) {
        await bringForward();
        return null;
      }
      const requestId = given.requestId ?? null;
      await recordEnqueued(em, { id, name, data, priority, requestId, delayed: isLater });
      return id;
    },
    async again(em, run, seconds) {
      const sent = await sendRun(em, { ...run, snoozes: run.snoozes + 1 }, inSeconds(seconds));
      if (sent === null) await recordEnd(em, run, { joined: true });
      else await recordSnooze(em, run, sent);
    },
    async retry(em, run) {
      const sent = await sendRun(em, { ...run, snoozes: 0 });
      if (sent !== null) await recordRetry(em, run, sent);
      return sent !== null;
    },
    async cancel(em, run) {
      // Locked: it does not begin between the look and the end of the transaction.
      const waiting = await em.execute(
        "select from pgboss.job where name = ? and id = ? and state in ('created', 'retry') for update skip locked",
        [run.name, run.queueJobId],
      );
      if (waiting.length === 0) return false;
      await boss.cancel(run.name, run.queueJobId, { db: inTransactionOf(em) });
      await recordCancel(em, run);
      return true;
    },
  };
}

/** @param role the database role to work as. @param more settings of this one instance. */
export function bossSettings(address: DatabaseAddress, role: string, more: ConstructorOptions): ConstructorOptions {
  const { host, port, user, password, database, ssl } = address;
  const { options, connectionTimeoutMillis } = connectionSettings(address, role);
  // pg-boss gives its pool all that it is given, and its types know less.
  const pool: object = { Client: WatchedConnection };
  return {
    ...pool,
    host,
    port,
    user,
    database,
    ssl,
    options: options!,
    connectionTimeoutMillis: connectionTimeoutMillis!,
    ...(password === undefined ? {} : { password }),
    ...more,
  };
}

/** The machine's own may be set back: what waits for a time of it, as every schedule does, would stand still for as long. */
const steadyClock: Clock = {
  ...systemClock,
  now: () => performance.timeOrigin + performance.now(),
};

/**
 * Connects to the queue that the migration has prepared.
 * @param works false for a process that only sends work: it sets no schedules going and looks after no runs.
 */
export async function connectQueue(
  address: DatabaseAddress,
  role: string,
  logger: Logger,
  works = true,
): Promise<PgBoss> {
  const boss = new PgBoss(
    bossSettings(address, role, {
      max: 6,
      migrate: false,
      useListenNotify: works,
      schedule: works,
      supervise: works,
      // A dead worker's job is noticed within the heartbeat and one of these.
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
      cronMonitorIntervalSeconds: 5,
      clock: steadyClock,
      // How far it is from the database's, which schedules go by.
      clockMonitorIntervalSeconds: 10,
      cronWorkerIntervalSeconds: 1,
      // The worker role may not rebuild indexes; that is the owner's.
      reindex: false,
      monitorVacuum: false,
    }),
  );
  boss.on("error", (error) => logger.warn({ err: error }, "The job queue had a problem and goes on"));
  await boss.start();
  return boss;
}

/** How pg-boss is to keep the queue of a job. */
export type QueueDefinition = { name: string } & Parameters<PgBoss["createQueue"]>[1];

/**
 * The queues of all jobs, as the migration makes them; the dead letters' comes first because the others name it. With them
 * pg-boss's own: as it makes that, what a server was about to send off when it died would wait for a quarter of an hour.
 */
export function queueDefinitions(jobs: Readonly<Record<string, Job<any>>>): QueueDefinition[] {
  const shared = { notify: true, retryBackoff: true, heartbeatSeconds };
  const names = Object.keys(jobs).filter((name) => name !== deadLetterQueue);
  return [
    { ...shared, name: deadLetterQueue, policy: "standard", retryLimit: 10, retryDelay: 5, retryDelayMax: 3600 },
    ...names.map((name) => ({
      ...shared,
      name,
      // Per key at most one waiting, one to be retried and one active.
      policy: "stately",
      retryLimit: maxAttempts - 1,
      retryDelay: 2,
      retryDelayMax: 300,
      expireInSeconds: jobs[name]!.expireInSeconds,
      deadLetter: deadLetterQueue,
    })),
    { name: scheduleQueue, policy: "standard", heartbeatSeconds },
  ];
}

function inTransactionOf(em: EntityManager) {
  return fromKysely(em.getKysely() as never);
}
