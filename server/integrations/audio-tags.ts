/**
 * Reads what an audio file says about itself. It stands here, and not in the library, because both the import and the
 * folder media server need it and an adapter may not import a feature.
 *
 * The files come from strangers, so the parser runs in a worker thread: a loop in it stops nobody else, and a file that
 * takes longer than its time is given up together with the thread. One thread serves the process, one file at a time.
 */
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { AudioTags, TagQuestion, TagAnswer } from "./audio-tags.worker.ts";

export type { AudioTags } from "./audio-tags.worker.ts";

let worker: Worker | null = null;
let turn: Promise<unknown> = Promise.resolve();

/**
 * What the file's tags and headers say; null when it is no audio that can be read (broken, empty, a link, not a file,
 * not allowed, or too slow to read).
 * @param path absolute
 * @param timeoutMs for this file alone, once it is its turn
 */
export function readAudioTags(path: string, timeoutMs = 10_000): Promise<AudioTags | null> {
  const answer = turn.then(() => ask(path, timeoutMs));
  turn = answer;
  return answer;
}

function ask(path: string, timeoutMs: number): Promise<AudioTags | null> {
  const thread = (worker ??= startWorker());
  return new Promise((resolve) => {
    const finish = (tags: AudioTags | null) => {
      clearTimeout(timer);
      thread.off("message", answered).off("error", died).off("exit", died);
      thread.unref();
      resolve(tags);
    };
    const answered = ({ tags }: TagAnswer) => finish(tags);
    const died = () => {
      worker = null;
      void thread.terminate();
      finish(null);
    };
    const timer = setTimeout(died, timeoutMs);
    thread.on("message", answered).on("error", died).on("exit", died);
    thread.ref();
    thread.postMessage({ path } satisfies TagQuestion);
  });
}

function startWorker(): Worker {
  const file = new URL(`./audio-tags.worker${extname(import.meta.url)}`, import.meta.url);
  const thread = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 256 } });
  // What dies between two questions must not take the process with it.
  thread.on("error", () => {});
  thread.on("exit", () => {
    if (worker === thread) worker = null;
  });
  return thread;
}
