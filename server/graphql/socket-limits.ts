/** What one person, one address and one socket may have of this process, so that nobody takes it from the others. */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** The most of each; `slow` is how often in a row a socket may be found with something unsent. */
export const socketLimits = {
  ofPerson: 20,
  /** Sockets of which it is not known whose they are. */
  strangersOfAddress: 20,
  operationsOfSocket: 50,
  messagesInASecond: 100,
  slow: { everyMs: 1_000, times: 15 },
} as const;

/** Close codes: of graphql-transport-ws, and of WebSocket itself for one that may try again. */
export const closeCodes = { forbidden: 4403, tooMany: 4429, later: 1013 } as const;

/** Counts what is open for each of something. */
export function createQuota(most: number): { take(key: string): (() => void) | null } {
  const open = new Map<string, number>();
  return {
    /** @returns what gives it back, once; null when there are as many already. */
    take(key) {
      const before = open.get(key) ?? 0;
      if (before >= most) return null;
      open.set(key, before + 1);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        const left = open.get(key)! - 1;
        if (left > 0) open.set(key, left);
        else open.delete(key);
      };
    },
  };
}

/** Closes a socket over which more comes than a person can cause. */
export function limitMessages(socket: WebSocket, most: number = socketLimits.messagesInASecond): void {
  let since = 0;
  let messages = 0;
  socket.on("message", () => {
    const now = performance.now();
    if (now - since >= 1_000) [since, messages] = [now, 0];
    if (++messages <= most || socket.readyState !== socket.OPEN) return;
    socket.close(closeCodes.tooMany, "Too many messages");
    // Whoever floods does not wait for our good-bye.
    setTimeout(() => socket.terminate(), 1_000).unref();
  });
}

/**
 * Drops whoever takes nothing any more: what waits for them fills the memory.
 * @returns what stops it.
 */
export function dropSlowReaders(
  sockets: ReadonlySet<WebSocket>,
  { everyMs, times }: { readonly everyMs: number; readonly times: number } = socketLimits.slow,
): () => void {
  const found = new WeakMap<WebSocket, number>();
  const timer = setInterval(() => {
    for (const socket of sockets) {
      const inARow = socket.bufferedAmount > 0 ? (found.get(socket) ?? 0) + 1 : 0;
      found.set(socket, inARow);
      if (inARow >= times) socket.terminate();
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Refuses an upgrade. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
