import { z } from "zod";
import type { Job } from "./job.ts";

const data = z.object({ cause: z.enum(["schedule", "hand"]).default("schedule") });

/** Makes a backup and tries it. One that is not good fails the job for good: it will not be better, and is kept aside. */
export const backUp: Job<z.infer<typeof data>> = {
  description: "Backs the database up, and restores the backup beside it to see whether it is good.",
  data,
  concurrency: 1,
  batchSize: 1,
  expireInSeconds: 6 * 3600,
  schedule: "10 2 * * *",
  catchesUp: true,
  async run(ctx, { cause }) {
    const { name, state, sizeBytes, note } = await ctx.backups.make(cause, ctx.reportProgress);
    return { backup: name, state, sizeBytes, rows: note?.rows ?? null, reason: note?.reason ?? null };
  },
};
