import { Client } from "pg";
import type { DatabaseAddress } from "../database/address.ts";
import { eventually } from "./eventually.ts";

/**
 * Lets several pieces of work meet where each is about to write to a table: all are held up there, and then let go at
 * once. A race that is lost one time in a hundred is lost each time.
 * @param waiting how many connections are to wait before they are let go.
 */
export async function holdUp<T>(
  address: DatabaseAddress,
  table: "users" | "configuration",
  waiting: number,
  work: () => Promise<T>,
): Promise<T> {
  const client = new Client({ ...address });
  await client.connect();
  try {
    await client.query("begin");
    // Reading goes on; writing waits.
    await client.query(`lock table ${table} in share mode`);
    const working = work();
    await eventually(async () => {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
      );
      if (rows[0]!.count < waiting) throw new Error(`Only ${rows[0]!.count} wait, not ${waiting}.`);
    });
    await client.query("commit");
    return await working;
  } finally {
    await client.end();
  }
}
