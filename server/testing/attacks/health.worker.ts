/** Asks an address every ten milliseconds, until it is told to stop; then it tells how long each answer took. */
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const milliseconds: number[] = [];
let stopped = false;
parentPort!.once("message", () => (stopped = true));
while (!stopped) {
  const begun = performance.now();
  const answer = await fetch(workerData as string);
  await answer.text();
  milliseconds.push(answer.status === 200 ? performance.now() - begun : Infinity);
  await pause(10);
}
parentPort!.postMessage(milliseconds);
