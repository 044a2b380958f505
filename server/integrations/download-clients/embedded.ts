/**
 * The BitTorrent client that comes with the server. Of all processes on one database the one with the lease runs it, in
 * a thread; every process, that one too, uses it through its socket. When nobody answers there, whoever asks tries to
 * take the lease and run it. The processes must share the data folder and the machine.
 */
import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { Integration, IntegrationRuntime, Lease } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";
import { EMBEDDED_CLIENT, embeddedSettings, type EmbeddedSettings } from "./embedded-settings.ts";
import { connectDownloadClient, socketPathFor } from "./embedded-socket.ts";

const LEASE = "embedded-download-client";
/** Longer than the thread itself takes at most (5 s for the engine, 5 s for the records). */
const CLOSE_MS = 10_000;
/** Listing takes milliseconds; hashing and writing happen beside it. */
const STUCK_MS = 10_000;
const SUFFIX = extname(import.meta.url);
/** The source runs as it is in tests only, and its errors.ts has syntax that Node must transform. */
const FLAGS = SUFFIX === ".ts" ? ["--experimental-transform-types", "--no-warnings"] : [];

/** What the thread says: that it serves, why it cannot, or what is to be logged. */
export type WorkerMessage =
  "ready" | { refused: string } | { level: "info" | "warn"; message: string; facts?: Record<string, unknown> };

/** Downloads within this server, without any other program. */
export const embedded: Integration<EmbeddedSettings, DownloadClient> = {
  label: "The embedded client",
  settings: embeddedSettings,
  async open(settings, runtime) {
    const recordsDir = join(runtime.dataDir, "embedded-torrents");
    const socketPath = socketPathFor(recordsDir);
    const client = connectDownloadClient(socketPath);
    const options = { settings, recordsDir, socketPath, downloadsDir: runtime.downloadsDir };
    let lease: Lease | null = null;
    let worker: Worker | null = null;
    let running: Promise<boolean> | null = null;
    let isClosed = false;

    /** @returns whether this process runs the client now. */
    const run = () => (running ??= tryToRun().finally(() => (running = null)));

    async function tryToRun(): Promise<boolean> {
      if (isClosed) return false;
      if (lease?.lost.aborted) lease = null;
      lease ??= await runtime.exclusive(LEASE);
      if (!lease || worker) return worker !== null;
      try {
        worker = await startWorker(options, runtime.log);
      } catch (error) {
        await lease.release();
        lease = null;
        throw error;
      }
      forgetAtItsEnd(worker, lease.lost);
      return worker !== null;
    }

    function forgetAtItsEnd(started: Worker, lost: AbortSignal): void {
      const end = () => {
        if (worker === started) worker = null;
        void started.terminate();
      };
      started.once("exit", end);
      // Whoever has the lease now may start at once, on the same files and the same port.
      if (lost.aborted) end();
      else lost.addEventListener("abort", end, { once: true });
    }

    async function call<T>(operation: () => Promise<T>): Promise<T> {
      const asked = worker;
      try {
        return await operation();
      } catch (error) {
        if (isClosed || !(error instanceof UpstreamUnavailableError)) throw error;
        if (asked && asked === worker) {
          // Ours, and silent: it is slow when it still lists, and stuck when it does not.
          if (await isAnswering()) throw error;
          await asked.terminate();
        }
        if (!(await run())) throw error;
        return operation();
      }
    }

    const isAnswering = () =>
      client.list(AbortSignal.timeout(STUCK_MS)).then(
        () => true,
        () => false,
      );

    await run();
    return {
      add: (download, signal) => call(() => client.add(download, signal)),
      list: (signal) => call(() => client.list(signal)),
      remove: (id, removal, signal) => call(() => client.remove(id, removal, signal)),
      check: (signal) => call(() => client.check(signal)),
      async close() {
        isClosed = true;
        await running?.catch(() => undefined);
        if (worker) await stopWorker(worker);
        await lease?.release();
        lease = null;
      },
    };
  },
};

/** @returns the thread, once it serves. @throws {UpstreamRejectedError} with the thread's reason when it cannot. */
async function startWorker(workerData: object, log: IntegrationRuntime["log"]): Promise<Worker> {
  const file = new URL(`./embedded-client.worker${SUFFIX}`, import.meta.url);
  const worker = new Worker(file, { workerData, execArgv: FLAGS });
  const facts = { integration: EMBEDDED_CLIENT };
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (message: WorkerMessage) => {
        if (message === "ready") resolve();
        else if ("refused" in message) reject(new UpstreamRejectedError(message.refused, facts));
        else log(message.level, message.message, message.facts);
      });
      worker.on("error", (error) => log("warn", "The embedded client's thread broke.", { reason: String(error) }));
      worker.on("exit", (code) => {
        reject(new UpstreamUnavailableError(`The embedded client ended while it was starting (${code}).`, facts));
      });
    });
    return worker;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

async function stopWorker(worker: Worker): Promise<void> {
  const stopped = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const limit = setTimeout(() => void worker.terminate(), CLOSE_MS);
  worker.postMessage("close");
  await stopped;
  clearTimeout(limit);
}
