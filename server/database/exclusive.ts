import type { Lease } from "../integrations/integration.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { WatchedConnection } from "./watched-connection.ts";

const heartbeatMs = 5_000;

/**
 * A lock that one process holds at a time, over all processes on the database. It lives on a connection of its own, and
 * goes with it: when the process dies, and when the connection breaks. Who holds it hears of that before PostgreSQL does.
 * @returns null while somebody else holds it.
 */
export async function takeExclusive(address: DatabaseAddress, role: string, name: string): Promise<Lease | null> {
  const client = new WatchedConnection(connectionSettings(address, role));
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtext('readmeabook'), hashtext($1)) as taken",
      [name],
    );
    if (!rows[0]!.taken) {
      await client.end();
      return null;
    }
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
  // A connection on which nobody says anything breaks unheard.
  const heartbeat = setInterval(() => client.query("select 1").catch(() => {}), heartbeatMs).unref();
  lost.signal.addEventListener("abort", () => clearInterval(heartbeat));
  return { lost: lost.signal, release: () => client.end() };
}
