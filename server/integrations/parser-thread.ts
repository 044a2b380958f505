/**
 * A thread for a parser of what strangers sent: a loop in it stops nobody else, and what takes longer than its time is
 * given up together with the thread. One thread for each file serves the process, one question at a time.
 */
import { Worker } from "node:worker_threads";

/** Enough for whatever passes the bounds; a parser that wants more is led astray, and its thread ends. */
const MEMORY_MB = 256;

/**
 * @param file answers each message with one message.
 * @returns asks it; null when the thread died of the question, or took longer than `timeoutMs` once it was its turn.
 */
export function createParserThread<Question, Answer>(
  file: URL,
): (question: Question, timeoutMs: number) => Promise<Answer | null> {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  function ask(question: Question, timeoutMs: number): Promise<Answer | null> {
    const thread = (worker ??= start());
    return new Promise((resolve) => {
      const finish = (answer: Answer | null) => {
        clearTimeout(timer);
        thread.off("message", finish).off("error", died).off("exit", died);
        thread.unref();
        resolve(answer);
      };
      const died = () => {
        worker = null;
        void thread.terminate();
        finish(null);
      };
      const timer = setTimeout(died, timeoutMs);
      thread.on("message", finish).on("error", died).on("exit", died);
      thread.ref();
      thread.postMessage(question);
    });
  }

  function start(): Worker {
    const thread = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    // What dies between two questions must not take the process with it.
    thread.on("error", () => {});
    thread.on("exit", () => {
      if (worker === thread) worker = null;
    });
    return thread;
  }

  return (question, timeoutMs) => {
    const answer = turn.then(() => ask(question, timeoutMs));
    turn = answer;
    return answer;
  };
}
