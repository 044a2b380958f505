import { openPlace, type FaultPlace, type PlaceWanted } from "./fault-place.ts";
import type { Watcher } from "./person.ts";

/** How one run went. */
export interface Run {
  /** What is wrong, a sentence each; nothing when all is well. */
  readonly problems: readonly string[];
  /** What was measured or seen, in a few words. */
  readonly saw: string;
  /** What could not be done or looked at here, and why. */
  readonly skipped?: readonly string[];
}

/** Runs something, and prints a line about how it went. What it throws is a problem too. */
export type Tell = (name: string, run: () => Promise<Run>) => Promise<void>;

/** The words of the command line make no sense. */
export class UsageError extends Error {}

/** A fault that is brought about by its name. */
export interface Scenario {
  /** What happens, for the person who reads the output. */
  readonly what: string;
  /** How often unless told; for how many minutes, or with how many books, where that is what there is to tell. */
  readonly times: number;
  /** @param words what the command line says after the number of times. @throws UsageError */
  run(times: number, words: readonly string[], tell: Tell): Promise<void>;
}

/** What happened in a place. */
export interface Story extends Partial<Run> {
  readonly saw: string;
  /** Somebody who has watched every request from its beginning. */
  readonly watcher?: Watcher;
  /** How often something was ended in the middle of whatever it did. */
  readonly crashes?: number;
}

/**
 * A scenario in a place of its own, at the end of which the twelve checks are made.
 * @param story brings the fault about, and waits for its end.
 */
export function inPlace(
  { what, times, ...wanted }: PlaceWanted & Pick<Scenario, "what" | "times">,
  story: (place: FaultPlace) => Promise<Story>,
): Scenario {
  return {
    what,
    times,
    async run(times, words, tell) {
      refuseWords(words);
      for (let time = 1; time <= times; time += 1)
        await tell(`${what}, ${time} of ${times}`, () => runInPlace(wanted, story));
    },
  };
}

/** @throws UsageError when there are any. */
export function refuseWords(words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(`It takes no “${words.join(" ")}”.`);
}

/** One run of a story in a place of its own, and the twelve checks at its end. */
export async function runInPlace(wanted: PlaceWanted, story: (place: FaultPlace) => Promise<Story>): Promise<Run> {
  const place = await openPlace(wanted);
  let watcher: Watcher | undefined;
  try {
    const told = await story(place);
    watcher = told.watcher;
    const lost = await place.findLost(watcher ?? null, told.crashes ?? 0);
    return {
      saw: told.saw,
      problems: [...(told.problems ?? []), ...lost.problems],
      skipped: [...(told.skipped ?? []), ...lost.skipped],
    };
  } finally {
    await watcher?.close();
    await place.close();
  }
}
