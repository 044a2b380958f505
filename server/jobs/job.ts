import type { z } from "zod";
import type { Context } from "../context.ts";

/** What a job gets to work with. `ctx.em` is a fork of its own, as the worker role. */
export interface JobContext extends Context {
  /** Aborted when the job ran out of time, or when the program is about to stop. */
  readonly signal: AbortSignal;
  /** How often this work has paused with `snooze` so far: 0 on the first run. */
  readonly snoozes: number;
  /** Tells people how far a long job is, as long as it says so by itself; nobody hears of what is no whole percent more. */
  reportProgress(done: number, of: number): Promise<void>;
}

const snoozed = Symbol("snoozed");

/** The same work again, later. A value to return, not an error: it uses up no attempt. */
export interface Snooze {
  readonly [snoozed]: true;
  readonly seconds: number;
}

/** @param seconds until the next run; fractions are fine. */
export function snooze(seconds: number): Snooze {
  return { [snoozed]: true, seconds };
}

/** Tells a pause from a result. */
export function isSnooze(outcome: unknown): outcome is Snooze {
  return typeof outcome === "object" && outcome !== null && snoozed in outcome;
}

/** What a job hands back: a result for the history, a pause, or nothing to tell. */
export type JobOutcome = Readonly<Record<string, unknown>> | Snooze | void;

/**
 * A kind of background work. It may run twice, and in the middle of it the program may be killed: whatever it does
 * outside the database must be safe to do again.
 */
export interface Job<Data = unknown> {
  /** What it does, in a sentence, for people. */
  readonly description: string;
  /** Ids only: payloads are kept in the history. */
  readonly data: z.ZodType<Data>;
  /** How many batches run at once in one process. */
  readonly concurrency: number;
  /** How many are fetched and run side by side in a batch; the slowest holds up the rest. Default 2. */
  readonly batchSize?: number;
  /** How often it is looked whether a delayed one is due; one that is sent to run at once is heard of at once. Default 5. */
  readonly pollSeconds?: number;
  /** Seconds after which a run counts as lost; the work is then begun again. */
  readonly expireInSeconds: number;
  /** Minutes, hours, … in which it runs by itself (cron, UTC). */
  readonly schedule?: string;
  /** Whether it runs soon after the start when the program was off at its time: once, however often it was due. */
  readonly catchesUp?: boolean;
  run(ctx: JobContext, data: Data): Promise<JobOutcome>;
}
