/**
 * What happened, told to every process: PostgreSQL's NOTIFY in, an event emitter of this process out. A notice carries ids and
 * never state: who hears it reads the row. A missed notice costs time, never truth: after a lost connection everything
 * that changed meanwhile is told again, and a client asks, from its cursor, for what it missed.
 */
import { EventEmitter } from "node:events";
import { Client } from "pg";
import { connectionSettings, type DatabaseAddress } from "./database/address.ts";
import type { Logger } from "./logger.ts";

/** A request changed. Sent by a trigger, so that no writer can forget it. */
export interface RequestChangedNotice {
  readonly id: string;
  readonly userId: string;
  readonly version: number;
}

type Topics = {
  requestChanged: [RequestChangedNotice];
  jobChanged: [{ readonly id: string }];
  configurationChanged: [Record<string, never>];
};

/** The notices of this process. */
export type Events = EventEmitter<Topics>;

/** PostgreSQL's channels and ours. */
const channels = {
  request_changed: "requestChanged",
  job_changed: "jobChanged",
  configuration_changed: "configurationChanged",
} as const;

const heartbeatMs = 10_000;
const answerWithinMs = 5_000;
const reconnectMs = 500;

/** A connection that listens, and comes back by itself. */
export interface Listener {
  readonly events: Events;
  close(): Promise<void>;
}

/** @returns once it listens. @throws when the database is not there at first; later losses are its own business. */
export async function listen(address: DatabaseAddress, role: string, logger: Logger): Promise<Listener> {
  const events: Events = new EventEmitter<Topics>().setMaxListeners(0);
  let closed = false;
  let client: Client | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  /** Everything that was written by a transaction below this one has been told. */
  let toldUpTo: string | null = null;

  async function connect(): Promise<void> {
    const next = new Client({ ...connectionSettings(address, role), query_timeout: answerWithinMs });
    next.on("error", () => {}); // "end" follows
    await next.connect();
    next.on("notification", ({ channel, payload }) => {
      const topic = channels[channel as keyof typeof channels];
      if (topic) events.emit(topic, (payload ? JSON.parse(payload) : {}) as never);
    });
    for (const channel of Object.keys(channels)) await next.query(`listen ${channel}`);
    const { rows } = await next.query<{ cursor: string }>(
      "select pg_snapshot_xmin(pg_current_snapshot())::text as cursor",
    );
    if (toldUpTo !== null) await tellMissed(next, toldUpTo);
    toldUpTo = rows[0]!.cursor;
    client = next;
    next.on("end", () => {
      if (client === next) client = null;
      void reconnect();
    });
  }

  async function tellMissed(from: Client, cursor: string): Promise<void> {
    const { rows } = await from.query<RequestChangedNotice>(
      `select id, user_id as "userId", version from requests where changed_in >= $1::xid8 order by changed_in limit 10000`,
      [cursor],
    );
    for (const row of rows) events.emit("requestChanged", row);
    events.emit("configurationChanged", {});
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

  // A connection that silently went dead says nothing: ask it, and note how far everything was told while it answers.
  async function beat(): Promise<void> {
    const present = client;
    if (!present) return;
    try {
      const { rows } = await present.query<{ cursor: string }>(
        "select pg_snapshot_xmin(pg_current_snapshot())::text as cursor",
      );
      toldUpTo = rows[0]!.cursor;
    } catch {
      present.end().catch(() => {});
      if (client === present) {
        client = null;
        void reconnect();
      }
    }
  }

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
