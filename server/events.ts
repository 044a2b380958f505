/**
 * What happened, told to every process: PostgreSQL's NOTIFY in, an event emitter of this process out. A notice carries ids and
 * never state: who hears it reads the row. A missed notice costs time, never truth: after a lost connection everything
 * that changed meanwhile is told again (now and then something twice), and a client asks, from its cursor, for what it missed.
 */
import { EventEmitter } from "node:events";
import type { Client, QueryConfig } from "pg";
import { connectionSettings, type DatabaseAddress } from "./database/address.ts";
import { WatchedConnection } from "./database/watched-connection.ts";
import { watcherLock } from "./database/watchers.ts";
import type { Logger } from "./logger.ts";

/** A request changed. Sent by a trigger, so that no writer can forget it. */
export interface RequestChangedNotice {
  readonly id: string;
  readonly userId: string;
  readonly version: number;
}

/** A session or key ended or may do something else than before: it, or all of a person; without ids: whichever. Sent by triggers. */
export interface CredentialsChangedNotice {
  readonly sessionId?: string;
  readonly apiKeyId?: string;
  readonly userId?: string;
}

type Topics = {
  requestChanged: [RequestChangedNotice];
  jobChanged: [{ readonly id: string }];
  configurationChanged: [Record<string, never>];
  credentialsChanged: [CredentialsChangedNotice];
  systemChanged: [Record<string, never>];
};

/** The notices of this process. */
export type Events = EventEmitter<Topics>;

/** PostgreSQL's channels and ours. */
const channels = {
  request_changed: "requestChanged",
  job_changed: "jobChanged",
  configuration_changed: "configurationChanged",
  credentials_changed: "credentialsChanged",
  system_changed: "systemChanged",
} as const;

const heartbeatMs = 10_000;
const answerWithinMs = 5_000;
const reconnectMs = 500;

/** How far everything has been told. */
interface Mark {
  /** Below this transaction everything is known to have been told. Requests carry the transaction that wrote them. */
  readonly cursor: string;
  /** Jobs carry a time only. */
  readonly at: string;
}
/** A job's time is its transaction's beginning: one that took longer than this to commit might be missed. */
const longestTransaction = "1 minute";

/** A connection that listens, and comes back by itself. */
export interface Listener {
  readonly events: Events;
  close(): Promise<void>;
}

/**
 * @param locks statements that take what this connection is to hold, whenever it begins anew.
 * @returns once it listens. @throws when the database is not there at first; later losses are its own business.
 */
export async function listen(
  address: DatabaseAddress,
  role: string,
  logger: Logger,
  locks: readonly QueryConfig[] = [],
): Promise<Listener> {
  const events: Events = new EventEmitter<Topics>().setMaxListeners(0);
  let closed = false;
  let client: Client | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  /** The mark before the last one: a transaction can be seen as ended a moment before its notices arrive. */
  let told: Mark | null = null;
  let latest: Mark | null = null;
  let isLockHeld = false;
  let lastAnswer: Promise<unknown> = Promise.resolve();

  /** pg is to be given no statement of a connection before it has the answer to the last one. */
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = lastAnswer.then(ask);
    lastAnswer = answer.catch(() => {});
    return answer;
  }

  async function connect(): Promise<void> {
    const next = new WatchedConnection({ ...connectionSettings(address, role), query_timeout: answerWithinMs });
    next.on("error", () => {}); // "end" follows
    next.on("notification", ({ channel, payload }) => {
      const topic = channels[channel as keyof typeof channels];
      if (topic) events.emit(topic, (payload ? JSON.parse(payload) : {}) as never);
    });
    try {
      await next.connect();
      for (const lock of locks) await next.query(lock);
      await next.query(
        Object.keys(channels)
          .map((channel) => `listen ${channel}`)
          .join(";"),
      );
      const mark = await readMark(next);
      if (told) await tellMissed(next, told);
      told = latest = mark;
    } catch (error) {
      next.end().catch(() => {});
      throw error;
    }
    if (closed) return void next.end().catch(() => {});
    client = next;
    lastAnswer = Promise.resolve();
    next.on("end", () => lose(next));
    isLockHeld = false;
    tellIfWatched();
  }

  function tellIfWatched(): void {
    const present = client;
    const isWatched = events.listenerCount("requestChanged") > 0;
    if (!present || isWatched === isLockHeld) return;
    isLockHeld = isWatched;
    inTurn(() => present.query(isWatched ? watcherLock.hold : watcherLock.release)).catch(() => {}); // "end" follows
  }

  async function tellMissed(from: Client, { cursor, at }: Mark): Promise<void> {
    const requests = await from.query<RequestChangedNotice>(
      `select id, user_id as "userId", version from requests where changed_in >= $1::xid8 order by changed_in`,
      [cursor],
    );
    const jobs = await from.query<{ id: string }>(
      "select id from jobs where updated_at >= $1::timestamptz - $2::interval order by updated_at",
      [at, longestTransaction],
    );
    for (const row of requests.rows) events.emit("requestChanged", row);
    for (const row of jobs.rows) events.emit("jobChanged", row);
    events.emit("configurationChanged", {});
    events.emit("credentialsChanged", {});
    events.emit("systemChanged", {});
  }

  function lose(lost: Client): void {
    if (client !== lost) return;
    client = null;
    void reconnect();
  }

  async function reconnect(): Promise<void> {
    while (!closed && client === null) {
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
      await connect().then(
        () => logger.info("Listens to the database again"),
        (error: Error) => logger.warn({ reason: error.message }, "Cannot listen to the database; trying again"),
      );
    }
  }

  // A connection that silently went dead says nothing: ask it, and note how far everything has been told.
  async function beat(): Promise<void> {
    const present = client;
    if (!present) return;
    try {
      const mark = await inTurn(() => readMark(present));
      if (client === present) [told, latest] = [latest, mark];
    } catch {
      present.end().catch(() => {});
      lose(present);
    }
  }

  // Both are told around the change: it is looked at once that has been made.
  for (const change of ["newListener", "removeListener"])
    (events as EventEmitter).on(change, () => queueMicrotask(tellIfWatched));
  await connect();
  heartbeat = setInterval(() => void beat(), heartbeatMs);
  return {
    events,
    async close() {
      closed = true;
      clearInterval(heartbeat);
      const last: Client | null = client;
      client = null;
      await (last as Client | null)?.end().catch(() => {});
    },
  };
}

async function readMark(client: Client): Promise<Mark> {
  const { rows } = await client.query<Mark>(
    "select pg_snapshot_xmin(pg_current_snapshot())::text as cursor, now()::text as at",
  );
  return rows[0]!;
}
