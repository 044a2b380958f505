import { Client } from "pg";
import { connectionSettings, type DatabaseAddress } from "../database/address.ts";

/** @throws Error while a server works on the database: it would go on with what is no longer so. */
export async function assertStopped(address: DatabaseAddress, otherwise: string): Promise<void> {
  const client = new Client(connectionSettings(address, null));
  await client.connect();
  try {
    const { rows } = await client.query<{ busy: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database()
         and application_name = 'readmeabook' and pid <> pg_backend_pid()) as busy`,
    );
    if (rows[0]!.busy) throw new Error(`The server runs on this database. ${otherwise}`);
  } finally {
    await client.end();
  }
}
