import { mkdir } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";
import type { DatabaseAddress } from "../database/address.ts";

/** Stands between a program and PostgreSQL, and counts what is executed. */
export interface CountingProxy {
  readonly address: DatabaseAddress;
  /** Statements so far, over all connections that work as the role. */
  count(role: string): number;
  close(): void;
}

/** @param folder for the socket; it must not exist yet. */
export async function startCountingProxy(address: DatabaseAddress, folder: string): Promise<CountingProxy> {
  const counts = new Map<string, number>();
  const open = new Set<Socket>();
  const socket = `.s.PGSQL.${address.port}`;
  await mkdir(folder);
  const server = createServer((from) => {
    const to = createConnection(`${address.host}/${socket}`);
    for (const each of [from, to]) open.add(each.on("error", () => {}).on("close", () => open.delete(each)));
    from.pipe(to).pipe(from);
    const read = statementReader((role) => counts.set(role, (counts.get(role) ?? 0) + 1));
    from.on("data", read);
  });
  await new Promise<void>((resolve) => server.listen(`${folder}/${socket}`, resolve));
  return {
    address: { ...address, host: folder },
    count: (role) => counts.get(role) ?? 0,
    close() {
      server.close();
      for (const each of open) each.destroy();
    },
  };
}

/** Reads what a client sends: a start-up message that names the role, then messages of a type (1 byte) and a length (4 bytes). */
function statementReader(executed: (role: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let role: string | null = null;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = role === null ? 0 : 1;
      if (rest.length < header + 4) return;
      const end = header + rest.readUInt32BE(header);
      if (rest.length < end) return;
      if (role === null) role = /-c role=(\w+)/.exec(rest.toString("latin1", 0, end))?.[1] ?? "";
      else if (rest[0] === simpleQuery || rest[0] === execute) executed(role);
      rest = rest.subarray(end);
    }
  };
}

const simpleQuery = "Q".charCodeAt(0);
const execute = "E".charCodeAt(0);
