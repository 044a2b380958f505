/**
 * Results that take PostgreSQL long, kept for the next who asks until a notice says that they may be others. What is quick is
 * read anew each time, and so is never behind what somebody has just done.
 */
import type { Events } from "../events.ts";

/** What takes less than this is not kept. */
const longMs = 100;
/** While changes come without an end a result may be this many times as old as it took to read: a tenth of one processor. */
const timesOfCost = 10;
/** The day ends, and old rows go, without a notice. */
const oldestMs = 60_000;
const most = 50;

/** What was read, or is being read. */
interface Result {
  readonly value: Promise<unknown>;
  /** How long it took; null while it is being read. */
  costMs: number | null;
  readAt: number;
  /** A request has changed since it was begun. */
  isOutdated: boolean;
  forget(): void;
}

const resultsOf = new WeakMap<Events, Map<string, Result>>();

/**
 * Reads, or takes what somebody else has read: those who ask at once share one reading.
 * @param events what makes it outdated: a change of any request.
 * @param key tells what is asked for from everything else. Only for what is the same for all who may see it.
 */
export function keptResult<T>(events: Events, key: string, read: () => Promise<T>): Promise<T> {
  let results = resultsOf.get(events);
  if (!results) resultsOf.set(events, (results = new Map()));
  const found = results.get(key);
  if (found && isGood(found)) return found.value as Promise<T>;
  found?.forget();
  if (results.size >= most) results.values().next().value!.forget();
  return begin(events, results, key, read);
}

function isGood({ costMs, readAt, isOutdated }: Result): boolean {
  return !isOutdated || (costMs !== null && performance.now() - readAt < timesOfCost * costMs);
}

function begin<T>(events: Events, results: Map<string, Result>, key: string, read: () => Promise<T>): Promise<T> {
  // It is heard before it is read: what is committed from now on makes it outdated.
  const outdate = () => {
    events.off("requestChanged", outdate);
    result.isOutdated = true;
  };
  events.on("requestChanged", outdate);
  const begun = performance.now();
  const value = read();
  let timer: NodeJS.Timeout | undefined;
  const result: Result = {
    value,
    costMs: null,
    readAt: 0,
    isOutdated: false,
    forget() {
      clearTimeout(timer);
      events.off("requestChanged", outdate);
      if (results.get(key) === result) results.delete(key);
    },
  };
  results.set(key, result);
  value.then(
    () => {
      result.readAt = performance.now();
      result.costMs = result.readAt - begun;
      if (result.costMs < longMs) result.forget();
      else timer = setTimeout(result.forget, oldestMs).unref();
    },
    () => result.forget(),
  );
  return value;
}
