import { liveStates } from "../graphql/live.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { readSystem } from "./read-system.ts";
import type { System } from "./system.type.ts";

/** Jobs come and go many times a second: it is looked at this often at the most. */
const atMostEveryMs = 2_000;
/** Nobody tells of a disk that fills up. */
const lookEveryMs = 30_000;

/** The system as it is, and as it changes noticeably; nothing is read while nobody listens. */
export function systemChanges(ctx: OperationContext): AsyncIterable<System> {
  let told = "";
  async function news(): Promise<System | null> {
    const system = await readSystem(ctx);
    const noticed = JSON.stringify({ ...system, storage: system.storage.map(roughly) });
    if (noticed === told) return null;
    told = noticed;
    return system;
  }
  return liveStates<null, System>(ctx, {
    listen(hear) {
      let lookedAt = -Infinity;
      let later: NodeJS.Timeout | undefined;
      const look = () => {
        later ??= setTimeout(
          () => {
            later = undefined;
            lookedAt = performance.now();
            hear(null);
          },
          Math.max(0, lookedAt + atMostEveryMs - performance.now()),
        );
      };
      const rounds = setInterval(look, lookEveryMs);
      const topics = ["systemChanged", "jobChanged", "configurationChanged"] as const;
      for (const topic of topics) ctx.events.on(topic, look);
      return () => {
        clearInterval(rounds);
        clearTimeout(later);
        for (const topic of topics) ctx.events.off(topic, look);
      };
    },
    key: () => "system",
    // How it is now comes first: nobody knows what was missed before.
    missed: async () => [(await news())!],
    read: news,
  });
}

/** Of a disk every percent counts, and every byte of it would be noise. */
function roughly({ name, path, freeBytes, totalBytes }: System["storage"][number]) {
  return { name, path, percent: freeBytes && totalBytes ? Math.round((freeBytes / totalBytes) * 100) : freeBytes };
}
