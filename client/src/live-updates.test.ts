import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSchema, GraphQLError, type ExecutionArgs } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { Client, gql, subscriptionExchange } from "urql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocketServer } from "ws";
import { openLiveConnection, type LiveConnection } from "./graphql/live-connection.ts";
import { createLiveUpdates, type LiveDocument, type LiveUpdates } from "./live-updates.ts";

const requestChanged = gql`
  subscription ($after: String) {
    requestChanged(after: $after) {
      cursor
    }
  }
` as LiveDocument<{ after?: string | null }>;

describe("live updates", () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let connection: LiveConnection;
  let live: LiveUpdates;
  let stop: () => void;
  const gap = vi.fn();

  beforeEach(async () => {
    gap.mockClear();
    server = await serve();
    connection = openLiveConnection(server.url);
    live = createLiveUpdates(makeClient(connection), connection);
    live.onGap(gap);
    stop = live.follow(requestChanged, {});
    await vi.waitFor(() => expect(server.asked).toEqual([null]));
  });
  afterEach(async () => {
    stop();
    await connection.socket.dispose();
    await server.close();
  });

  it("go on from the last cursor after the connection was lost", async () => {
    server.tell("41");
    server.tell("42");
    await vi.waitFor(() => expect(server.told).toBe(2));
    server.drop();
    await vi.waitFor(() => expect(server.asked.at(-1)).toBe("42"), 5_000);
    expect(gap).toHaveBeenCalledTimes(1);
  });

  it("tell of a gap where no cursor is known", async () => {
    expect(gap).toHaveBeenCalledTimes(1);
    server.drop();
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(2), 5_000);
    expect(server.asked).toEqual([null, null]);
  });

  it("say that the connection is lost, and when it is there again", async () => {
    const states: boolean[] = [];
    live.onChange(() => states.push(live.isLost()));
    expect(live.isLost()).toBe(false);
    server.drop();
    await vi.waitFor(() => expect(states).toEqual([true, false]), 5_000);
  });

  it("begin anew, and tell of a gap, when the server refuses a cursor", async () => {
    server.tell("refused");
    await vi.waitFor(() => expect(server.told).toBe(1));
    server.drop();
    await vi.waitFor(() => expect(server.asked.slice(1)).toEqual(["refused", null]), 8_000);
    expect(gap.mock.calls.length).toBeGreaterThan(1);
  });

  it("close the connection when nothing is followed any more, and do not call that a loss", async () => {
    const changed = vi.fn();
    live.onChange(changed);
    stop();
    await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
    expect([changed.mock.calls.length, live.isLost()]).toEqual([0, false]);
  });
});

function makeClient({ socket }: LiveConnection): Client {
  const forward = subscriptionExchange({
    forwardSubscription: ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query!, variables }, sink as never) }),
    }),
  });
  return new Client({ url: "http://127.0.0.1:9/graphql", preferGetMethod: false, exchanges: [forward] });
}

/** A server that tells cursors, remembers from which ones it was asked to go on, and drops everybody on demand. */
async function serve() {
  const schema = buildSchema(
    "type Query { nothing: Int } type Subscription { requestChanged(after: String): Change! } type Change { cursor: String! }",
  );
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const asked: unknown[] = [];
  const listeners = new Set<(cursor: string) => void>();
  let told = 0;
  async function* changes(): AsyncGenerator<{ data: Record<string, unknown> }> {
    const waiting: string[] = [];
    let wake = () => {};
    const hear = (cursor: string) => (waiting.push(cursor), wake());
    listeners.add(hear);
    try {
      for (;;) {
        for (const cursor of waiting.splice(0))
          yield (told++, { data: { requestChanged: { __typename: "Change", cursor } } });
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      listeners.delete(hear);
    }
  }
  const protocol = useServer(
    {
      schema,
      subscribe: ({ variableValues }: ExecutionArgs) => {
        const after = variableValues?.["after"] ?? null;
        asked.push(after);
        if (after === "refused") return { errors: [new GraphQLError("This is no cursor.")] };
        return changes();
      },
      onError: (_socket, _id, _payload, errors) => errors as GraphQLError[],
    },
    sockets,
  );
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    asked,
    sockets,
    get told() {
      return told;
    },
    tell: (cursor: string) => listeners.forEach((hear) => hear(cursor)),
    drop: () => sockets.clients.forEach((socket) => socket.terminate()),
    async close() {
      await protocol.dispose();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
