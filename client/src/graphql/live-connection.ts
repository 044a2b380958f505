/** The WebSocket for subscriptions: it comes back by itself, for as long as it takes, and says how it stands. */
import { createClient, type Client as Socket } from "graphql-ws";

/** How the socket stands. It opens with the first subscription. */
export interface LiveConnection {
  readonly socket: Socket;
  /** It was lost, or could not be made, and is being tried again. */
  isLost(): boolean;
  /** Calls when `isLost` changes. @returns what stops it. */
  onChange(listener: () => void): () => void;
  /** Calls whenever the server has acknowledged the connection: the first time, and after each loss. */
  onConnected(listener: () => void): () => void;
}

const pingMs = 10_000;
const pongWithinMs = 5_000;
/** Who has lost a server does not come back to it all in one moment. */
const longestWaitMs = 1_500;
const waitMs = (retries: number) => Math.min(250 * 2 ** retries, longestWaitMs) * (0.75 + Math.random() / 2);

/** Our own good-bye: nothing is subscribed to any more. */
const farewell = 1000;
/**
 * The server's, when the session has ended. It is tried again all the same, once: after a new password or role this browser
 * has a new session. Where it has none the answer to the first subscription says so, and the visit is over.
 */
const ended = 4403;

/** @param url of the endpoint, ws: or wss:. */
export function openLiveConnection(url: string): LiveConnection {
  let lost = false;
  let open: WebSocket | null = null;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const changed = new Set<() => void>();
  const connected = new Set<() => void>();

  function setLost(now: boolean): void {
    if (lost === now) return;
    lost = now;
    for (const listener of changed) listener();
  }

  const socket = createClient({
    url,
    keepAlive: pingMs,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, waitMs(retries))),
    on: {
      opened: (opened) => void (open = opened as WebSocket),
      connected() {
        setLost(false);
        for (const listener of connected) listener();
      },
      closed: (event) => setLost(![farewell, ended].includes((event as CloseEvent).code)),
      ping(received) {
        // A network that is gone closes nothing: silence does.
        if (!received) pongTimer = setTimeout(() => open?.close(4408, "No answer"), pongWithinMs);
      },
      pong: () => clearTimeout(pongTimer),
    },
  });

  return {
    socket,
    isLost: () => lost,
    onChange: (listener) => addTo(changed, listener),
    onConnected: (listener) => addTo(connected, listener),
  };
}

function addTo(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
