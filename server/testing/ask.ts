import { Client } from "pg";
import type { DatabaseAddress } from "../database/address.ts";

/** Asks PostgreSQL by a connection of its own, as the login, which sees and may do everything. */
export async function ask<Row = any>(
  address: DatabaseAddress,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ ...address });
  client.on("error", () => {}); // whoever replaces or drops a database cuts off who looks at it
  try {
    await client.connect();
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}
