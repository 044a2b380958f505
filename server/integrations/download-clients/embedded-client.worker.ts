/**
 * The thread that runs the embedded client and serves it at its socket. A thread of its own, because the engine hashes
 * and parses what strangers send: neither its load nor its faults may reach the server. Messages to the server: "ready",
 * why it cannot be, or what is to be logged; message from it: "close".
 */
import { parentPort, workerData } from "node:worker_threads";
import { guardThread } from "../outgoing-addresses.ts";
import { openEmbeddedClient, type EmbeddedClientOptions } from "./embedded-client.ts";
import { whoNamesPeers } from "./embedded-engine.ts";
import { serveDownloadClient } from "./embedded-socket.ts";
import type { WorkerMessage } from "./embedded.ts";

const post = (message: WorkerMessage) => parentPort?.postMessage(message);
const log: EmbeddedClientOptions["log"] = (level, message, facts) => post({ level, message, facts });

// Some of the engine's promises have nobody to catch them (a tracker that breaks off its answer, bittorrent-tracker
// 11.2.3). It goes on: each piece is checked by hash and each record replaced as a whole, so nothing can be left half.
// Addresses are left out: those of private trackers hold their users' keys.
const onFault = (error: unknown) =>
  log("warn", "The embedded client met a fault and goes on.", { reason: String(error).replace(/\w+:\/\/\S+/g, "…") });
process.on("uncaughtException", onFault);

const { socketPath, ...options } = workerData as Omit<EmbeddedClientOptions, "log" | "onBroken"> & {
  socketPath: string;
};

// For trackers over UDP, whose sockets take no lookup of ours.
guardThread(whoNamesPeers(options.settings), options.settings.listen_address);

async function serve(): Promise<void> {
  const client = await openEmbeddedClient({
    ...options,
    log,
    onBroken(error) {
      log("warn", "The embedded client lost its port and starts anew when it is next used.", { reason: error.message });
      process.exit(1);
    },
  });
  const stopServing = await serveDownloadClient(client, socketPath);
  parentPort?.once("message", async () => {
    await stopServing();
    await client.close();
    process.exit(0);
  });
  post("ready");
}

serve().catch((error: Error) => post({ refused: error.message }));
