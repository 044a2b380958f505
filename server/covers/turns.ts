/** Lets so many work at once; the others wait for their turn, in order. */
export interface Turns {
  /** @throws TooManyWaitError when so many wait already that this one would not be served in time. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

/** The queue is full; nothing was done. */
export class TooManyWaitError extends Error {}

/** @param atOnce how many work. @param mostWaiting how many wait besides. */
export function createTurns(atOnce: number, mostWaiting: number): Turns {
  let working = 0;
  const waiting: (() => void)[] = [];
  return {
    async take(work) {
      if (working < atOnce) working += 1;
      else if (waiting.length >= mostWaiting) throw new TooManyWaitError("Too many pictures are waited for.");
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        // A turn goes to the next one as it is.
        const next = waiting.shift();
        if (next) next();
        else working -= 1;
      }
    },
  };
}
