/** The real program, with its own PostgreSQL and the fullest log, all that it says recorded, and canaries for secrets. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, type Browser } from "../browser.ts";
import { startServer, stopServers, type ServerProcess } from "../faults/server-process.ts";
import { createCanaries, type Canaries } from "./canaries.ts";
import { startRecordingProxy, type RecordingProxy } from "./recording-proxy.ts";
import { processesOf } from "./sinks.ts";
import { startUpstreams, type Upstreams } from "./upstreams.ts";

export interface CanaryStage {
  readonly canaries: Canaries;
  readonly upstreams: Upstreams;
  readonly dataDir: string;
  readonly libraryDir: string;
  /** Every process that was started for it: how it was called and, but for the program itself, its environment. */
  readonly processes: ReadonlySet<string>;
  /** The program as it runs now. */
  readonly server: ServerProcess;
  /** What it is asked through. */
  readonly proxy: RecordingProxy;
  /** A browser with a page of it open. */
  visit(): Browser;
  /** Ends it and starts it anew. */
  restart(env: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it. */
  stop(): Promise<void>;
  /** What it has said, over all starts; a connection each. */
  answers(): string[];
  log(): string;
  close(): Promise<void>;
}

/** @param program compiled. @param name is found in the names of its folders. */
export async function openCanaryStage(program: string, name: string): Promise<CanaryStage> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const [dataDir, libraryDir] = [join(folder, "data"), join(folder, "library")];
  await mkdir(libraryDir);
  const canaries = createCanaries();
  const upstreams = await startUpstreams(canaries, folder);
  const processes = new Set<string>();
  const runs: { server: ServerProcess; proxy: RecordingProxy }[] = [];
  const now = () => runs.at(-1)!;
  const start = async (env: Readonly<Record<string, string>>) => {
    const server = await startServer(dataDir, null, { LOG_LEVEL: "trace", ...env }, { program });
    runs.push({ server, proxy: await startRecordingProxy(server.url) });
  };
  await start({});
  // What is started for a moment only is seen too, most of the time.
  const watch = setInterval(() => {
    for (const { place, content } of processesOf(now().server.child.pid!)) processes.add(`${place}: ${content}`);
  }, 200);
  return {
    canaries,
    upstreams,
    dataDir,
    libraryDir,
    processes,
    get server() {
      return now().server;
    },
    get proxy() {
      return now().proxy;
    },
    // A connection that is kept may be closed under the next question, where the machine is busy.
    visit: () => openBrowser(now().proxy.url, { origin: now().proxy.url, connection: "close" }),
    async restart(env) {
      await stopServers();
      await start(env);
    },
    stop: stopServers,
    answers: () => runs.flatMap(({ proxy }) => proxy.said()),
    log: () => runs.map(({ server }) => server.said()).join("\n"),
    async close() {
      clearInterval(watch);
      await stopServers();
      for (const { proxy } of runs) proxy.close();
      await upstreams.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
