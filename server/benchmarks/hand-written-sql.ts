import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool, type PoolConfig } from "pg";
import { handWrittenSql, newestCount, shaped } from "./newest-requests.ts";

/** The least that can answer the question: no GraphQL, no authentication, one prepared statement. @returns where it listens. */
export async function serveHandWrittenSql(connection: PoolConfig): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new Pool({ ...connection, max: 10 });
  const statement = { name: "newest", text: handWrittenSql, values: [newestCount] };
  const server = createServer(async (request, response) => {
    // The question is read as the others read it, though it is always the same.
    for await (const _chunk of request);
    const { rows } = await pool.query<Record<string, unknown>>(statement);
    const body = JSON.stringify({ data: { requests: { nodes: rows.map(shaped) } } });
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}
