import { z } from "zod";
import { rotateKeys } from "../security/rotate-keys.ts";
import type { Job } from "./job.ts";

/**
 * Seals anew what is not sealed with the active key. The schedule is for a rotation whose every attempt was killed: it
 * goes on, and otherwise finds nothing to do.
 */
export const rotateKeysJob: Job<unknown> = {
  description: "Seals stored secrets anew that are not sealed with the active encryption key.",
  data: z.any(),
  concurrency: 1,
  expireInSeconds: 900,
  schedule: "23 * * * *",
  async run(ctx) {
    return { ...(await rotateKeys(ctx, ctx.signal, ctx.reportProgress)) };
  },
};
