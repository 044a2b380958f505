import type { Cluster } from "./cluster.ts";

/** One measurement, a line of the table. Figures are medians unless the words say otherwise. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  /** The same by hand-written SQL on plain pg, where there is such a thing. */
  readonly sql?: string;
  /** The same by PostGraphile 5. */
  readonly postgraphile?: string;
  /** What it should be, in words. */
  readonly target?: string;
  /** Whether it is; left out where there is no target. */
  readonly met?: boolean;
}

/** What a section gets to work with. Whatever it leaves behind is removed by `atEnd`. */
export interface Bench {
  /** A folder of the section's own. */
  readonly folder: string;
  readonly cluster: Cluster;
  /** Says what is going on, on standard error. */
  say(text: string): void;
  /** Runs when the section is over, last in first out, whether it worked or not. */
  atEnd(close: () => unknown): void;
}

/** A part of the benchmark that can be run by its name. */
export type Section = (bench: Bench) => Promise<readonly Line[]>;
