import type { Client } from "pg";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { WatchedConnection } from "./watched-connection.ts";

/**
 * Works on a connection of its own, outside of every pool, and closes it.
 * @param role null works as the login itself.
 * @throws what the work throws, which is how one hears that the connection broke.
 */
export async function connected<T>(
  address: DatabaseAddress,
  role: string | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new WatchedConnection(connectionSettings(address, role));
  client.on("error", () => {}); // it fails the statement that is under way, and the next one
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
