import { once } from "node:events";
import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import type { DatabaseAddress } from "../../database/address.ts";

/** As the settings of our connections have it (database/address.ts). */
const keepAliveMs = 20_000;

/** Stands between a server and PostgreSQL, and can fall silent without closing anything, as a network does. */
export interface CuttingProxy {
  readonly port: number;
  /** From here on nothing gets through in either direction, the end of a connection neither. */
  cut(): void;
  /** What was held back arrives, and everything gets through again. */
  mend(): void;
  /**
   * What is open stays silent for good, as after the restart of a firewall; new connections get through. PostgreSQL's
   * keep-alives, which do not get through either, end its side after a while.
   */
  forget(): void;
  /** Nobody answers at the port any more; what is open is as it was. */
  refuse(): void;
  close(): void;
}

/** @param to where PostgreSQL listens. */
export async function startCuttingProxy(to: Pick<DatabaseAddress, "host" | "port">): Promise<CuttingProxy> {
  const target = to.host.startsWith("/") ? { path: `${to.host}/.s.PGSQL.${to.port}` } : to;
  const pairs = new Set<readonly [Socket, Socket]>();
  const silent = new WeakSet<Socket>();
  const held: (() => void)[] = [];
  let isCut = false;

  function silence(pair: readonly Socket[]): void {
    for (const each of pair) {
      silent.add(each);
      each.pause();
    }
  }

  const server = createServer((from) => {
    const pair = [from, createConnection(target)] as const;
    pairs.add(pair);
    for (const [one, another] of [pair, pair.toReversed()] as const) {
      one!.on("data", (chunk) => void another!.write(chunk));
      one!.on("error", () => {});
      one!.on("close", () => {
        const hangUp = () => void another!.destroy();
        if (silent.has(one!)) held.push(hangUp);
        else hangUp();
      });
    }
    if (isCut) silence(pair);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      pairs.forEach(silence);
    },
    mend() {
      isCut = false;
      for (const each of [...pairs].flat()) {
        silent.delete(each);
        each.resume();
      }
      for (const hangUp of held.splice(0)) hangUp();
    },
    forget() {
      const forgotten = [...pairs];
      forgotten.forEach(silence);
      setTimeout(() => forgotten.forEach(([, to]) => to.destroy()), keepAliveMs).unref();
    },
    refuse: () => void server.close(),
    close() {
      server.close();
      for (const each of [...pairs].flat()) each.destroy();
    },
  };
}
