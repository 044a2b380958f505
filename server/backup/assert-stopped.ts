import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseAddress } from "../database/address.ts";
import { connected } from "../database/connected.ts";
import { countProcesses } from "../database/processes.ts";
import { BackupRefusedError } from "../errors.ts";

/** For one that has just let go of its connections: PostgreSQL notices it a moment later. */
const patienceMs = 3_000;

/** @throws Error while a server works on the database: it would go on with what is no longer so. */
export async function assertStopped(address: DatabaseAddress, otherwise: string): Promise<void> {
  await connected(address, null, async (client) => {
    const { rows } = await client.query<{ busy: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database()
         and application_name = 'readmeabook' and pid <> pg_backend_pid()) as busy`,
    );
    if (rows[0]!.busy) throw new Error(`The server runs on this database. ${otherwise}`);
  });
}

/**
 * @param own how many processes are to be there: 1 while the one that asks still works, 0 when it has let go.
 * @throws BackupRefusedError while others work on the database: a job that one of them has begun would end in another one.
 */
export async function assertAlone(address: DatabaseAddress, own: 0 | 1): Promise<void> {
  await connected(address, null, async (client) => {
    const until = Date.now() + patienceMs;
    for (;;) {
      const others = (await countProcesses(client)) - own;
      if (others <= 0) return;
      if (own === 1 || Date.now() > until)
        throw new BackupRefusedError(
          `${others === 1 ? "Another process" : `${others} other processes`} of this server work${others === 1 ? "s" : ""} on the database (--role). Stop all but the one that you ask, restore, and start them again.`,
        );
      await pause(100);
    }
  });
}
