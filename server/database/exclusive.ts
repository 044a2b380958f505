import { Client } from "pg";
import type { Lease } from "../integrations/integration.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";

/**
 * A lock that one process holds at a time, over all processes on the database. It lives on a connection of its own, and
 * goes with it: when the process dies, and when the connection breaks.
 * @returns null while somebody else holds it.
 */
export async function takeExclusive(address: DatabaseAddress, role: string, name: string): Promise<Lease | null> {
  const client = new Client(connectionSettings(address, role));
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtext('readmeabook'), hashtext($1)) as taken",
    [name],
  );
  if (!rows[0]!.taken) {
    await client.end();
    return null;
  }
  return { lost: lost.signal, release: () => client.end() };
}
