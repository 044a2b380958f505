import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between a program and all who talk to it, and keeps every byte that it says: answers, headers and frames. */
export interface RecordingProxy {
  readonly url: string;
  /** What it has said so far, a text a connection. */
  said(): string[];
  close(): void;
}

/** @param target where the program listens. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target);
  const connections: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = createConnection({ host: hostname, port: Number(port) });
    for (const each of [from, to]) open.add(each.on("error", () => {}).on("close", () => open.delete(each)));
    const said: Buffer[] = [];
    connections.push(said);
    to.on("data", (chunk: Buffer) => void said.push(chunk));
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said: () => connections.map((chunks) => Buffer.concat(chunks).toString("utf8")),
    close() {
      server.close();
      for (const each of open) each.destroy();
    },
  };
}
