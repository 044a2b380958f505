/** What the database, the backups and the pools know, read when somebody asks, and at most every ten seconds. */
import { sql } from "kysely";
import type { Pool } from "pg";
import { Gauge, type Registry } from "prom-client";
import { findIntegrations } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import { withKysely } from "../database/row-level-security.ts";
import { countSealed } from "../security/sealed-columns.ts";

const figuresMs = 10_000;
/** It counts whole tables. */
const keysMs = 3_600_000;

/** @param pools the connections of this process, by the role that they work as. */
export function createFigureReader(
  makeContext: () => Context,
  pools: Readonly<Record<string, Pool>>,
): (registry: Registry) => () => Promise<void> {
  return (registry) => {
    const gauge = (name: string, help: string, ...labelNames: string[]) =>
      new Gauge({ name: `readmeabook_${name}`, help, labelNames, registers: [registry] });
    const requests = gauge("requests", "Requests by their status.", "status");
    const ready = gauge("queue_ready_jobs", "Jobs that are ready to run.", "queue");
    const active = gauge("queue_active_jobs", "Jobs that run.", "queue");
    const oldest = gauge("queue_oldest_ready_seconds", "How long the oldest one has been ready.", "queue");
    const dead = gauge("dead_jobs", "Jobs that failed for good within a day.");
    const up = gauge("integration_up", "1: it answers, 0: it does not. Missing while it was not asked.", "integration");
    const messages = gauge("notifications", "Messages that are not sent, by what became of them.", "state");
    const size = gauge("database_bytes", "The size of the database.");
    const connections = gauge("database_connections", "Connections to the database, of whomever.");
    const mostConnections = gauge("database_connections_max", "As many as the server takes.");
    const pool = gauge("database_pool_connections", "Connections of this process.", "role", "state");
    const waiting = gauge("database_pool_waiting", "Who waits for a connection.", "role");
    const replicaUsed = gauge("replica_used", "1: lists and searches are read from it, 0: it is left out.", "replica");
    const replicaLag = gauge("replica_lag_seconds", "How far it is behind, at least. Missing: unknown.", "replica");
    const replicaReads = gauge("replica_reads", "Statements that it has answered this process.", "replica");
    const backupAge = gauge("backup_age_seconds", "The age of the newest backup that is not bad.");
    const backupGood = gauge("backup_last_good", "1: the newest backup was tried and is good, 0: it is not.");
    const keys = gauge("encryption_key_values", "Stored secrets by the key that they are sealed with.", "key");

    const readDatabase = atMostEvery(figuresMs, async () => {
      const ctx = makeContext();
      const [{ rows: statuses }, { rows: queues }, { rows: one }] = await withKysely(ctx.em, async (db) => [
        await sql<{ status: string; count: number }>`
          select status, count(*)::int as count from requests group by status`.execute(db),
        await sql<{ name: string; ready: number; active: number; oldest: number | null }>`
          select q.name, count(*) filter (where j.state < 'active' and j.start_after <= now())::int as ready,
                 count(*) filter (where j.state = 'active')::int as active,
                 extract(epoch from now() - min(j.start_after) filter (where j.state < 'active' and j.start_after <= now()))::int as oldest
            from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state < 'completed'
           where q.name not like '\\_\\_%' group by q.name`.execute(db),
        await sql<{ size: string; connections: number; most: number; dead: number; pending: number; failed: number }>`
          select pg_database_size(current_database()) as size,
                 (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
                 current_setting('max_connections')::int as most,
                 (select count(*)::int from jobs where completed_at > now() - interval '1 day' and status = 'failed') as dead,
                 count(*) filter (where state = 'pending')::int as pending,
                 count(*) filter (where state = 'failed')::int as failed
            from notifications where state <> 'sent'`.execute(db),
      ]);
      const integrations = await findIntegrations(ctx);
      for (const each of [requests, ready, active, oldest, up]) each.reset();
      for (const { status, count } of statuses) requests.set({ status }, count);
      for (const { name: queue, ...counts } of queues) {
        ready.set({ queue }, counts.ready);
        active.set({ queue }, counts.active);
        oldest.set({ queue }, counts.oldest ?? 0);
      }
      for (const { id, isUp } of integrations) if (isUp !== null) up.set({ integration: id }, Number(isUp));
      const [counts] = one;
      dead.set(counts!.dead);
      size.set(Number(counts!.size));
      connections.set(counts!.connections);
      mostConnections.set(counts!.most);
      messages.set({ state: "pending" }, counts!.pending);
      messages.set({ state: "failed" }, counts!.failed);
    });

    const readBackups = atMostEvery(figuresMs, async () => {
      const all = await makeContext().backups.list();
      const newest = all.find(({ state }) => state !== "failed");
      // Not 0: that would be a fresh one.
      backupAge.set(newest ? (Date.now() - newest.madeAt.getTime()) / 1000 : NaN);
      backupGood.set(Number(all[0]?.state === "good"));
    });

    const readKeys = atMostEvery(keysMs, async () => {
      const counts = await countSealed(makeContext().em);
      keys.reset();
      for (const { key, count } of counts) keys.inc({ key }, count);
    });

    return async () => {
      for (const [role, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        pool.set({ role, state: "idle" }, idleCount);
        pool.set({ role, state: "used" }, totalCount - idleCount);
        waiting.set({ role }, waitingCount);
      }
      replicaLag.reset();
      for (const { name: replica, isUsed, lagSeconds, reads } of makeContext().replicas.states()) {
        replicaUsed.set({ replica }, Number(isUsed));
        replicaReads.set({ replica }, reads);
        if (lagSeconds !== null) replicaLag.set({ replica }, lagSeconds);
      }
      // Without the database there still are the figures of the process.
      await Promise.allSettled([readDatabase(), readBackups(), readKeys()]);
    };
  };
}

/** However often it is asked for; what failed is tried again at once. */
function atMostEvery(ms: number, read: () => Promise<void>): () => Promise<void> {
  let at = -Infinity;
  let going: Promise<void> | null = null;
  return async () => {
    if (performance.now() - at < ms) return;
    going ??= read()
      .then(() => void (at = performance.now()))
      .finally(() => (going = null));
    await going;
  };
}
