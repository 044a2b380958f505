/**
 * Streaming replicas of an outer database: which of them may be read from. Each is asked twice a second how far it is, and is
 * left out while it lags, does not answer, or is none of this database. Nobody notices: who reads from one that fails
 * reads from the primary.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Pool, type PoolConfig } from "pg";
import type { Logger } from "../logger.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { isDatabaseAway } from "./database-away.ts";
import { findLastWrite, noteLastWrite } from "./last-writes.ts";
import type { Replica } from "./read-source.ts";

const everyMs = 500;
const mostLagMs = 2_000;
/** What was found out longer ago is not known any more. */
const knownForMs = 4_000;
/** A replica that is silent must not hold anybody up for longer. */
const patience = { connectionTimeoutMillis: 1_500, query_timeout: 2_000 };
const mostConnections = 10;

/** A replica as admins see it. */
export interface ReplicaState {
  /** Host and port. */
  readonly name: string;
  readonly isUsed: boolean;
  /** Behind the primary, at least; null: it cannot be told. */
  readonly lagSeconds: number | null;
  /** Why it is left out, in a sentence; null too while it has not been asked yet. */
  readonly problem: string | null;
  /** Since when it is used, or is not. */
  readonly since: Date;
  /** How many statements it has answered this process. */
  readonly reads: number;
}

/** The replicas of this database; none where none are configured. */
export interface Replicas {
  /** @returns one that has all that this person has written; null: the primary. */
  find(userId: string): Promise<Replica | null>;
  /** Somebody has written, and is about to be answered. @param userId null when it is not known who. */
  noteWrite(userId: string | null): Promise<void>;
  states(): ReplicaState[];
  close(): Promise<void>;
}

/** How far the primary was, and when: by a clock that nobody sets. */
interface Sample {
  readonly at: number;
  readonly position: number;
}

interface Options {
  readonly addresses: readonly DatabaseAddress[];
  readonly role: string;
  /** The primary's connections, of the same role. */
  readonly primary: Pool;
  /** Makes an em of the primary that works in everybody's name. */
  readonly fork: () => EntityManager;
  readonly logger: Logger;
  readonly onChange: () => void;
}

/** Watches over them from now on. */
export function watchReplicas({ addresses, role, primary, fork, logger, onChange }: Options): Replicas {
  if (addresses.length === 0)
    return { find: async () => null, noteWrite: async () => {}, states: () => [], close: async () => {} };
  // As the primary's connections read values.
  const { types } = primary.options as PoolConfig;
  const all = addresses.map((address) => {
    const settings = { ...connectionSettings(address, role), ...patience, ...(types ? { types } : {}) };
    return watchedReplica(`${address.host}:${address.port}`, new Pool({ ...settings, max: mostConnections }), tell);
  });
  const stopped = new AbortController();
  let samples: Sample[] = [];

  function tell({ name, isUsed, problem }: ReplicaState, reason?: string): void {
    if (isUsed) logger.info({ replica: name }, "A replica is read from");
    else logger.warn({ replica: name, problem, reason }, "A replica is left out");
    onChange();
  }

  async function look(): Promise<void> {
    const { rows } = await primary.query<{ position: number; cluster: string }>(
      `select (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::float8 as position, system_identifier::text as cluster
         from pg_control_system()`,
    );
    const { position, cluster } = rows[0]!;
    samples = [...samples.slice(-60), { at: performance.now(), position }];
    await Promise.all(all.map((each) => each.look(cluster, samples)));
  }

  const running = (async () => {
    while (!stopped.signal.aborted) {
      await look().catch((error: Error) => logger.debug({ reason: error.message }, "The replicas cannot be judged"));
      await pause(everyMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();

  return {
    async find(userId) {
      const usable = all.filter((each) => each.isUsable());
      if (usable.length === 0) return null;
      const position = await findLastWrite(fork(), userId);
      const fit = usable.filter((each) => each.position() >= position);
      return fit[Math.floor(Math.random() * fit.length)] ?? null;
    },
    noteWrite: (userId) => noteLastWrite(fork(), userId),
    states: () => all.map((each) => each.state()),
    async close() {
      stopped.abort();
      await running;
      await Promise.all(all.map((each) => each.close()));
    },
  };
}

/** @param tell hears when it is read from, and when it is left out. */
function watchedReplica(name: string, pool: Pool, tell: (state: ReplicaState, reason?: string) => void) {
  let state: ReplicaState = { name, isUsed: false, lagSeconds: null, problem: null, since: new Date(), reads: 0 };
  let replayed = 0;
  let lookedAt = 0;
  let isTold = false;

  function settle(lagSeconds: number | null, problem: string | null, reason?: string): void {
    const isNews = !isTold || state.isUsed !== (problem === null);
    isTold = true;
    state = { ...state, lagSeconds, problem, isUsed: problem === null, ...(isNews ? { since: new Date() } : {}) };
    if (isNews) tell(state, reason);
  }
  const fail = (error: Error) => settle(null, "It does not answer.", error.message);
  pool.on("error", fail);

  return {
    isUsable: () => state.isUsed && performance.now() - lookedAt < knownForMs,
    position: () => replayed,
    state: () => state,
    close: () => pool.end(),
    async look(cluster: string, samples: readonly Sample[]): Promise<void> {
      try {
        const { rows } = await pool.query<{ replayed: number | null; cluster: string }>(
          `select (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::float8 as replayed, system_identifier::text as cluster
             from pg_control_system() where pg_is_in_recovery()`,
        );
        const [found] = rows;
        if (found?.cluster !== cluster || found.replayed === null)
          return settle(null, "It is no streaming replica of this database.");
        replayed = found.replayed;
        lookedAt = performance.now();
        // Since when the primary has had what this one does not have yet.
        const missing = samples.find(({ position }) => position > replayed);
        const lag = missing ? lookedAt - missing.at : 0;
        settle(Math.round(lag / 1000), lag > mostLagMs ? `It is ${Math.round(lag / 1000)} seconds behind.` : null);
      } catch (error) {
        fail(error as Error);
      }
    },
    async read<Row>(query: Parameters<Replica["read"]>[0]): Promise<Row[]> {
      try {
        const { rows } = await (pool.query(query) as unknown as Promise<{ rows: Row[] }>);
        state = { ...state, reads: state.reads + 1 };
        return rows;
      } catch (error) {
        if (isDatabaseAway(error)) fail(error as Error);
        throw error;
      }
    },
  };
}
