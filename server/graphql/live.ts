import { setTimeout as pause } from "node:timers/promises";
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
  const waiting = new Map<string, Notice>();
  const stopped = new AbortController();
  let missed: State[] | null = null;
  let wake = () => {};

  async function begin(): Promise<State[]> {
    const unlisten = options.listen((notice) => {
      waiting.delete(options.key(notice));
      waiting.set(options.key(notice), notice);
      wake();
    });
    stopped.signal.addEventListener("abort", () => {
      unlisten();
      wake();
    });
    return [...((await options.missed?.()) ?? [])];
  }

  async function findNext(): Promise<State | null> {
    missed ??= await begin();
    const before = missed.shift();
    if (before !== undefined) return before;
    const [first] = waiting;
    if (!first) {
      await new Promise<void>((resolve) => (wake = resolve));
      return null;
    }
    const [key, notice] = first;
    waiting.delete(key);
    try {
      return await options.read(notice);
    } catch (error) {
      ctx.logger.warn(
        { reason: (error as Error).message },
        "A change could not be read for a subscriber; trying again",
      );
      if (!waiting.has(key)) waiting.set(key, notice);
      await pause(retryMs, undefined, { signal: stopped.signal }).catch(() => {});
      return null;
    }
  }

  const end = { done: true, value: undefined } as const;
  const iterator: AsyncIterableIterator<State> = {
    async next() {
      try {
        while (!stopped.signal.aborted) {
          const state = await findNext();
          if (state === null || stopped.signal.aborted) continue;
          // Loaders remember; each state is to be resolved from what is in the database now.
          ctx.loaders.clear();
          return { done: false, value: state };
        }
      } catch (error) {
        stopped.abort();
        throw error;
      }
      return end;
    },
    async return() {
      stopped.abort();
      return end;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
