/** Somebody with a script that takes no for an answer now and then, but never for long: whatever fails is asked again. */
import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import type { SeenRequest } from "./nothing-lost.ts";

/** An answer, whatever it is. */
export interface Answer {
  readonly status: number;
  /** Seconds, as the header says. */
  readonly retryAfter: number | null;
  readonly data: any;
  readonly error: { readonly message: string; readonly extensions: { readonly code: string } } | null;
}

/** What a subscriber has seen so far. */
export interface Watcher {
  /** By id, what came last. */
  readonly seen: Map<string, SeenRequest>;
  readonly frames: number;
  /** What must not be: states that came after newer ones. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** An admin, by an API key, at any server on the database. */
export interface Person {
  /** Once. @throws when nobody answers. */
  send(document: string, variables?: object): Promise<Answer>;
  /** Until it is answered. @throws what the server refuses, or when there is no answer in two minutes. */
  ask<Data = any>(document: string, variables?: object): Promise<Data>;
  /** Subscribes to every request, again after each loss, from where it was. @param seen goes on from what was seen elsewhere. */
  watch(seen?: Map<string, SeenRequest>): Watcher;
}

const patienceMs = 120_000;
const againMs = 250;
/** What passes by itself. */
const passing = new Set(["NOT_READY", "INTERNAL_SERVER_ERROR"]);

/** @param url of a server. */
export function createPerson(url: string, apiKey: string): Person {
  const send: Person["send"] = async (query, variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(60_000),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: Answer["error"][] };
    const retryAfter = response.headers.get("retry-after");
    return {
      status: response.status,
      retryAfter: retryAfter && Number(retryAfter),
      data,
      error: errors?.[0] ?? null,
    } as Answer;
  };

  return {
    send,
    async ask(document, variables) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const { data, error } = await send(document, variables).catch((cause: Error) => ({
          data: null,
          error: { message: cause.message, extensions: { code: "NOT_READY" } },
        }));
        if (!error) return data;
        if (!passing.has(error.extensions.code) || Date.now() > deadline) throw new Error(error.message);
        await pause(againMs);
      }
    },
    watch(seen = new Map<string, SeenRequest>()) {
      const client = createClient({
        url: `${url.replace(/^http/, "ws")}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { apiKey },
        retryAttempts: Infinity,
        retryWait: () => pause(againMs),
        shouldRetry: () => true,
        // A server that was stopped keeps its sockets open.
        keepAlive: 5_000,
      });
      const problems: string[] = [];
      const variables: { after: string | null } = { after: null };
      const query = `subscription ($after: String) { requestChanged(after: $after) { cursor request { id status version } } }`;
      let frames = 0;
      let isOver = false;
      const running = (async () => {
        while (!isOver) {
          try {
            // Sent again as it is by then, cursor included, whenever the connection was lost.
            for await (const { data, errors } of client.iterate<any>({ query, variables: variables as never })) {
              if (!data) throw new Error(errors?.[0]?.message);
              frames += 1;
              const { cursor, request } = data.requestChanged;
              const before = seen.get(request.id);
              if (before && before.version > request.version)
                problems.push(`A subscriber saw version ${request.version} of ${request.id} after ${before.version}.`);
              seen.set(request.id, request);
              variables.after = cursor;
            }
          } catch {
            await pause(againMs);
          }
        }
      })();
      return {
        seen,
        problems,
        get frames() {
          return frames;
        },
        async close() {
          isOver = true;
          await client.dispose();
          await running;
        },
      };
    },
  };
}
