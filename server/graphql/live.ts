import { setTimeout as pause } from "node:timers/promises";
import { Repeater } from "@graphql-yoga/subscription";
import type { OperationContext } from "./operation.ts";

/** Until a state that could not be read (the database was away) is tried again. */
const retryMs = 500;

/**
 * A subscription's stream of present states. Of several notices of one thing that arrive while the subscriber is slow
 * only the last is kept: what waits for a socket is bounded by the number of things, not of changes.
 * @param listen begins to listen; what it returns stops it.
 * @param key tells notices of one thing from those of another.
 * @param missed what came before, told first; it is read after listening has begun, so that nothing falls in between.
 * @param read the state that a notice is about; null when it is none of the subscriber's business (any more).
 */
export function liveStates<Notice, State>(
  ctx: OperationContext,
  options: {
    listen: (hear: (notice: Notice) => void) => () => void;
    key: (notice: Notice) => string;
    missed?: () => Promise<readonly State[]>;
    read: (notice: Notice) => Promise<State | null>;
  },
): AsyncIterable<State> {
  return new Repeater<State>(async (push, stop) => {
    const waiting = new Map<string, Notice>();
    let wake = () => {};
    let stopped = false;
    const unlisten = options.listen((notice) => {
      waiting.delete(options.key(notice));
      waiting.set(options.key(notice), notice);
      wake();
    });
    void stop.then(() => {
      stopped = true;
      unlisten();
      wake();
    });
    // Loaders remember; each state is to be resolved from what is in the database now.
    const tell = (state: State) => {
      ctx.loaders.clear();
      return push(state);
    };
    try {
      for (const state of (await options.missed?.()) ?? []) if (!stopped) await tell(state);
      while (!stopped) {
        for (const [key, notice] of waiting) {
          waiting.delete(key);
          const state = await options.read(notice).catch((error: Error) => {
            ctx.logger.warn({ reason: error.message }, "A change could not be read for a subscriber; trying again");
            if (!waiting.has(key)) waiting.set(key, notice);
            return "failed" as const;
          });
          if (stopped) return;
          if (state === "failed") {
            await Promise.race([stop, pause(retryMs)]);
            break;
          }
          if (state !== null) await tell(state);
        }
        if (waiting.size === 0 && !stopped) await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      unlisten();
    }
  });
}
