import { createClient } from "graphql-ws";
import WebSocket from "ws";

/** What a subscription has brought so far. */
export interface Seen<T> {
  readonly data: T[];
  /** Errors of single answers, and the one that ended the subscription; as their codes. A socket that was closed: `CLOSED 4403`. */
  readonly errors: string[];
  /** Ends it. */
  stop(): void;
}

/** One graphql-ws connection; it does not come back by itself. */
export interface Socket {
  subscribe<T>(query: string, variables?: Record<string, unknown>): Seen<T>;
  close(): Promise<void>;
}

/** @param url where the program listens. @param options headers are those of the upgrade; apiKey goes into connectionParams. */
export function openSocket(
  url: string,
  options: { apiKey?: string | null; headers?: Readonly<Record<string, string>> } = {},
): Socket {
  class WithHeaders extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers: { ...options.headers } });
    }
  }
  const client = createClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: WithHeaders,
    connectionParams: { apiKey: options.apiKey ?? null },
    retryAttempts: 0,
  });
  return {
    subscribe<T>(query: string, variables: Record<string, unknown> = {}): Seen<T> {
      const data: T[] = [];
      const errors: string[] = [];
      const stop = client.subscribe<T>(
        { query, variables },
        {
          next(answer) {
            if (answer.data) data.push(answer.data);
            errors.push(...(answer.errors ?? []).map(codeOf));
          },
          error: (reason) =>
            void errors.push(
              ...(Array.isArray(reason) ? reason.map(codeOf) : [`CLOSED ${(reason as CloseEvent).code}`]),
            ),
          complete() {},
        },
      );
      return { data, errors, stop };
    },
    close: async () => client.dispose(),
  };
}

function codeOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> | undefined }): string {
  return String(extensions?.["code"]);
}
