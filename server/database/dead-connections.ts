import type { Pool, PoolClient } from "pg";

/**
 * Takes connections that died out of a pool even when nobody gives them back. Kysely 0.29 forgets the connection of a
 * controlled transaction whose BEGIN or ROLLBACK fails, and on a dead connection both do: each transaction that a
 * restart of PostgreSQL cuts off would leave the pool smaller by one, and closing the pool would wait for it for ever.
 */
export function reclaimDeadConnections(pool: Pool): void {
  const held = new WeakSet<PoolClient>();
  pool.on("acquire", (client) => void held.add(client));
  pool.on("release", (_error, client) => void held.delete(client));
  pool.on("connect", (client) => {
    client.once("end", () => {
      if (!held.has(client)) return;
      client.release(true);
      // Whoever holds it may still give it back, and the pool refuses to be given a connection twice.
      client.release = () => {};
    });
  });
}
