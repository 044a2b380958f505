import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs the probe until it does not throw, and returns its value.
 * @param timeoutMs after which the probe's last error is thrown.
 */
export async function eventually<T>(probe: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(20);
    }
  }
}
